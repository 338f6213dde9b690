import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { doubtfulMerges } from '../../src/resolve/clusters/doubtful-merges.ts'
import { type PathLink, spanningPaths } from '../../src/resolve/clusters/spanning-paths.ts'

type Edge = readonly [a: number, b: number, weight?: number]
interface Said {
  readonly clusterOf: readonly number[]
  readonly edges?: readonly Edge[]
  readonly decided?: readonly (readonly [number, number])[]
  readonly sources?: readonly number[]
  readonly numbers?: readonly (readonly number[])[]
  readonly places?: readonly (readonly number[])[]
}

/** Doubts of records that are one, linked from 3 bits on; what is not said is said of none. */
function doubts({ clusterOf, edges = [], decided = [], sources, numbers = [], places = [] }: Said) {
  const pairs = {
    a: Int32Array.from(edges, ([a]) => a),
    b: Int32Array.from(edges, ([, b]) => b),
    weight: Float64Array.from(edges, ([, , weight = 9]) => weight),
  }
  const clusters = Int32Array.from(clusterOf)
  const ruled = decided.map(([a, b]): PathLink => ({ a, b, weight: Number.POSITIVE_INFINITY, decision: 'd' }))
  const columns = (said: readonly (readonly number[])[], name: string) =>
    said.map((codes, at) => ({ name: `${name}${at}`, codes: Int32Array.from(codes) }))
  return doubtfulMerges({
    clusterOf: clusters,
    forest: spanningPaths(clusters, { ...pairs, threshold: 3 }, ruled),
    ...{ pairs, threshold: 3, decided },
    uniqueSources: Int32Array.from(sources ?? clusterOf.map(() => -1)),
    numbers: columns(numbers, 'number'),
    places: columns(places, 'place'),
  })
}
const found = (doubt: string, a: number, b: number, column: string | null = null) => ({ doubt, a, b, column })

describe('two records of a source without duplicates', () => {
  test('are a doubt where they are one, whoever brought them together', () => {
    expect(doubts({ clusterOf: [0, 0, 0], sources: [7, -1, 7] })).toEqual([found('unique_source', 0, 2)])
  })

  test('are none in two clusters, of two sources, of a source with duplicates, or where a person said so', () => {
    expect(doubts({ clusterOf: [0, 1, 0], sources: [7, 7, 8] })).toEqual([])
    expect(doubts({ clusterOf: [0, 0], sources: [-1, -1] })).toEqual([])
    expect(doubts({ clusterOf: [0, 0, 0], sources: [7, -1, 7], decided: [[0, 2]] })).toEqual([])
  })

  test('are one still where a person spoke of others', () => {
    expect(doubts({ clusterOf: [0, 0, 0], sources: [7, 7, 7], decided: [[0, 1]] })).toEqual([
      found('unique_source', 0, 2),
    ])
  })
})

describe('two numbers of which an entity has one', () => {
  test('are a doubt, once a cluster, told by its first column that differs', () => {
    const numbers = [
      [1, 1, 1, -1],
      [4, -1, 5, 6],
    ]
    expect(doubts({ clusterOf: [0, 0, 0, 0], numbers })).toEqual([found('different_numbers', 0, 2, 'number1')])
  })

  test('are none where one is missing, both are equal, the cluster is of one, or nothing is said', () => {
    expect(doubts({ clusterOf: [0, 0], numbers: [[1, -1]] })).toEqual([])
    expect(doubts({ clusterOf: [0, 0], numbers: [[1, 1]] })).toEqual([])
    expect(doubts({ clusterOf: [0, 1], numbers: [[1, 2]] })).toEqual([])
    expect(doubts({ clusterOf: [0, 0] })).toEqual([])
    expect(doubts({ clusterOf: [] })).toEqual([])
  })

  test('are found wherever they stand, unless a person joined every two that differ', () => {
    const records = fc.record({
      codes: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 2, maxLength: 6 }),
      decided: fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 3 }),
    })
    fc.assert(
      fc.property(records, ({ codes, decided: all }) => {
        const decided = all.filter(([a, b]) => a < b && b < codes.length)
        const group = codes.map((_, at) => at)
        for (let turn = 0; turn < codes.length; turn++)
          for (const [a, b] of decided) {
            const least = Math.min(group[a] as number, group[b] as number)
            group[a] = least
            group[b] = least
          }
        const isDoubt = codes.some((one, a) =>
          codes.some((other, b) => one >= 0 && other >= 0 && one !== other && group[a] !== group[b]),
        )
        expect(doubts({ clusterOf: codes.map(() => 0), numbers: [codes], decided })).toHaveLength(Number(isDoubt))
      }),
    )
  })
})

describe('two places', () => {
  test('are a doubt where at least two records state different ones', () => {
    expect(doubts({ clusterOf: [0, 0, 0], places: [[-1, 1, 2]] })).toEqual([found('different_places', 1, 2, 'place0')])
    expect(doubts({ clusterOf: [0, 0, 0], places: [[-1, 1, -1]] })).toEqual([])
  })

  test('are none of two records that state one number: it says whose they are', () => {
    expect(doubts({ clusterOf: [0, 0], places: [[1, 2]], numbers: [[5, 5]] })).toEqual([])
    // A third record, of no number, is of another place than one of them.
    expect(doubts({ clusterOf: [0, 0, 0], places: [[1, 2, 2]], numbers: [[5, 5, -1]] })).toEqual([
      found('different_places', 0, 2, 'place0'),
    ])
  })
})

describe('one link that alone holds two groups together', () => {
  const twoPairs: Edge[] = [
    [0, 1],
    [2, 3],
    [1, 2, 4],
  ]
  const one = [0, 0, 0, 0]

  test('is a doubt where both groups have two records', () => {
    expect(doubts({ clusterOf: one, edges: twoPairs })).toEqual([found('one_link', 1, 2)])
  })

  test('is none in a pair, in a chain of three, nor around a middle', () => {
    expect(doubts({ clusterOf: [0, 0], edges: [[0, 1]] })).toEqual([])
    const chain: Edge[] = [
      [0, 1],
      [1, 2],
    ]
    expect(doubts({ clusterOf: [0, 0, 0], edges: chain })).toEqual([])
    const star: Edge[] = [
      [0, 1],
      [0, 2],
      [0, 3],
    ]
    expect(doubts({ clusterOf: one, edges: star })).toEqual([])
  })

  test('is none where a second link holds as well, and one still where that is too weak or of others', () => {
    expect(doubts({ clusterOf: one, edges: [...twoPairs, [0, 3, 3]] })).toEqual([])
    expect(doubts({ clusterOf: one, edges: [...twoPairs, [0, 3, 2.9]] })).toEqual([found('one_link', 1, 2)])
    expect(doubts({ clusterOf: [...one, 4], edges: [...twoPairs, [3, 4]] })).toEqual([found('one_link', 1, 2)])
  })

  test('is none where a person decided it, or decided another pair between the groups', () => {
    expect(doubts({ clusterOf: one, edges: twoPairs, decided: [[1, 2]] })).toEqual([])
    expect(doubts({ clusterOf: one, edges: twoPairs, decided: [[0, 3]] })).toEqual([])
  })

  test('is the weakest of two, once a cluster', () => {
    const edges: Edge[] = [...twoPairs, [3, 4, 3.5], [4, 5]]
    expect(doubts({ clusterOf: [0, 0, 0, 0, 0, 0], edges })).toEqual([found('one_link', 3, 4)])
  })

  test('is told for any links as leaving each out tells it', () => {
    const links = fc.uniqueArray(
      fc.tuple(fc.nat(6), fc.nat(6), fc.integer({ min: 3, max: 9 })).filter(([a, b]) => a < b),
      { selector: ([a, b]) => 7 * a + b, maxLength: 12 },
    )
    const groups = (edges: readonly Edge[]): number[] => {
      const group = Array.from({ length: 7 }, (_, at) => at)
      for (let turn = 0; turn < 7; turn++)
        for (const [a, b] of edges) {
          const least = Math.min(group[a] as number, group[b] as number)
          group[a] = least
          group[b] = least
        }
      return group
    }
    fc.assert(
      fc.property(links, (edges) => {
        const clusterOf = groups(edges)
        const doubted = new Set<number>()
        for (const link of edges) {
          const without = groups(edges.filter((other) => other !== link))
          const size = (record: number) => without.filter((group) => group === without[record]).length
          const [a, b] = link
          if (without[a] !== without[b] && size(a) >= 2 && size(b) >= 2) doubted.add(clusterOf[a] as number)
        }
        const told = doubts({ clusterOf, edges }).map(({ a }) => clusterOf[a])
        expect(told).toEqual([...doubted].sort((x, y) => x - y))
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClusterInput, clusterPairs } from '../../src/resolve/index.ts'

type Edge = readonly [number, number, number]

const inputOf = (rows: number, edges: readonly Edge[], more: Partial<ClusterInput> = {}): ClusterInput => ({
  rows,
  pairs: {
    a: Int32Array.from(edges, ([a]) => a),
    b: Int32Array.from(edges, ([, b]) => b),
    weight: Float64Array.from(edges, ([, , weight]) => weight),
  },
  threshold: 3,
  ...more,
})

const ROWS = 12
const row = fc.nat(ROWS - 1)
const two = fc.tuple(row, row).filter(([a, b]) => a !== b)
const edges = fc.uniqueArray(
  fc
    .tuple(two, fc.integer({ min: -8, max: 12 }))
    .map(([[a, b], weight]): Edge => [Math.min(a, b), Math.max(a, b), weight]),
  { selector: ([a, b]) => a * ROWS + b, maxLength: 30 },
)
const pairs = fc.array(two, { maxLength: 4 })

describe('laws of clusters', () => {
  test('every cluster is named by its least member, so membership is transitive and symmetric', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const { clusterOf } = clusterPairs(inputOf(ROWS, list))
        for (const [at, cluster] of clusterOf.entries()) {
          expect(clusterOf[cluster]).toBe(cluster)
          expect(cluster).toBeLessThanOrEqual(at)
        }
      }),
    )
  })

  test('the order of the pairs changes nothing', () => {
    fc.assert(
      fc.property(edges, fc.infiniteStream(fc.nat()), (list, keys) => {
        const shuffled = list
          .map((edge) => ({ edge, key: keys.next().value as number }))
          .sort((x, y) => x.key - y.key)
          .map(({ edge }) => edge)
        expect(clusterPairs(inputOf(ROWS, shuffled))).toEqual(clusterPairs(inputOf(ROWS, list)))
      }),
    )
  })

  test('must-links are always together', () => {
    fc.assert(
      fc.property(edges, pairs, (list, mustLink) => {
        const { clusterOf } = clusterPairs(inputOf(ROWS, list, { mustLink }))
        for (const [a, b] of mustLink) expect(clusterOf[a]).toBe(clusterOf[b])
      }),
    )
  })

  test('cannot-links are never together, unless must-links themselves join them', () => {
    fc.assert(
      fc.property(edges, pairs, pairs, (list, mustLink, cannotLink) => {
        const { clusterOf } = clusterPairs(inputOf(ROWS, list, { mustLink, cannotLink }))
        const forced = clusterPairs(inputOf(ROWS, [], { mustLink })).clusterOf
        for (const [a, b] of cannotLink) if (forced[a] !== forced[b]) expect(clusterOf[a]).not.toBe(clusterOf[b])
      }),
    )
  })

  test('two rows are one entity only along links or must-links', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const strong = list.filter(([, , weight]) => weight >= 3)
        const widest = clusterPairs({ ...inputOf(ROWS, strong), minBridge: Number.NEGATIVE_INFINITY }).clusterOf
        const found = clusterPairs(inputOf(ROWS, list)).clusterOf
        for (const [at, cluster] of found.entries()) expect(widest[at]).toBe(widest[cluster])
      }),
    )
  })
})

describe('over-merged clusters are cut', () => {
  test('at a weak bridge between two groups whose other pairs disagree', () => {
    const { clusterOf, cuts } = clusterPairs(
      inputOf(4, [
        [0, 1, 12],
        [2, 3, 12],
        [1, 2, 4],
        [0, 2, -6],
        [1, 3, -6],
        [0, 3, -6],
      ]),
    )
    expect([...clusterOf]).toEqual([0, 0, 2, 2])
    expect(cuts).toEqual([{ a: 1, b: 2, weight: 4, reason: 'weak_bridge' }])
  })

  test('where members have two different registered numbers, at the weaker link', () => {
    const contradicting = [{ name: 'number', codes: Int32Array.from([5, -1, 6]) }]
    const { clusterOf, cuts } = clusterPairs(
      inputOf(
        3,
        [
          [0, 1, 9],
          [1, 2, 8],
        ],
        { contradicting },
      ),
    )
    expect([...clusterOf]).toEqual([0, 0, 2])
    expect(cuts).toEqual([{ a: 1, b: 2, weight: 8, reason: 'contradiction', column: 'number' }])
  })

  test('where a source without duplicates has two rows', () => {
    const sources = { sources: Int32Array.from([0, 1, 0]), duplicateFree: new Set([0]) }
    expect([
      ...clusterPairs(
        inputOf(
          3,
          [
            [0, 1, 9],
            [1, 2, 8],
          ],
          sources,
        ),
      ).clusterOf,
    ]).toEqual([0, 0, 2])
  })
})

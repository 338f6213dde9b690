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

test('what is given to cluster is left as it was, and a must-link of a row with itself says nothing', () => {
  const codes = Int32Array.from([5, -1, 6])
  const chain: Edge[] = [
    [0, 1, 9],
    [1, 2, 8],
  ]
  clusterPairs(inputOf(3, chain, { contradicting: [{ name: 'number', codes }], mustLink: [[1, 2]] }))
  expect([...codes]).toEqual([5, -1, 6])
  const itself = inputOf(2, [[0, 1, 3]], { minBridge: 9, mustLink: [[0, 0]] })
  expect([...clusterPairs(itself).clusterOf]).toEqual([0, 0])
})

test('sources say nothing where none is without duplicates, nor the other way about', () => {
  for (const more of [{ sources: Int32Array.from([0, 0]) }, { duplicateFree: new Set([0]) }])
    expect([...clusterPairs(inputOf(2, [[0, 1, 9]], more)).clusterOf]).toEqual([0, 0])
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

  // Two pairs of rows, each held together beyond doubt, and what speaks for and against their being one. The threshold is 3.
  const between = (...edges: Edge[]): Partial<ClusterInput> & { of: (more?: Partial<ClusterInput>) => number[] } => ({
    of: (more = {}) => [...clusterPairs(inputOf(4, [[0, 1, 500], [2, 3, 500], ...edges], more)).clusterOf],
  })
  const [ONE, TWO] = [
    [0, 0, 0, 0],
    [0, 0, 2, 2],
  ]
  test.each<[string, Edge[], number[]]>([
    ['a link of exactly the threshold', [[1, 2, 3]], [0, 0, 0, 0]],
    ['a pair just below the threshold is no link', [[1, 2, 2.999]], [0, 0, 2, 2]],
    [
      'what speaks against it is as much as what speaks for it',
      [
        [1, 2, 4],
        [0, 2, 2],
      ],
      [0, 0, 0, 0],
    ],
    [
      'what speaks against it is more',
      [
        [1, 2, 4],
        [0, 2, 1.9],
      ],
      [0, 0, 2, 2],
    ],
    [
      'no pair speaks against more than ten bits',
      [
        [1, 2, 13],
        [0, 3, -90],
      ],
      [0, 0, 0, 0],
    ],
    [
      'ten bits and a little',
      [
        [1, 2, 12.9],
        [0, 3, -90],
      ],
      [0, 0, 2, 2],
    ],
    [
      'no pair speaks for more than ten bits',
      [
        [1, 2, 90],
        [0, 3, -6],
        [0, 2, -6],
      ],
      [0, 0, 2, 2],
    ],
    [
      'the sum is over all pairs between',
      [
        [1, 2, 5],
        [0, 2, 5],
        [0, 3, 0],
      ],
      [0, 0, 0, 0],
    ],
  ])('two groups: %s', (_, edges, expected) => {
    expect(between(...edges).of()).toEqual(expected)
    // Whichever of them is the smaller, and however the pairs are written.
    const turned = edges.map(([a, b, weight]): Edge => [3 - b, 3 - a, weight])
    expect(between(...turned).of()).toEqual(expected)
  })

  test('as the settings ask: a bridge must exceed what they say', () => {
    expect(between([1, 2, 5]).of({ minBridge: 2 })).toEqual(ONE)
    expect(between([1, 2, 5]).of({ minBridge: 2.1 })).toEqual(TWO)
    // Two rows that are alone are no groups: a link joins them, whatever a bridge must be.
    expect([...clusterPairs(inputOf(2, [[0, 1, 3]], { minBridge: 9 })).clusterOf]).toEqual([0, 0])
    expect([
      ...clusterPairs(
        inputOf(
          3,
          [
            [0, 1, 9],
            [1, 2, 3],
          ],
          { minBridge: 1 },
        ),
      ).clusterOf,
    ]).toEqual([0, 0, 2])
  })

  test('the strongest link is followed first, and of equal ones the one of the lesser rows, whichever comes first', () => {
    const of = (list: Edge[], ...cannotLink: (readonly [number, number])[]) =>
      [list, list.toReversed()].map((edges) => [...clusterPairs(inputOf(3, edges, { cannotLink })).clusterOf])
    const both = (...clusters: number[]) => [clusters, clusters]
    expect(
      of(
        [
          [0, 1, 5],
          [1, 2, 6],
        ],
        [0, 2],
      ),
    ).toEqual(both(0, 1, 1))
    expect(
      of(
        [
          [0, 1, 6],
          [1, 2, 5],
        ],
        [0, 2],
      ),
    ).toEqual(both(0, 0, 2))
    expect(
      of(
        [
          [0, 1, 6],
          [1, 2, 6],
        ],
        [0, 2],
      ),
    ).toEqual(both(0, 0, 2))
    expect(
      of(
        [
          [0, 1, 6],
          [0, 2, 6],
        ],
        [1, 2],
      ),
    ).toEqual(both(0, 0, 2))
  })

  test('what speaks for a row that joins a group is the sum over the group, whichever of the two is named first', () => {
    for (const [a, b, c] of [
      [0, 1, 2],
      [1, 2, 0],
    ] as const) {
      const edges: Edge[] = [
        [Math.min(a, b), Math.max(a, b), 9],
        [Math.min(b, c), Math.max(b, c), 5],
        [Math.min(a, c), Math.max(a, c), 4],
      ]
      expect([...clusterPairs(inputOf(3, edges, { minBridge: 3 })).clusterOf]).toEqual([0, 0, 0])
      expect(new Set(clusterPairs(inputOf(3, edges, { minBridge: 3.1 })).clusterOf).size).toBe(2)
    }
  })

  test('where a steward said that they are two, and a link that others made whole is not told as cut', () => {
    const told = clusterPairs(inputOf(2, [[0, 1, 9]], { cannotLink: [[1, 0]] }))
    expect(told.cuts).toEqual([{ a: 0, b: 1, weight: 9, reason: 'cannot_link' }])
    // 1–2 is refused while 0–2 speaks against it, and is inside once 3 has brought more that speaks for it.
    const whole = clusterPairs(
      inputOf(4, [
        [0, 1, 9],
        [1, 2, 8],
        [0, 2, -4],
        [2, 3, 7],
        [0, 3, 6],
        [1, 3, 6],
      ]),
    )
    expect([...whole.clusterOf]).toEqual(ONE)
    expect(whole.cuts).toEqual([])
  })

  test('where they have different values of a column, known of any of their rows; an unknown value contradicts none', () => {
    const column = (...codes: number[]) => ({ contradicting: [{ name: 'number', codes: Int32Array.from(codes) }] })
    const chain: Edge[] = [
      [0, 1, 9],
      [1, 2, 8],
      [2, 3, 7],
    ]
    const of = (...codes: number[]) => [...clusterPairs(inputOf(4, chain, column(...codes))).clusterOf]
    expect(of(-1, -1, -1, -1)).toEqual(ONE)
    expect(of(5, -1, -1, 5)).toEqual(ONE)
    expect(of(0, -1, -1, 1)).toEqual([0, 0, 0, 3])
    expect(of(-1, 0, -1, 1)).toEqual([0, 0, 0, 3])
    expect(of(-1, -1, 1, 0)).toEqual([0, 0, 0, 3])
    const two = {
      contradicting: [
        { name: 'number', codes: Int32Array.from([1, 1]) },
        { name: 'tax', codes: Int32Array.from([3, 4]) },
      ],
    }
    expect(clusterPairs(inputOf(2, [[0, 1, 9]], two)).cuts).toMatchObject([{ reason: 'contradiction', column: 'tax' }])
  })

  test('where must-links joined different values, the first group’s counts from there on', () => {
    const codes = {
      contradicting: [{ name: 'number', codes: Int32Array.from([5, 6, 6, 5]) }],
      mustLink: [[0, 1]] as const,
    }
    const { clusterOf } = clusterPairs(
      inputOf(
        4,
        [
          [1, 2, 9],
          [1, 3, 8],
        ],
        codes,
      ),
    )
    expect([...clusterOf]).toEqual([0, 0, 2, 0])
  })

  test('where both hold a row of one source without duplicates, however they came by it', () => {
    const chain: Edge[] = [
      [0, 1, 9],
      [2, 3, 9],
      [1, 2, 8],
    ]
    const of = (free: number[], ...sources: number[]) => {
      const { clusterOf, cuts } = clusterPairs(
        inputOf(4, chain, { sources: Int32Array.from(sources), duplicateFree: new Set(free) }),
      )
      expect(cuts.map(({ reason }) => reason)).toEqual(clusterOf[3] === 0 ? [] : ['duplicate_free_source'])
      return [...clusterOf]
    }
    expect(of([0], 0, -1, -1, 0)).toEqual(TWO)
    expect(of([0], -1, 0, 0, -1)).toEqual(TWO)
    expect(of([0, 1], 0, 1, -1, 1)).toEqual(TWO)
    expect(of([0, 1], 0, -1, -1, 1)).toEqual(ONE)
    expect(of([1], 0, -1, -1, 0)).toEqual(ONE)
    // A source that may repeat contradicts nothing; neither does a must-link.
    expect(of([], 0, -1, -1, 0)).toEqual(ONE)
    const forced = { sources: Int32Array.from([0, 0, 0]), duplicateFree: new Set([0]), mustLink: [[0, 1]] as const }
    expect([...clusterPairs(inputOf(3, [[1, 2, 9]], forced)).clusterOf]).toEqual([0, 0, 2])
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

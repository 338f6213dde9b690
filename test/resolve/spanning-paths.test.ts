import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PathLink, spanningPaths } from '../../src/resolve/clusters/spanning-paths.ts'

type Edge = readonly [a: number, b: number, weight: number]
const paths = (
  clusterOf: readonly number[],
  edges: readonly Edge[],
  decided: readonly PathLink[] = [],
  threshold = 3,
) =>
  spanningPaths(
    Int32Array.from(clusterOf),
    {
      a: Int32Array.from(edges, ([a]) => a),
      b: Int32Array.from(edges, ([, b]) => b),
      weight: Float64Array.from(edges, ([, , weight]) => weight),
      threshold,
    },
    decided,
  )
const link = (a: number, b: number, weight: number): PathLink => ({ a, b, weight, decision: null })
const decision = (a: number, b: number, id: string): PathLink => ({
  ...{ a, b, weight: Number.POSITIVE_INFINITY, decision: id },
})

describe('what holds a cluster together', () => {
  test('is its strongest links, each record hanging on the one that is nearer to the lead', () => {
    const found = paths(
      [0, 0, 0, 0],
      [
        [0, 1, 9],
        [0, 2, 4],
        [1, 2, 8],
        [2, 3, 7],
        [0, 3, 5],
      ],
    )
    expect(found.links).toEqual([link(0, 1, 9), link(1, 2, 8), link(2, 3, 7)])
    expect([...found.parent]).toEqual([0, 0, 1, 2])
    expect([1, 2, 3].map((record) => found.linkOf.get(record))).toEqual([link(0, 1, 9), link(1, 2, 8), link(2, 3, 7)])
    expect(found.linkOf.has(0)).toBe(false)
  })

  test('is none below the threshold, and none to another cluster', () => {
    expect(paths([0, 0], [[0, 1, 3]]).links).toEqual([link(0, 1, 3)])
    expect(paths([0, 0], [[0, 1, 2.9]]).links).toEqual([])
    const across = paths(
      [0, 0, 2],
      [
        [0, 1, 9],
        [1, 2, 99],
      ],
      [decision(0, 2, 'd')],
    )
    expect(across.links).toEqual([link(0, 1, 9)])
    expect([...across.parent]).toEqual([0, 0, -1])
  })

  test('is, of equal links, the one of the lesser records, whatever order they come in', () => {
    const triangle: Edge[] = [
      [1, 2, 5],
      [0, 2, 5],
      [0, 1, 5],
    ]
    for (const edges of [triangle, triangle.toReversed()])
      expect(paths([0, 0, 0], edges).links).toEqual([link(0, 1, 5), link(0, 2, 5)])
  })

  test('is a steward’s decision before any link, and of two the one of the lesser records', () => {
    const decided = [decision(1, 2, 'later'), decision(0, 2, 'earlier')]
    const found = paths([0, 0, 0], [[0, 1, 50]], decided)
    expect(found.links).toEqual([decision(0, 2, 'earlier'), decision(1, 2, 'later')])
    expect([...found.parent]).toEqual([0, 2, 0])
  })

  test('reaches every record of a cluster that links make whole, along links that there are', () => {
    const edges = fc.uniqueArray(
      fc.tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 3, max: 9 })).filter(([a, b]) => a < b),
      { selector: ([a, b]) => 8 * a + b, maxLength: 20 },
    )
    fc.assert(
      fc.property(edges, (list) => {
        const clusterOf = Array.from({ length: 8 }, (_, row) => row)
        for (let turn = 0; turn < 8; turn++)
          for (const [a, b] of list) {
            const least = Math.min(clusterOf[a] as number, clusterOf[b] as number)
            clusterOf[a] = least
            clusterOf[b] = least
          }
        const { parent, linkOf, links } = paths(clusterOf, list)
        expect(links).toHaveLength(8 - new Set(clusterOf).size)
        for (const [record, lead] of clusterOf.entries()) {
          if (record === lead) continue
          let at = record
          for (let steps = 0; at !== lead; steps++) {
            expect(steps).toBeLessThan(8)
            const by = linkOf.get(at) as PathLink
            expect([by.a, by.b].sort()).toEqual([at, parent[at]].sort())
            at = parent[at] as number
          }
        }
      }),
    )
  })
})

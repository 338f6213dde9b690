import { UnionFind } from '../union-find.ts'
import type { ClusterInput } from './cluster-input.ts'
import { loneBridges } from './lone-bridges.ts'
import type { SpanningPaths } from './spanning-paths.ts'

/**
 * Why a person should look at records that are one: two of them are of a source without duplicates, they state different numbers of
 * which an entity has one, they state different places, or one link alone holds two groups of them together.
 */
export const DOUBTS = ['unique_source', 'different_numbers', 'different_places', 'one_link'] as const
export type Doubt = (typeof DOUBTS)[number]

/** What records state in one column: a code a record, −1 for none. */
export interface StatedValues {
  readonly name: string
  readonly codes: Int32Array
}

export interface MergedRecords {
  /** The least position of each record's cluster. */
  readonly clusterOf: Int32Array
  readonly forest: Pick<SpanningPaths, 'parent' | 'linkOf'>
  readonly pairs: ClusterInput['pairs']
  /** Bits from which a pair is a link. */
  readonly threshold: number
  /** Records that a person said are one: what differs between them is settled. */
  readonly decided: readonly (readonly [number, number])[]
  /** The source without duplicates that each record is of, −1 for none. */
  readonly uniqueSources: Int32Array
  /** Numbers of which an entity has one. */
  readonly numbers: readonly StatedValues[]
  /** Places that many share, as regions are. */
  readonly places: readonly StatedValues[]
}

/** One doubt about one cluster, with two records that show it. */
export interface DoubtfulMerge {
  readonly doubt: Doubt
  readonly a: number
  readonly b: number
  /** The column in which they differ; null where the doubt is about no value. */
  readonly column: string | null
}

/**
 * Clusters that a person should look at, each at most once a doubt, in the order of doubts and of clusters. What a person decided to be
 * one is no doubt, and records with one number are of one entity wherever they say that it is. Total.
 */
export function doubtfulMerges(merged: MergedRecords): DoubtfulMerge[] {
  const { clusterOf, numbers, places, uniqueSources } = merged
  const clusters = membersOf(clusterOf)
  if (clusters.length === 0) return []
  const settled = new UnionFind(clusterOf.length)
  for (const [a, b] of merged.decided) settled.union(a, b)
  const numbered = new UnionFind(clusterOf.length)
  for (const [a, b] of merged.decided) numbered.union(a, b)
  for (const records of clusters) for (const { codes } of numbers) joinEqual(numbered, records, codes)
  const differing = (doubt: Doubt, columns: readonly StatedValues[], same: UnionFind): DoubtfulMerge[] =>
    clusters.flatMap((records) => {
      for (const { name, codes } of columns) {
        const pair = differentPair(records, codes, same)
        if (pair !== undefined) return [{ doubt, ...pair, column: name }]
      }
      return []
    })
  return [
    ...clusters.flatMap((records): DoubtfulMerge[] => {
      const pair = ofOneSource(records, uniqueSources, settled)
      return pair === undefined ? [] : [{ doubt: 'unique_source', ...pair, column: null }]
    }),
    ...differing('different_numbers', numbers, settled),
    ...differing('different_places', places, numbered),
    ...weakestBridges(merged),
  ]
}

/** The records of each cluster that has several, ascending. */
function membersOf(clusterOf: Int32Array): number[][] {
  const members = new Map<number, number[]>()
  for (let record = 0; record < clusterOf.length; record++) {
    const cluster = clusterOf[record] as number
    if (cluster === record) continue
    const known = members.get(cluster)
    if (known === undefined) members.set(cluster, [cluster, record])
    else known.push(record)
  }
  return [...members.values()].sort((one, other) => (one[0] as number) - (other[0] as number))
}

interface RecordPair {
  readonly a: number
  readonly b: number
}

/** The first two records of different values that are not known to be one; those without a value say nothing. */
function differentPair(records: readonly number[], codes: Int32Array, same: UnionFind): RecordPair | undefined {
  // Two that differ in the value or in whom they are known to be are enough: whatever differs from both of them in one, differs from
  // one of them in the other.
  const kept: number[] = []
  for (const b of records) {
    if ((codes[b] as number) < 0) continue
    const isOther = (a: number) => codes[a] !== codes[b]
    const isApart = (a: number) => same.find(a) !== same.find(b)
    const a = kept.find((one) => isOther(one) && isApart(one))
    if (a !== undefined) return { a, b }
    if (kept.length < 2 && kept.every((one) => isOther(one) || isApart(one))) kept.push(b)
  }
  return undefined
}

/** The first two records of one source that are not known to be one. */
function ofOneSource(records: readonly number[], sources: Int32Array, same: UnionFind): RecordPair | undefined {
  const first = new Map<number, number>()
  for (const b of records) {
    const source = sources[b] as number
    if (source < 0) continue
    const a = first.get(source)
    if (a === undefined) first.set(source, b)
    else if (same.find(a) !== same.find(b)) return { a, b }
  }
  return undefined
}

function joinEqual(sets: UnionFind, records: readonly number[], codes: Int32Array): void {
  const first = new Map<number, number>()
  for (const record of records) {
    const code = codes[record] as number
    if (code < 0) continue
    const known = first.get(code)
    if (known === undefined) first.set(code, record)
    else sets.union(known, record)
  }
}

/** Of each cluster the weakest link that alone holds two groups together; of equal ones that of the lesser records. */
function weakestBridges(merged: MergedRecords): DoubtfulMerge[] {
  const { clusterOf } = merged
  const bridges = loneBridges(merged.forest, merged)
  bridges.sort((x, y) => x.weight - y.weight || x.a - y.a || x.b - y.b)
  const weakest = new Map(bridges.toReversed().map((link) => [clusterOf[link.a] as number, link]))
  return [...weakest]
    .sort(([one], [other]) => one - other)
    .map(([, { a, b }]) => ({ doubt: 'one_link', a, b, column: null }))
}

import type { ClusterInput } from './cluster-input.ts'
import { Groups } from './groups.ts'

/** A link that was not followed, and why. */
export interface Cut {
  readonly a: number
  readonly b: number
  readonly weight: number
  readonly reason: 'cannot_link' | 'apart' | 'contradiction' | 'duplicate_free_source' | 'weak_bridge'
  /** The column that contradicts, for a contradiction. */
  readonly column?: string
}

export interface Clusters {
  /** The least position of each row's cluster. */
  readonly clusterOf: Int32Array
  readonly cuts: readonly Cut[]
}

/** A pair far below the threshold counts no more than this against a merge, one far above no more for it. */
const MOST_BITS = 10

/**
 * Who is one entity. Must-links join first, whatever else speaks against them; then links are followed from the strongest to the
 * weakest, ties by position. A link joins two groups unless a cannot-link, a pair apart or a contradicting value stands between them,
 * both hold a row of one duplicate-free source, or the scored pairs between the groups speak against it in sum (a weak bridge). The result
 * depends on the set of pairs only, not on their order.
 */
export function clusterPairs(input: ClusterInput): Clusters {
  const { rows, pairs, threshold, minBridge = 0 } = input
  const groups = new Groups(input)
  for (const [a, b] of input.mustLink ?? []) groups.join(groups.of(a), groups.of(b))
  const rejected = symmetric(input.cannotLink ?? [])
  const apart = symmetric(input.apart ?? [])
  const known = neighbours(pairs)
  const cuts: Cut[] = []
  for (const link of ordered(pairs, threshold)) {
    const a = pairs.a[link] as number
    const b = pairs.b[link] as number
    const weight = pairs.weight[link] as number
    const [one, other] = [groups.of(a), groups.of(b)]
    if (one === other) continue
    const reason = objection(groups, one, other, rejected, apart)
    if (reason !== undefined) cuts.push({ a, b, weight, ...reason })
    else if (
      groups.size(one) + groups.size(other) > 2 &&
      supportBetween(groups, one, other, known, pairs, threshold) < minBridge
    )
      cuts.push({ a, b, weight, reason: 'weak_bridge' })
    else groups.join(one, other)
  }
  return {
    clusterOf: Int32Array.from({ length: rows }, (_, row) => groups.of(row)),
    // A link cut first may lie inside a cluster that other links made whole.
    cuts: cuts.filter(({ a, b }) => groups.of(a) !== groups.of(b)),
  }
}

function objection(
  groups: Groups,
  one: number,
  other: number,
  rejected: Partners,
  apart: Partners,
): { reason: Cut['reason']; column?: string } | undefined {
  if (standBetween(groups, one, other, rejected)) return { reason: 'cannot_link' }
  const column = groups.contradiction(one, other)
  if (column !== undefined) return { reason: 'contradiction', column }
  if (groups.shareSource(one, other)) return { reason: 'duplicate_free_source' }
  return standBetween(groups, one, other, apart) ? { reason: 'apart' } : undefined
}

type Partners = ReadonlyMap<number, ReadonlySet<number>>

function standBetween(groups: Groups, one: number, other: number, partners: Partners): boolean {
  if (partners.size === 0) return false
  const [few, many] = groups.size(one) <= groups.size(other) ? [one, other] : [other, one]
  for (const row of groups.members(few))
    for (const partner of partners.get(row) ?? []) if (groups.of(partner) === many) return true
  return false
}

function symmetric(pairs: readonly (readonly [number, number])[]): Map<number, Set<number>> {
  const partners = new Map<number, Set<number>>()
  for (const [a, b] of pairs)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const set = partners.get(one)
      if (set) set.add(other)
      else partners.set(one, new Set([other]))
    }
  return partners
}

/** Pairs by row, in compressed form: pairs of row r are `pair[start[r] … start[r + 1])`. */
function neighbours({ a, b }: ClusterInput['pairs']): { start: Int32Array; pair: Int32Array } {
  let most = -1
  for (let i = 0; i < a.length; i++) most = Math.max(most, a[i] as number, b[i] as number)
  const start = new Int32Array(most + 3)
  const next = (row: number): number => {
    const at = start[row] as number
    start[row] = at + 1
    return at
  }
  for (const ends of [a, b]) for (const row of ends) next(row + 2)
  for (let i = 2; i < start.length; i++) start[i] = (start[i] as number) + (start[i - 1] as number)
  const pair = new Int32Array(a.length * 2)
  for (let i = 0; i < a.length; i++) {
    pair[next((a[i] as number) + 1)] = i
    pair[next((b[i] as number) + 1)] = i
  }
  return { start, pair }
}

/** Links from the strongest to the weakest; equal ones by position. */
function ordered({ a, b, weight }: ClusterInput['pairs'], threshold: number): Int32Array {
  const links = Int32Array.from(weight.keys()).filter((link) => (weight[link] as number) >= threshold)
  return links.sort(
    (x, y) =>
      (weight[y] as number) - (weight[x] as number) ||
      (a[x] as number) - (a[y] as number) ||
      (b[x] as number) - (b[y] as number),
  )
}

function supportBetween(
  groups: Groups,
  one: number,
  other: number,
  known: { start: Int32Array; pair: Int32Array },
  pairs: ClusterInput['pairs'],
  threshold: number,
): number {
  const [small, target] = groups.size(one) <= groups.size(other) ? [one, other] : [other, one]
  let support = 0
  for (const row of groups.members(small)) {
    const until = known.start[row + 1] ?? 0
    for (let at = known.start[row] ?? 0; at < until; at++) {
      const pair = known.pair[at] as number
      const partner = (pairs.a[pair] === row ? pairs.b[pair] : pairs.a[pair]) as number
      if (groups.of(partner) !== target) continue
      support += Math.min(Math.max((pairs.weight[pair] as number) - threshold, -MOST_BITS), MOST_BITS)
    }
  }
  return support
}

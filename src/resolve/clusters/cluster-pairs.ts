import { UnionFind } from '../union-find.ts'

export interface ClusterInput {
  /** Positions are 0 … rows − 1. */
  readonly rows: number
  /** Scored pairs. Those below the threshold are evidence against a merge; only pairs inside one component matter. */
  readonly pairs: { readonly a: Int32Array; readonly b: Int32Array; readonly weight: Float64Array }
  /** Bits from which a pair is a link. */
  readonly threshold: number
  readonly mustLink?: readonly (readonly [number, number])[]
  readonly cannotLink?: readonly (readonly [number, number])[]
  /** Columns of which one entity has one value: a code a row, −1 for none. */
  readonly contradicting?: readonly { readonly name: string; readonly codes: Int32Array }[]
  /** A source a row; two rows of a duplicate-free source are never one entity. */
  readonly sources?: Int32Array
  readonly duplicateFree?: ReadonlySet<number>
  /** Bits that the evidence between two groups must exceed, summed over their pairs. */
  readonly minBridge?: number
}

/** A link that was not followed, and why. */
export interface Cut {
  readonly a: number
  readonly b: number
  readonly weight: number
  readonly reason: 'cannot_link' | 'contradiction' | 'duplicate_free_source' | 'weak_bridge'
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

interface Group {
  members: number[]
  /** Value by contradicting column. */
  readonly values: number[]
  readonly sources: Set<number>
}

/**
 * Who is one entity. Must-links join first, whatever else speaks against them; then links are followed from the strongest to the
 * weakest, ties by position. A link joins two groups unless a cannot-link or a contradicting value stands between them, both hold a
 * row of one duplicate-free source, or the scored pairs between the groups speak against it in sum (a weak bridge). The result
 * depends on the set of pairs only, not on their order.
 */
export function clusterPairs(input: ClusterInput): Clusters {
  const { rows, pairs, threshold } = input
  const sets = new UnionFind(rows)
  const groups = new Map<number, Group>()
  const groupOf = (root: number): Group => {
    let group = groups.get(root)
    if (group === undefined) {
      group = newGroup(root, input)
      groups.set(root, group)
    }
    return group
  }
  const join = (a: number, b: number): void => {
    const [first, second] = [sets.find(a), sets.find(b)]
    if (first === second) return
    const [one, other] = [groupOf(first), groupOf(second)]
    sets.union(first, second)
    const root = sets.find(first)
    groups.delete(first)
    groups.delete(second)
    groups.set(root, merged(one, other))
  }
  for (const [a, b] of input.mustLink ?? []) join(a, b)
  const apart = symmetric(input.cannotLink ?? [])
  const known = neighbours(pairs)
  const links = ordered(pairs, threshold)
  const cuts: Cut[] = []
  for (const link of links) {
    const a = pairs.a[link] as number
    const b = pairs.b[link] as number
    const weight = pairs.weight[link] as number
    const [first, second] = [sets.find(a), sets.find(b)]
    if (first === second) continue
    const [one, other] = [groupOf(first), groupOf(second)]
    const reason = objection(one, other, apart, input)
    if (reason !== undefined) {
      cuts.push({ a, b, weight, ...reason })
      continue
    }
    if (one.members.length + other.members.length > 2) {
      const support = supportBetween(one, other, known, pairs, threshold, sets, first, second)
      if (support < (input.minBridge ?? 0)) {
        cuts.push({ a, b, weight, reason: 'weak_bridge' })
        continue
      }
    }
    join(first, second)
  }
  return {
    clusterOf: Int32Array.from({ length: rows }, (_, row) => sets.find(row)),
    // A link cut first may lie inside a cluster that other links made whole.
    cuts: cuts.filter(({ a, b }) => sets.find(a) !== sets.find(b)),
  }
}

function newGroup(row: number, input: ClusterInput): Group {
  const source = input.sources?.[row]
  return {
    members: [row],
    values: (input.contradicting ?? []).map(({ codes }) => codes[row] as number),
    sources: new Set(source !== undefined && input.duplicateFree?.has(source) ? [source] : []),
  }
}

const merged = (one: Group, other: Group): Group => ({
  members:
    one.members.length < other.members.length ? [...other.members, ...one.members] : [...one.members, ...other.members],
  values: one.values.map((value, at) => (value >= 0 ? value : (other.values[at] as number))),
  sources: new Set([...one.sources, ...other.sources]),
})

function objection(
  one: Group,
  other: Group,
  apart: ReadonlyMap<number, ReadonlySet<number>>,
  input: ClusterInput,
): { reason: Cut['reason']; column?: string } | undefined {
  for (const row of one.members) {
    const partners = apart.get(row)
    if (partners && other.members.some((partner) => partners.has(partner))) return { reason: 'cannot_link' }
  }
  for (const [at, value] of one.values.entries()) {
    const second = other.values[at] as number
    if (value >= 0 && second >= 0 && value !== second)
      return { reason: 'contradiction', column: input.contradicting?.[at]?.name as string }
  }
  for (const source of one.sources) if (other.sources.has(source)) return { reason: 'duplicate_free_source' }
  return undefined
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
  for (let i = 0; i < a.length; i++) {
    start[(a[i] as number) + 2]!++
    start[(b[i] as number) + 2]!++
  }
  for (let i = 2; i < start.length; i++) start[i]! += start[i - 1] as number
  const pair = new Int32Array(a.length * 2)
  for (let i = 0; i < a.length; i++) {
    pair[start[(a[i] as number) + 1]!++] = i
    pair[start[(b[i] as number) + 1]!++] = i
  }
  return { start, pair }
}

/** Links from the strongest to the weakest; equal ones by position. */
function ordered({ a, b, weight }: ClusterInput['pairs'], threshold: number): number[] {
  const links: number[] = []
  for (let i = 0; i < weight.length; i++) if ((weight[i] as number) >= threshold) links.push(i)
  return links.sort(
    (x, y) =>
      (weight[y] as number) - (weight[x] as number) ||
      (a[x] as number) - (a[y] as number) ||
      (b[x] as number) - (b[y] as number),
  )
}

function supportBetween(
  one: Group,
  other: Group,
  known: { start: Int32Array; pair: Int32Array },
  pairs: ClusterInput['pairs'],
  threshold: number,
  sets: UnionFind,
  first: number,
  second: number,
): number {
  const [small, target] = one.members.length <= other.members.length ? [one, second] : [other, first]
  let support = 0
  for (const row of small.members) {
    const until = known.start[row + 1] ?? 0
    for (let at = known.start[row] ?? 0; at < until; at++) {
      const pair = known.pair[at] as number
      const partner = (pairs.a[pair] === row ? pairs.b[pair] : pairs.a[pair]) as number
      if (sets.find(partner) !== target) continue
      support += Math.min(Math.max((pairs.weight[pair] as number) - threshold, -MOST_BITS), MOST_BITS)
    }
  }
  return support
}

import { entityId } from './entity-id.ts'
import { maximumAssignment, type WeightedEdge } from './maximum-assignment.ts'

export interface StableIdInput {
  readonly prefix: string
  /** Source record keys, sorted by byte order and without repeats: a record is its position. */
  readonly recordKeys: readonly string[]
  /** The cluster of each record: any number that its members share. */
  readonly clusterOf: ArrayLike<number>
  /** The entity each record belonged to in the base version; null for a record that is new. */
  readonly baseEntityOf: readonly (string | null)[]
  /** Every entity of the base version, those included whose records are all gone. */
  readonly baseEntities: Iterable<string>
}

/**
 * What became of identities since the base version:
 * - `born`: an entity of records that are new;
 * - `died`: none of its records is there any more;
 * - `merged`: its records went to `related`, which lives on, and its id ends;
 * - `split`: it is new and took records of `related`;
 * - `moved`: both lived before and live on; records went from `related` to it.
 */
export type ChangeKind = 'born' | 'died' | 'merged' | 'split' | 'moved'

export interface IdentityChange {
  readonly change: ChangeKind
  readonly entityId: string
  readonly related: string | null
  /** Positions of the records that make the change, ascending; none for `died`. */
  readonly records: readonly number[]
}

export interface StableIds {
  /** The entity id of each record. */
  readonly ids: readonly string[]
  /** Ordered by entity, kind and related entity. */
  readonly changes: readonly IdentityChange[]
  /** Records that were in the base version and have another id now. */
  readonly changed: number
}

/**
 * Gives every cluster its id: that of the base version's entity it stands for, so that as few records as possible change their
 * id (a maximum-overlap assignment; see {@link maximumAssignment}); a cluster that stands for none is born. Of equal overlaps the
 * one that holds the entity's least record wins. Pure: the result depends on the sets of records alone, not on their order, on the
 * numbering of the clusters or on the machine.
 */
export function stableIds(input: StableIdInput): StableIds {
  const { recordKeys, clusterOf, baseEntityOf } = input
  const clusters = membersInOrder(clusterOf, recordKeys.length)
  const baseIds = [...new Set(input.baseEntities)].sort()
  const baseAt = new Map(baseIds.map((id, index) => [id, index]))
  const leastOf = leastRecords(baseEntityOf, baseAt)

  const overlaps = clusters.map((members) => overlap(members, baseEntityOf, baseAt))
  const edges: WeightedEdge[] = []
  for (const [left, found] of overlaps.entries())
    for (const [right, records] of found) {
      const holdsLeast = records[0] === leastOf[right]
      // One more record kept outweighs every tie-break together.
      edges.push({ left, right, weight: records.length * (baseIds.length + 1) + (holdsLeast ? 1 : 0) })
    }
  const assigned = maximumAssignment(edges)

  const taken = new Set(baseIds)
  const ids = new Array<string>(recordKeys.length)
  const idOf: string[] = []
  for (const [index, members] of clusters.entries()) {
    const base = assigned.get(index)
    const id = base === undefined ? birthId(input.prefix, members, recordKeys, taken) : (baseIds[base] as string)
    taken.add(id)
    idOf.push(id)
    for (const member of members) ids[member] = id
  }
  const { changes, changed } = accountForChanges(clusters, overlaps, idOf, baseIds)
  return { ids, changes, changed }
}

/** The members of each cluster, ascending; clusters by their least member. */
function membersInOrder(clusterOf: ArrayLike<number>, count: number): number[][] {
  const byCluster = new Map<number, number[]>()
  for (let record = 0; record < count; record++) {
    const cluster = clusterOf[record] as number
    const members = byCluster.get(cluster)
    if (members === undefined) byCluster.set(cluster, [record])
    else members.push(record)
  }
  return [...byCluster.values()]
}

function leastRecords(
  baseEntityOf: readonly (string | null)[],
  baseAt: ReadonlyMap<string, number>,
): (number | undefined)[] {
  const least = new Array<number | undefined>(baseAt.size).fill(undefined)
  for (const [record, entity] of baseEntityOf.entries()) {
    const at = entity === null ? undefined : baseAt.get(entity)
    if (at !== undefined) least[at] ??= record
  }
  return least
}

/** The records a cluster shares with each entity of the base. */
function overlap(
  members: readonly number[],
  baseEntityOf: readonly (string | null)[],
  baseAt: ReadonlyMap<string, number>,
): Map<number, number[]> {
  const shared = new Map<number, number[]>()
  for (const member of members) {
    const entity = baseEntityOf[member]
    const at = entity === null || entity === undefined ? undefined : baseAt.get(entity)
    if (at === undefined) continue
    const records = shared.get(at)
    if (records === undefined) shared.set(at, [member])
    else records.push(member)
  }
  return shared
}

/**
 * The id of a new entity: made of its least record key. Where that id is taken (it was split off the entity that this record once
 * named), of the next record that gives a free one; should all be taken, of the least with a number.
 */
function birthId(
  prefix: string,
  members: readonly number[],
  recordKeys: readonly string[],
  taken: ReadonlySet<string>,
): string {
  for (const member of members) {
    const id = entityId(prefix, recordKeys[member] as string)
    if (!taken.has(id)) return id
  }
  for (let attempt = 2; ; attempt++) {
    const id = entityId(prefix, `${recordKeys[members[0] as number]}#${attempt}`)
    if (!taken.has(id)) return id
  }
}

function accountForChanges(
  clusters: readonly (readonly number[])[],
  overlaps: readonly ReadonlyMap<number, readonly number[]>[],
  idOf: readonly string[],
  baseIds: readonly string[],
): { changes: IdentityChange[]; changed: number } {
  const changes: IdentityChange[] = []
  const living = new Set(idOf)
  const known = new Set(baseIds)
  const seen = new Set<number>()
  let changed = 0
  for (const [index, members] of clusters.entries()) {
    const id = idOf[index] as string
    const found = overlaps[index] as ReadonlyMap<number, readonly number[]>
    if (found.size === 0) changes.push({ change: 'born', entityId: id, related: null, records: members })
    for (const [base, records] of found) {
      seen.add(base)
      const from = baseIds[base] as string
      if (from === id) continue
      changed += records.length
      if (!living.has(from)) changes.push({ change: 'merged', entityId: from, related: id, records })
      else changes.push({ change: known.has(id) ? 'moved' : 'split', entityId: id, related: from, records })
    }
  }
  for (const [base, id] of baseIds.entries())
    if (!seen.has(base)) changes.push({ change: 'died', entityId: id, related: null, records: [] })
  changes.sort(
    (a, b) =>
      compare(a.entityId, b.entityId) || compare(a.change, b.change) || compare(a.related ?? '', b.related ?? ''),
  )
  return { changes, changed }
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

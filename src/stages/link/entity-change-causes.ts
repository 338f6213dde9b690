import type { PathLink, SpanningPaths } from '../../resolve/clusters/spanning-paths.ts'
import type { IdentityChange } from '../../resolve/index.ts'
import type { DecidedPair } from '../../resolve/review/index.ts'
import { type EntityChange, nameRecords } from './entity-changes.ts'

export interface ChangeEvidence {
  readonly baseVersion: number
  readonly sourceRecordIds: readonly string[]
  readonly baseEntityOf: readonly (string | null)[]
  readonly ids: readonly string[]
  readonly paths: SpanningPaths
  readonly cannotLink: readonly (DecidedPair & { readonly a: number; readonly b: number })[]
  /** Base entities of which some record is gone. */
  readonly shrunk: ReadonlySet<string>
  /** Where records of dead base entities went that describe another organization now. */
  readonly absorbed: readonly { readonly base: string; readonly entity: string; readonly records: readonly string[] }[]
}

/** What the changes of ids are in the words of the dataset, each with its records, its cause and the evidence behind it. */
export function changesOf(found: readonly IdentityChange[], known: ChangeEvidence): EntityChange[] {
  return found.flatMap((change): EntityChange[] => {
    const shared = { base_version: known.baseVersion, entity_id: change.entityId, change: change.change }
    // A capture row that describes a company now is no death: it is known where its records went.
    const homes = change.change === 'died' ? known.absorbed.filter(({ base }) => base === change.entityId) : []
    if (homes.length > 0)
      return homes.map(({ entity, records }) => ({
        ...shared,
        change: 'merged',
        related_entity_id: entity,
        records: records.length,
        source_record_ids: nameRecords(records),
        cause: 'linkage',
        evidence: null,
      }))
    return [
      {
        ...shared,
        related_entity_id: change.related,
        records: change.records.length,
        source_record_ids: nameRecords(change.records.map((record) => known.sourceRecordIds[record] as string)),
        ...causeOf(change, known),
      },
    ]
  })
}

function causeOf(change: IdentityChange, known: ChangeEvidence): Pick<EntityChange, 'cause' | 'evidence'> {
  if (change.change === 'born') return { cause: 'new_records', evidence: null }
  if (change.change === 'died') return { cause: 'records_gone', evidence: null }
  return change.change === 'split' ? causeOfSplit(change, known) : causeOfMerge(change, known)
}

/** The strongest link between the records that came and the rest of the entity they came to. */
function causeOfMerge(change: IdentityChange, known: ChangeEvidence): Pick<EntityChange, 'cause' | 'evidence'> {
  const came = new Set(change.records)
  const bridges = change.records
    .flatMap((record) => [record, ...childrenOf(record, known.paths)])
    .map((record) => known.paths.linkOf.get(record))
    .filter((link): link is PathLink => link !== undefined && came.has(link.a) !== came.has(link.b))
  const [bridge] = bridges.sort((x, y) => (x.weight === y.weight ? x.a - y.a || x.b - y.b : y.weight - x.weight))
  if (bridge === undefined) return { cause: 'linkage', evidence: null }
  const pair = { left: known.sourceRecordIds[bridge.a], right: known.sourceRecordIds[bridge.b] }
  if (bridge.decision !== null)
    return { cause: 'decision', evidence: JSON.stringify({ ...pair, decision: bridge.decision }) }
  const isNew = [bridge.a, bridge.b].some((record) => known.baseEntityOf[record] === null)
  const evidence = JSON.stringify({ ...pair, match_weight: Math.round(bridge.weight * 100) / 100 })
  return { cause: isNew ? 'new_records' : 'linkage', evidence }
}

const children = new WeakMap<SpanningPaths, Map<number, number[]>>()

function childrenOf(record: number, paths: SpanningPaths): readonly number[] {
  let known = children.get(paths)
  if (known === undefined) {
    known = new Map()
    for (const child of paths.linkOf.keys()) {
      const parent = paths.parent[child] as number
      const list = known.get(parent)
      if (list === undefined) known.set(parent, [child])
      else list.push(child)
    }
    children.set(paths, known)
  }
  return known.get(record) ?? []
}

function causeOfSplit(change: IdentityChange, known: ChangeEvidence): Pick<EntityChange, 'cause' | 'evidence'> {
  const wall = known.cannotLink.find(({ a, b }) => {
    const ids = [known.ids[a], known.ids[b]]
    return ids.includes(change.entityId) && ids.includes(change.related as string)
  })
  if (wall !== undefined)
    return {
      cause: 'decision',
      evidence: JSON.stringify({
        left: known.sourceRecordIds[wall.a],
        right: known.sourceRecordIds[wall.b],
        decision: wall.decision.id,
      }),
    }
  return { cause: known.shrunk.has(change.related as string) ? 'records_gone' : 'linkage', evidence: null }
}

export const countChanges = (changes: readonly EntityChange[]): Record<IdentityChange['change'], number> => {
  const counts = { born: 0, died: 0, merged: 0, split: 0, moved: 0 }
  for (const { change } of changes) counts[change]++
  return counts
}

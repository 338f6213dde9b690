import type { Engine } from '../../engine/engine.ts'
import type { EntityRows } from './entity-rows.ts'
import type { LinkedRecords } from './link-records.ts'

/** Table `membership`: each record's entity, and the link by which it hangs on it. */
export async function writeMembership(
  engine: Engine,
  rows: EntityRows,
  ids: readonly string[],
  { forest: { parent, linkOf } }: Pick<LinkedRecords, 'forest'>,
): Promise<void> {
  const writer = await engine.createTable('membership', [
    { name: '_position', type: 'long' },
    { name: 'entity_id', type: 'string' },
    { name: 'linked_by', type: 'string' },
    { name: 'evidence', type: 'string' },
    { name: 'match_weight', type: 'double' },
  ])
  const links = rows.recordKeys.map((_, position) => linkOf.get(position))
  writer.append([
    rows.recordKeys.map((_, position) => position),
    ids,
    links.map((link) => (link === undefined ? 'own_record' : link.decision === null ? 'linkage' : 'decision')),
    links.map((link, position) =>
      link === undefined ? null : (link.decision ?? rows.sourceRecordIds[parent[position] as number]),
    ),
    links.map((link) => (link === undefined || link.decision !== null ? null : Math.round(link.weight * 1000) / 1000)),
  ])
  await writer.finish()
}

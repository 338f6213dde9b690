import type { Engine } from '../../engine/engine.ts'
import { type LastingIds, lastingIds } from '../../resolve/lasting-ids.ts'
import { type EarlierResult, NOTHING_EARLIER } from './earlier-result.ts'
import { INPUT_ROWS, type LinkageInput } from './linkage-input.ts'

/** The rows with their entities, and what became of those of an earlier result. */
export interface EntitiesOfRows {
  /** By row (`ordinal`): any number that the rows of one entity share. */
  readonly clusterOf: Int32Array
  readonly changes: LastingIds['changes']
  readonly retired: readonly string[]
}

/** What new ids begin with where no type tells what a row is. */
const PREFIX = 'ent'

/** Makes `entity_of` (`ordinal`, `entity_id`): every row of the files, those too of which nothing could be compared. */
export async function entitiesOfRows(
  engine: Engine,
  input: LinkageInput,
  clusters: Int32Array,
  earlier: EarlierResult | undefined,
): Promise<EntitiesOfRows> {
  const rows = await engine.rows<{ key: string; row_id: string; source: string | null; position: number | null }>(
    `SELECT i.key, i.row_id, i.source_dataset AS source, l.link_position AS position
     FROM ${INPUT_ROWS} i LEFT JOIN link_record l
       ON i.is_linked AND l.link_row_id = i.row_id ${input.hasSources ? 'AND l.link_source = i.source_dataset' : ''}
     ORDER BY i.ordinal`,
  )
  const clusterOf = Int32Array.from(rows, ({ position }, at) =>
    position === null ? clusters.length + at : (clusters[position] as number),
  )
  const told =
    earlier === undefined && input.idPrefix === null
      ? { ids: leastRows(rows, clusterOf, input.hasSources), changes: [], retired: [] }
      : lastingIds({
          prefix: input.idPrefix ?? PREFIX,
          keys: rows.map(({ key }) => key),
          clusterOf,
          ...(earlier ?? { ...NOTHING_EARLIER, baseEntityOf: rows.map(() => null) }),
        })
  const writer = await engine.createTable('entity_of', [
    { name: 'ordinal', type: 'long' },
    { name: 'entity_id', type: 'string' },
  ])
  writer.append([told.ids.map((_, at) => at), told.ids])
  await writer.finish()
  return { clusterOf, changes: told.changes, retired: told.retired }
}

/** An entity is called after its least row: rows stand in the order of their ids, and a cluster is its least one. */
const leastRows = (
  rows: readonly { readonly row_id: string; readonly source: string | null }[],
  clusterOf: Int32Array,
  hasSources: boolean,
): string[] =>
  [...clusterOf].map((cluster) => {
    const { row_id = '', source = '' } = rows[cluster] ?? {}
    return hasSources ? `${source}/${row_id}` : row_id
  })

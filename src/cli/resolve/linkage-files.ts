import { join } from 'node:path'
import { columnTypeOf, textSql } from '../../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { exportCsv } from '../../versions/export-csv.ts'
import { clearPlace } from '../write-file.ts'
import type { EntitiesOfRows } from './entities-of-rows.ts'
import { INPUT_ROWS, type LinkageInput } from './linkage-input.ts'
import { RESULT_FILES } from './resolve-options.ts'

/** Columns that every deduplicated row has; a column of the files of such a name becomes `source_<name>`. */
const OWN = ['entity_id', 'rows', 'row_ids', 'sources']

/** Writes Parquet in place of what is there. */
export async function replaceParquet(engine: Engine, query: string, path: string): Promise<void> {
  await clearPlace(path)
  await engine.writeParquet(query, path)
}

/** `clusters.parquet`: each row's id and its entity. */
export const clustersQuery = ({ hasSources }: LinkageInput): string =>
  `SELECT i.row_id${hasSources ? ', i.source_dataset' : ''}, e.entity_id
   FROM ${INPUT_ROWS} i JOIN entity_of e USING (ordinal) ORDER BY i.ordinal`

/** `deduplicated.parquet` and `.csv`: a row an entity, what survives of its rows, and which rows those were. */
export async function writeDeduplicated(engine: Engine, input: LinkageInput, out: string): Promise<void> {
  const survivors = await input.survivors(engine)
  const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${survivors}`)
  const kept = described
    .filter(({ column_name }) => column_name !== '_entity_id')
    .map(({ column_name, column_type }) => ({
      from: column_name,
      name: OWN.includes(column_name.toLowerCase()) ? `source_${column_name}` : column_name,
      type: columnTypeOf(column_type) ?? ('string' as const),
      isKnown: columnTypeOf(column_type) !== undefined,
    }))
  const query = `SELECT m.entity_id, m.rows${kept.map(({ from, name, isKnown }) => `, s.${sqlName(from)}${isKnown ? '' : '::VARCHAR'} AS ${sqlName(name)}`).join('')}, m.row_ids, m.sources
    FROM (SELECT e.entity_id, count(*) AS rows, list(i.row_id ORDER BY i.ordinal) AS row_ids,
        list_sort(list_distinct(list(i.source_dataset))) AS sources
      FROM ${INPUT_ROWS} i JOIN entity_of e USING (ordinal) GROUP BY e.entity_id) m
    LEFT JOIN (${survivors}) s ON s._entity_id = m.entity_id ORDER BY m.entity_id`
  const path = join(out, RESULT_FILES.deduplicated)
  await replaceParquet(engine, query, path)
  const fields: ColumnDefinition[] = [
    { name: 'entity_id', type: 'string' },
    { name: 'rows', type: 'long' },
    ...kept.map(({ name, type }) => ({ name, type })),
    { name: 'row_ids', type: 'list<string>' },
    { name: 'sources', type: 'list<string>' },
  ]
  const texts = fields.map(({ name, type }) =>
    type === 'list<string>' ? `${textSql(sqlName(name), type)} AS ${sqlName(name)}` : sqlName(name),
  )
  const csv = join(out, RESULT_FILES.deduplicatedCsv)
  await clearPlace(csv)
  await exportCsv(engine, `SELECT ${texts.join(', ')} FROM (${query})`, fields, csv)
}

/** `changes.parquet` and `retired_ids.parquet`: what became of the entities of an earlier result, and ids that nobody gets again. */
export async function writeChanges(engine: Engine, { changes, retired }: EntitiesOfRows, out: string): Promise<void> {
  const text = (name: string): ColumnDefinition => ({ name, type: 'string' })
  const changed = await engine.createTable('entity_change', ['entity_id', 'change', 'related_entity_id'].map(text))
  changed.append([
    changes.map(({ entityId }) => entityId),
    changes.map(({ change }) => change),
    changes.map(({ related }) => related),
  ])
  await changed.finish()
  const ended = await engine.createTable('retired_id', [text('entity_id')])
  ended.append([retired])
  await ended.finish()
  await replaceParquet(engine, 'SELECT * FROM entity_change', join(out, RESULT_FILES.changes))
  await replaceParquet(engine, 'SELECT * FROM retired_id', join(out, RESULT_FILES.retired))
}

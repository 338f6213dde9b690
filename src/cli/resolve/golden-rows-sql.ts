import { goldenTable, publishedTable } from '../../consolidate/golden/columns.ts'
import { goldenSql } from '../../consolidate/golden/golden-sql.ts'
import { makeLookups } from '../../consolidate/golden/lookups.ts'
import { primaryTables, publishedSql } from '../../consolidate/golden/published-sql.ts'
import type { CompiledDomain, Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlName } from '../../engine/sql.ts'
import { entityRowsQuery } from '../../stages/consolidate/entity-rows.ts'
import { INPUT_ROWS } from './linkage-input.ts'

/** Told by the rows and sources of an entity instead. */
const TOLD = ['source_datasets', 'source_record_ids', 'field_provenance']

/**
 * SQL of a row an entity with what survives of its rows, as a domain publishes it: each attribute as its type keeps it. Of rows that say
 * nothing comparable nothing survives but their being there. Needs `entity_of`.
 * @param refined the file of the refined rows
 */
export async function goldenRowsSql(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  refined: string,
): Promise<string> {
  const linked = `(SELECT r._file, r._sheet, r._row, r._part, e.entity_id, 'no' AS _key_repeats
    FROM ${parquetFiles(refined)} r JOIN ${INPUT_ROWS} i ON i.file = r._file AND i.row_number = r._row
    JOIN entity_of e ON e.ordinal = i.ordinal)`
  await engine.run(entityRowsQuery(entity, parquetFiles(refined), linked))
  for (const sql of goldenSql(domain, entity)) await engine.run(sql)
  await makeLookups(engine, entity)
  for (const sql of primaryTables(domain)) await engine.run(sql)
  await engine.run(publishedSql(domain, entity, domain.lawfulBasis))
  const columns = await engine.rows<{ column_name: string }>(`DESCRIBE ${publishedTable(entity.id)}`)
  const kept = columns
    .map(({ column_name }) => column_name)
    .filter((name) => name !== entity.idColumn && !TOLD.includes(name))
  return `SELECT _id AS _entity_id${kept.map((name) => `, p.${sqlName(name)}`).join('')}
    FROM ${goldenTable(entity.id)} g LEFT JOIN ${publishedTable(entity.id)} p ON p.${sqlName(entity.idColumn)} = g._id`
}

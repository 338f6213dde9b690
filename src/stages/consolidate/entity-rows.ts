import { keptParts, parentColumn, rowsTable } from '../../consolidate/golden/columns.ts'
import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { parquetFiles, sqlName } from '../../engine/sql.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ResolveWork } from '../../ledger/works/resolve-work.ts'
import { refinedColumns } from '../../refine/record/refined-columns.ts'

/** What survivorship does not look at: parts of values that linkage compares. */
export const isPartColumn = (column: string): boolean => column.includes('__')

/**
 * Makes the table of an entity's rows of refined rows and what became of them.
 * @param refined SQL of the refined rows
 * @param resolved SQL of the rows of Resolve
 */
export function entityRowsQuery(entity: Entity, refined: string, resolved: string): string {
  const kept = keptParts(entity)
  const columns = refinedColumns(entity).filter(({ name }) => !isPartColumn(name) || kept.has(name))
  return `CREATE OR REPLACE TABLE ${rowsTable(entity.id)} AS
     SELECT ${columns.map(({ name }) => `r.${sqlName(name)}`).join(', ')}, l.entity_id AS _id
       ${entity.parents.map((parent) => `, l.${parentColumn(parent)}`).join('')}
     FROM ${refined} r
     JOIN ${resolved} l ON l._file = r._file AND l._sheet = r._sheet AND l._row = r._row AND l._part = r._part
     WHERE l.entity_id IS NOT NULL AND l._key_repeats <> 'row'`
}

/**
 * The rows of an entity that say something of its golden records: refined rows, each with the record it belongs to.
 * @returns SQL of all its refined rows, and of what Resolve made of them
 */
export async function loadEntityRows(
  context: PlannedContext,
  engine: Engine,
  entity: Entity,
  resolved: ResolveWork,
): Promise<{ readonly refined: string; readonly resolved: string }> {
  const found = resolved.entities.find((one) => one.entity === entity.id)
  if (found === undefined) throw new Error(`Resolve left nothing of "${entity.id}"`)
  const refined = await fetchWork(context, found.refined)
  const [rows = ''] = await fetchWork(context, [found.resolved])
  const sql = { refined: parquetFiles(refined), resolved: parquetFiles(rows) }
  await engine.run(entityRowsQuery(entity, sql.refined, sql.resolved))
  return sql
}

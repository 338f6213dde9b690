import type { ColumnType } from '../engine/column-types.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import { guardedSql } from '../types/text/formula-text.ts'
import type { VersionColumn } from './table-column.ts'

const TEXTS: ReadonlySet<ColumnType> = new Set(['string', 'list<string>'])

/** A whole number is written as people write it: `36`, where the engine writes `36.0`. */
const cellOf = (column: string, type: ColumnType): string => {
  if (TEXTS.has(type)) return `${guardedSql(column)} AS ${column}`
  return type === 'double' ? `regexp_replace(${column}::VARCHAR, '[.]0$', '') AS ${column}` : column
}

/** Writes what a query gives as CSV that no spreadsheet runs. @param query gives exactly `fields`, lists as text */
export async function exportCsv(
  engine: Engine,
  query: string,
  fields: readonly Pick<VersionColumn, 'name' | 'type'>[],
  path: string,
): Promise<void> {
  const columns = fields.map(({ name, type }) => cellOf(sqlName(name), type))
  await engine.run(
    `COPY (SELECT ${columns.join(', ')} FROM (${query})) TO ${sqlText(path)} (FORMAT csv, HEADER, DELIMITER ',')`,
  )
}

import { stat } from 'node:fs/promises'
import type { ColumnType, Engine } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import type { ColumnStats } from './column-bounds.ts'

/** A Parquet file on local disk, its columns carrying field ids, ready to be committed. */
export interface LocalDataFile {
  readonly path: string
  readonly rows: number
  readonly stats: Readonly<Record<string, ColumnStats>>
}

/** A data file of a committed version. `path` is relative to the dataset's root: `data/<sha256>.parquet`. */
export interface VersionFile {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
  readonly rows: number
}

/** Counts nulls and finds the least and greatest value of each column of a local Parquet file. */
export async function measureDataFile(
  engine: Engine,
  path: string,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
): Promise<LocalDataFile> {
  const parts = columns.flatMap(({ name }, i) => {
    const column = sqlName(name)
    return [`count(${column}) AS c${i}`, `min(${column}) AS l${i}`, `max(${column}) AS u${i}`]
  })
  const [row] = await engine.rows(
    `SELECT count(*) AS n${parts.map((part) => `, ${part}`).join('')} FROM read_parquet(${sqlText(path)})`,
  )
  const rows = Number(row?.n ?? 0)
  const value = (cell: unknown) =>
    typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
  const stats = columns.map(({ name }, i): [string, ColumnStats] => [
    name,
    { nulls: rows - Number(row?.[`c${i}`] ?? 0), min: value(row?.[`l${i}`]), max: value(row?.[`u${i}`]) },
  ])
  return { path, rows, stats: Object.fromEntries(stats) }
}

/**
 * Writes a query's rows as one Parquet file with the table's field ids and measures it. The query's columns must be exactly
 * `columns`.
 */
export async function writeDataFile(
  engine: Engine,
  query: string,
  path: string,
  columns: readonly { readonly name: string; readonly type: ColumnType }[],
  fieldIds: ReadonlyMap<string, number>,
): Promise<LocalDataFile & { readonly bytes: number }> {
  await engine.writeParquet(query, path, fieldIds)
  const [measured, { size }] = await Promise.all([measureDataFile(engine, path, columns), stat(path)])
  return { ...measured, bytes: size }
}

const sqlType: Record<ColumnType, string> = { string: 'VARCHAR', long: 'BIGINT', double: 'DOUBLE', boolean: 'BOOLEAN' }

/**
 * A SQL query over local copies of a version's data files, with exactly the version's columns. Columns are found by field id, so
 * a file from before a column existed gives nulls.
 */
export function dataFilesQuery(
  paths: readonly string[],
  fields: readonly { readonly id: number; readonly name: string; readonly type: ColumnType }[],
): string {
  if (paths.length === 0)
    return `SELECT ${fields.map(({ name, type }) => `NULL::${sqlType[type]} AS ${sqlName(name)}`).join(', ')} WHERE false`
  const entries = fields.map(
    ({ id, name, type }) => `${id}: {name: ${sqlText(name)}, type: '${sqlType[type]}', default_value: NULL}`,
  )
  return `SELECT * FROM read_parquet([${paths.map(sqlText).join(', ')}], schema = MAP {${entries.join(', ')}})`
}

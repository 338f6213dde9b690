import { stat } from 'node:fs/promises'
import { SQL_TYPE } from '../engine/column-types.ts'
import type { ColumnDefinition, Engine, FieldId } from '../engine/engine.ts'
import { parquetFiles, sqlFile, sqlName, sqlText } from '../engine/sql.ts'
import type { ColumnStats } from './column-bounds.ts'
import type { VersionColumn } from './table-column.ts'

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

/** The least and greatest value, as `boundBytes` takes them. */
function ends(column: string, type: ColumnDefinition['type']): readonly [string, string] {
  const of = (value: string): readonly [string, string] => [`min(${value})`, `max(${value})`]
  if (type === 'date') return of(`date_diff('day', DATE '1970-01-01', ${column})`)
  if (type === 'list<string>') return [`min(list_min(${column}))`, `max(list_max(${column}))`]
  if (type !== 'timestamptz') return of(column)
  const [least, greatest] = of(`epoch_us(${column})`)
  return [`${least}::VARCHAR`, `${greatest}::VARCHAR`]
}

/** Measures each column of a local Parquet file: its bytes, its values and nulls, the least and the greatest. */
export async function measureDataFile(
  engine: Engine,
  path: string,
  columns: readonly ColumnDefinition[],
): Promise<LocalDataFile> {
  const parts = columns.flatMap(({ name, type }, i) => {
    const column = sqlName(name)
    const [least, greatest] = ends(column, type)
    return [
      `count(*) - count(${column}) AS e${i}`,
      ...(type === 'list<string>'
        ? [
            `count_if(len(${column}) = 0) AS z${i}`,
            `coalesce(sum(len(${column}) - list_count(${column})), 0)::BIGINT AS x${i}`,
          ]
        : []),
      `${least} AS l${i}`,
      `${greatest} AS u${i}`,
      ...(type === 'double' ? [`count_if(isnan(${column})) AS a${i}`] : []),
    ]
  })
  const [row] = await engine.rows(
    `SELECT count(*) AS n${parts.map((part) => `, ${part}`).join('')} FROM ${parquetFiles(path)}`,
  )
  const footer = await engine.rows<{ path: string; bytes: number; values: number }>(
    `SELECT path_in_schema AS path, sum(total_compressed_size)::BIGINT AS bytes, sum(num_values)::BIGINT AS values
     FROM parquet_metadata(${sqlFile(path)}) GROUP BY path_in_schema`,
  )
  const chunks = new Map(footer.map((one) => [one.path, one]))
  const value = (cell: unknown) =>
    typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean' ? cell : null
  const stats = columns.map(({ name, type }, i): [string, ColumnStats] => {
    const chunk = chunks.get(type === 'list<string>' ? `${name}, list, element` : name)
    const number = (key: string) => Number(row?.[`${key}${i}`] ?? 0)
    return [
      name,
      {
        bytes: chunk?.bytes ?? 0,
        values: chunk?.values ?? 0,
        nulls: number('e') + number('z') + number('x'),
        emptyRows: number('e'),
        nullElements: number('x'),
        nans: type === 'double' ? number('a') : null,
        min: value(row?.[`l${i}`]),
        max: value(row?.[`u${i}`]),
      },
    ]
  })
  return { path, rows: Number(row?.n ?? 0), stats: Object.fromEntries(stats) }
}

/**
 * Writes a query's rows as one Parquet file with the table's field ids and measures it. The query's columns must be exactly
 * `columns`.
 */
export async function writeDataFile(
  engine: Engine,
  query: string,
  path: string,
  columns: readonly ColumnDefinition[],
  fieldIds: ReadonlyMap<string, FieldId>,
): Promise<LocalDataFile & { readonly bytes: number }> {
  await engine.writeParquet(query, path, fieldIds)
  const [measured, { size }] = await Promise.all([measureDataFile(engine, path, columns), stat(path)])
  return { ...measured, bytes: size }
}

/** A SQL query of no rows with these columns. */
export const emptyQuery = (columns: readonly ColumnDefinition[]): string =>
  `SELECT ${columns.map(({ name, type }) => `NULL::${SQL_TYPE[type]} AS ${sqlName(name)}`).join(', ')} WHERE false`

/**
 * A SQL query over local copies of a version's data files, with exactly the version's columns. Columns are found by field id, so
 * a file from before a column existed gives nulls.
 */
export function dataFilesQuery(
  paths: readonly string[],
  fields: readonly Pick<VersionColumn, 'id' | 'name' | 'type'>[],
): string {
  if (paths.length === 0) return emptyQuery(fields)
  const entries = fields.map(
    ({ id, name, type }) => `${id}: {name: ${sqlText(name)}, type: '${SQL_TYPE[type]}', default_value: NULL}`,
  )
  return `SELECT * FROM ${parquetFiles(paths, `schema = MAP {${entries.join(', ')}}`)}`
}

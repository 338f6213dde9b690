import { LIST_SEPARATOR, SQL_TYPE, textSql } from '../engine/column-types.ts'
import type { ColumnDefinition } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'

/**
 * A query of an older version's rows, with the columns of a newer one: what was one text is taken apart where it is a list now, a day that
 * was text is a day, and a column that was not there is null. What cannot be said in the new type is null too.
 */
export function readAs(
  query: string,
  before: readonly ColumnDefinition[],
  columns: readonly ColumnDefinition[],
): string {
  const types = new Map(before.map(({ name, type }) => [name, type]))
  const selected = columns.map(({ name, type }) => {
    const from = types.get(name)
    return `${from === undefined ? `NULL::${SQL_TYPE[type]}` : converted(sqlName(name), from, type)} AS ${sqlName(name)}`
  })
  return `SELECT ${selected.join(', ')} FROM (${query})`
}

function converted(column: string, from: ColumnDefinition['type'], to: ColumnDefinition['type']): string {
  if (from === to) return column
  if (from === 'string' && to === 'list<string>') return `string_split(${column}, '${LIST_SEPARATOR}')`
  if (to === 'string') return textSql(column, from)
  return from === 'list<string>' || to === 'list<string>'
    ? `NULL::${SQL_TYPE[to]}`
    : `TRY_CAST(${column} AS ${SQL_TYPE[to]})`
}

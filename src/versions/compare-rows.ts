import { textSql } from '../engine/column-types.ts'
import type { ColumnDefinition } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'

/** One of two states of a dataset: a published version, or what a run would publish. */
export interface DiffSide {
  /** Gives exactly `columns`. */
  readonly query: string
  readonly columns: readonly ColumnDefinition[]
}

/** A column of two states that are compared. */
export interface ComparedColumn {
  readonly name: string
  /** Its type then and now; undefined where it was not there. */
  readonly was: ColumnDefinition['type'] | undefined
  readonly is: ColumnDefinition['type'] | undefined
  readonly isKey: boolean
}

/** How the rows of two states are told to be the same ones, and what of them is compared. */
export interface RowComparison {
  /** The key that both states have; empty where no row can be found again. */
  readonly key: readonly string[]
  /** Those of the state after in its order, then those that are gone. */
  readonly columns: readonly ComparedColumn[]
  /** SQL of the rows of both side by side: `b` before and `a` after, each with `_present`, null where a row is not there. */
  readonly joined: string
}

/** @param declared the columns of the key, as the contract of the state after has them */
export function compareRows(before: DiffSide, after: DiffSide, declared: readonly string[]): RowComparison {
  const was = new Map(before.columns.map(({ name, type }) => [name, type]))
  const is = new Map(after.columns.map(({ name, type }) => [name, type]))
  const key = declared.filter((name) => was.has(name) && is.has(name))
  const columns = [...new Set([...is.keys(), ...was.keys()])].map((name) => ({
    name,
    was: was.get(name),
    is: is.get(name),
    isKey: key.includes(name),
  }))
  return { key, columns, joined: joinOf(before, after, key, declared, columns) }
}

function joinOf(
  before: DiffSide,
  after: DiffSide,
  key: readonly string[],
  declared: readonly string[],
  columns: readonly ComparedColumn[],
): string {
  const sideBySide = (left: string, right: string, on: readonly string[]) =>
    `(SELECT true AS _present, ${left} AS _nth, * FROM (${before.query})) b
     FULL JOIN (SELECT true AS _present, ${right} AS _nth, * FROM (${after.query})) a
       ON ${['b._nth = a._nth', ...on].join(' AND ')}`
  // No row is found again without a key: the numbers of the two sides never meet.
  if (key.length === 0) return sideBySide('0', '1', [])
  const on = columns.filter(({ isKey }) => isKey).map((column) => sameSql(column))
  // Of a key that has grown, the first row stands for the row of before, and the others are new.
  const grown = declared.filter((name) => !key.includes(name) && columns.some((one) => one.name === name && one.is))
  if (grown.length === 0) return sideBySide('1', '1', on)
  const shared = columns.filter((column) => column.was !== undefined && column.is !== undefined).map(({ name }) => name)
  const nth = (order: readonly string[]) =>
    `row_number() OVER (PARTITION BY ${key.map(sqlName).join(', ')} ORDER BY ${order.map(sqlName).join(', ')})`
  return sideBySide(nth(shared), nth([...grown, ...shared]), on)
}

/** A column of one side as text; NULL where the side has none. */
export function sideText(side: 'a' | 'b', { name, was, is }: ComparedColumn): string {
  const type = side === 'a' ? is : was
  return type === undefined ? 'NULL::VARCHAR' : textSql(`${side}.${sqlName(name)}`, type)
}

/** A column whose type changed is compared by what it says. */
const sameSql = (column: ComparedColumn): string =>
  column.was === column.is
    ? `b.${sqlName(column.name)} = a.${sqlName(column.name)}`
    : `${sideText('b', column)} = ${sideText('a', column)}`

/** Whether both sides say something else in a column that both have. */
export const differsSql = (column: ComparedColumn): string =>
  column.was === column.is
    ? `(b.${sqlName(column.name)} IS DISTINCT FROM a.${sqlName(column.name)})`
    : `(${sideText('b', column)} IS DISTINCT FROM ${sideText('a', column)})`

/** Of a column that both sides have and that tells no rows apart. */
export const isShared = ({ was, is, isKey }: ComparedColumn): boolean => was !== undefined && is !== undefined && !isKey

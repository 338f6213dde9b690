import { type ColumnType, textSql } from '../../engine/column-types.ts'
import { sqlName } from '../../engine/sql.ts'
import { conjunction } from '../expectation.ts'
import { holdsPersonal } from '../kept-values.ts'

/** The metrics that several expectations ask for, so that they share them. */
export const rows = (where: string) => ({ kind: 'counts', conditions: [where] }) as const
export const filled = (column: string, where: string) =>
  ({ kind: 'counts', conditions: [conjunction(where, `${sqlName(column)} IS NOT NULL`)] }) as const
/** The condition, and that a text holds no personal data, which a state must not hold either; of other types it is the condition. */
export const impersonal = (column: string, type: ColumnType, where: string): string =>
  type === 'string' ? conjunction(where, `coalesce(NOT ${holdsPersonal(sqlName(column))}, true)`) : where
/** How many texts the condition leaves out for the personal data in them. */
export const withheld = (column: string, type: ColumnType, where: string) =>
  ({
    kind: 'counts',
    conditions: [
      type === 'string' ? conjunction(where, `coalesce(${holdsPersonal(sqlName(column))}, false)`) : 'false',
    ],
  }) as const
/** Least and greatest text of a column (days and times as ISO 8601), each cut after some characters; without personal data. */
export const firstTexts = (column: string, type: ColumnType, characters: number) => {
  const where = impersonal(column, type, 'true')
  return { kind: 'extremes', value: textSql(sqlName(column), type), numeric: false, where, characters } as const
}
export const numbers = (column: string, where: string) => ({ kind: 'numbers', column, where }) as const
export const quantiles = (column: string, where: string) => ({ kind: 'quantiles', column, where }) as const
export const distinct = (column: string, where: string) => ({ kind: 'distinct', column, where }) as const
/** Values are told one by one up to so many different ones. */
export const MAX_VALUES = 1000
export const values = (column: string, where: string, most = MAX_VALUES) =>
  ({ kind: 'values', column, where, most }) as const
export const keys = (columns: readonly string[], where: string, empty = false) =>
  ({ kind: 'keys', columns, where, ...(empty ? { empty } : {}) }) as const
export const order = (column: string, direction: 'increasing' | 'decreasing', strictly: boolean, where: string) =>
  ({ kind: 'order', column, direction, strictly, where }) as const

import { z } from 'zod'
import { sqlName } from '../engine/sql.ts'

/** Which rows are left out of an expectation about two columns, for values that are not there. */
export const ignorePairIf = z
  .enum(['both_values_are_missing', 'either_value_is_missing', 'neither'])
  .default('either_value_is_missing')

/** Which rows are left out of an expectation about several columns. */
export const ignoreRowIf = z
  .enum(['all_values_are_missing', 'any_value_is_missing', 'never'])
  .default('all_values_are_missing')

type Ignored = z.output<typeof ignorePairIf> | z.output<typeof ignoreRowIf>

/** SQL of the rows that are not left out, without NULL. */
export function lookedAt(columns: readonly string[], ignored: Ignored): string {
  const filled = columns.map((column) => `${sqlName(column)} IS NOT NULL`)
  if (ignored === 'neither' || ignored === 'never') return 'true'
  return ignored.startsWith('both') || ignored.startsWith('all') ? `(${filled.join(' OR ')})` : filled.join(' AND ')
}

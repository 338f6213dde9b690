import { textSql } from '../engine/column-types.ts'
import { sqlName } from '../engine/sql.ts'
import { type Bounds, boundsMisfit } from './bounds.ts'
import type { ColumnTypes } from './dataset-metrics.ts'
import { type AskContext, conjunction, type Finding, type JudgeContext, whole } from './expectation.ts'
import { memberMisfit, personalMisfit } from './members.ts'
import { impersonal, withheld } from './metrics/requests.ts'
import { compareScalars, scalarOf } from './metrics/state.ts'
import { rowsOf, shownNumber } from './phrases.ts'

type Parameters = Bounds & { readonly column: string }

/** The least and greatest value; what is no number has no size, and what holds personal data is not kept. */
export function extreme(column: string, { where, types }: AskContext) {
  const name = sqlName(column)
  const sized = types.get(column) === 'double' ? `coalesce(NOT isnan(${name}), false)` : 'true'
  const type = types.get(column) ?? 'string'
  const numeric = type === 'long' || type === 'double'
  // Adding 0 makes one zero of two.
  return {
    kind: 'extremes',
    value: numeric ? `${name} + 0` : textSql(name, type),
    numeric,
    where: impersonal(column, type, conjunction(where, sized)),
  } as const
}

/** How many texts have no part in it for the personal data in them. */
export const unordered = (column: string, { where, types }: AskContext) =>
  withheld(column, types.get(column) ?? 'string', where)

export function extremeMisfit(types: ColumnTypes, pii: string, parameters: Parameters): string | undefined {
  const { column, min_value, max_value } = parameters
  const given = [min_value, max_value].filter((value) => value !== undefined)
  return (
    boundsMisfit(parameters) ??
    (types.get(column) === 'boolean' ? `${column} holds boolean values, which have no order` : undefined) ??
    personalMisfit(pii, column) ??
    memberMisfit(types, column, given, 'its bounds')
  )
}

export function judgeExtreme(which: 'min' | 'max', parameters: Parameters, context: JudgeContext): Finding {
  const { column, min_value: min, max_value: max, strict_min, strict_max } = parameters
  const found = context.state(extreme(column, context))
  const text = found[which]
  const hidden = context.state(unordered(column, context)).counts[0] ?? 0
  if (hidden > 0) return whole('failed', `Personal data stands in ${rowsOf(hidden)}, so it is not told.`, null)
  if (text === null) return whole('failed', `${column} has no values.`, null)
  const value = scalarOf(text, found.numeric)
  const above = min === undefined || (strict_min ? compareScalars(value, min) > 0 : compareScalars(value, min) >= 0)
  const below = max === undefined || (strict_max ? compareScalars(value, max) < 0 : compareScalars(value, max) <= 0)
  const shown = typeof value === 'number' ? shownNumber(value) : value.slice(0, 80)
  return whole(above && below, `It is ${shown}.`, typeof value === 'number' && Number.isFinite(value) ? value : shown, {
    checked: found.n,
  })
}

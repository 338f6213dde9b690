import { z } from 'zod'
import type { ColumnType } from '../engine/column-types.ts'
import { sqlText } from '../engine/sql.ts'
import type { ColumnTypes } from './dataset-metrics.ts'

/** A value of a closed list. */
export type Member = string | number | boolean

export const membersShape = z
  .array(z.union([z.string(), z.number(), z.boolean()]))
  .min(1)
  .max(10_000)

export const memberSql = (value: Member): string => (typeof value === 'string' ? sqlText(value) : String(value))

const FITTING: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
  date: 'string',
  timestamptz: 'string',
  'list<string>': 'string',
}

/** What the engine takes for a value of a column of days or times, where that is written as text. */
const WRITTEN: Readonly<Partial<Record<ColumnType, RegExp>>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  timestamptz: /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}(?::\d{2})?))?$/,
}

/** The first member that no value of the column can equal, as a sentence; undefined when all can. */
export function memberMisfit(
  types: ColumnTypes,
  column: string,
  members: readonly Member[],
  key = 'value_set',
): string | undefined {
  const type = types.get(column) ?? 'string'
  const stranger = members.find((member) => typeof member !== FITTING[type])
  const unwritten = members.find((member) => !(WRITTEN[type]?.test(String(member)) ?? true))
  if (stranger === undefined && unwritten !== undefined)
    return `${column} holds ${type} values, and ${JSON.stringify(unwritten)} in ${key} is none: write it as 2026-01-31${type === 'date' ? '' : 'T06:00:00Z'}`
  return stranger === undefined
    ? undefined
    : `${column} holds ${type} values, and ${JSON.stringify(stranger)} in ${key} is a ${typeof stranger}`
}

/** Why a column is not of the type that is needed, or undefined. */
export function typeMisfit(types: ColumnTypes, column: string, wanted: 'number' | 'string'): string | undefined {
  const type = types.get(column) ?? 'string'
  const fits = wanted === 'number' ? FITTING[type] === 'number' : type === 'string' || type === 'list<string>'
  return fits
    ? undefined
    : `${column} holds ${type} values, and this asks for ${wanted === 'number' ? 'numbers' : 'text'}`
}

/** Why values of a column must not be kept in the clear, or undefined. */
export const personalMisfit = (pii: string, column: string): string | undefined =>
  pii === 'none' ? undefined : `${column} is ${pii}: its values would be kept with the metrics`

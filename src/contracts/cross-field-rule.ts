import { sqlName } from '../engine/sql.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * What must hold between fields of one row. The same rule as a function, for rows that pass one by one, and as a SQL predicate,
 * for a whole dataset at once; a property test holds the two together.
 */
export interface CrossFieldRule {
  readonly id: string
  /** The first one is named when a row breaks the rule. */
  readonly fields: readonly string[]
  /** A sentence for people. */
  readonly description: string
  readonly holds: (row: Row) => boolean
  /** True for rows that break the rule; never NULL. */
  readonly fails: string
}

const present = (row: Row, field: string): boolean => row[field] !== null && row[field] !== undefined
const isThere = (field: string): string => `${sqlName(field)} IS NOT NULL`
const isEmpty = (field: string): string => `${sqlName(field)} IS NULL`

/** `field` is filled only where `other` is. */
export const onlyWith = (field: string, other: string): CrossFieldRule => ({
  id: `${field}_only_with_${other}`,
  fields: [field, other],
  description: `${field} is filled only where ${other} is.`,
  holds: (row) => !present(row, field) || present(row, other),
  fails: `${isThere(field)} AND ${isEmpty(other)}`,
})

/** Both fields are filled, or neither. */
export const together = (field: string, other: string): CrossFieldRule => ({
  id: `${field}_together_with_${other}`,
  fields: [field, other],
  description: `${field} and ${other} are both filled or both empty.`,
  holds: (row) => present(row, field) === present(row, other),
  fails: `(${isThere(field)}) <> (${isThere(other)})`,
})

/** Of two flags at most one is true. */
export const notBoth = (field: string, other: string): CrossFieldRule => ({
  id: `${field}_not_with_${other}`,
  fields: [field, other],
  description: `${field} and ${other} are never both true.`,
  holds: (row) => !(row[field] === true && row[other] === true),
  fails: `coalesce(${sqlName(field)} AND ${sqlName(other)}, false)`,
})

/** At least one of the fields is filled. */
export const atLeastOneOf = (...fields: readonly [string, string, ...string[]]): CrossFieldRule => ({
  id: `at_least_one_of_${fields.join('_')}`,
  fields,
  description: `At least one of ${fields.join(', ')} is filled.`,
  holds: (row) => fields.some((field) => present(row, field)),
  fails: fields.map(isEmpty).join(' AND '),
})

/** `field` is at most `other`, where both are filled. For numbers. */
export const notAbove = (field: string, other: string): CrossFieldRule => ({
  id: `${field}_not_above_${other}`,
  fields: [field, other],
  description: `${field} is at most ${other}.`,
  holds: (row) => !present(row, field) || !present(row, other) || Number(row[field]) <= Number(row[other]),
  fails: `coalesce(${sqlName(field)} > ${sqlName(other)}, false)`,
})

import { createHash } from 'node:crypto'
import { canonicalJson } from '../../storage/canonical-json.ts'

/**
 * What a shard is asked for: SQL over the columns of one table. Predicates never give NULL. Two expectations that ask for the same
 * metric share it.
 */
export type Metric =
  /** Rows that `applies`, and how many of them `fails`; a few failing ones with the value `shown`. `columns` say whose value that is. */
  | {
      readonly kind: 'predicate'
      readonly applies: string
      readonly fails: string
      readonly shown: readonly string[]
      readonly columns: readonly string[]
    }
  /** How many rows each condition is true for. */
  | { readonly kind: 'counts'; readonly conditions: readonly string[] }
  /** Count, exact sum, sum of squares and extremes of a numeric column. */
  | { readonly kind: 'numbers'; readonly column: string; readonly where: string }
  /** Least and greatest of an expression: numbers by size, anything else as text, cut after some characters where that is said. */
  | {
      readonly kind: 'extremes'
      readonly value: string
      readonly numeric: boolean
      readonly where: string
      readonly characters?: number
    }
  /** Every value with its count, as long as there are at most so many different ones. */
  | { readonly kind: 'values'; readonly column: string; readonly where: string; readonly most: number }
  /** Quantile sketch of a numeric column. */
  | { readonly kind: 'quantiles'; readonly column: string; readonly where: string }
  /** Sketch of how many different values there are. */
  | { readonly kind: 'distinct'; readonly column: string; readonly where: string }
  /** Sorted 128-bit hashes of a key; rows that are empty in all of its columns are left out unless `empty`. */
  | { readonly kind: 'keys'; readonly columns: readonly string[]; readonly where: string; readonly empty?: boolean }
  /** Which kinds of personal data stand in the text of columns. */
  | { readonly kind: 'personal_text'; readonly columns: readonly string[] }
  /** Whether values rise (or fall) in the order of the rows. */
  | {
      readonly kind: 'order'
      readonly column: string
      readonly direction: 'increasing' | 'decreasing'
      readonly strictly: boolean
      readonly where: string
    }

const names = new WeakMap<Metric, string>()

/** A short name by content: equal requests have one name in every shard and process. */
export function metricName(metric: Metric): string {
  let name = names.get(metric)
  if (name === undefined) {
    name = `${metric.kind}-${createHash('sha256').update(canonicalJson(metric)).digest('hex').slice(0, 20)}`
    names.set(metric, name)
  }
  return name
}

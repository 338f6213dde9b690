import { z } from 'zod'
import { sqlText } from '../engine/sql.ts'

/** An RE2 pattern: matched in linear time, so that no value can make it run away. */
export const patternShape = z.string().min(1).max(1000)

/** A pattern about the whole value: one alternative between `^` and `$`, without flags or quoting. */
const WHOLE = /^\^(?:\((?!\?)|\(\?:|[^|\\(]|\\[^Q])*\$$/

/**
 * True for a value, given as SQL, that holds a match; NULL for NULL. A pattern about the whole value is asked as such: DuckDB then
 * looks at each entry of a dictionary once, and not at each row.
 */
export const matches = (value: string, pattern: string): string =>
  `${WHOLE.test(pattern) ? 'regexp_full_match' : 'regexp_matches'}(CAST(${value} AS VARCHAR), ${sqlText(pattern)})`

export const patternProbe = (pattern: string) => ({
  sql: `regexp_matches('', ${sqlText(pattern)})`,
  what: `the regex ${pattern}`,
})

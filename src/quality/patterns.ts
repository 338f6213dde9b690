import { z } from 'zod'
import { sqlName, sqlText } from '../engine/sql.ts'

/** An RE2 pattern: matched in linear time, so that no value can make it run away. */
export const patternShape = z.string().min(1).max(1000)

/** True for a value that holds a match; of a column that is not NULL. */
export const matches = (column: string, pattern: string): string =>
  `regexp_matches(CAST(${sqlName(column)} AS VARCHAR), ${sqlText(pattern)})`

export const patternProbe = (pattern: string) => ({
  sql: `regexp_matches('', ${sqlText(pattern)})`,
  what: `the regex ${pattern}`,
})

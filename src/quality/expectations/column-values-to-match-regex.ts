import { z } from 'zod'
import { sqlName, sqlText } from '../../engine/engine.ts'
import { rowKind } from '../expectation.ts'

/** Every value that is there holds a match of an RE2 pattern (linear time; write `^` and `$` for the whole value). */
export const columnValuesToMatchRegex = rowKind(
  'expect_column_values_to_match_regex',
  { column: z.string().min(1), regex: z.string().min(1).max(1000) },
  ({ column, regex }) => ({
    columns: [column],
    sentence: `Every ${column} matches ${regex}.`,
    patterns: [regex],
    measure: () => ({
      kind: 'rows',
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: `NOT regexp_matches(CAST(${sqlName(column)} AS VARCHAR), ${sqlText(regex)})`,
      shown: sqlName(column),
    }),
  }),
)

import { z } from 'zod'
import { sqlText } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { valueTest } from '../value-test.ts'

/** Every value that is there fits a SQL LIKE pattern: `%` is any text, `_` any character. */
export const columnValuesToMatchLikePattern = rowKind(
  'expect_column_values_to_match_like_pattern',
  'Every value that is there fits a SQL LIKE pattern: `%` is any text, `_` any character.',
  { column: z.string().min(1), like_pattern: z.string().min(1).max(1000) },
  ({ column, like_pattern: pattern }) => ({
    columns: [column],
    sentence: `Every ${column} is like ${pattern}.`,

    test: (context) => valueTest(context, column, (value) => `CAST(${value} AS VARCHAR) NOT LIKE ${sqlText(pattern)}`),
  }),
)

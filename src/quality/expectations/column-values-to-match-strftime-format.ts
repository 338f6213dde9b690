import { z } from 'zod'
import { sqlText } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { valueTest } from '../value-test.ts'

/** Every text that is there is a date or time in a strptime format, such as `%Y-%m-%d`. */
export const columnValuesToMatchStrftimeFormat = rowKind(
  'expect_column_values_to_match_strftime_format',
  'Every text that is there is a date or time in a strptime format, such as `%Y-%m-%d`.',
  { column: z.string().min(1), strftime_format: z.string().min(2).max(100) },
  ({ column, strftime_format: format }) => ({
    columns: [column],
    sentence: `Every ${column} is a date written as ${format}.`,

    probes: [{ sql: `try_strptime('', ${sqlText(format)})`, what: `the format ${format}` }],
    test: (context) =>
      valueTest(context, column, (value) => `try_strptime(CAST(${value} AS VARCHAR), ${sqlText(format)}) IS NULL`),
  }),
)

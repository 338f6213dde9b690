import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { valueTest } from '../value-test.ts'

/** Every text that is there is JSON. */
export const columnValuesToBeJsonParseable = rowKind(
  'expect_column_values_to_be_json_parseable',
  'Every text that is there is JSON.',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `Every ${column} is JSON.`,

    probes: [{ sql: `json_valid('1')`, what: 'JSON' }],
    test: (context) => valueTest(context, column, (value) => `NOT json_valid(CAST(${value} AS VARCHAR))`),
  }),
)

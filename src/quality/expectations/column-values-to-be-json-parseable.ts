import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'

/** Every text that is there is JSON. */
export const columnValuesToBeJsonParseable = rowKind(
  'expect_column_values_to_be_json_parseable',
  'Every text that is there is JSON.',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `Every ${column} is JSON.`,

    probes: [{ sql: `json_valid('1')`, what: 'JSON' }],
    test: () => ({
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: `NOT json_valid(CAST(${sqlName(column)} AS VARCHAR))`,
      shown: [sqlName(column)],
    }),
  }),
)

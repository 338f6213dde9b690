import { z } from 'zod'
import { keyKind } from '../expectation.ts'
import { judgeKeys } from '../judge-keys.ts'
import { keys } from '../metrics/requests.ts'

/** No value stands in two rows; empty cells are left out. Every row of a repeated value counts as failing. */
export const columnValuesToBeUnique = keyKind(
  'expect_column_values_to_be_unique',
  'No value stands in two rows; empty cells are left out. Every row of a repeated value counts as failing.',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `No ${column} stands in two rows.`,
    asks: ({ where }) => [{ metric: keys([column], where) }],
    judge: async (context) => judgeKeys(context, await context.repeatedKeys(keys([column], context.where))),
  }),
)

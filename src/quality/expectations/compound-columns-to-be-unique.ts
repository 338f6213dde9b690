import { z } from 'zod'
import { keyKind } from '../expectation.ts'
import { judgeKeys } from '../judge-keys.ts'
import { keys } from '../metrics/requests.ts'
import { list } from '../phrases.ts'

/** No combination of values stands in two rows; rows that are empty in all of the columns are left out. */
export const compoundColumnsToBeUnique = keyKind(
  'expect_compound_columns_to_be_unique',
  'No combination of values stands in two rows; rows that are empty in all of the columns are left out.',
  { column_list: z.array(z.string().min(1)).min(2) },
  ({ column_list: columns }) => ({
    columns,
    sentence: `No combination of ${list(columns)} stands in two rows.`,
    asks: ({ where }) => [{ metric: keys(columns, where) }],
    judge: async (context) => judgeKeys(context, await context.repeatedKeys(keys(columns, context.where))),
  }),
)

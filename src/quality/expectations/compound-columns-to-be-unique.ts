import { z } from 'zod'
import { conjunction, keyKind } from '../expectation.ts'
import { ignoreRowIf, lookedAt } from '../ignore-row-if.ts'
import { judgeKeys } from '../judge-keys.ts'
import { keys } from '../metrics/requests.ts'
import { list } from '../phrases.ts'

/** No combination of values stands in two rows; rows that are empty in all of the columns are left out, unless `ignore_row_if` says otherwise. */
export const compoundColumnsToBeUnique = keyKind(
  'expect_compound_columns_to_be_unique',
  'No combination of values stands in two rows; rows that are empty in all of the columns are left out, unless `ignore_row_if` says otherwise.',
  { column_list: z.array(z.string().min(1)).min(2), ignore_row_if: ignoreRowIf },
  ({ column_list: columns, ignore_row_if }) => {
    const asked = (where: string) =>
      keys(
        columns,
        ignore_row_if === 'any_value_is_missing' ? conjunction(where, lookedAt(columns, ignore_row_if)) : where,
        ignore_row_if === 'never',
      )
    return {
      columns,
      sentence: `No combination of ${list(columns)} stands in two rows.`,
      asks: ({ where }) => [{ metric: asked(where) }],
      judge: async (context) => judgeKeys(context, await context.repeatedKeys(asked(context.where))),
    }
  },
)

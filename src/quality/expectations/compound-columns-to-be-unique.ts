import { z } from 'zod'
import { sqlName } from '../../engine/engine.ts'
import { rowKind } from '../expectation.ts'
import { list } from '../phrases.ts'

/** No combination of values stands in two rows; rows that are empty in all of the columns are left out. */
export const compoundColumnsToBeUnique = rowKind(
  'expect_compound_columns_to_be_unique',
  { column_list: z.array(z.string().min(1)).min(2) },
  ({ column_list: columns }) => ({
    columns,
    sentence: `No combination of ${list(columns)} stands in two rows.`,
    measure: () => ({
      kind: 'unique',
      applies: columns.map((column) => `${sqlName(column)} IS NOT NULL`).join(' OR '),
      key: columns,
    }),
  }),
)

import { z } from 'zod'
import { sqlName } from '../../engine/engine.ts'
import { rowKind } from '../expectation.ts'

/** No value stands in two rows; empty cells are left out. */
export const columnValuesToBeUnique = rowKind(
  'expect_column_values_to_be_unique',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `No value of ${column} stands in two rows.`,
    measure: () => ({ kind: 'unique', applies: `${sqlName(column)} IS NOT NULL`, key: [column] }),
  }),
)

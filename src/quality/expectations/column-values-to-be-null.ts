import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'

/** No row has a value. */
export const columnValuesToBeNull = rowKind(
  'expect_column_values_to_be_null',
  'No row has a value.',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `No row has a value in ${column}.`,

    test: () => ({ applies: 'true', fails: `${sqlName(column)} IS NOT NULL`, shown: [sqlName(column)] }),
  }),
)

import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'

/** Every row has a value. */
export const columnValuesToNotBeNull = rowKind(
  'expect_column_values_to_not_be_null',
  'Every row has a value.',
  { column: z.string().min(1) },
  ({ column }) => ({
    columns: [column],
    sentence: `Every row has a value in ${column}.`,

    test: () => ({ applies: 'true', fails: `${sqlName(column)} IS NULL`, shown: [] }),
  }),
)

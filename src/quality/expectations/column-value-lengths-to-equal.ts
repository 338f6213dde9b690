import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { valueTest } from '../value-test.ts'

/** Every text that is there has one length (in characters). */
export const columnValueLengthsToEqual = rowKind(
  'expect_column_value_lengths_to_equal',
  'Every text that is there has one length (in characters).',
  { column: z.string().min(1), value: z.int().min(0) },
  ({ column, value: size }) => ({
    columns: [column],
    sentence: `Every ${column} has ${size} characters.`,
    misfit: ({ types }) => typeMisfit(types, column, 'string'),

    test: (context) => valueTest(context, column, (value) => `length(${value}) <> ${size}`),
  }),
)

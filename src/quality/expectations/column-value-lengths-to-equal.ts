import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { typeMisfit } from '../members.ts'

/** Every text that is there has one length (in characters). */
export const columnValueLengthsToEqual = rowKind(
  'expect_column_value_lengths_to_equal',
  'Every text that is there has one length (in characters).',
  { column: z.string().min(1), value: z.int().min(0) },
  ({ column, value }) => ({
    columns: [column],
    sentence: `Every ${column} has ${value} characters.`,
    misfit: ({ types }) => typeMisfit(types, column, 'string'),

    test: () => ({
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: `length(${sqlName(column)}) <> ${value}`,
      shown: [sqlName(column)],
    }),
  }),
)

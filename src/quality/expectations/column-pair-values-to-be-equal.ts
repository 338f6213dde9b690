import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'

/** Where both columns have a value, it is the same. */
export const columnPairValuesToBeEqual = rowKind(
  'expect_column_pair_values_to_be_equal',
  'Where both columns have a value, it is the same.',
  { column_A: z.string().min(1), column_B: z.string().min(1) },
  ({ column_A: a, column_B: b }) => ({
    columns: [a, b],
    sentence: `${a} equals ${b}.`,
    misfit: ({ types }) =>
      types.get(a) === types.get(b) ? undefined : `${a} holds ${types.get(a)} values and ${b} ${types.get(b)} values`,

    test: () => ({
      applies: `${sqlName(a)} IS NOT NULL AND ${sqlName(b)} IS NOT NULL`,
      fails: `${sqlName(a)} <> ${sqlName(b)}`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

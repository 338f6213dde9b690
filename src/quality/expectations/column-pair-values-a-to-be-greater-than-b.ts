import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'

/** Where both columns have a value, the first is greater than the second. */
export const columnPairValuesAToBeGreaterThanB = rowKind(
  'expect_column_pair_values_a_to_be_greater_than_b',
  'Where both columns have a value, the first is greater than the second.',
  { column_A: z.string().min(1), column_B: z.string().min(1), or_equal: z.boolean().default(false) },
  ({ column_A: a, column_B: b, or_equal }) => ({
    columns: [a, b],
    sentence: `${a} is greater than ${b}${or_equal ? ' or equal' : ''}.`,
    misfit: ({ types }) =>
      types.get(a) === types.get(b) ? undefined : `${a} holds ${types.get(a)} values and ${b} ${types.get(b)} values`,

    test: () => ({
      applies: `${sqlName(a)} IS NOT NULL AND ${sqlName(b)} IS NOT NULL`,
      fails: `NOT (${sqlName(a)} ${or_equal ? '>=' : '>'} ${sqlName(b)})`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

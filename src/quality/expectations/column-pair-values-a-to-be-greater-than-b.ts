import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { ignorePairIf, lookedAt } from '../ignore-row-if.ts'

/** The first column is greater than the second. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise; then it fails. */
export const columnPairValuesAToBeGreaterThanB = rowKind(
  'expect_column_pair_values_a_to_be_greater_than_b',
  'The first column is greater than the second. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise; then it fails.',
  {
    column_A: z.string().min(1),
    column_B: z.string().min(1),
    or_equal: z.boolean().default(false),
    ignore_row_if: ignorePairIf,
  },
  ({ column_A: a, column_B: b, or_equal, ignore_row_if }) => ({
    columns: [a, b],
    sentence: `${a} is greater than ${b}${or_equal ? ' or equal' : ''}.`,
    misfit: ({ types }) =>
      types.get(a) === types.get(b) ? undefined : `${a} holds ${types.get(a)} values and ${b} ${types.get(b)} values`,

    test: () => ({
      applies: lookedAt([a, b], ignore_row_if),
      fails: `NOT coalesce(${sqlName(a)} ${or_equal ? '>=' : '>'} ${sqlName(b)}, false)`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

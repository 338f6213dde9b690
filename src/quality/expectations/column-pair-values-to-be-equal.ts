import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { ignorePairIf, lookedAt } from '../ignore-row-if.ts'

/** Both columns hold the same value. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise; then it fails. */
export const columnPairValuesToBeEqual = rowKind(
  'expect_column_pair_values_to_be_equal',
  'Both columns hold the same value. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise; then it fails.',
  { column_A: z.string().min(1), column_B: z.string().min(1), ignore_row_if: ignorePairIf },
  ({ column_A: a, column_B: b, ignore_row_if }) => ({
    columns: [a, b],
    sentence: `${a} equals ${b}.`,
    misfit: ({ types }) =>
      types.get(a) === types.get(b) ? undefined : `${a} holds ${types.get(a)} values and ${b} ${types.get(b)} values`,

    test: () => ({
      applies: lookedAt([a, b], ignore_row_if),
      fails: `coalesce(${sqlName(a)} <> ${sqlName(b)}, true)`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { ignorePairIf, lookedAt } from '../ignore-row-if.ts'
import { type Member, memberMisfit, memberSql } from '../members.ts'

const member = z.union([z.string(), z.number(), z.boolean(), z.null()])
const is = (column: string, value: Member | null): string =>
  value === null ? `${sqlName(column)} IS NULL` : `coalesce(${sqlName(column)} = ${memberSql(value)}, false)`
const filled = (members: readonly (Member | null)[]): Member[] => members.filter((one) => one !== null)

/** The pair of two columns belongs to a closed list, in which null is an empty cell. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise. */
export const columnPairValuesToBeInSet = rowKind(
  'expect_column_pair_values_to_be_in_set',
  'The pair of two columns belongs to a closed list, in which null is an empty cell. A row where one of them is empty is left out, unless `ignore_row_if` says otherwise.',
  {
    column_A: z.string().min(1),
    column_B: z.string().min(1),
    value_pairs_set: z
      .array(z.tuple([member, member]))
      .min(1)
      .max(1000),
    ignore_row_if: ignorePairIf,
  },
  ({ column_A: a, column_B: b, value_pairs_set: pairs, ignore_row_if }) => ({
    columns: [a, b],
    sentence: `${a} and ${b} are one of ${pairs.length} pairs.`,
    misfit: ({ types }) =>
      memberMisfit(types, a, filled(pairs.map(([x]) => x)), 'value_pairs_set') ??
      memberMisfit(types, b, filled(pairs.map(([, y]) => y)), 'value_pairs_set'),

    test: () => ({
      applies: lookedAt([a, b], ignore_row_if),
      fails: `NOT coalesce(${pairs.map(([x, y]) => `(${is(a, x)} AND ${is(b, y)})`).join(' OR ')}, false)`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

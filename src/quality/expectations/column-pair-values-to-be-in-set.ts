import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { memberMisfit, memberSql } from '../members.ts'

const member = z.union([z.string(), z.number(), z.boolean()])

/** Where both columns have a value, the pair belongs to a closed list. */
export const columnPairValuesToBeInSet = rowKind(
  'expect_column_pair_values_to_be_in_set',
  'Where both columns have a value, the pair belongs to a closed list.',
  {
    column_A: z.string().min(1),
    column_B: z.string().min(1),
    value_pairs_set: z
      .array(z.tuple([member, member]))
      .min(1)
      .max(1000),
  },
  ({ column_A: a, column_B: b, value_pairs_set: pairs }) => ({
    columns: [a, b],
    sentence: `${a} and ${b} are one of ${pairs.length} pairs.`,
    misfit: ({ types }) =>
      memberMisfit(
        types,
        a,
        pairs.map(([x]) => x),
        'value_pairs_set',
      ) ??
      memberMisfit(
        types,
        b,
        pairs.map(([, y]) => y),
        'value_pairs_set',
      ),

    test: () => ({
      applies: `${sqlName(a)} IS NOT NULL AND ${sqlName(b)} IS NOT NULL`,
      fails: `NOT (${pairs.map(([x, y]) => `(${sqlName(a)} = ${memberSql(x)} AND ${sqlName(b)} = ${memberSql(y)})`).join(' OR ')})`,
      shown: [sqlName(a), sqlName(b)],
    }),
  }),
)

import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { ignoreRowIf, lookedAt } from '../ignore-row-if.ts'
import { typeMisfit } from '../members.ts'
import { list } from '../phrases.ts'

/** The numbers of some columns add up to a total, within a billionth; an empty cell is 0, and rows that are empty in all of them are left out, unless `ignore_row_if` says otherwise. */
export const multicolumnSumToEqual = rowKind(
  'expect_multicolumn_sum_to_equal',
  'The numbers of some columns add up to a total, within a billionth; an empty cell is 0, and rows that are empty in all of them are left out, unless `ignore_row_if` says otherwise.',
  { column_list: z.array(z.string().min(1)).min(2), sum_total: z.number(), ignore_row_if: ignoreRowIf },
  ({ column_list: columns, sum_total: total, ignore_row_if }) => ({
    columns: columns,
    sentence: `${list(columns)} add up to ${total}.`,
    misfit: ({ types }) => columns.map((one) => typeMisfit(types, one, 'number')).find((why) => why !== undefined),

    test: () => ({
      applies: lookedAt(columns, ignore_row_if),
      fails: `NOT coalesce(abs(${columns.map((one) => `coalesce(${sqlName(one)}, 0)`).join(' + ')} - (${total})) <= 1e-9, false)`,
      shown: columns.map(sqlName),
    }),
  }),
)

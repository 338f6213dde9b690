import { z } from 'zod'
import { keyKind } from '../expectation.ts'
import { judgeOrder, orderMisfit } from '../judge-order.ts'
import { order } from '../metrics/requests.ts'

/** Values fall in the order of the rows: of files, sheets and row numbers, or of the primary key in published datasets. Empty cells are left out. */
export const columnValuesToBeDecreasing = keyKind(
  'expect_column_values_to_be_decreasing',
  'Values fall in the order of the rows: of files, sheets and row numbers, or of the primary key in published datasets. Empty cells are left out.',
  { column: z.string().min(1), strictly: z.boolean().default(false) },
  ({ column, strictly }) => ({
    columns: [column],
    sentence: `${column} never rises${strictly ? ' and never stays' : ''}, row after row.`,
    misfit: ({ types, pii }) => orderMisfit(types, pii(column), column),
    asks: ({ where }) => [{ metric: order(column, 'decreasing', strictly, where) }],
    judge: (context) => judgeOrder(context, order(column, 'decreasing', strictly, context.where)),
  }),
)

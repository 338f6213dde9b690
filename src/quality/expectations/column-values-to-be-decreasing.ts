import { z } from 'zod'
import { keyKind } from '../expectation.ts'
import { judgeOrder, orderMetrics, orderMisfit } from '../judge-order.ts'

/** Values fall in the order of the rows: of files, sheets and row numbers, or of the primary key in published datasets. Empty cells are left out. */
export const columnValuesToBeDecreasing = keyKind(
  'expect_column_values_to_be_decreasing',
  'Values fall in the order of the rows: of files, sheets and row numbers, or of the primary key in published datasets. Empty cells are left out.',
  { column: z.string().min(1), strictly: z.boolean().default(false) },
  ({ column, strictly }) => ({
    columns: [column],
    sentence: `${column} never rises${strictly ? ' and never stays' : ''}, row after row.`,
    misfit: ({ types, pii }) => orderMisfit(types, pii(column), column),
    asks: (context) =>
      Object.values(orderMetrics(context, column, 'decreasing', strictly)).map((metric) => ({ metric })),
    judge: (context) => judgeOrder(context, orderMetrics(context, column, 'decreasing', strictly)),
  }),
)

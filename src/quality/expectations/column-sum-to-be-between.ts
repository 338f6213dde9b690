import { statisticKind } from '../statistic-kind.ts'

/** The sum of a numeric column lies in a range; it is exact to a billionth. */
export const columnSumToBeBetween = statisticKind(
  'expect_column_sum_to_be_between',
  'The sum of a numeric column lies in a range; it is exact to a billionth.',
  'sum',
  ({ sum }) => sum,
)

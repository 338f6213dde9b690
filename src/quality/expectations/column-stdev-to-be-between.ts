import { statisticKind } from '../statistic-kind.ts'

/** The sample standard deviation of a numeric column lies in a range. */
export const columnStdevToBeBetween = statisticKind(
  'expect_column_stdev_to_be_between',
  'The sample standard deviation of a numeric column lies in a range.',
  'standard deviation',
  ({ deviation }) => deviation,
)

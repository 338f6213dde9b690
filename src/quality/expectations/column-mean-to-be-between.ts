import { statisticKind } from '../statistic-kind.ts'

/** The mean of a numeric column lies in a range. */
export const columnMeanToBeBetween = statisticKind(
  'expect_column_mean_to_be_between',
  'The mean of a numeric column lies in a range.',
  'mean',
  ({ mean }) => mean,
)

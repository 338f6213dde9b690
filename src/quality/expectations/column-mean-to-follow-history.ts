import { columnHistoryKind } from '../history-kind.ts'
import { typeMisfit } from '../members.ts'

/** The mean of a numeric column is near those of earlier versions (median and MAD). */
export const columnMeanToFollowHistory = columnHistoryKind(
  'expect_column_mean_to_follow_history',
  'The mean of a numeric column is near those of earlier versions (median and MAD).',
  {
    number: 'mean of',
    pick: ({ mean }) => mean,
    misfit: ({ types }, column) => typeMisfit(types, column, 'number'),
  },
)

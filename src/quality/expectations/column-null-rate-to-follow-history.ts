import { columnHistoryKind } from '../history-kind.ts'

/** The share of empty cells is near those of earlier versions (median and MAD). */
export const columnNullRateToFollowHistory = columnHistoryKind(
  'expect_column_null_rate_to_follow_history',
  'The share of empty cells is near those of earlier versions (median and MAD).',
  {
    number: 'share of empty cells in',
    pick: ({ nulls }, { rows }) => (rows === 0 ? null : nulls / rows),
    scale: 'absolute',
  },
)

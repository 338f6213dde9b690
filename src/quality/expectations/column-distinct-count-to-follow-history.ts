import { columnHistoryKind } from '../history-kind.ts'

/** The number of different values is near those of earlier versions (median and MAD). */
export const columnDistinctCountToFollowHistory = columnHistoryKind(
  'expect_column_distinct_count_to_follow_history',
  'The number of different values is near those of earlier versions (median and MAD).',
  { number: 'number of different values in', pick: ({ distinct }) => distinct },
)

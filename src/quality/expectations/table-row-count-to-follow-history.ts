import { tableKind } from '../expectation.ts'
import { historyShape, judgeHistory } from '../judge-history.ts'

/** The number of rows is near those of earlier versions (median and MAD). */
export const tableRowCountToFollowHistory = tableKind(
  'expect_table_row_count_to_follow_history',
  'The number of rows is near those of earlier versions (median and MAD).',
  historyShape,
  (parameters) => ({
    columns: [],
    sentence: 'The number of rows is near those of earlier versions.',

    asks: () => [],
    judge: (context) => judgeHistory(context, parameters, 'number of rows', (metrics) => metrics.rows),
  }),
)

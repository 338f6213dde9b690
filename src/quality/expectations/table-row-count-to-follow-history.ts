import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { judgeHistory } from '../judge-history.ts'

/** The number of rows is near those of earlier versions (median and MAD). */
export const tableRowCountToFollowHistory = tableKind(
  'expect_table_row_count_to_follow_history',
  'The number of rows is near those of earlier versions (median and MAD).',
  {
    warm_up: z.int().min(1).max(100).default(5),
    max_deviation: z.number().positive().default(3.5),
    min_change: z.number().min(0).default(0.1),
  },
  (parameters) => ({
    columns: [],
    sentence: 'The number of rows is near those of earlier versions.',

    asks: () => [],
    judge: (context) => judgeHistory(context, parameters, 'number of rows', (metrics) => metrics.rows),
  }),
)

import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { judgeHistory } from '../judge-history.ts'

const rate = (nulls: number | undefined, rows: number) => (nulls === undefined || rows === 0 ? null : nulls / rows)

/** The share of empty cells is near those of earlier versions (median and MAD). */
export const columnNullRateToFollowHistory = tableKind(
  'expect_column_null_rate_to_follow_history',
  'The share of empty cells is near those of earlier versions (median and MAD).',
  {
    column: z.string().min(1),
    warm_up: z.int().min(1).max(100).default(5),
    max_deviation: z.number().positive().default(3.5),
    min_change: z.number().min(0).default(0.1),
  },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The share of empty cells in ${parameters.column} is near those of earlier versions.`,

    asks: () => [],
    judge: (context) =>
      judgeHistory(
        context,
        parameters,
        'share of empty cells',
        (metrics) => rate(metrics.columns[parameters.column]?.nulls, metrics.rows),
        'absolute',
      ),
  }),
)

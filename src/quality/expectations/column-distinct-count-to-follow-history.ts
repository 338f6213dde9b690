import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { judgeHistory } from '../judge-history.ts'

/** The number of different values is near those of earlier versions (median and MAD). */
export const columnDistinctCountToFollowHistory = tableKind(
  'expect_column_distinct_count_to_follow_history',
  'The number of different values is near those of earlier versions (median and MAD).',
  {
    column: z.string().min(1),
    warm_up: z.int().min(1).max(100).default(5),
    max_deviation: z.number().positive().default(3.5),
    min_change: z.number().min(0).default(0.1),
  },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The number of different values in ${parameters.column} is near those of earlier versions.`,

    asks: () => [],
    judge: (context) =>
      judgeHistory(
        context,
        parameters,
        'number of different values',
        (metrics) => metrics.columns[parameters.column]?.distinct ?? null,
      ),
  }),
)

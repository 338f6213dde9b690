import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { judgeHistory } from '../judge-history.ts'
import { typeMisfit } from '../members.ts'

/** The mean of a numeric column is near those of earlier versions (median and MAD). */
export const columnMeanToFollowHistory = tableKind(
  'expect_column_mean_to_follow_history',
  'The mean of a numeric column is near those of earlier versions (median and MAD).',
  {
    column: z.string().min(1),
    warm_up: z.int().min(1).max(100).default(5),
    max_deviation: z.number().positive().default(3.5),
    min_change: z.number().min(0).default(0.1),
  },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The mean of ${parameters.column} is near those of earlier versions.`,
    misfit: ({ types }) => typeMisfit(types, parameters.column, 'number'),
    asks: () => [],
    judge: (context) =>
      judgeHistory(context, parameters, 'mean', (metrics) => metrics.columns[parameters.column]?.mean ?? null),
  }),
)

import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { historyShape, judgeDistribution } from '../judge-history.ts'
import { personalMisfit } from '../members.ts'

/** The shares of a column’s values are near those of earlier versions (total variation distance to their median). */
export const columnDistributionToFollowHistory = tableKind(
  'expect_column_distribution_to_follow_history',
  'The shares of a column’s values are near those of earlier versions (total variation distance to their median).',
  {
    column: z.string().min(1),
    ...historyShape,
  },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The shares of the values of ${parameters.column} are near those of earlier versions.`,
    misfit: ({ pii }) => personalMisfit(pii(parameters.column), parameters.column),
    asks: () => [],
    judge: (context) => judgeDistribution(context, parameters, parameters.column),
  }),
)

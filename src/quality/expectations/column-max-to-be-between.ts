import { z } from 'zod'
import { boundsShape } from '../bounds.ts'
import { aggregateKind } from '../expectation.ts'
import { extreme, extremeMisfit, judgeExtreme, unordered } from '../extremes.ts'
import { range } from '../phrases.ts'

/** The greatest value of a column lies in a range: numbers by size, texts (so ISO days) by order. */
export const columnMaxToBeBetween = aggregateKind(
  'expect_column_max_to_be_between',
  'The greatest value of a column lies in a range: numbers by size, texts (so ISO days) by order.',
  { column: z.string().min(1), ...boundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The greatest ${parameters.column} is ${range(parameters)}.`,
    misfit: ({ types, pii }) => extremeMisfit(types, pii(parameters.column), parameters),
    asks: (context) => [
      { metric: extreme(parameters.column, context) },
      { metric: unordered(parameters.column, context) },
    ],
    judge: (context) => judgeExtreme('max', parameters, context),
  }),
)

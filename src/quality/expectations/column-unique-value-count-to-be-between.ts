import { z } from 'zod'
import { boundsMisfit, countBoundsShape } from '../bounds.ts'
import { aggregateKind } from '../expectation.ts'
import { distinctCount } from '../metrics/distinct-sketch.ts'
import { distinct, filled } from '../metrics/requests.ts'
import { boundedFinding } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** How many different values a column has lies in a range; exact up to 256, from a sketch (two standard errors: 3.3%) above. */
export const columnUniqueValueCountToBeBetween = aggregateKind(
  'expect_column_unique_value_count_to_be_between',
  'How many different values a column has lies in a range; exact up to 256, from a sketch (two standard errors: 3.3%) above.',
  { column: z.string().min(1), ...countBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The number of different values in ${parameters.column} is ${range(parameters)}.`,
    misfit: () => boundsMisfit(parameters),
    asks: ({ where }) => [{ metric: distinct(parameters.column, where) }, { metric: filled(parameters.column, where) }],
    judge: ({ state, where }) => {
      const found = distinctCount(state(distinct(parameters.column, where)))
      const [n = 0] = state(filled(parameters.column, where)).counts

      return boundedFinding('number of different values', found.count, parameters, n, found.error)
    },
  }),
)

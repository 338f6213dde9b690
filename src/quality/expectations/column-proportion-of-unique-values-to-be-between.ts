import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from '../bounds.ts'
import { aggregateKind, whole } from '../expectation.ts'
import { distinctCount } from '../metrics/distinct-sketch.ts'
import { distinct, filled } from '../metrics/requests.ts'
import { boundedFinding } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** The share of different values among all that are there lies in a range; exact up to 256 different ones, from a sketch above. */
export const columnProportionOfUniqueValuesToBeBetween = aggregateKind(
  'expect_column_proportion_of_unique_values_to_be_between',
  'The share of different values among all that are there lies in a range; exact up to 256 different ones, from a sketch above.',
  { column: z.string().min(1), ...numberBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The share of different values in ${parameters.column} is ${range(parameters)}.`,
    misfit: () => boundsMisfit(parameters),
    asks: ({ where }) => [{ metric: distinct(parameters.column, where) }, { metric: filled(parameters.column, where) }],
    judge: ({ state, where }) => {
      const found = distinctCount(state(distinct(parameters.column, where)))
      const [n = 0] = state(filled(parameters.column, where)).counts
      if (n === 0) return whole('failed', `${parameters.column} has no values.`, null)
      return boundedFinding('share of different values', Math.min(1, found.count / n), parameters, n, found.error / n)
    },
  }),
)

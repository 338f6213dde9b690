import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from '../bounds.ts'
import { aggregateKind, whole } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { QUANTILE_ACCURACY, quantileValues } from '../metrics/quantile-sketch.ts'
import { quantiles } from '../metrics/requests.ts'
import { boundedFinding } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** The median of a numeric column lies in a range; from a sketch that is within half a percent of the value. */
export const columnMedianToBeBetween = aggregateKind(
  'expect_column_median_to_be_between',
  'The median of a numeric column lies in a range; from a sketch that is within half a percent of the value.',
  { column: z.string().min(1), ...numberBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The median of ${parameters.column} is ${range(parameters)}.`,
    misfit: ({ types }) => boundsMisfit(parameters) ?? typeMisfit(types, parameters.column, 'number'),
    asks: ({ where }) => [{ metric: quantiles(parameters.column, where) }],
    judge: ({ state, where }) => {
      const found = state(quantiles(parameters.column, where))
      const [median = null] = quantileValues(found, [0.5])
      if (median === null) return whole('failed', `${parameters.column} has no numbers.`, null)
      return boundedFinding('median', median, parameters, found.n, Math.abs(median) * QUANTILE_ACCURACY)
    },
  }),
)

import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from '../bounds.ts'
import { aggregateKind, whole } from '../expectation.ts'
import { filled, rows } from '../metrics/requests.ts'
import { boundedFinding } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** The share of rows that have a value lies in a range. */
export const columnProportionOfNonNullValuesToBeBetween = aggregateKind(
  'expect_column_proportion_of_non_null_values_to_be_between',
  'The share of rows that have a value lies in a range.',
  { column: z.string().min(1), ...numberBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The share of rows with a value in ${parameters.column} is ${range(parameters)}.`,
    misfit: () => boundsMisfit(parameters),
    asks: ({ where }) => [{ metric: filled(parameters.column, where) }, { metric: rows(where) }],
    judge: ({ state, where }) => {
      const [n = 0] = state(filled(parameters.column, where)).counts
      const [total = 0] = state(rows(where)).counts
      if (total === 0) return whole('failed', 'There are no rows.', null)
      return boundedFinding('share of rows with a value', n / total, parameters, total)
    },
  }),
)

import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from '../bounds.ts'
import { aggregateKind } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { numbers } from '../metrics/requests.ts'
import { boundedFinding, noNumbers, numberFacts } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** The sum of a numeric column lies in a range; it is exact to a billionth. */
export const columnSumToBeBetween = aggregateKind(
  'expect_column_sum_to_be_between',
  'The sum of a numeric column lies in a range; it is exact to a billionth.',
  { column: z.string().min(1), ...numberBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The sum of ${parameters.column} is ${range(parameters)}.`,
    misfit: ({ types }) => boundsMisfit(parameters) ?? typeMisfit(types, parameters.column, 'number'),
    asks: ({ where }) => [{ metric: numbers(parameters.column, where) }],
    judge: ({ state, where }) => {
      const found = state(numbers(parameters.column, where))
      const facts = numberFacts(found)
      if (facts === undefined) return noNumbers(parameters.column, found)
      return boundedFinding('sum', facts.sum, parameters, facts.n)
    },
  }),
)

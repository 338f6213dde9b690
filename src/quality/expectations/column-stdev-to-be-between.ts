import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from '../bounds.ts'
import { aggregateKind } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { numbers } from '../metrics/requests.ts'
import { boundedFinding, noNumbers, numberFacts } from '../number-findings.ts'
import { range } from '../phrases.ts'

/** The sample standard deviation of a numeric column lies in a range. */
export const columnStdevToBeBetween = aggregateKind(
  'expect_column_stdev_to_be_between',
  'The sample standard deviation of a numeric column lies in a range.',
  { column: z.string().min(1), ...numberBoundsShape },
  (parameters) => ({
    columns: [parameters.column],
    sentence: `The standard deviation of ${parameters.column} is ${range(parameters)}.`,
    misfit: ({ types }) => boundsMisfit(parameters) ?? typeMisfit(types, parameters.column, 'number'),
    asks: ({ where }) => [{ metric: numbers(parameters.column, where) }],
    judge: ({ state, where }) => {
      const found = state(numbers(parameters.column, where))
      const facts = numberFacts(found)
      if (facts === undefined || facts.deviation === null) return noNumbers(parameters.column, found)
      return boundedFinding('standard deviation', facts.deviation, parameters, facts.n)
    },
  }),
)

import { z } from 'zod'
import { boundsMisfit, numberBoundsShape } from './bounds.ts'
import { aggregateKind, type ExpectationKind } from './expectation.ts'
import { typeMisfit } from './members.ts'
import { numbers } from './metrics/requests.ts'
import { boundedFinding, type NumberFacts, noNumbers, numberFacts } from './number-findings.ts'
import { range } from './phrases.ts'

/** A kind about one number that follows from a column's count, exact sum and sum of squares. */
export const statisticKind = (
  type: string,
  summary: string,
  name: string,
  pick: (facts: NumberFacts) => number | null,
): ExpectationKind =>
  aggregateKind(type, summary, { column: z.string().min(1), ...numberBoundsShape }, (parameters) => {
    const { column } = parameters
    return {
      columns: [column],
      sentence: `The ${name} of ${column} is ${range(parameters)}.`,
      misfit: ({ types }) => boundsMisfit(parameters) ?? typeMisfit(types, column, 'number'),
      asks: ({ where }) => [{ metric: numbers(column, where) }],
      judge: ({ state, where }) => {
        const found = state(numbers(column, where))
        const facts = numberFacts(found)
        const value = facts === undefined ? null : pick(facts)
        return value === null ? noNumbers(column, found) : boundedFinding(name, value, parameters, found.n)
      },
    }
  })

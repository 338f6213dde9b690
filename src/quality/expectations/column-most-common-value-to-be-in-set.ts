import { z } from 'zod'
import { aggregateKind, whole } from '../expectation.ts'
import { keptText, toldValue } from '../kept-values.ts'
import { memberMisfit, membersShape, personalMisfit } from '../members.ts'
import { MAX_VALUES, values } from '../metrics/requests.ts'
import { count, list, rowsOf } from '../phrases.ts'

/** The most common value of a column belongs to a list. */
export const columnMostCommonValueToBeInSet = aggregateKind(
  'expect_column_most_common_value_to_be_in_set',
  'The most common value of a column belongs to a list.',
  { column: z.string().min(1), value_set: membersShape, ties_okay: z.boolean().default(false) },
  ({ column, value_set: members, ties_okay }) => ({
    columns: [column],
    sentence: `The most common ${column} is one of ${list(members.map(String), 'or')}.`,
    misfit: ({ types, pii }) => personalMisfit(pii(column), column) ?? memberMisfit(types, column, members),
    asks: ({ where }) => [{ metric: values(column, where) }],
    judge: ({ state, where }) => {
      const { counts, n } = state(values(column, where))
      if (counts === null)
        return whole(
          'failed',
          `${column} has more than ${count(MAX_VALUES)} different values, too many to count.`,
          null,
        )
      const most = Math.max(0, ...Object.values(counts))
      const common = Object.keys(counts).filter((value) => counts[value] === most)
      if (n === 0) return whole('failed', `${column} has no values.`, null)
      const known = new Set(members.map((member) => keptText(String(member))))
      const passed = ties_okay ? common.some((value) => known.has(value)) : common.every((value) => known.has(value))
      const told = common.slice(0, 5).map(toldValue)
      return whole(passed, `The most common is ${list(told)}, in ${rowsOf(most)}.`, told.join(', '), { checked: n })
    },
  }),
)

import { z } from 'zod'
import { judgeMembers, memberCounts } from '../distinct-members.ts'
import { aggregateKind } from '../expectation.ts'
import { memberMisfit, membersShape } from '../members.ts'
import { list } from '../phrases.ts'

/** The different values of a column are exactly those of a list. */
export const columnDistinctValuesToEqualSet = aggregateKind(
  'expect_column_distinct_values_to_equal_set',
  'The different values of a column are exactly those of a list.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `The values of ${column} are exactly ${list(members.map(String))}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),
    asks: ({ where }) => [{ metric: memberCounts(column, members, where) }],
    judge: ({ state, where }) => judgeMembers(state(memberCounts(column, members, where)), members, 'to_equal_set'),
  }),
)

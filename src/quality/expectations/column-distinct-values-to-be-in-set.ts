import { z } from 'zod'
import { judgeMembers, memberCounts } from '../distinct-members.ts'
import { aggregateKind } from '../expectation.ts'
import { memberMisfit, membersShape } from '../members.ts'
import { list } from '../phrases.ts'

/** Every different value of a column belongs to a list. */
export const columnDistinctValuesToBeInSet = aggregateKind(
  'expect_column_distinct_values_to_be_in_set',
  'Every different value of a column belongs to a list.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `The values of ${column} are among ${list(members.map(String))}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),
    asks: ({ where }) => [{ metric: memberCounts(column, members, where) }],
    judge: ({ state, where }) => judgeMembers(state(memberCounts(column, members, where)), members, 'to_be_in_set'),
  }),
)

import { z } from 'zod'
import { judgeMembers, memberCounts } from '../distinct-members.ts'
import { aggregateKind } from '../expectation.ts'
import { memberMisfit, membersShape } from '../members.ts'
import { list } from '../phrases.ts'

/** Every value of a list stands in the column. */
export const columnDistinctValuesToContainSet = aggregateKind(
  'expect_column_distinct_values_to_contain_set',
  'Every value of a list stands in the column.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `${column} holds each of ${list(members.map(String))}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),
    asks: ({ where }) => [{ metric: memberCounts(column, members, where) }],
    judge: ({ state, where }) => judgeMembers(state(memberCounts(column, members, where)), members, 'to_contain_set'),
  }),
)

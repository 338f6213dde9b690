import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { memberMisfit, memberSql, membersShape } from '../members.ts'
import { list } from '../phrases.ts'
import { valueTest } from '../value-test.ts'

/** No value belongs to a list of forbidden ones. */
export const columnValuesToNotBeInSet = rowKind(
  'expect_column_values_to_not_be_in_set',
  'No value belongs to a list of forbidden ones.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `No ${column} is ${list(members.map(String), 'or')}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),

    test: (context) => valueTest(context, column, (value) => `${value} IN (${members.map(memberSql).join(', ')})`),
  }),
)

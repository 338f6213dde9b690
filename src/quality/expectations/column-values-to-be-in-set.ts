import { z } from 'zod'
import { rowKind } from '../expectation.ts'
import { memberMisfit, memberSql, membersShape } from '../members.ts'
import { list } from '../phrases.ts'
import { valueTest } from '../value-test.ts'

/** Every value that is there belongs to a closed list. */
export const columnValuesToBeInSet = rowKind(
  'expect_column_values_to_be_in_set',
  'Every value that is there belongs to a closed list.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `Every ${column} is ${members.length === 1 ? '' : 'one of '}${list(members.map(String), 'or')}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),

    test: (context) => valueTest(context, column, (value) => `${value} NOT IN (${members.map(memberSql).join(', ')})`),
  }),
)

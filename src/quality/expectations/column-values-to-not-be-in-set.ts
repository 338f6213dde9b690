import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { rowKind } from '../expectation.ts'
import { memberMisfit, memberSql, membersShape } from '../members.ts'
import { list } from '../phrases.ts'

/** No value belongs to a list of forbidden ones. */
export const columnValuesToNotBeInSet = rowKind(
  'expect_column_values_to_not_be_in_set',
  'No value belongs to a list of forbidden ones.',
  { column: z.string().min(1), value_set: membersShape },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `No ${column} is ${list(members.map(String), 'or')}.`,
    misfit: ({ types }) => memberMisfit(types, column, members),

    test: () => ({
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: `${sqlName(column)} IN (${members.map(memberSql).join(', ')})`,
      shown: [sqlName(column)],
    }),
  }),
)

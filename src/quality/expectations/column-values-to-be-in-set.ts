import { z } from 'zod'
import { type ColumnType, sqlName, sqlText } from '../../engine/engine.ts'
import { rowKind } from '../expectation.ts'
import { list } from '../phrases.ts'

type Member = string | number | boolean

const literal = (value: Member): string => (typeof value === 'string' ? sqlText(value) : String(value))

const fitting: Readonly<Record<ColumnType, string>> = {
  string: 'string',
  long: 'number',
  double: 'number',
  boolean: 'boolean',
}

/** Every value that is there belongs to a closed list. */
export const columnValuesToBeInSet = rowKind(
  'expect_column_values_to_be_in_set',
  { column: z.string().min(1), value_set: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1) },
  ({ column, value_set: members }) => ({
    columns: [column],
    sentence: `Every ${column} is ${members.length === 1 ? '' : 'one of '}${list(members.map(String), 'or')}.`,
    misfit: (types) => {
      const type = types.get(column) ?? 'string'
      const stranger = members.find((member) => typeof member !== fitting[type])
      return stranger === undefined
        ? undefined
        : `${column} holds ${type} values, and ${JSON.stringify(stranger)} in value_set is a ${typeof stranger}`
    },
    measure: () => ({
      kind: 'rows',
      applies: `${sqlName(column)} IS NOT NULL`,
      fails: `${sqlName(column)} NOT IN (${members.map(literal).join(', ')})`,
      shown: sqlName(column),
    }),
  }),
)

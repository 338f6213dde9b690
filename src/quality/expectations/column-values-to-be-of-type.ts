import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { list } from '../phrases.ts'
import { typeNamed, unknownType } from '../type-names.ts'

/** A column holds values of a type: `string`, `long`, `double`, `boolean`, `date`, `timestamptz`, `list<string>`, or a name that pandas, Spark or SQL give them. */
export const columnValuesToBeOfType = tableKind(
  'expect_column_values_to_be_of_type',
  'A column holds values of a type: `string`, `long`, `double`, `boolean`, `date`, `timestamptz`, `list<string>`, or a name that pandas, Spark or SQL give them.',
  { column: z.string().min(1), type_: z.string().min(1) },
  ({ column, type_ }) => ({
    columns: [column],
    sentence: `${column} holds ${list([type_], 'or')} values.`,
    misfit: () => [type_].map(unknownType).find((why) => why !== undefined),
    asks: () => [],
    judge: ({ types }) => {
      const found = types.get(column) ?? 'no'
      return whole(
        [type_].some((name) => typeNamed(name) === found),
        `It holds ${found} values.`,
        found,
      )
    },
  }),
)

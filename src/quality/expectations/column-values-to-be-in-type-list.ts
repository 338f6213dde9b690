import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { list } from '../phrases.ts'
import { typeNamed, unknownType } from '../type-names.ts'

/** A column holds values of one of some types. */
export const columnValuesToBeInTypeList = tableKind(
  'expect_column_values_to_be_in_type_list',
  'A column holds values of one of some types.',
  { column: z.string().min(1), type_list: z.array(z.string().min(1)).min(1) },
  ({ column, type_list }) => ({
    columns: [column],
    sentence: `${column} holds ${list(type_list, 'or')} values.`,
    misfit: () => type_list.map(unknownType).find((why) => why !== undefined),
    asks: () => [],
    judge: ({ types }) => {
      const found = types.get(column) ?? 'no'
      return whole(
        type_list.some((name) => typeNamed(name) === found),
        `It holds ${found} values.`,
        found,
      )
    },
  }),
)

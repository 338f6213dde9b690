import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { list } from '../phrases.ts'

/** The columns are those of a list, in its order. */
export const tableColumnsToMatchOrderedList = tableKind(
  'expect_table_columns_to_match_ordered_list',
  'The columns are those of a list, in its order.',
  { column_list: z.array(z.string().min(1)).min(1) },
  ({ column_list: wanted }) => ({
    columns: [],
    sentence: `The columns are ${list(wanted)}, in this order.`,

    asks: () => [],
    judge: ({ types }) => {
      const names = [...types.keys()]
      const at = Array.from({ length: Math.max(names.length, wanted.length) }, (_, index) => index).find(
        (index) => names[index] !== wanted[index],
      )
      return whole(
        at === undefined,
        at === undefined
          ? 'They are.'
          : `Column ${at + 1} is ${names[at] ?? 'missing'}, and ${wanted[at] ?? 'none'} is expected.`,
        names.length,
      )
    },
  }),
)

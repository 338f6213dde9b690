import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { list } from '../phrases.ts'

/** The columns are those of a list, in any order; with `exact_match: false` others may be there too. */
export const tableColumnsToMatchSet = tableKind(
  'expect_table_columns_to_match_set',
  'The columns are those of a list, in any order; with `exact_match: false` others may be there too.',
  { column_set: z.array(z.string().min(1)).min(1), exact_match: z.boolean().default(true) },
  ({ column_set: wanted, exact_match }) => ({
    columns: [],
    sentence: `The columns are ${list(wanted)}${exact_match ? '' : ', and maybe others'}.`,

    asks: () => [],
    judge: ({ types }) => {
      const names = [...types.keys()]
      const missing = wanted.filter((name) => !names.includes(name))
      const extra = exact_match ? names.filter((name) => !wanted.includes(name)) : []
      const told = [
        ...(missing.length > 0 ? [`${list(missing)} missing`] : []),
        ...(extra.length > 0 ? [`${list(extra)} not expected`] : []),
      ]
      return whole(told.length === 0, told.length === 0 ? 'They are.' : `${told.join('; ')}.`, names.length)
    },
  }),
)

import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'

/** A column is there, whatever it holds. */
export const columnToExist = tableKind(
  'expect_column_to_exist',
  'A column is there, whatever it holds.',
  { column: z.string().min(1), column_index: z.int().min(0).optional() },
  ({ column, column_index: index }) => ({
    columns: [column],
    sentence: `There is a column ${column}${index === undefined ? '' : `, the ${index + 1}. one`}.`,

    asks: () => [],
    judge: ({ types }) => {
      const names = [...types.keys()]
      const at = names.indexOf(column)
      return whole(
        at >= 0 && (index === undefined || at === index),
        at < 0 ? 'There is none.' : `It is the ${at + 1}. of ${names.length}.`,
        at < 0 ? null : at,
      )
    },
  }),
)

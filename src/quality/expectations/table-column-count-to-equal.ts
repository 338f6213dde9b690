import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'

/** The dataset has so many columns. */
export const tableColumnCountToEqual = tableKind(
  'expect_table_column_count_to_equal',
  'The dataset has so many columns.',
  { value: z.int().min(0) },
  ({ value }) => ({
    columns: [],
    sentence: `The dataset has ${value} columns.`,

    asks: () => [],
    judge: ({ types }) => {
      const names = [...types.keys()]
      return whole(names.length === value, `It has ${names.length}.`, names.length)
    },
  }),
)

import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { rows } from '../metrics/requests.ts'
import { rowsOf } from '../phrases.ts'

/** The dataset has so many rows. */
export const tableRowCountToEqual = tableKind(
  'expect_table_row_count_to_equal',
  'The dataset has so many rows.',
  { value: z.int().min(0) },
  ({ value }) => ({
    columns: [],
    sentence: `The dataset has ${rowsOf(value)}.`,
    asks: () => [{ metric: rows('true') }],
    judge: ({ state }) => {
      const [observed = 0] = state(rows('true')).counts
      return whole(observed === value, `It has ${rowsOf(observed)}.`, observed, { checked: observed })
    },
  }),
)

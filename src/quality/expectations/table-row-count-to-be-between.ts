import { z } from 'zod'
import { tableKind } from '../expectation.ts'
import { range, rowsOf } from '../phrases.ts'

const rows = z.int().min(0).optional()

/** The dataset has neither too few rows nor too many. */
export const tableRowCountToBeBetween = tableKind(
  'expect_table_row_count_to_be_between',
  { min_value: rows, max_value: rows },
  ({ min_value: min, max_value: max }) => ({
    columns: [],
    sentence: `The dataset has ${range({ min_value: min, max_value: max })} rows.`,
    misfit: () => (min === undefined && max === undefined ? 'it has neither min_value nor max_value' : undefined),
    measure: () => ({
      kind: 'table',
      value: 'count(*)',
      judge: (value) => {
        const observed = Number(value)
        const passed = observed >= (min ?? 0) && observed <= (max ?? Number.POSITIVE_INFINITY)
        return { passed, observed, finding: `It has ${rowsOf(observed)}.` }
      },
    }),
  }),
)

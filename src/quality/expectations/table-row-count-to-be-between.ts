import { boundsMisfit, countBoundsShape, judgeBounds } from '../bounds.ts'
import { tableKind, whole } from '../expectation.ts'
import { rows } from '../metrics/requests.ts'
import { range, rowsOf } from '../phrases.ts'

/** The dataset has neither too few rows nor too many. */
export const tableRowCountToBeBetween = tableKind(
  'expect_table_row_count_to_be_between',
  'The dataset has neither too few rows nor too many.',
  { ...countBoundsShape },
  (parameters) => ({
    columns: [],
    sentence: `The dataset has ${range(parameters)} rows.`,
    misfit: () => boundsMisfit(parameters),
    asks: () => [{ metric: rows('true') }],
    judge: ({ state }) => {
      const [observed = 0] = state(rows('true')).counts
      return whole(judgeBounds(observed, parameters), `It has ${rowsOf(observed)}.`, observed, { checked: observed })
    },
  }),
)

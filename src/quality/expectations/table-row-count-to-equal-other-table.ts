import { z } from 'zod'
import { tableKind, whole } from '../expectation.ts'
import { rows } from '../metrics/requests.ts'
import { rowsOf } from '../phrases.ts'

/** The dataset has as many rows as another one of the same run. */
export const tableRowCountToEqualOtherTable = tableKind(
  'expect_table_row_count_to_equal_other_table',
  'The dataset has as many rows as another one of the same run.',
  { other_table_name: z.string().min(1) },
  ({ other_table_name: dataset }) => ({
    columns: [],
    sentence: `It has as many rows as ${dataset}.`,
    misfit: ({ otherTypes }) => (otherTypes(dataset) === undefined ? `the run has no dataset ${dataset}` : undefined),
    asks: () => [{ metric: rows('true') }, { dataset, metric: rows('true') }],
    judge: ({ state }) => {
      const [observed = 0] = state(rows('true')).counts
      const [other = 0] = state(rows('true'), dataset).counts
      return whole(observed === other, `It has ${rowsOf(observed)}, ${dataset} ${rowsOf(other)}.`, observed, {
        checked: observed,
      })
    },
  }),
)

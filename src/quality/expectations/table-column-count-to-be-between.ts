import { boundsMisfit, countBoundsShape, judgeBounds } from '../bounds.ts'
import { tableKind, whole } from '../expectation.ts'
import { range } from '../phrases.ts'

/** The dataset has neither too few columns nor too many. */
export const tableColumnCountToBeBetween = tableKind(
  'expect_table_column_count_to_be_between',
  'The dataset has neither too few columns nor too many.',
  { ...countBoundsShape },
  (parameters) => ({
    columns: [],
    sentence: `The dataset has ${range(parameters)} columns.`,
    misfit: () => boundsMisfit(parameters),
    asks: () => [],
    judge: ({ types }) => {
      const names = [...types.keys()]
      return whole(judgeBounds(names.length, parameters), `It has ${names.length}.`, names.length)
    },
  }),
)

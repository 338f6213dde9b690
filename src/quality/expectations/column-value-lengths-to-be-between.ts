import { z } from 'zod'
import { boundsMisfit, countBoundsShape } from '../bounds.ts'
import { rowKind } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { range } from '../phrases.ts'
import { valueTest } from '../value-test.ts'

/** Every text that is there has a length (in characters) in a range. */
export const columnValueLengthsToBeBetween = rowKind(
  'expect_column_value_lengths_to_be_between',
  'Every text that is there has a length (in characters) in a range.',
  { column: z.string().min(1), ...countBoundsShape },
  ({ column, min_value: min, max_value: max }) => ({
    columns: [column],
    sentence: `Every ${column} has ${range({ min_value: min, max_value: max })} characters.`,
    misfit: ({ types }) => boundsMisfit({ min_value: min, max_value: max }) ?? typeMisfit(types, column, 'string'),

    test: (context) =>
      valueTest(context, column, (value) =>
        [
          ...(min === undefined ? [] : [`length(${value}) < ${min}`]),
          ...(max === undefined ? [] : [`length(${value}) > ${max}`]),
        ].join(' OR '),
      ),
  }),
)

import { z } from 'zod'
import { sqlName } from '../../engine/sql.ts'
import { boundsMisfit, boundsShape } from '../bounds.ts'
import { rowKind } from '../expectation.ts'
import { memberMisfit, memberSql } from '../members.ts'
import { range } from '../phrases.ts'

/** Every value that is there lies in a range: numbers by size, texts (so ISO days) by order. What is no number lies in none. */
export const columnValuesToBeBetween = rowKind(
  'expect_column_values_to_be_between',
  'Every value that is there lies in a range: numbers by size, texts (so ISO days) by order. What is no number lies in none.',
  { column: z.string().min(1), ...boundsShape },
  (parameters) => {
    const { column, min_value: min, max_value: max, strict_min, strict_max } = parameters
    const name = sqlName(column)
    return {
      columns: [column],
      sentence: `Every ${column} is ${range(parameters)}.`,
      misfit: ({ types }) =>
        boundsMisfit(parameters) ??
        (types.get(column) === 'boolean' ? `${column} holds boolean values, which have no range` : undefined) ??
        memberMisfit(
          types,
          column,
          [min, max].filter((one) => one !== undefined),
          'its bounds',
        ),

      test: ({ types }) => ({
        applies: `${name} IS NOT NULL`,
        fails: [
          ...(types.get(column) === 'double' ? [`isnan(${name})`] : []),
          ...(min === undefined ? [] : [`${name} ${strict_min ? '<=' : '<'} ${memberSql(min)}`]),
          ...(max === undefined ? [] : [`${name} ${strict_max ? '>=' : '>'} ${memberSql(max)}`]),
        ].join(' OR '),
        shown: [name],
      }),
    }
  },
)

import { z } from 'zod'
import { sqlName, sqlText } from '../../engine/engine.ts'
import { rowKind } from '../expectation.ts'
import { range } from '../phrases.ts'

const bound = z.union([z.number(), z.string().min(1)]).optional()
const literal = (value: string | number): string => (typeof value === 'number' ? String(value) : sqlText(value))

/** Every value that is there lies in a range: numbers by size, texts (so ISO days) by order. A double that is no number lies in none. */
export const columnValuesToBeBetween = rowKind(
  'expect_column_values_to_be_between',
  {
    column: z.string().min(1),
    min_value: bound,
    max_value: bound,
    strict_min: z.boolean().default(false),
    strict_max: z.boolean().default(false),
  },
  (parameters) => {
    const { column, min_value: min, max_value: max, strict_min, strict_max } = parameters
    const name = sqlName(column)
    return {
      columns: [column],
      sentence: `Every ${column} is ${range(parameters)}.`,
      misfit: (types) => {
        const type = types.get(column) ?? 'string'
        if (min === undefined && max === undefined) return 'it has neither min_value nor max_value'
        if (type === 'boolean') return `${column} holds boolean values, which have no range`
        const wanted = type === 'string' ? 'string' : 'number'
        const stranger = [min, max].find((value) => value !== undefined && typeof value !== wanted)
        return stranger === undefined
          ? undefined
          : `${column} holds ${type} values, and the bound ${JSON.stringify(stranger)} is a ${typeof stranger}`
      },
      measure: (types) => ({
        kind: 'rows',
        applies: `${name} IS NOT NULL`,
        fails: [
          ...(types.get(column) === 'double' ? [`isnan(${name})`] : []),
          ...(min === undefined ? [] : [`${name} ${strict_min ? '<=' : '<'} ${literal(min)}`]),
          ...(max === undefined ? [] : [`${name} ${strict_max ? '>=' : '>'} ${literal(max)}`]),
        ].join(' OR '),
        shown: name,
      }),
    }
  },
)

import type { AttributeColumns } from '../semantic-type.ts'
import type { BlockingRule } from './comparison-level.ts'

/** Records with an equal value of the column; of a list, with an element in common. */
export const sameValue = (column: string, isList: boolean): BlockingRule => ({
  sql: `l.${column} = r.${column}`,
  explode: isList ? [column] : [],
})

/** Records with an equal value of the attribute. */
export const sameAttribute = ({ value, isList }: AttributeColumns): BlockingRule => sameValue(value, isList)

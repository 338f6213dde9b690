import type { Attribute } from '../../domain/index.ts'
import { sqlName } from '../../engine/sql.ts'
import type { Keep } from '../../types/index.ts'
import { placeColumn } from './columns.ts'

/** What of a group of ranked rows is published of one attribute, and where it came from. SQL over `_rank`, the order of trust. */
export interface Survivor {
  readonly value: string
  readonly from: string
  /** Which row that was; of flags the first that says what is published, of a list the first that says anything. */
  readonly rank: string
}

/** How each word of `keep` is called in provenance. */
const RULES: Readonly<Record<Keep, string>> = {
  first: 'survivorship',
  latest: 'latest',
  max: 'greatest',
  earliest: 'earliest',
  min: 'least',
  longest: 'longest',
  most_common: 'most_common',
  distinct: 'distinct_values',
  any: 'any',
  all: 'all',
}
export const ruleOf = ({ keep }: Attribute): string => RULES[keep]

/** What of a value decides before the order of trust: the greatest is taken, of `LEAST` the least. */
const DECIDES: Readonly<Partial<Record<Keep, string>>> = {
  latest: '$',
  max: '$',
  earliest: '$',
  min: '$',
  longest: 'length($)',
  most_common: '$count',
}
const LEAST: ReadonlySet<Keep> = new Set(['earliest', 'min'])

export function survivorSql(attribute: Attribute): Survivor {
  const column = sqlName(attribute.name)
  const { keep } = attribute
  const place = placeColumn(ruleOf(attribute))
  // No FILTER: each would hold a buffer for every column of the table. Aggregates pass over a row whose value or order is NULL.
  const present = (order: string) => `CASE WHEN ${column} IS NOT NULL THEN ${order} END`
  if (keep === 'distinct')
    return {
      value: `nullif(list_sort(list_distinct(flatten(list(${column})))), [])`,
      from: `arg_min(${place}, ${present('_rank')})`,
      rank: `min(${present('_rank')})`,
    }
  if (keep === 'any' || keep === 'all')
    return {
      value: `bool_${keep === 'any' ? 'or' : 'and'}(${column})`,
      from: `arg_min(${place}, ${present('_rank')})`,
      rank: `${keep === 'any' ? 'arg_max' : 'arg_min'}(_rank, ${present(`{'v': ${column}, 'r': ${keep === 'any' ? '-' : ''}_rank}`)})`,
    }
  const { pick, order } = pickSql(keep, column, sqlName(countColumn(attribute.name)))
  return {
    value: `${pick}(${column}, ${order})`,
    from: `${pick}(${place}, ${present(order)})`,
    rank: order === '_rank' ? `min(${present(order)})` : `${pick}(_rank, ${present(order)})`,
  }
}

/** The aggregate that picks a row, and what it picks by: of equal values the row that is trusted more gives it. */
function pickSql(keep: Keep, column: string, count: string): { pick: 'arg_min' | 'arg_max'; order: string } {
  const decides = DECIDES[keep]?.replace('$count', count).replace('$', column)
  if (decides === undefined) return { pick: 'arg_min', order: '_rank' }
  if (LEAST.has(keep)) return { pick: 'arg_min', order: `{'v': ${decides}, 'r': _rank}` }
  return { pick: 'arg_max', order: `{'v': ${decides}, 'r': -_rank}` }
}

/** How many rows of the entity say the same, for what keeps the most common. */
export const countColumn = (attribute: string): string => `${attribute}#count`

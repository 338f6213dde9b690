import type { Attribute } from '../../domain/index.ts'
import { sqlName } from '../../engine/sql.ts'
import type { Keep } from '../../types/index.ts'
import { provenanceSql } from './columns.ts'

/** What of a group of ranked rows is published of one attribute, and where it came from. SQL over `_rank`, the order of trust. */
export interface Survivor {
  readonly value: string
  readonly from: string
}

/** How each word of `keep` is said in SQL: the value, and the key by which the row that gave it is the greatest. Nulls never win. */
const RULES: Readonly<
  Record<Exclude<Keep, 'distinct' | 'any' | 'all'>, { readonly by: string; readonly rule: string }>
> = {
  first: { by: '-_rank', rule: 'survivorship' },
  latest: { by: "{'v': $, 'r': -_rank}", rule: 'latest' },
  max: { by: "{'v': $, 'r': -_rank}", rule: 'greatest' },
  earliest: { by: "{'v': $, 'r': -_rank}", rule: 'earliest' },
  min: { by: "{'v': $, 'r': -_rank}", rule: 'least' },
  longest: { by: "{'v': length($), 'r': -_rank}", rule: 'longest' },
  most_common: { by: "{'v': $count, 'r': -_rank}", rule: 'most_common' },
}
const LEAST: ReadonlySet<Keep> = new Set(['earliest', 'min'])

export function survivorSql(attribute: Attribute): Survivor {
  const column = sqlName(attribute.name)
  const { keep } = attribute
  if (keep === 'distinct')
    return {
      value: `nullif(list_sort(list_distinct(flatten(coalesce(list(${column}) FILTER (${column} IS NOT NULL), [])))), [])`,
      from: `arg_min(${provenanceSql('distinct_values')}, _rank) FILTER (${column} IS NOT NULL)`,
    }
  if (keep === 'any' || keep === 'all')
    return {
      value: `bool_${keep === 'any' ? 'or' : 'and'}(${column})`,
      from: `arg_min(${provenanceSql(keep)}, _rank) FILTER (${column} IS NOT NULL)`,
    }
  const { by, rule } = RULES[keep]
  const key = by.replaceAll('$count', sqlName(countColumn(attribute.name))).replaceAll('$', column)
  // The least value is taken in order of trust too: of equal ones the row that is trusted more is named.
  const pick = LEAST.has(keep) ? `arg_min(%, ${key.replaceAll('-_rank', '_rank')})` : `arg_max(%, ${key})`
  const filter = `FILTER (${column} IS NOT NULL)`
  return {
    value: `${pick.replace('%', column)} ${filter}`,
    from: `${pick.replace('%', provenanceSql(rule))} ${filter}`,
  }
}

/** How many rows of the entity say the same, for what keeps the most common. */
export const countColumn = (attribute: string): string => `${attribute}#count`

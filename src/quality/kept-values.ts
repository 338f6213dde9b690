import { createHash } from 'node:crypto'
import { mask } from '../contracts/mask.ts'
import { findPersonalData, replaceSpans } from '../contracts/personal-data.ts'
import { sqlText } from '../engine/sql.ts'
import type { ColumnMetrics, DatasetMetrics } from './dataset-metrics.ts'

/** What stands for a text of an unclassified column that holds personal data. */
const WITHHELD = '***'

/**
 * A pattern for DuckDB and JavaScript alike that finds all that `findPersonalData` does and, since no checksum is asked about, some
 * numbers more.
 */
const BETWEEN = '[ ().\\-/]{0,2}'
const SHAPE = [
  '[^@ \\t\\r\\n]@[^@ \\t\\r\\n]+\\.',
  `(?:\\+\\d|\\b0)(?:${BETWEEN}\\d){8}`,
  `\\b2${BETWEEN}7(?:${BETWEEN}\\d){9}`,
  `\\d(?:${BETWEEN}\\d){12}`,
].join('|')
const shape = new RegExp(SHAPE)

/** SQL that is true for a text in which personal data may stand. */
export const holdsPersonal = (text: string): string => `regexp_matches(${text}, ${sqlText(SHAPE)})`

/**
 * SQL of a text as a shard may remember it, one by one: what holds personal data as `***` and a hash, so that different values stay
 * different.
 */
export const keptTextSql = (text: string): string =>
  `CASE WHEN ${holdsPersonal(text)} THEN ${sqlText(WITHHELD)} || left(sha256(${text}), ${HASH}) ELSE ${text} END`

/** The same of a text at hand. */
export const keptText = (text: string): string =>
  shape.test(text) ? `${WITHHELD}${createHash('sha256').update(text).digest('hex').slice(0, HASH)}` : text

const HASH = 16
const REMEMBERED = new RegExp(`^\\*{3}[0-9a-f]{${HASH}}$`)

/** A remembered text as it may be told: without its hash, and without personal data. */
export const toldValue = (kept: string): string =>
  REMEMBERED.test(kept) || findPersonalData(kept).length > 0 ? WITHHELD : kept

/** A sentence with the personal data in it masked, as long as it is. */
export const toldSentence = (text: string): string =>
  replaceSpans(text, findPersonalData(text), (found, kind) =>
    kind === 'email' || kind === 'phone' ? mask(found, 'personal') : WITHHELD,
  )

/** A number, or null for one that is a phone, identity or card number by its shape. */
const toldNumber = (value: number | null): number | null =>
  value !== null && Number.isInteger(value) && findPersonalData(String(value)).length > 0 ? null : value

function toldShares(shares: ColumnMetrics['shares']): ColumnMetrics['shares'] {
  if (shares === null) return null
  const told = new Map<string, number>()
  for (const [value, share] of Object.entries(shares))
    told.set(toldValue(value), (told.get(toldValue(value)) ?? 0) + share)
  return Object.fromEntries(told)
}

/**
 * The metrics of a dataset as they are written and as those of earlier versions are read, which may have been written with values in
 * the clear: the two stay comparable. Extremes that hold personal data are dropped, shares of such values are told as one share of
 * `***`; counts stay.
 */
export function toldMetrics({ rows, columns }: DatasetMetrics): DatasetMetrics {
  const end = (value: string | number | null) =>
    typeof value === 'string' ? (toldValue(value) === value ? value : null) : toldNumber(value)
  const told = Object.entries(columns).map(([name, column]): [string, ColumnMetrics] => {
    const { min, max, sum, mean, quantiles, shares } = column
    const hidden = [min, max].some((value) => typeof value === 'number' && toldNumber(value) === null)
    return [
      name,
      {
        ...column,
        min: end(min),
        max: end(max),
        sum: hidden ? null : sum,
        mean: hidden ? null : mean,
        quantiles: hidden ? null : quantiles,
        shares: toldShares(shares),
      },
    ]
  })
  return { rows, columns: Object.fromEntries(told) }
}

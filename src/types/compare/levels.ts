import { sqlName } from '../../engine/sql.ts'
import type { AttributeColumns } from '../semantic-type.ts'
import type { ComparisonLevel } from './comparison-level.ts'

const left = (column: string): string => sqlName(`${column}_l`)
const right = (column: string): string => sqlName(`${column}_r`)

/** Where estimation starts: the chance of an answer among pairs of one entity, and among others. */
export interface Start {
  readonly m: number
  readonly u: number
}

/** One side has no value. */
export const missing = (column: string, label = 'no value'): ComparisonLevel => ({
  label,
  sql: `${left(column)} IS NULL OR ${right(column)} IS NULL`,
  isNull: true,
})

/** Both values are equal; `byFrequency` counts a rare value for more. */
export const equal = (column: string, label = '', start?: Start, byFrequency = true): ComparisonLevel => ({
  label,
  sql: `${left(column)} = ${right(column)}`,
  ...start,
  ...(byFrequency ? { termFrequency: column } : {}),
})

/** At most so many letters are another, missing, too much or swapped. */
export const lettersOff = (column: string, most: number, label = '', start?: Start): ComparisonLevel => ({
  label,
  sql: `damerau_levenshtein(${left(column)}, ${right(column)}) <= ${most}`,
  ...start,
})

/** Jaro-Winkler similarity from 0 to 1 is at least this. */
export const alike = (column: string, least: number, label = '', start?: Start): ComparisonLevel => ({
  label,
  sql: `jaro_winkler_similarity(${left(column)}, ${right(column)}) >= ${least}`,
  ...start,
})

/** Two lists have an element in common; a rare one counts for more. */
export const sharesOne = (column: string, label: string, start: Start): ComparisonLevel => ({
  label,
  sql: `len(list_intersect(${left(column)}, ${right(column)})) >= 1`,
  ...start,
  termFrequency: column,
})

/** Two attributes have an equal value; lists of values one in common. */
export const agree = (
  { value, isList }: AttributeColumns,
  label: string,
  start: Start,
  byFrequency = false,
): ComparisonLevel => (isList ? sharesOne(value, label, start) : equal(value, label, start, byFrequency))

/** Every word of the shorter list is in the longer one, and they share at least this many. */
export const wordsShared = (column: string, least: number): ComparisonLevel => {
  const shared = `len(list_intersect(${left(column)}, ${right(column)}))`
  return {
    label: 'the words of the shorter',
    sql: `${shared} >= ${least} AND ${shared} / least(len(${left(column)}), len(${right(column)})) >= 1`,
  }
}

/** Both values are equal, or there is none on either side. */
export const sameOrBothMissing = (column: string): ComparisonLevel => ({
  label: 'same, or none',
  sql: `coalesce(${left(column)}, '') = coalesce(${right(column)}, '')`,
})

/** One side at least has no value of a part: a condition among others, as `missing` is not. */
export const missingOnASide = (column: string): ComparisonLevel => ({
  label: 'none on a side',
  sql: missing(column).sql,
})

/** Two numbers differ by at most this. */
export const within = (column: string, most: number, label: string, start: Start): ComparisonLevel => ({
  label,
  sql: `abs(${left(column)} - ${right(column)}) <= ${most}`,
  ...start,
})

/** All of these hold at once; `label` and `start` are of the whole. */
export const together = (
  label: string,
  start: Start,
  ...levels: readonly Pick<ComparisonLevel, 'sql'>[]
): ComparisonLevel => ({
  label,
  sql: levels.map(({ sql }) => `(${sql})`).join(' AND '),
  ...start,
})

/** A level at which a pair is no link by itself: what is told of an entity by this cannot be what two of one have apart. */
export const held = (level: ComparisonLevel): ComparisonLevel => ({ ...level, isHeld: true })

/** A level at which a pair is a link by itself only where both have the same of what nobody else has: a day of birth beside the rest. */
export const doubted = (level: ComparisonLevel): ComparisonLevel => ({ ...level, isDoubted: true })

/** A level at which two agree that are often two all the same: with nothing else that speaks for it, a pair is no link. */
export const common = (level: ComparisonLevel): ComparisonLevel => ({ ...level, isCommon: true })

/** A level at which two records are no entity's, and no third record brings them together. */
export const apart = (level: ComparisonLevel): ComparisonLevel => ({ ...level, isApart: true })

/** Whatever no level before it took. */
export const otherwise = (label: string, start: Start): ComparisonLevel => ({ label, sql: 'ELSE', ...start })

const words = (measure: string, column: string, bound: string): string =>
  `${measure}(${left(column)}, ${right(column)}) ${bound}`

/** Words in common, weighed by their rarity in the file, are at least this share of all words of both (0 to 1). */
export const wordsAlike = (column: string, least: number): Pick<ComparisonLevel, 'sql'> => ({
  sql: words('word_likeness', column, `>= ${least}`),
})

/** Words in common are at least this share of those of the lighter of both (0 to 1). */
export const wordsContained = (column: string, least: number): Pick<ComparisonLevel, 'sql'> => ({
  sql: words('word_containment', column, `>= ${least}`),
})

/** Words in common are so rare that chance has them once in 2 to the power of this. */
export const wordsRare = (column: string, bits: number): Pick<ComparisonLevel, 'sql'> => ({
  sql: words('word_rarity', column, `>= ${bits}`),
})

/** Neither has a number, a letter or a direction that the other has not. */
export const wordsAgree = (column: string): Pick<ComparisonLevel, 'sql'> => ({
  sql: words('word_conflict', column, '< 1'),
})

/** At most so many of both have words that the other has not: 0 where all are in both, 1 where one holds the other. */
export const wordsLeft = (column: string, most: 0 | 1): Pick<ComparisonLevel, 'sql'> => ({
  sql: words('word_difference', column, `<= ${most}`),
})

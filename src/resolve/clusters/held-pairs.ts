import type { PreparedRecords } from '../records/prepare-records.ts'
import { gammasCalled } from '../settings/gammas-called.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/**
 * SQL over the pattern of a scored pair: whether one of its answers holds it back from being a link by itself (`held_levels`,
 * `doubted_levels`, `apart_levels`), and no value agrees that would lift that. Null where nothing holds a pair back.
 */
export function heldSql(settings: LinkageSettings, records: PreparedRecords): string | null {
  const { held_levels, doubted_levels, apart_levels, telling_columns } = settings.options
  const numbers = numbersOf(settings)
  const held = answersSql(settings, records, merged(held_levels, apart_levels), numbers)
  const doubted = answersSql(settings, records, doubted_levels, [...numbers, ...telling_columns])
  return eitherSql(held, doubted)
}

/** As `heldSql`, for pairs that no third row brings together either: `apart_levels`. */
export const apartSql = (settings: LinkageSettings, records: PreparedRecords): string | null =>
  answersSql(settings, records, settings.options.apart_levels, numbersOf(settings))

const numbersOf = ({ options }: LinkageSettings): readonly string[] => [
  ...options.contradicting_columns,
  ...options.own_number_columns,
]

type Labels = Readonly<Record<string, readonly string[]>>

const merged = (one: Labels, other: Labels): Labels =>
  Object.fromEntries(
    [...new Set([...Object.keys(one), ...Object.keys(other)])].map((name) => [
      name,
      [...(one[name] ?? []), ...(other[name] ?? [])],
    ]),
  )

function answersSql(
  { comparisons }: LinkageSettings,
  { code }: PreparedRecords,
  labelsOf: Labels,
  lifting: readonly string[],
): string | null {
  const gamma = (at: number) => `((pattern::BIGINT // ${code.radix[at]}) % ${code.digits[at]} - 1)`
  const holding = comparisons.flatMap(({ name, levels }, at) => {
    const gammas = [...gammasCalled(levels, labelsOf[name] ?? [])]
    return gammas.length === 0 ? [] : [`${gamma(at)} IN (${gammas.join(', ')})`]
  })
  if (holding.length === 0) return null
  const telling = comparisons.flatMap(({ name, answers }, at) =>
    lifting.includes(name) ? [`${gamma(at)} = ${answers - 1}`] : [],
  )
  const held = `(${holding.join(' OR ')})`
  return telling.length === 0 ? held : `(${held} AND NOT (${telling.join(' OR ')}))`
}

/** One or the other of two conditions that may be none. */
export const eitherSql = (one: string | null, other: string | null): string | null =>
  one === null || other === null ? (one ?? other) : `(${one} OR ${other})`

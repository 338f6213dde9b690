import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/**
 * SQL over the pattern of a scored pair: whether one of its answers holds it back from being a link by itself (`held_levels`,
 * `apart_levels`), and no value agrees of which an entity has one. Null where nothing holds a pair back.
 */
export function heldSql(settings: LinkageSettings, records: PreparedRecords): string | null {
  const { held_levels: held, apart_levels: apart } = settings.options
  const names = new Set([...Object.keys(held), ...Object.keys(apart)])
  return answersSql(
    settings,
    records,
    new Map([...names].map((name) => [name, [...(held[name] ?? []), ...(apart[name] ?? [])]])),
  )
}

/** As `heldSql`, for pairs that no third row brings together either: `apart_levels`. */
export const apartSql = (settings: LinkageSettings, records: PreparedRecords): string | null =>
  answersSql(settings, records, new Map(Object.entries(settings.options.apart_levels)))

function answersSql(
  { comparisons, options }: LinkageSettings,
  { code }: PreparedRecords,
  labelsOf: ReadonlyMap<string, readonly string[]>,
): string | null {
  const gamma = (at: number) => `((pattern::BIGINT // ${code.radix[at]}) % ${code.digits[at]} - 1)`
  const holding = comparisons.flatMap(({ name, levels }, at) => {
    const labels = labelsOf.get(name) ?? []
    const gammas = levels.flatMap(({ label, gamma: answer }) => (answer >= 0 && labels.includes(label) ? [answer] : []))
    return gammas.length === 0 ? [] : [`${gamma(at)} IN (${gammas.join(', ')})`]
  })
  if (holding.length === 0) return null
  const telling = comparisons.flatMap(({ name, answers }, at) =>
    options.contradicting_columns.includes(name) ? [`${gamma(at)} = ${answers - 1}`] : [],
  )
  const held = `(${holding.join(' OR ')})`
  return telling.length === 0 ? held : `(${held} AND NOT (${telling.join(' OR ')}))`
}

import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/**
 * SQL over the pattern of a scored pair: whether one of its answers holds it back from being a link by itself (`held_levels`), and no
 * value agrees of which an entity has one. Null where nothing holds a pair back.
 */
export function heldSql({ comparisons, options }: LinkageSettings, { code }: PreparedRecords): string | null {
  const gamma = (at: number) => `((pattern::BIGINT // ${code.radix[at]}) % ${code.digits[at]} - 1)`
  const holding = comparisons.flatMap(({ name, levels }, at) => {
    const labels = options.held_levels[name] ?? []
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

import type { Engine } from '../../engine/engine.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import { gammasCalled, otherGammas } from '../settings/gammas-called.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { PatternCount } from './expectation-maximisation.ts'

/** Fewer pairs that have a number in common tell nothing of it. */
const FEWEST_PAIRS = 20
/** Of a number of their own so many pairs agree in what else an entity has one of; of that of a household or a firm, a few do. */
const LEAST_AGREEING = 0.8

/** What parts more of the pairs with one number than this is no law in these rows: so many links may be wrong. */
const MOST_PARTED = 0.01

/**
 * The settings with what the compared pairs show of numbers. Those of `number_columns` are among `own_number_columns` that number the
 * entities themselves: where rows with one number have one name, or the same telling value, too. A number of what they belong to
 * brings other names together. And where rows with one such number often differ in what should part them, as in a register with wrong days
 * of birth, that still holds a pair back (`held_levels`), and forbids no cluster any more (`apart_levels`). Needs `link_pair`.
 */
export async function withOwnNumbers(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<LinkageSettings> {
  const { number_columns: candidates, own_number_columns: known } = settings.options
  const isAsked = candidates.some((name) => !known.includes(name))
  if (!isAsked) return settings
  const rows = await engine.rows<{ pattern: number; n: number }>(
    `SELECT pattern, count(*) AS n FROM ${PAIRS} GROUP BY pattern ORDER BY pattern`,
  )
  const patterns = rows.map(({ pattern, n }) => ({ gammas: gammasOf(records.code, pattern), count: n }))
  const own = ownNumbers(settings, patterns)
  if (own.length === 0) return settings
  const columns = [...known, ...own]
  return { ...settings, options: { ...withoutWrongLaws(settings, patterns, columns), own_number_columns: columns } }
}

function ownNumbers(settings: LinkageSettings, patterns: readonly PatternCount[]): string[] {
  const { number_columns: candidates, own_number_columns: known } = settings.options
  const agrees = agreement(settings)
  return settings.comparisons.flatMap(({ name, answers }, at) => {
    if (!candidates.includes(name) || known.includes(name)) return []
    let [told, agreeing] = [0, 0]
    for (const { gammas, count } of patterns) {
      const isOne = gammas[at] === answers - 1 ? agrees(gammas) : null
      if (isOne === null) continue
      told += count
      if (isOne) agreeing += count
    }
    return told >= FEWEST_PAIRS && agreeing >= LEAST_AGREEING * told ? [name] : []
  })
}

/** The options, with levels that part too many of the pairs with one number held and no longer apart. */
function withoutWrongLaws(
  { comparisons, options }: LinkageSettings,
  patterns: readonly PatternCount[],
  numbers: readonly string[],
): LinkageSettings['options'] {
  const same = comparisons.flatMap(({ name, answers }, at) =>
    numbers.includes(name) ? [{ at, gamma: answers - 1 }] : [],
  )
  const numbered = patterns.filter(({ gammas }) => same.some(({ at, gamma }) => gammas[at] === gamma))
  const apart = { ...options.apart_levels }
  const held = { ...options.held_levels }
  for (const [at, { name, levels }] of comparisons.entries()) {
    const labels = apart[name]
    if (labels === undefined) continue
    const parting = gammasCalled(levels, labels)
    const told = sum(numbered.filter(({ gammas }) => (gammas[at] as number) >= 0))
    const parted = sum(numbered.filter(({ gammas }) => parting.has(gammas[at] as number)))
    if (parted <= MOST_PARTED * told) continue
    delete apart[name]
    held[name] = [...(held[name] ?? []), ...labels]
  }
  return { ...options, apart_levels: apart, held_levels: held }
}

const sum = (patterns: readonly PatternCount[]): number => patterns.reduce((all, { count }) => all + count, 0)

/** Whether the names of a pair, or what an entity has one of all its life, agree; null where neither is known of both. */
function agreement({ comparisons, options }: LinkageSettings): (gammas: readonly number[]) => boolean | null {
  const names = comparisons.flatMap((comparison, at) =>
    options.name_comparisons.includes(comparison.name) ? [{ at, others: otherGammas(comparison, options) }] : [],
  )
  const telling = comparisons.flatMap(({ name, answers }, at) =>
    options.telling_columns.includes(name) ? [{ at, same: answers - 1 }] : [],
  )
  return (gammas) => {
    const isKnown = ({ at }: { readonly at: number }) => (gammas[at] as number) >= 0
    if (!names.some(isKnown) && !telling.some(isKnown)) return null
    return (
      names.some((name) => isKnown(name) && !name.others.has(gammas[name.at] as number)) ||
      telling.some(({ at, same }) => gammas[at] === same)
    )
  }
}

import type { Engine } from '../../engine/engine.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { PatternCount } from './expectation-maximisation.ts'
import type { LinkageModel } from './linkage-model.ts'
import { randomPatterns } from './random-patterns.ts'

/** What an answer of other pairs keeps at least. */
const LEAST_U = 1e-6
/** So many pairs may agree by accident, or be of one entity all the same. */
const ACCIDENTS = 2

/**
 * The model with no agreement taken for rarer than the records show it to be: a town, a day or a name that many of them have says little,
 * whatever it says elsewhere. It is measured of pairs that are hardly anybody's twins: two rows of a source without duplicates, and for
 * whatever is not the name itself, two rows of altogether other names.
 * @param names comparisons whose last answer tells other names
 */
export async function withMeasuredU(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  names: readonly string[],
): Promise<LinkageModel> {
  const free = settings.options.duplicate_free_sources
  const inOneSource = free.length === 0 ? [] : await randomPatterns(engine, settings, records, free)
  const random = names.length === 0 ? [] : await randomPatterns(engine, settings, records)
  const naming = settings.comparisons.flatMap(({ name }, at) => (names.includes(name) ? [at] : []))
  const otherwiseNamed = random.filter(({ gammas }) => naming.some((at) => gammas[at] === 0))
  return {
    ...model,
    comparisons: model.comparisons.map((comparison, at) => {
      const shares = [sharesOf(inOneSource, at), ...(naming.includes(at) ? [] : [sharesOf(otherwiseNamed, at)])]
      const levels = comparison.levels.map((level) =>
        level.gamma === 0 ? level : { ...level, u: Math.max(level.u, ...shares.map((share) => share(level.gamma))) },
      )
      const agreeing = levels.reduce((sum, { gamma, u }) => sum + (gamma === 0 ? 0 : u), 0)
      return {
        ...comparison,
        levels: levels.map((level) =>
          level.gamma === 0 ? { ...level, u: Math.min(level.u, Math.max(1 - agreeing, LEAST_U)) } : level,
        ),
      }
    }),
    training: { ...model.training, u: `${model.training.u}, and at least as common as among records that are not one` },
  }
}

/** The share of an answer among pairs that have one. */
function sharesOf(patterns: readonly PatternCount[], at: number): (gamma: number) => number {
  const seen = new Map<number, number>()
  let total = 0
  for (const { gammas, count } of patterns) {
    const gamma = gammas[at] as number
    if (gamma < 0) continue
    seen.set(gamma, (seen.get(gamma) ?? 0) + count)
    total += count
  }
  return (gamma) => Math.max(0, (seen.get(gamma) ?? 0) - ACCIDENTS) / Math.max(total, 1)
}

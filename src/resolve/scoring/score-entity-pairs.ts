import type { Engine } from '../../engine/engine.ts'
import { eitherSql, heldSql } from '../clusters/held-pairs.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { branchChances } from './branch-chances.ts'
import { likelyEntities } from './likely-entities.ts'
import { loneLikeness } from './lone-likeness.ts'
import type { PairWeights } from './pair-weights.ts'
import { type ExpectedLinks, precisionThreshold } from './precision-threshold.ts'
import { SCORES, scorePairs } from './score-pairs.ts'
import { entityFrequencies, type ValueFrequencies } from './value-frequencies.ts'

/** Pairs weighed by a model of types (`trainEntityModel`), in `link_score`. */
export interface ScoredEntityPairs {
  readonly weights: PairWeights
  /** SQL over a scored pair: what holds it back besides the levels that the settings name. */
  readonly held: string | null
  readonly expected: ExpectedLinks
}

/** How many things have a value, where records are one that a model finds likely one by their levels alone. Needs the compared pairs. */
export const likelyFrequencies = async (
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
): Promise<ValueFrequencies> => entityFrequencies(records, await likelyEntities(engine, settings, records, model))

/**
 * Weighs the compared pairs, a value by how many things have it, and finds from which weight on links are right as often as is asked.
 * @param precision share of links that shall be right
 * @param frequencies of `likelyFrequencies`
 */
export async function scoreEntityPairs(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  precision: number,
  frequencies: ValueFrequencies,
): Promise<ScoredEntityPairs> {
  const weights = await scorePairs(engine, settings, records, model, frequencies)
  const rows = await engine.rows<{ pattern: number }>(`SELECT DISTINCT pattern FROM ${SCORES} ORDER BY pattern`)
  const patterns = rows.map(({ pattern }) => pattern)
  const lone = loneLikeness(patterns, settings, records, model)
  const branches = branchChances(patterns, settings, records, model)
  const asked = [...new Set([...lone, ...branches.likely])]
  const held = asked.length === 0 ? null : `pattern IN (${asked.join(', ')})`
  return {
    weights,
    held,
    expected: await precisionThreshold(
      engine,
      precision,
      eitherSql(heldSql(settings, records), held),
      branches.oneShare,
    ),
  }
}

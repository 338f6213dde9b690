import type { Engine } from '../../engine/engine.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { type PairWeights, probabilityOf } from './pair-weights.ts'
import { likelyFrequencies, scoreEntityPairs } from './score-entity-pairs.ts'
import { scorePairs } from './score-pairs.ts'
import type { ValueFrequencies } from './value-frequencies.ts'

/** Thresholds are told to six digits, and hold as they are told. */
const SHOWN = 1e6

/** Pairs in `link_score`, and what is to be known of them. */
export interface WeighedPairs<Used> {
  /** What weighed them: the model, as it was taught. */
  readonly used: Used
  readonly weights: PairWeights
  /** Undefined where values are counted in rows. */
  readonly frequencies: ValueFrequencies | undefined
  /** SQL over a scored pair: what holds it back besides the levels that the settings name. */
  readonly held: string | null
  /** Match probability from which links are right as often as was asked; null where settings say it. */
  readonly linkedFrom: number | null
  /** What values are counted in. */
  readonly countedIn: LinkageSettings['options']['counted_in']
}

/**
 * Weighs the compared pairs by a model that was taught. Where types made the settings a value weighs by how many things have it, and one
 * likeness alone links nothing.
 * @param precision share of links that shall be right, where types made the settings; null where they are somebody's
 * @param teach corrects the model by what people know, values being as rare as told
 */
export async function weighPairs<Used extends { readonly model: LinkageModel }>(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  untaught: LinkageModel,
  precision: number | null,
  teach: (frequencies: ValueFrequencies | undefined) => Promise<Used>,
): Promise<WeighedPairs<Used>> {
  const countedIn = precision === null ? settings.options.counted_in : 'entities'
  if (countedIn === 'rows') {
    const used = await teach(undefined)
    const weights = await scorePairs(engine, settings, records, used.model)
    return { used, weights, frequencies: undefined, held: null, linkedFrom: null, countedIn }
  }
  const frequencies = await likelyFrequencies(engine, settings, records, untaught)
  const used = await teach(frequencies)
  const asked = precision ?? settings.options.match_threshold
  const { expected, ...scored } = await scoreEntityPairs(engine, settings, records, used.model, asked, frequencies)
  if (precision === null) return { used, ...scored, frequencies, linkedFrom: null, countedIn }
  // A pair that is as sure as all shall be together makes none of them less so: above that nobody need look for an edge.
  const linkedFrom = Math.floor(Math.min(probabilityOf(expected.threshold), precision) * SHOWN) / SHOWN
  return { used, ...scored, frequencies, linkedFrom, countedIn }
}

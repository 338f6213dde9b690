import type { Engine } from '../../engine/engine.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { pairWeights } from './pair-weights.ts'
import { SCORES } from './score-pairs.ts'
import type { ValueFrequencies } from './value-frequencies.ts'
import { weightFunction } from './weight-function.ts'

export const RESCORES = 'link_rescore'

/**
 * Table `link_rescore` (a, b, rules, pattern, match_weight, used_weight): the scored pairs with another model's weight in bits beside the
 * one they have. `link_score` stays as it is.
 * @param frequencies how rare values are; by default counted in rows
 */
export async function rescorePairs(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  frequencies?: ValueFrequencies,
): Promise<void> {
  const name = weightFunction(engine, pairWeights(settings, records, model, frequencies))
  await engine.run(
    `CREATE OR REPLACE TABLE ${RESCORES} AS
     SELECT a, b, rules, pattern, ${name}(a, b, pattern) AS match_weight, match_weight AS used_weight FROM ${SCORES}`,
  )
}

import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { bitsOf, type PairWeights, pairWeights } from './pair-weights.ts'
import type { ValueFrequencies } from './value-frequencies.ts'
import { weightFunction } from './weight-function.ts'

export const SCORES = 'link_score'

/** Table `link_score` (a, b, pattern, match_weight): the compared pairs with the model's weight in bits. @returns what weighed them */
export async function scorePairs(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  frequencies?: ValueFrequencies,
): Promise<PairWeights> {
  const weights = pairWeights(settings, records, model, frequencies)
  const name = weightFunction(engine, weights)
  await engine.run(
    `CREATE OR REPLACE TABLE ${SCORES} AS SELECT a, b, rules, pattern, ${name}(a, b, pattern) AS match_weight FROM ${PAIRS}`,
  )
  await engine.run(`DROP TABLE ${PAIRS}`)
  return weights
}

/** SQL of the scored pairs as they are published, most alike first. `where` looks at `s` (a, b, match_weight). */
export function scoredPairsSql(settings: LinkageSettings, records: PreparedRecords, where = 'true'): string {
  const gammas = settings.comparisons.map(
    ({ gammaColumn, answers }, at) =>
      `((s.pattern::BIGINT // ${records.code.radix[at]}) % ${answers + 1} - 1)::TINYINT AS ${sqlName(gammaColumn)}`,
  )
  const sources = records.hasSource ? ', l.link_source AS left_source, r.link_source AS right_source' : ''
  return `SELECT l.link_row_id AS left_id, r.link_row_id AS right_id${sources}, s.match_weight,
      1 / (1 + pow(2.0, -s.match_weight)) AS match_probability, ${gammas.join(', ')}
    FROM ${SCORES} s JOIN ${RECORDS} l ON l.link_position = s.a JOIN ${RECORDS} r ON r.link_position = s.b
    WHERE ${where}`
}

/** The weight from which a pair has at least this probability. */
export const thresholdBits = (probability: number): number =>
  probability >= 1 ? Number.POSITIVE_INFINITY : bitsOf(probability)

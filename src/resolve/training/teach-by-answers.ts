import type { Engine } from '../../engine/engine.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import { pairWeights } from '../scoring/pair-weights.ts'
import { SCORES, thresholdBits } from '../scoring/score-pairs.ts'
import type { ValueFrequencies } from '../scoring/value-frequencies.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { emptyStrata, type HeldOutAccuracy, heldOutAccuracy, type Stratum, stratumEdges } from './held-out-accuracy.ts'
import { canTeach, type LabelledPair, type Taught, teachModel } from './labelled-pairs.ts'
import type { LinkageModel } from './linkage-model.ts'

/** What somebody said of two records, by position. */
export interface Answer {
  readonly a: number
  readonly b: number
  readonly isMatch: boolean
}

export interface TaughtByAnswers extends Taught {
  readonly labelled: readonly LabelledPair[]
  /** Answers about pairs that no blocking rule makes: the model cannot learn from them, and without the answer would never link them. */
  readonly uncompared: { readonly same: number; readonly different: number }
}

export interface TeachingOptions {
  /** How rare values are: as the pairs will be weighed. By default counted in rows. */
  readonly frequencies?: ValueFrequencies | undefined
  /** Of more answers an even choice is taken. */
  readonly most?: number
}

/** Corrects a model by answers about compared pairs. Needs `link_pair`, and leaves it as it was. */
export async function teachByAnswers(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  answers: readonly Answer[],
  { frequencies, most = 50_000 }: TeachingOptions = {},
): Promise<TaughtByAnswers> {
  const writer = await engine.createTable('answered_pair', [
    { name: 'a', type: 'long' },
    { name: 'b', type: 'long' },
    { name: 'is_match', type: 'boolean' },
  ])
  const ordered = answers.map(({ a, b, isMatch }) => ({ a: Math.min(a, b), b: Math.max(a, b), isMatch }))
  writer.append([ordered.map(({ a }) => a), ordered.map(({ b }) => b), ordered.map(({ isMatch }) => isMatch)])
  await writer.finish()
  const found = await engine.rows<{ a: number; b: number; is_match: boolean; pattern: number | null }>(
    `SELECT q.a, q.b, q.is_match, p.pattern FROM answered_pair q LEFT JOIN ${PAIRS} p ON p.a = q.a AND p.b = q.b
     ORDER BY hash(q.a, q.b), q.a, q.b`,
  )
  await engine.run('DROP TABLE answered_pair')
  const weights = pairWeights(settings, records, model, frequencies)
  const labelled = found
    .flatMap(({ a, b, is_match: isMatch, pattern }): LabelledPair[] => {
      if (pattern === null) return []
      const gammas = gammasOf(records.code, pattern)
      const rarityBits = gammas.reduce((sum, gamma, at) => sum + weights.adjustment(at, gamma, a, b), 0)
      return [{ a, b, gammas, rarityBits, isMatch }]
    })
    .slice(0, most)
  const outside = found.filter(({ pattern }) => pattern === null)
  const same = outside.filter(({ is_match }) => is_match).length
  const uncompared = { same, different: outside.length - same }
  if (!canTeach(labelled)) return { ...teachModel(model, labelled, []), labelled, uncompared }
  const compared = await engine.rows<{ pattern: number; n: number }>(
    `SELECT pattern, count(*) AS n FROM ${PAIRS} GROUP BY pattern ORDER BY pattern`,
  )
  const patterns = compared.map(({ pattern, n }) => ({ gammas: gammasOf(records.code, pattern), count: n }))
  return { ...teachModel(model, labelled, patterns), labelled, uncompared }
}

/** Accuracy at a match probability from which pairs are linked. */
export interface ThresholdAccuracy extends HeldOutAccuracy {
  readonly threshold: number
}

/** Thresholds that are told beside the one in use, so that answers can choose it. */
const TOLD_THRESHOLDS = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]

/**
 * Precision and recall of the scored pairs by the answers, each held out once: at the threshold in use first, then at others, ascending. Empty
 * where there are too few answers. Needs `link_score`.
 */
export async function accuracyByAnswers(
  engine: Engine,
  { labelled, heldOutBits }: TaughtByAnswers,
  threshold: number,
): Promise<ThresholdAccuracy[]> {
  if (!canTeach(labelled) || !(threshold > 0 && threshold < 1)) return []
  const isMatch = labelled.map((pair) => pair.isMatch)
  const found: ThresholdAccuracy[] = []
  for (const one of [threshold, ...TOLD_THRESHOLDS.filter((told) => told !== threshold)]) {
    const bits = thresholdBits(one)
    found.push({ threshold: one, ...heldOutAccuracy(heldOutBits, isMatch, await strataOfScores(engine, bits), bits) })
  }
  return found
}

async function strataOfScores(engine: Engine, bits: number): Promise<Stratum[]> {
  const reached = stratumEdges(bits).map((edge) => `(match_weight >= ${edge})::INTEGER`)
  const rows = await engine.rows<{ stratum: number; pairs: number; expected: number }>(
    `SELECT ${reached.join(' + ')} AS stratum, count(*) AS pairs, sum(1 / (1 + pow(2.0, -match_weight))) AS expected
     FROM ${SCORES} GROUP BY 1`,
  )
  const strata = emptyStrata()
  for (const { stratum, pairs, expected } of rows) Object.assign(strata[stratum] ?? {}, { pairs, expected })
  return strata
}

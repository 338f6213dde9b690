import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import { levelBits, type PairWeights, pairWeights } from './pair-weights.ts'

/** One bar of a waterfall: what a comparison adds to a pair's weight. */
export interface WaterfallStep {
  readonly comparison: string
  readonly gamma: number
  readonly label: string
  readonly bits: number
  /** What the rarity of the value adds to that. */
  readonly rarityBits: number
}

export interface Waterfall {
  readonly priorBits: number
  readonly steps: readonly WaterfallStep[]
  readonly weight: number
}

/**
 * Takes a pair's weight apart: prior, then each comparison in the order of the settings. Their sum is the weight.
 * @param weights what weighed the pair; by default the model's, values counted in rows
 */
export function explainPair(
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  pair: { readonly a: number; readonly b: number; readonly pattern: number },
  weights: PairWeights = pairWeights(settings, records, model),
): Waterfall {
  const bits = levelBits(model)
  const steps = gammasOf(records.code, pair.pattern).map((gamma, at): WaterfallStep => {
    const comparison = settings.comparisons[at] as LinkageSettings['comparisons'][number]
    return {
      comparison: comparison.name,
      gamma,
      label: comparison.levels.find((level) => level.gamma === gamma)?.label ?? '',
      bits: gamma < 0 ? 0 : ((bits[at] as number[])[gamma] as number),
      rarityBits: weights.adjustment(at, gamma, pair.a, pair.b),
    }
  })
  const sum = steps.reduce((total, step) => total + step.bits + step.rarityBits, 0)
  return { priorBits: weights.priorBits, steps, weight: weights.priorBits + sum }
}

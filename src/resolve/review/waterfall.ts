import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import { levelBits, type PairWeights } from '../scoring/pair-weights.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import type { WaterfallStep } from './review-pair.ts'

/** What a pair's weight is made of, comparison by comparison, as bars that add up to it. The first is the prior. */
export function waterfallOf(
  settings: LinkageSettings,
  records: PreparedRecords,
  model: LinkageModel,
  weights: PairWeights,
): (a: number, b: number, pattern: number) => WaterfallStep[] {
  const bits = levelBits(model)
  const round = (value: number) => Math.round(value * 1000) / 1000
  return (a, b, pattern) => [
    { comparison: 'prior', level: 0, label: 'two records at random', bits: round(weights.priorBits), tfBits: 0 },
    ...gammasOf(records.code, pattern).map((gamma, at): WaterfallStep => {
      const comparison = settings.comparisons[at]
      return {
        comparison: comparison?.name ?? '',
        level: gamma,
        label: comparison?.levels.find((level) => level.gamma === gamma)?.label ?? 'unknown',
        bits: gamma < 0 ? 0 : round(bits[at]?.[gamma] ?? 0),
        tfBits: gamma < 0 ? 0 : round(weights.adjustment(at, gamma, a, b)),
      }
    }),
  ]
}

import type { BlockingAnalysis } from '../blocking/analyse-blocking.ts'
import type { Cut } from '../clusters/cluster-pairs.ts'
import type { RulePairs } from '../comparing/compare-pairs.ts'
import type { Waterfall } from '../scoring/explain-pair.ts'
import type { LinkageModel } from '../training/linkage-model.ts'
import type { ThresholdAccuracy } from '../training/teach-by-answers.ts'
import type { TruthMetrics } from '../truth-metrics.ts'

/** A cluster worth a look, with the pair in it that agrees least. */
export interface ReportCluster {
  readonly id: string
  /** Why it is shown. */
  readonly reason: string
  readonly columns: readonly string[]
  readonly rows: readonly { readonly id: string; readonly values: readonly (string | null)[] }[]
  readonly pair: { readonly left: string; readonly right: string; readonly waterfall: Waterfall } | null
}

/** Everything the linkage report shows, as plain data. */
export interface ReportData {
  readonly title: string
  readonly rows: number
  readonly pairs: number
  readonly clusters: number
  readonly threshold: number
  readonly thresholdBits: number
  readonly model: LinkageModel
  readonly blocking: BlockingAnalysis
  readonly rulePairs: readonly RulePairs[]
  /** Pairs by whole bits of weight, ascending. */
  readonly weights: readonly { readonly bits: number; readonly pairs: number }[]
  readonly clusterSizes: readonly { readonly size: number; readonly clusters: number }[]
  readonly worst: readonly ReportCluster[]
  readonly cuts: readonly {
    readonly left: string
    readonly right: string
    readonly weight: number
    readonly reason: Cut['reason']
    readonly column?: string
  }[]
  readonly truth?: TruthMetrics & { readonly thresholds: readonly ({ readonly threshold: number } & TruthMetrics)[] }
  /** By labelled pairs that the model was not taught with: at the threshold in use, then at others. */
  readonly accuracy?: readonly ThresholdAccuracy[]
  readonly warnings: readonly string[]
}

import { probabilityOf } from '../scoring/pair-weights.ts'
import { thresholdBits } from '../scoring/score-pairs.ts'
import type { ClusterInput } from './cluster-input.ts'
import { clusterPairs } from './cluster-pairs.ts'

/** What linking from one probability on comes to. */
export interface ThresholdChoice {
  readonly threshold: number
  /** Pairs of at least this probability. */
  readonly links: number
  /** The mean probability of those pairs: the share that is expected to be right. Null without any. */
  readonly expectedPrecision: number | null
  readonly entities: number
  /** Rows of the greatest entity. */
  readonly largest: number
}

/** Rows of one entity from which a person should look. */
export const MANY_ROWS = 20
/** The share of links that should be right. */
const WANTED_PRECISION = 0.99

/** @param input good for the least of the thresholds */
export const thresholdChoices = (input: ClusterInput, thresholds: readonly number[]): ThresholdChoice[] =>
  thresholds.map((threshold) => {
    const bits = thresholdBits(threshold)
    const linked = input.pairs.weight.filter((weight) => weight >= bits)
    const expected = linked.reduce((sum, weight) => sum + probabilityOf(weight), 0)
    const sizes = sizesOf(clusterPairs({ ...input, threshold: bits }).clusterOf)
    return {
      threshold,
      links: linked.length,
      expectedPrecision: linked.length === 0 ? null : expected / linked.length,
      entities: sizes.size,
      largest: Math.max(0, ...sizes.values()),
    }
  })

/** The least threshold from which links are right as they should be and no entity has too many rows; undefined: none of them. */
export const proposedThreshold = (choices: readonly ThresholdChoice[]): ThresholdChoice | undefined =>
  choices.find(({ expectedPrecision, largest }) => (expectedPrecision ?? 1) >= WANTED_PRECISION && largest <= MANY_ROWS)

/** Rows by cluster. */
export function sizesOf(clusterOf: ArrayLike<number>): Map<number, number> {
  const sizes = new Map<number, number>()
  for (let row = 0; row < clusterOf.length; row++) {
    const cluster = clusterOf[row] as number
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1)
  }
  return sizes
}

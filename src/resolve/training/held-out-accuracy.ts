import { probabilityOf } from '../scoring/pair-weights.ts'

/** A share with the interval that holds it 19 times in 20. */
export interface ShareInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** How right a linkage is, told by pairs that the model was not taught with. */
export interface HeldOutAccuracy {
  /** Of the pairs that are linked, those that are one. */
  readonly precision: ShareInterval
  /** Of the compared pairs that are one, those that are linked. Pairs that no blocking rule makes are not among them. */
  readonly recall: ShareInterval
  /** Labelled pairs behind it. */
  readonly answers: number
}

/** Compared pairs whose weights lie between two edges. */
export interface Stratum {
  readonly pairs: number
  /** Sum of their match probabilities. */
  readonly expected: number
  readonly isLinked: boolean
}

/** Bits from the threshold to the edges of strata. */
const EDGES = [-12, -8, -5, -3, -1.5, 0, 1.5, 3, 5, 8] as const
/** What the model expects of a stratum counts as so many answers. */
const BELIEF = 2
/** Of each stratum so many pairs may be otherwise, however sure the model is. */
const DOUBT = 1
/** Normal quantile of a two-sided interval of 95%. */
const Z = 1.96

export const stratumEdges = (thresholdBits: number): number[] => EDGES.map((edge) => thresholdBits + edge)

/** The stratum of a weight: how many edges it reaches. */
const stratumOf = (bits: number, edges: readonly number[]): number => edges.filter((edge) => bits >= edge).length

/**
 * Precision and recall by answers that were held out. People are asked about pairs near even odds, so a plain share of right answers would
 * tell of doubtful pairs alone: answers count for the pairs of their stratum of weight (post-stratification; Holt & Smith 1979). In a
 * stratum of N compared pairs, of which the model expects a share e to be matches (never none of them, never all), n answers with k matches make the share
 * Beta(2e + k, 2(1 − e) + n − k); N of that share are added up, and the interval is Wilson's (1927) at the size of a simple random sample that would be
 * as certain (delta method for recall). Few answers make wide intervals, and a stratum without any is believed as the model has it, for two answers.
 * @param heldOutBits weights of the labelled pairs by models that were not taught with them
 */
export function heldOutAccuracy(
  heldOutBits: readonly number[],
  isMatch: readonly boolean[],
  strata: readonly Stratum[],
  thresholdBits: number,
): HeldOutAccuracy {
  const edges = stratumEdges(thresholdBits)
  const linked = { pairs: 0, matches: 0, variance: 0 }
  const missed = { pairs: 0, matches: 0, variance: 0 }
  const answered = heldOutBits.map((bits, at) => ({ stratum: stratumOf(bits, edges), yes: isMatch[at] === true }))
  for (const [at, { pairs, expected, isLinked }] of strata.entries()) {
    if (pairs === 0) continue
    const here = answered.filter(({ stratum }) => stratum === at)
    const yes = here.filter((one) => one.yes).length
    const doubt = Math.min(DOUBT / pairs, 0.5)
    const believed = Math.min(Math.max(expected / pairs, doubt), 1 - doubt)
    const share = (BELIEF * believed + yes) / (BELIEF + here.length)
    const unseen = Math.max(0, 1 - here.length / pairs)
    const side = isLinked ? linked : missed
    side.pairs += pairs
    side.matches += pairs * share
    side.variance += (pairs * pairs * share * (1 - share) * unseen) / (BELIEF + here.length + 1)
  }
  const all = linked.matches + missed.matches
  return {
    precision: interval(
      linked.pairs === 0 ? 1 : linked.matches / linked.pairs,
      linked.pairs === 0 ? 0 : linked.variance / linked.pairs ** 2,
    ),
    recall: interval(
      all === 0 ? 1 : linked.matches / all,
      all === 0 ? 0 : (missed.matches ** 2 * linked.variance + linked.matches ** 2 * missed.variance) / all ** 4,
    ),
    answers: heldOutBits.length,
  }
}

/** Wilson's interval of a share whose variance is known, as of a sample that would have it. */
function interval(estimate: number, variance: number): ShareInterval {
  const spread = estimate * (1 - estimate)
  if (variance <= 0 || spread <= 0) return { estimate, low: estimate, high: estimate }
  const size = spread / variance
  const scale = 1 + Z ** 2 / size
  const middle = (estimate + Z ** 2 / (2 * size)) / scale
  const half = (Z / scale) * Math.sqrt(variance + Z ** 2 / (4 * size ** 2))
  return { estimate, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** The strata of pairs whose weights are known one by one. */
export function strataOf(bits: Iterable<number>, thresholdBits: number): Stratum[] {
  const edges = stratumEdges(thresholdBits)
  const strata = emptyStrata()
  for (const weight of bits) {
    const found = strata[stratumOf(weight, edges)] as { pairs: number; expected: number }
    found.pairs += 1
    found.expected += probabilityOf(weight)
  }
  return strata
}

/** One stratum more than there are edges; those from the threshold up are linked. */
export const emptyStrata = (): { pairs: number; expected: number; isLinked: boolean }[] =>
  Array.from({ length: EDGES.length + 1 }, (_, at) => ({ pairs: 0, expected: 0, isLinked: at > EDGES.indexOf(0) }))

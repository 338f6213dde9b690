import type { Engine } from '../../engine/engine.ts'
import { probabilityOf } from './pair-weights.ts'
import { SCORES } from './score-pairs.ts'

/** What linking from a weight up is expected to bring. */
export interface ExpectedLinks {
  /** Bits; more than any pair has where none can be linked at this precision. */
  readonly threshold: number
  /** Pairs that are linked, and the share of them that is expected to be right; 1 where there are none. */
  readonly pairs: number
  readonly precision: number
}

/** More bits than any pair has. */
const NONE = 1000
/** A pair that is likelier not one is no link, however sure the others are. */
const LEAST = 0.5

/**
 * The lowest weight from which the scored pairs that may be linked are right in this share, by their own probabilities.
 * @param held SQL over a scored pair: whether it is no link by itself
 * @param oneShare by pattern, what share of such pairs is one besides: 1 where it is not told
 */
export async function precisionThreshold(
  engine: Engine,
  precision: number,
  held: string | null,
  oneShare: ReadonlyMap<number, number> = new Map(),
): Promise<ExpectedLinks> {
  let [right, pairs, lowest] = [0, 0, NONE]
  // Pairs of one weight are linked together.
  const believe = () => {
    if (pairs > 0 && right / pairs >= precision) found = { threshold: lowest, pairs, precision: right / pairs }
  }
  let found: ExpectedLinks = { threshold: NONE, pairs: 0, precision: 1 }
  for await (const { columns } of engine.columns(
    `SELECT match_weight, pattern, count(*) AS n FROM ${SCORES} ${held === null ? '' : `WHERE NOT (${held})`}
     GROUP BY match_weight, pattern ORDER BY match_weight DESC, pattern`,
  )) {
    const [weights = [], patterns = [], counts = []] = columns as [number[], number[], number[]]
    for (const [at, weight] of weights.entries()) {
      const probability = probabilityOf(weight)
      if (weight !== lowest) believe()
      lowest = weight
      if (probability < LEAST) return found
      const count = Number(counts[at])
      right += count * probability * (oneShare.get(patterns[at] as number) ?? 1)
      pairs += count
    }
  }
  believe()
  return found
}

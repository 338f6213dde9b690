import type { ReviewPair } from './review-pair.ts'

/**
 * The pairs whose answers teach most, first things first. Uncertainty: nearest to even odds, where an answer is worth a whole bit.
 * Diversity: no two pairs of one entity, and a pattern of levels that was asked about already, now or before, only after all that were not. The same
 * pairs and answers give the same choice: ties fall by the pair's id, which is a hash.
 * @param answered pairs that need not be asked again; they are not in the result
 */
export function nextPairs(
  pairs: readonly ReviewPair[],
  answered: (pair: ReviewPair) => boolean,
  count: number,
): ReviewPair[] {
  const asked = new Map<string, number>()
  for (const pair of pairs) if (answered(pair)) asked.set(patternOf(pair), (asked.get(patternOf(pair)) ?? 0) + 1)
  const open = [...new Map(pairs.map((pair) => [`${pair.subject} ${pair.pair_id}`, pair])).values()]
    .filter((pair) => !answered(pair))
    .sort(
      (one, other) =>
        Math.abs(one.match_weight) - Math.abs(other.match_weight) ||
        (one.pair_id < other.pair_id ? -1 : one.pair_id > other.pair_id ? 1 : 0),
    )
  const chosen: ReviewPair[] = []
  const entities = new Set<string>()
  const isFree = (pair: ReviewPair) => ![...entitiesOf(pair)].some((entity) => entities.has(entity))
  while (chosen.length < count) {
    let best: ReviewPair | undefined
    for (const pair of open)
      if (isFree(pair) && (best === undefined || times(asked, pair) < times(asked, best))) best = pair
    if (best === undefined) break
    chosen.push(best)
    for (const entity of entitiesOf(best)) entities.add(entity)
    asked.set(patternOf(best), times(asked, best) + 1)
  }
  return chosen
}

const times = (asked: ReadonlyMap<string, number>, pair: ReviewPair): number => asked.get(patternOf(pair)) ?? 0

/** How a pair compares, whatever its values are. */
const patternOf = ({ subject, waterfall }: ReviewPair): string =>
  `${subject} ${waterfall.map(({ comparison, level }) => `${comparison}:${level}`).join(' ')}`

const entitiesOf = ({ subject, left_entity, right_entity }: ReviewPair): Set<string> =>
  new Set([`${subject} ${left_entity}`, `${subject} ${right_entity}`])

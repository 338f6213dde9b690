import type { PatternCount } from './expectation-maximisation.ts'

/** What is known of a comparison before a file is seen: where its type starts. */
export interface TypePrior {
  /** By gamma. */
  readonly m: readonly number[]
  readonly u: readonly number[]
  /** Whether it compares what entities are called. */
  readonly isName: boolean
  /** Gammas at which two names are others. */
  readonly others: ReadonlySet<number>
  /** Whether an answer of it says that two are not one: of those that are not, it says nothing more. */
  readonly parts: boolean
  /** Whether it compares where an entity is: branches of one chain have all in common but that. */
  readonly isPlace: boolean
}

/** Compared pairs of one pattern. */
export interface ComparedCount extends PatternCount {
  /** Whether they are no link by themselves, whatever else agrees. */
  readonly isHeld: boolean
  /** Whether they are surely of two entities: rows of a source without duplicates, other days of birth. */
  readonly areTwo: boolean
}

export interface EntityEstimate {
  readonly lambda: number
  /** The share of all pairs that are two of one group: branches, which have all in common but where they are. */
  readonly branches: number
  readonly m: number[][]
  readonly u: number[][]
  /** What of u is no matter of how common a value is: entities of one name have more in common than others. */
  readonly shared: number[][]
  readonly matches: number
  readonly iterations: number
}

/** Matched pairs that a type's m is worth: so many of the file's own weigh as much. */
const M_WORTH = 100
/** Random pairs that a type's u is worth, and how many of the file's it may outweigh. */
const U_WORTH = 2_000
const U_SHARE = 0.2
/** So many pairs may agree by accident, or be one thing after all: of a dozen rows they would make u. */
const ACCIDENTS = 2
/** Pairs of one name that what is known of all pairs is worth for them. */
const NAMESAKES_WORTH = 50
const MOST_ITERATIONS = 200
const CONVERGENCE = 1e-5
const LEAST = 1e-9
const MOST_LAMBDA = 0.5
/** So many matches a row, on average, are believed of pairs that have no mail, phone or number in common: what all rows share is no sign. */
const MOST_MATCHES_A_ROW = 5
/** Chance agreement of values that are one's or a few's. */
const IDENTIFYING = 3e-5
/** So many branches a match are believed before the file is seen. */
const FIRST_BRANCHES = 0.1
/** Pairs of one group that are there before any is found: hardly one. */
const LEAST_GROUPS = 0.005

/**
 * Estimates m, u and the share of matches together by expectation–maximisation (Dempster, Laird & Rubin 1977; for linkage Winkler 1988), with
 * Dirichlet priors of the types (as Larsen & Rubin 2001 constrain it by what is known): they are worth a number of pairs, so they weigh less
 * the more a file has, and in a small one it is they that speak. It differs from estimating u beforehand in four things:
 *
 * - u is that of random pairs *without the matches among them*, which are taken off in every step; a level that blocking collects
 *   is at least as common as it was seen. A register that names each thing ten times does not make its names common.
 * - Pairs that are surely two (other days of birth, rows of a source without duplicates) or that a name holds back are no matches, whatever
 *   else agrees; m is that of pairs which could become one.
 * - What namesakes that are surely two have in common (father and son one address, branches one switchboard) is learnt apart, and
 *   counts for all pairs that names bring together: conditional independence does not hold there, and this is where it costs most.
 * - A third class stands between one and two: branches of one group, which have all in common that one entity has but where they are. Its
 *   only number of its own is how many there are; that addresses and phones differ together, more often than each alone would make
 *   it, is what tells it from entities whose addresses are ill kept.
 *
 * @param compared all pairs that blocking makes, by pattern
 * @param random patterns of pairs drawn at random
 * @param possiblePairs how many pairs there are in all, at least 1
 */
export function estimateEntityModel(
  compared: readonly ComparedCount[],
  random: readonly PatternCount[],
  priors: readonly TypePrior[],
  possiblePairs: number,
): EntityEstimate {
  const sample = random.reduce((sum, { count }) => sum + count, 0)
  const scale = sample === 0 ? 0 : possiblePairs / sample
  const seen = priors.map(({ u }, at) => levelCounts(u.length, at, random, scale, compared))
  let m = priors.map((prior) => normalised(prior.m))
  let u = priors.map((prior) => normalised(prior.u))
  let shared = u.map((levels) => levels.map(() => 0))
  const mostMatches = MOST_MATCHES_A_ROW * Math.sqrt(2 * possiblePairs)
  let lambda = Math.min(1 / Math.max(Math.sqrt(2 * possiblePairs), 2), MOST_LAMBDA)
  let believed = 1
  const places = priors.flatMap(({ isPlace }, at) => (isPlace ? [at] : []))
  let general = u
  let branches = places.length === 0 ? 0 : lambda * FIRST_BRANCHES
  let matches = 0
  let iterations = 0
  const identifying = priors.flatMap(({ isName, u: known }, at) =>
    !isName && (known.at(-1) ?? 1) <= IDENTIFYING ? [at] : [],
  )
  const names = priors.flatMap(({ isName }, at) => (isName ? [at] : []))
  while (iterations < MOST_ITERATIONS) {
    iterations++
    const logs = m.map((levels, at) =>
      levels.map((value, gamma) => Math.log(value / ((u[at] as number[])[gamma] as number))),
    )
    const odds = Math.log(lambda / (1 - lambda))
    const matched = m.map((levels) => levels.map(() => 0))
    const namesakes = m.map((levels) => levels.map(() => 0))
    matches = 0
    let [common, ofGroups] = [0, 0]
    // Against one entity: that two are elsewhere by chance, and all else as in one entity.
    const elsewhere = places.map((at) =>
      (m[at] as number[]).map((value, gamma) => Math.log(((general[at] as number[])[gamma] as number) / value)),
    )
    for (const { gammas, count, isHeld, areTwo } of compared) {
      let log = odds
      for (const [at, gamma] of gammas.entries()) if (gamma >= 0) log += (logs[at] as number[])[gamma] as number
      const isIdentified = identifying.some((at) => (gammas[at] as number) > 0)
      const grouped = branches === 0 ? 0 : (branches / lambda) * Math.exp(groupLog(elsewhere, places, gammas))
      const mayBeOne = isHeld || areTwo ? 0 : count / (1 + grouped + Math.exp(-log))
      const expected = mayBeOne * (isIdentified ? 1 : believed)
      ofGroups += mayBeOne * grouped
      matches += expected
      if (!isIdentified) common += expected
      const namesake =
        areTwo &&
        names.some((at) => (gammas[at] as number) >= 0 && !(priors[at] as TypePrior).others.has(gammas[at] as number))
      for (const [at, gamma] of gammas.entries()) {
        if (gamma < 0) continue
        const levels = matched[at] as number[]
        levels[gamma] = (levels[gamma] as number) + expected
        if (namesake) {
          const others = namesakes[at] as number[]
          others[gamma] = (others[gamma] as number) + count
        }
      }
    }
    believed = Math.min((believed * mostMatches) / Math.max(common, 1e-9), 1)
    const nextM = priors.map((prior, at) => shrunk(matched[at] as number[], prior.m, M_WORTH))
    general = priors.map((prior, at) => {
      const left = (seen[at] as number[]).map((count, gamma) =>
        Math.max(count - ((matched[at] as number[])[gamma] as number) - (gamma > 0 ? ACCIDENTS : 0), 0),
      )
      return shrunk(left, prior.u, Math.min(U_WORTH, U_SHARE * sample) * Math.max(scale, 1) + 1)
    })
    const nextU = general.map((levels, at) =>
      (priors[at] as TypePrior).isName || (priors[at] as TypePrior).parts
        ? levels
        : shrunk(namesakes[at] as number[], levels, NAMESAKES_WORTH),
    )
    shared = nextU.map((levels, at) =>
      levels.map((value, gamma) => Math.max(value - ((general[at] as number[])[gamma] as number), 0)),
    )
    branches = places.length === 0 ? 0 : Math.min((ofGroups + LEAST_GROUPS) / possiblePairs, MOST_LAMBDA)
    const nextLambda = Math.min((matches + 0.5) / possiblePairs, MOST_LAMBDA)
    const change = Math.max(largest(m, nextM), largest(u, nextU), Math.abs(Math.log(nextLambda / lambda)))
    m = nextM
    u = nextU
    lambda = nextLambda
    if (change < CONVERGENCE) break
  }
  return { lambda, branches, m, u, shared, matches, iterations }
}

/** How much likelier two are elsewhere by chance than one entity's rows are, as a logarithm; 0 where nothing is known of it. */
const groupLog = (
  elsewhere: readonly (readonly number[])[],
  places: readonly number[],
  gammas: readonly number[],
): number =>
  places.reduce((sum, at, nth) => {
    const gamma = gammas[at] as number
    return gamma < 0 ? sum : sum + ((elsewhere[nth] as number[])[gamma] as number)
  }, 0)

/** Pairs of each answer among all pairs: as random ones have them, and at least as many as were compared. */
function levelCounts(
  answers: number,
  at: number,
  random: readonly PatternCount[],
  scale: number,
  blocked: readonly PatternCount[],
): number[] {
  const of = (patterns: readonly PatternCount[], factor: number) => {
    const counts = new Array<number>(answers).fill(0)
    for (const { gammas, count } of patterns) {
      const gamma = gammas[at] as number
      if (gamma >= 0) counts[gamma] = (counts[gamma] as number) + count * factor
    }
    return counts
  }
  const compared = of(blocked, 1)
  return of(random, scale).map((count, gamma) => Math.max(count, compared[gamma] as number))
}

function shrunk(counts: readonly number[], prior: readonly number[], worth: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const known = normalised(prior)
  return normalised(counts.map((count, gamma) => (count + worth * (known[gamma] as number)) / (total + worth)))
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0)
  return values.map((value) => Math.max(value / sum, LEAST))
}

function largest(before: readonly (readonly number[])[], now: readonly (readonly number[])[]): number {
  let most = 0
  for (const [at, levels] of now.entries())
    for (const [gamma, value] of levels.entries())
      most = Math.max(most, Math.abs(Math.log(value / ((before[at] as number[])[gamma] as number))))
  return most
}

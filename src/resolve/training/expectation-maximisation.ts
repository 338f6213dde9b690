/** Pairs of one pattern. `gammas` holds one gamma a comparison. */
export interface PatternCount {
  readonly gammas: readonly number[]
  readonly count: number
}

export interface Estimate {
  /** Share of matches among the pairs. */
  readonly lambda: number
  /** By comparison, by gamma. Comparisons that were not estimated keep what they had. */
  readonly m: number[][]
  readonly matches: number
  readonly iterations: number
}

export interface EmOptions {
  readonly convergence: number
  readonly iterations: number
  /** Index of the comparisons to use and estimate. */
  readonly active: readonly number[]
  /**
   * How many pairs the share of matches is of. More than there are patterns of when the pairs were chosen by what they agree on: the
   * rest are taken for no matches.
   */
  readonly population?: number
  /** By comparison, by gamma: levels whose m stays. */
  readonly fixed: readonly (readonly boolean[])[]
}

/** A pair's worth of doubt spread over the levels of a comparison: no level becomes impossible for want of an example. */
const DOUBT = 1

/**
 * Estimates m and the share of matches by expectation–maximisation (Dempster, Laird & Rubin 1977; for linkage Winkler 1988) with u
 * fixed, on counts of patterns, under conditional independence. NULL levels (gamma −1) say nothing.
 */
export function expectationMaximisation(
  patterns: readonly PatternCount[],
  start: { readonly lambda: number; readonly m: readonly (readonly number[])[] },
  u: readonly (readonly number[])[],
  options: EmOptions,
): Estimate {
  let lambda = start.lambda
  let m = start.m.map((levels) => [...levels])
  const { active, fixed } = options
  let matches = 0
  let iterations = 0
  while (iterations < options.iterations) {
    iterations++
    const logs = active.map((at) =>
      (m[at] as number[]).map((value, gamma) => Math.log(value / ((u[at] as number[])[gamma] as number))),
    )
    const sums = m.map((levels) => levels.map(() => DOUBT / levels.length))
    const odds = Math.log(lambda / (1 - lambda))
    let total = 0
    matches = 0
    for (const { gammas, count } of patterns) {
      let log = odds
      for (const [index, at] of active.entries()) {
        const gamma = gammas[at] as number
        if (gamma >= 0) log += (logs[index] as number[])[gamma] as number
      }
      const expected = count / (1 + Math.exp(-log))
      total += count
      matches += expected
      for (const at of active) {
        const gamma = gammas[at] as number
        const levels = sums[at] as number[]
        if (gamma >= 0) levels[gamma] = (levels[gamma] as number) + expected
      }
    }
    const next = m.map((levels, at) =>
      active.includes(at) ? proportions(levels, sums[at] as number[], fixed[at] as readonly boolean[]) : levels,
    )
    const nextLambda = Math.min(Math.max(matches / (options.population ?? total), 1e-15), 1 - 1e-12)
    let change = Math.abs(nextLambda - lambda)
    for (const at of active)
      for (const [gamma, value] of (next[at] as number[]).entries())
        change = Math.max(change, Math.abs(value - ((m[at] as number[])[gamma] as number)))
    m = next
    lambda = nextLambda
    if (change < options.convergence) break
  }
  return { lambda, m, matches, iterations }
}

/** Free levels share what the fixed ones leave, in proportion to their expected counts. */
function proportions(levels: readonly number[], sums: readonly number[], fixed: readonly boolean[]): number[] {
  let free = 1
  let sum = 0
  for (const [gamma, value] of levels.entries()) {
    if (fixed[gamma]) free -= value
    else sum += sums[gamma] as number
  }
  return levels.map((value, gamma) =>
    fixed[gamma] ? value : Math.max(((sums[gamma] as number) / sum) * Math.max(free, 1e-9), 1e-9),
  )
}

import type { Engine } from '../../engine/engine.ts'
import { guard } from '../blocking/block-keys.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import { parseBlockingRule } from '../settings/blocking-rule.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { statedChances } from './default-chances.ts'
import { type Prior, priorByAgreement, priorByRules } from './estimate-prior.ts'
import { estimateU } from './estimate-u.ts'
import { expectationMaximisation, type PatternCount } from './expectation-maximisation.ts'
import type { LinkageModel } from './linkage-model.ts'
import { randomPairs, randomPatterns } from './random-patterns.ts'

const UNTRAINED_PRIOR = 0.0001
const LEAST_MATCHES = 5
const PASS_ITERATIONS = 200

type Pass = LinkageModel['training']['passes'][number]

/**
 * Estimates prior, u and m without knowing any match. What the settings state (a trained file) stays as it is.
 * Needs the pairs of `comparePairs`. The same records in any order give the same model.
 */
export async function trainModel(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<LinkageModel> {
  const { comparisons } = settings
  // A level whose m is fixed is held, not a sign of training: the others are still to be learnt.
  const hasM = comparisons.map(({ levels }) => levels.some(({ m, fixM }) => m !== undefined && !fixM))
  const hasU = comparisons.map(({ levels }) => levels.some(({ u }) => u !== undefined))
  const isTrained = hasM.every(Boolean) && hasU.every(Boolean)
  const stated = settings.document.probability_two_random_records_match
  const random = hasU.every(Boolean) ? [] : await randomPatterns(engine, settings, records)
  const u = comparisons.map((comparison, at) =>
    hasU[at] ? statedChances(comparison.levels, comparison.answers, 'u') : estimateU(comparison, at, random, records),
  )
  const start = comparisons.map(({ levels, answers }) => statedChances(levels, answers, 'm'))
  const patterns = isTrained ? [] : await patternCounts(engine, records)
  const all = patterns.map(({ gammas, count }) => ({ gammas, count }))
  const prior = await choosePrior(engine, settings, records, all, u, isTrained || stated !== UNTRAINED_PRIOR)
  const training = isTrained
    ? { m: start, passes: [] }
    : await trainM(engine, settings, records, patterns, { u, start, prior, hasM })
  const isOpen = !isTrained && stated === UNTRAINED_PRIOR && settings.options.deterministic_rules === undefined
  const value =
    isOpen && prior.certain > 0 ? refinePrior(all, training.m, u, prior.value, records.possiblePairs) : prior.value
  return {
    format: 1,
    prior: value,
    comparisons: comparisons.map(({ name, levels }, at) => ({
      name,
      levels: levels
        .filter(({ gamma }) => gamma >= 0)
        .map(({ gamma, label }) => ({
          gamma,
          label,
          m: (training.m[at] as number[])[gamma] as number,
          u: (u[at] as number[])[gamma] as number,
        }))
        .sort((first, second) => first.gamma - second.gamma),
    })),
    training: {
      prior: prior.how,
      u: hasU.every(Boolean)
        ? 'stated by the settings'
        : `${Math.min(randomPairs(settings, records.rows), records.possiblePairs)} random pairs`,
      passes: training.passes,
    },
  }
}

interface MaskedCount extends PatternCount {
  readonly rules: number
}

async function patternCounts(engine: Engine, records: PreparedRecords, where = ''): Promise<MaskedCount[]> {
  const rows = await engine.rows<{ pattern: number; rules: number; n: number }>(
    `SELECT p.pattern, p.rules, count(*) AS n FROM ${PAIRS} p ${where} GROUP BY ALL ORDER BY ALL`,
  )
  return rows.map(({ pattern, rules, n }) => ({ gammas: gammasOf(records.code, pattern), rules, count: n }))
}

async function choosePrior(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  patterns: readonly PatternCount[],
  u: readonly (readonly number[])[],
  isStated: boolean,
): Promise<Prior> {
  const stated = settings.document.probability_two_random_records_match
  const rules = settings.options.deterministic_rules
  if (isStated)
    return { value: Math.min(Math.max(stated, 1e-15), 1 - 1e-15), certain: 0, how: 'stated by the settings' }
  return rules ? priorByRules(engine, settings, records, rules) : priorByAgreement(patterns, u, settings, records)
}

/** Patterns of the pairs that a training rule holds for. */
async function patternsOfRule(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  all: readonly MaskedCount[],
  rule: string,
): Promise<readonly PatternCount[]> {
  const at = settings.rules.findIndex(({ sql, explode }) => sql === rule && explode.length === 0)
  if (at >= 0) return all.filter(({ rules }) => (rules & (1 << at)) !== 0)
  return guard(
    () =>
      patternCounts(
        engine,
        records,
        `JOIN ${RECORDS} l ON l.link_position = p.a JOIN ${RECORDS} r ON r.link_position = p.b WHERE (${rule})`,
      ),
    rule,
  )
}

async function trainM(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  all: readonly MaskedCount[],
  known: { u: number[][]; start: number[][]; prior: Prior; hasM: readonly boolean[] },
): Promise<{ m: number[][]; passes: Pass[] }> {
  const { comparisons } = settings
  const { u, start, prior, hasM } = known
  const fixed = comparisons.map(({ levels, answers }, at) => {
    const flags = new Array<boolean>(answers).fill(hasM[at] as boolean)
    for (const { gamma, fixM, m } of levels) if (gamma >= 0 && fixM && m !== undefined) flags[gamma] = true
    return flags
  })
  const expected = prior.value * records.possiblePairs
  const passes: Pass[] = []
  const estimates: { m: number[][]; active: number[]; matches: number }[] = []
  const declared = settings.options.training_rules
  const rules = declared
    ? declared.map((sql) => ({ sql, columns: parseBlockingRule(sql).columns, at: -1 }))
    : settings.rules.map(({ sql, columns }, at) => ({ sql, columns, at }))
  for (const { sql, columns, at } of rules) {
    const patterns =
      at >= 0
        ? all.filter(({ rules: mask }) => (mask & (1 << at)) !== 0)
        : await patternsOfRule(engine, settings, records, all, sql)
    const used = new Set(columns.map((name) => name.toLowerCase()))
    const active = comparisons.flatMap((comparison, index) =>
      comparison.columns.some((name) => used.has(name.toLowerCase())) ? [] : [index],
    )
    const pairs = patterns.reduce((sum, { count }) => sum + count, 0)
    const pass = {
      rule: sql,
      pairs,
      matches: 0,
      iterations: 0,
      estimated: active.map((index) => (comparisons[index] as LinkageSettings['comparisons'][number]).name),
    }
    const skip = (reason: string): void => void passes.push({ ...pass, left_out: reason })
    if (prior.certain === 0 && prior.how !== 'stated by the settings')
      skip('no pair agrees on enough to be taken for a match, so there is nothing to learn from')
    else if (pairs === 0) skip('the rule makes no pair')
    else if (active.length < 2) skip('fewer than two comparisons look at other columns than the rule')
    else {
      const lambda = Math.min(Math.max((expected * 0.8) / pairs, 1e-9), 0.9)
      const result = expectationMaximisation(patterns, { lambda, m: start }, u, {
        convergence: settings.document.em_convergence / 10,
        iterations: Math.max(settings.document.max_iterations, PASS_ITERATIONS),
        active,
        fixed,
      })
      const done = { ...pass, matches: result.matches, iterations: result.iterations }
      const reason = doubtful(result, active, u, expected)
      passes.push({ ...done, left_out: reason })
      if (reason === null) estimates.push({ m: result.m, active, matches: result.matches })
    }
  }
  const middle = start.map((levels, at) => {
    const seen = estimates.filter(({ active }) => active.includes(at))
    return seen.length === 0
      ? levels
      : toProportions(levels.map((_, gamma) => median(seen.map(({ m }) => (m[at] as number[])[gamma] as number))))
  })
  if (estimates.length === 0 || hasM.some(Boolean)) return { m: middle, passes }
  return {
    m: settle(settings, all, { u, start: middle, fixed, expected, possiblePairs: records.possiblePairs }, passes),
    passes,
  }
}

/**
 * All comparisons together over all pairs, from where the passes ended. A pass cannot see what its own rule looks at, so one by
 * address takes families for matches; together with names and birthdays they fall out again.
 */
function settle(
  settings: LinkageSettings,
  all: readonly PatternCount[],
  known: {
    u: number[][]
    start: number[][]
    fixed: readonly (readonly boolean[])[]
    expected: number
    possiblePairs: number
  },
  passes: Pass[],
): number[][] {
  const { u, start, fixed, expected, possiblePairs } = known
  const active = settings.comparisons.map((_, at) => at)
  const pairs = all.reduce((sum, { count }) => sum + count, 0)
  const lambda = Math.min(expected / possiblePairs, 0.5)
  const result = expectationMaximisation(all, { lambda, m: start }, u, {
    population: possiblePairs,
    convergence: settings.document.em_convergence / 10,
    iterations: PASS_ITERATIONS,
    active,
    fixed,
  })
  const reason = doubtful(result, active, u, expected)
  const estimated = settings.comparisons.map(({ name }) => name)
  const { matches, iterations } = result
  passes.push({ rule: 'any rule', pairs, matches, iterations, estimated, left_out: reason })
  return reason === null ? result.m : start
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((x, y) => x - y)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2
}

function toProportions(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0)
  return values.map((value) => value / sum)
}

/** Why a pass's result is no picture of matches, or null. */
function doubtful(
  result: { m: readonly (readonly number[])[]; matches: number },
  active: readonly number[],
  u: readonly (readonly number[])[],
  expected: number,
): string | null {
  if (result.matches < LEAST_MATCHES) return 'too few matches among its pairs'
  if (result.matches > 5 * expected + 100) return 'what it found is far more than the matches there can be'
  const telling = active.filter((at) => {
    const top = (result.m[at] as readonly number[]).length - 1
    return ((result.m[at] as readonly number[])[top] as number) > 2 * ((u[at] as readonly number[])[top] as number)
  })
  return telling.length * 2 > active.length ? null : 'the group it found agrees no more than pairs at random do'
}

/** The share of matches that the model itself expects among all pairs, counting the blocked ones; settled by repetition. */
function refinePrior(
  patterns: readonly PatternCount[],
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
  start: number,
  possiblePairs: number,
): number {
  const logs = m.map((levels, at) =>
    levels.map((value, gamma) => Math.log(value / ((u[at] as readonly number[])[gamma] as number))),
  )
  const weights = patterns.map(({ gammas, count }) => ({
    count,
    log: gammas.reduce((sum, gamma, at) => (gamma < 0 ? sum : sum + ((logs[at] as number[])[gamma] as number)), 0),
  }))
  let prior = start
  for (let step = 0; step < 50; step++) {
    const odds = Math.log(prior / (1 - prior))
    let matches = 0.5
    for (const { count, log } of weights) matches += count / (1 + Math.exp(-odds - log))
    const next = Math.min(matches / possiblePairs, 0.5)
    if (Math.abs(Math.log(next / prior)) < 1e-4) return next
    prior = next
  }
  return prior
}

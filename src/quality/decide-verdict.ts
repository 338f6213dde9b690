import type { Severity } from './expectation.ts'
import type { GatePolicy } from './gate-policy.ts'
import type { ExpectationResult } from './judge-suite.ts'
import { percent, rowsOf } from './phrases.ts'

export type VerdictWord = 'passed' | 'warned' | 'blocked'

/** A check of the gate's own, beside the expectations: limits of rows and quarantine, the contract's compatibility, consent … */
export interface GateCheck {
  readonly id: string
  readonly severity: Severity
  readonly outcome: 'passed' | 'failed'
  readonly expected: string
  readonly found: string
}

export interface QuarantineFacts {
  readonly read: number
  readonly blank: number
  readonly rejected: number
  /** Rejected ones among those that are not blank. */
  readonly rate: number
}

/** One reason why a dataset does not simply pass. */
export interface Reason {
  readonly dataset: string
  /** Id of the expectation or check. */
  readonly id: string
  readonly blocks: boolean
  readonly sentence: string
  /** What a person settles by letting the run through, for later runs as well, until it is another. */
  readonly cause?: string
  /** What it is to later runs: known, and not told again, or a warning. */
  readonly settledAs?: 'known' | 'warning'
}

/** What the results of a dataset mean under its policy; reasons that block come first. */
export function decideDataset(
  dataset: string,
  policy: GatePolicy,
  results: readonly ExpectationResult[],
  checks: readonly GateCheck[],
): { readonly verdict: VerdictWord; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = []
  const add = (action: 'block' | 'warn' | 'ignore', id: string, severity: string, sentence: string) => {
    if (action === 'ignore') return
    const blocks = action === 'block'
    reasons.push({ dataset, id, blocks, sentence: `${dataset} (${severity}): ${sentence}` })
  }
  for (const check of checks)
    if (check.outcome === 'failed')
      add(actionOf(policy, check.severity), check.id, check.severity, `${check.expected} ${check.found}`)
  for (const result of results) {
    if (result.outcome === 'passed') continue
    const action =
      result.outcome === 'uncertain' ? uncertainAction(policy, result.severity) : actionOf(policy, result.severity)
    const said = result.outcome === 'uncertain' ? 'uncertain' : result.severity
    add(action, result.id, said, `${result.expected} ${result.found}${shownExamples(result)}`)
  }
  const ordered = [...reasons.filter(({ blocks }) => blocks), ...reasons.filter(({ blocks }) => !blocks)]
  return { verdict: verdictOf(ordered), reasons: ordered }
}

export const verdictOf = (reasons: readonly Reason[]): VerdictWord =>
  reasons.some(({ blocks }) => blocks) ? 'blocked' : reasons.length > 0 ? 'warned' : 'passed'

const actionOf = (policy: GatePolicy, severity: Severity) =>
  severity === 'error' ? policy.on_error : severity === 'warning' ? policy.on_warning : 'ignore'

/** What is only told stays only told, certain or not. */
const uncertainAction = (policy: GatePolicy, severity: Severity) =>
  severity === 'info' || actionOf(policy, severity) === 'ignore' ? 'ignore' : policy.on_uncertain

function shownExamples({ examples, places }: ExpectationResult): string {
  if (examples.length > 0) return ` For example ${examples.join(', ')}.`
  const rows = places.filter(({ row }) => row !== undefined)
  if (rows.length === 0) return ''
  return ` For example ${rows.map(({ file, sheet, row }) => [file, sheet, `row ${row}`].filter(Boolean).join(', ')).join('; ')}.`
}

/** The limits of a policy, asked of a dataset's rows and of a source's quarantine. */
export function policyChecks(policy: GatePolicy, rows: number, quarantine: QuarantineFacts | null): GateCheck[] {
  const checks: GateCheck[] = []
  const limit = (id: string, severity: Severity, expected: string, failed: boolean, found: string) =>
    checks.push({ id, severity, outcome: failed ? 'failed' : 'passed', expected, found })
  const has = `It has ${rowsOf(rows)}.`
  const { block_below, block_above, warn_below, warn_above } = policy.rows
  if (block_below !== undefined)
    limit('rows.block_below', 'error', `The dataset has at least ${rowsOf(block_below)}.`, rows < block_below, has)
  if (block_above !== undefined)
    limit('rows.block_above', 'error', `The dataset has at most ${rowsOf(block_above)}.`, rows > block_above, has)
  if (warn_below !== undefined)
    limit('rows.warn_below', 'warning', `The dataset has at least ${rowsOf(warn_below)}.`, rows < warn_below, has)
  if (warn_above !== undefined)
    limit('rows.warn_above', 'warning', `The dataset has at most ${rowsOf(warn_above)}.`, rows > warn_above, has)
  if (quarantine === null) return checks
  const told = `${rowsOf(quarantine.rejected)} of ${rowsOf(quarantine.read - quarantine.blank)} (${percent(quarantine.rate)}) broke the contract.`
  const { block_above: most, warn_above: usual } = policy.quarantine_rate
  if (most !== undefined)
    limit(
      'quarantine_rate.block_above',
      'error',
      `At most ${percent(most)} of the rows break the contract.`,
      quarantine.rate > most,
      told,
    )
  if (usual !== undefined)
    limit(
      'quarantine_rate.warn_above',
      'warning',
      `At most ${percent(usual)} of the rows break the contract.`,
      quarantine.rate > usual,
      told,
    )
  return checks
}

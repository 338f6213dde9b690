import type { ExpectationResult } from './evaluate-suite.ts'

/** `blocked`: an error failed, nothing may be released. `warned`: only warnings failed. */
export interface Verdict {
  readonly verdict: 'passed' | 'warned' | 'blocked'
  /** One sentence for each failing expectation, errors first. */
  readonly reasons: readonly string[]
}

/** What the results of all suites mean for the release. */
export function decideVerdict(results: readonly ExpectationResult[]): Verdict {
  const failing = results.filter((result) => !result.passed)
  const errors = failing.filter((result) => result.severity === 'error')
  const warnings = failing.filter((result) => result.severity === 'warning')
  const verdict = errors.length > 0 ? 'blocked' : warnings.length > 0 ? 'warned' : 'passed'
  return { verdict, reasons: [...errors, ...warnings].map(reason) }
}

function reason({ dataset, severity, expected, found, examples }: ExpectationResult): string {
  const shown = examples.length === 0 ? '' : ` For example ${examples.join(', ')}.`
  return `${dataset} (${severity}): ${expected} ${found}${shown}`
}

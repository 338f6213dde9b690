import type { DatasetMetrics } from './dataset-metrics.ts'
import type { GateCheck } from './decide-verdict.ts'
import { count, percent, rowsOf } from './phrases.ts'

export interface LossLimits {
  /** Shares of what was there: from the first on a person is told, above the second nothing is published. */
  readonly warn: number
  readonly block: number
}

export interface LossFacts {
  readonly before: DatasetMetrics
  readonly after: DatasetMetrics
  /** What the release before is called: `release 3`. */
  readonly called: string
  /** Columns that sources say: what follows from them is lost with them. */
  readonly columns: readonly string[]
  /** Records of the release before that went for a reason that somebody gave: erased, or merged by a decision. */
  readonly accountedFor: number
  readonly limits: LossLimits
}

/** One thing of a few going is everyday, whatever share that is. */
const LEAST = 2

/**
 * A dataset against the release before: records that are gone, and values that are gone from a column, each in one sentence with
 * before and after. What came is no loss; what went for a given reason is taken from both sides. Total.
 */
export function lossChecks({ before, after, called, columns, accountedFor, limits }: LossFacts): GateCheck[] {
  const judge = (id: string, what: string, had: number, has: number, told: string): GateCheck => {
    const lost = had - has
    const share = had > 0 ? lost / had : 0
    const counts = lost >= LEAST
    const blocks = counts && share > limits.block
    const failed = blocks || (counts && share > limits.warn)
    const limit = blocks || !failed ? limits.block : limits.warn
    return {
      id,
      severity: blocks || !failed ? 'error' : 'warning',
      outcome: failed ? 'failed' : 'passed',
      expected: `At most ${percent(limit)} of the ${what} of ${called} are gone.`,
      found: failed ? `${told}: ${percent(share)} fewer.` : `${told}.`,
    }
  }
  const had = Math.max(0, before.rows - accountedFor)
  const checks = [
    judge('loss.rows', 'rows', had, after.rows, `There were ${rowsOf(had)} and there are ${count(after.rows)}`),
  ]
  for (const name of columns) {
    const column = before.columns[name]
    const now = after.columns[name]
    if (column === undefined || now === undefined) continue
    const filled = Math.max(0, before.rows - column.nulls - accountedFor)
    const still = after.rows - now.nulls
    const check = judge(
      `loss.values.${name}`,
      `values of ${name}`,
      filled,
      still,
      `${count(filled)} rows had one and ${count(still)} have`,
    )
    if (check.outcome === 'failed') checks.push(check)
  }
  return checks
}

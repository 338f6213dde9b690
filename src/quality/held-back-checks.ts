import type { GateCheck, QuarantineFacts } from './decide-verdict.ts'
import type { GatePolicy } from './gate-policy.ts'
import { count, percent, rowsOf } from './phrases.ts'

/** One row of a few is everyday, whatever share that is. */
const LEAST = 2

/**
 * The limits of quarantine asked of all rows of a source that are held back: those that its contract rejects, and those that keep it and
 * say too little, or belong to nothing that is known. What the contract's share alone says already is not said again.
 * @param later how many of the latter there are
 */
export function heldBackChecks(policy: GatePolicy, facts: QuarantineFacts, later: number): GateCheck[] {
  const judged = facts.read - facts.blank
  const held = facts.rejected + later
  if (later === 0 || held < LEAST || judged === 0) return []
  const { block_above: most = 1, warn_above: usual = 1 } = policy.quarantine_rate
  const rate = held / judged
  const [limit, severity] = rate > most ? ([most, 'error'] as const) : ([usual, 'warning'] as const)
  if (rate <= limit || facts.rate > limit) return []
  return [
    {
      id: `held_back.${severity === 'error' ? 'block_above' : 'warn_above'}`,
      severity,
      outcome: 'failed',
      expected: `At most ${percent(limit)} of the rows are in quarantine.`,
      found: `${rowsOf(held)} of ${rowsOf(judged)} (${percent(rate)}) are; ${count(later)} of them keep the contract, and say too little or belong to nothing that is known.`,
    },
  ]
}

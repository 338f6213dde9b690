import { NO_ROWS, type StoredResult } from './read-result.ts'
import type { RunOutcome } from './state-machine-run.ts'

/** The runner knows how the run ended; the document of the last stage knows what it leaves behind. The runner has the last word on success. */
export function settleResult(run: string, outcome: RunOutcome, stored: StoredResult | undefined): StoredResult {
  if (outcome.kind === 'succeeded' && stored !== undefined) return stored
  const known = stored ?? { run, status: 'failed', versions: {}, rows: NO_ROWS, gate: null }
  if (outcome.kind === 'failed' && outcome.error === 'QualityGateBlocked')
    return { ...known, status: 'blocked', gate: 'blocked' }
  return { ...known, status: 'failed', error: failureOf(outcome) }
}

function failureOf(outcome: RunOutcome): { name: string; message: string } {
  if (outcome.kind === 'failed') return { name: outcome.error, message: outcome.cause }
  if (outcome.kind === 'aborted') {
    return {
      name: 'Aborted',
      message: 'The run was stopped. Nothing was published; run again, and finished work is found and not repeated.',
    }
  }
  if (outcome.kind === 'detached')
    return { name: 'StillRunning', message: 'The run goes on; it is only no longer watched.' }
  return {
    name: 'ResultMissing',
    message: 'The run ended well but left no result document. Check who else writes to this store, then run again.',
  }
}

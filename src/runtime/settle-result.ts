import type { RunEnding } from '../ledger/run-ending.ts'
import { NO_ROWS, type StoredResult } from './read-result.ts'
import type { RunOutcome } from './state-machine-run.ts'

/**
 * What a run ends with: how is what the ledger says, what it leaves behind is its result document. The runner is asked only about a run
 * that left no ending: then nobody knows whether it published, and the sentence says so.
 */
export function settleResult(
  run: string,
  outcome: RunOutcome,
  ending: RunEnding | undefined,
  stored: StoredResult | undefined,
): StoredResult {
  const known = stored ?? { run, status: 'failed', versions: {}, rows: NO_ROWS, gate: null }
  if (ending === undefined)
    return {
      ...known,
      status: outcome.kind === 'aborted' && outcome.endedIn === '' ? 'cancelled' : 'failed',
      error: unknownEnding(run, outcome),
    }
  const failure = ending.kind === 'published' ? ending.after : 'message' in ending ? ending : null
  return {
    ...known,
    status: ending.kind,
    ...(failure === null ? {} : { error: { name: failure.error, message: failure.message } }),
  }
}

function unknownEnding(run: string, outcome: RunOutcome): { name: string; message: string } {
  if (outcome.kind === 'failed') return { name: outcome.error, message: outcome.cause }
  if (outcome.kind === 'detached')
    return { name: 'StillRunning', message: 'The run goes on; it is only no longer watched.' }
  if (outcome.kind === 'aborted')
    return {
      name: 'RunAborted',
      message:
        outcome.endedIn === ''
          ? 'The run was stopped before it began.'
          : `The run was stopped, and nobody has closed it yet. Whether it published: hotpass status ${run}`,
    }
  return {
    name: 'ResultMissing',
    message: 'The run ended well but left no result document. Check who else writes to this store, then run again.',
  }
}

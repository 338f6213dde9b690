import { readDecision } from '../../ledger/commit-decision.ts'
import { successorOf } from '../../ledger/stop-sentences.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { renewLease } from './run-lease.ts'

const RENEW_MS = 60_000
// Looked at more often than renewed: a machine that slept counts the time of its sleep, its timers do not.
const LOOK_MS = 5_000

export interface KeptLease {
  /** Aborted when another run has taken the turn. */
  readonly lost: AbortSignal
  stop(): Promise<void>
}

/**
 * Renews a run's place in its pipeline for as long as this process lives and is not paused. A process that wakes after its time finds
 * out here that it has been replaced: the store has decided already that it publishes nothing.
 */
export function keepLease(store: ObjectStore, pipeline: string, run: string): KeptLease {
  const lost = new AbortController()
  let renewedAt = Date.now()
  let underWay: Promise<void> = Promise.resolve()
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy || Date.now() - renewedAt < RENEW_MS) return
    isBusy = true
    underWay = renew().finally(() => {
      isBusy = false
    })
  }, LOOK_MS)
  timer.unref()

  async function renew(): Promise<void> {
    try {
      if (!(await renewLease(store, pipeline, run))) {
        const decision = await readDecision(store, run)
        if (decision?.decision === 'stop' && successorOf(decision) !== undefined) lost.abort()
      }
      renewedAt = Date.now()
    } catch {
      // Tried again at the next look. Whether the run publishes is decided by its decision, not by this.
    }
  }

  return {
    lost: lost.signal,
    stop: () => {
      clearInterval(timer)
      return underWay
    },
  }
}

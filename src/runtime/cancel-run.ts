import { hostname, userInfo } from 'node:os'
import { settleRun, stopDecision } from '../ledger/commit-decision.ts'
import type { ObjectStore } from '../storage/object-store.ts'

/** `stopped`: it will never publish. `published`: its release came first, or had been decided upon and has been carried out. */
export type CancelOutcome = { readonly kind: 'stopped' } | { readonly kind: 'published'; readonly release: number }

/** Decides that a run does not publish, before anybody stops its execution: who and when stands in the store for good. */
export async function cancelRun(store: ObjectStore, run: string, by = person()): Promise<CancelOutcome> {
  const settled = await settleRun(store, run, stopDecision('cancelled', by))
  return settled.kind === 'published' ? { kind: 'published', release: settled.release.release } : { kind: 'stopped' }
}

/** As their machine calls the person; an account without an entry has no name. */
function person(): string {
  try {
    return `${userInfo().username}@${hostname()}`
  } catch {
    return `somebody@${hostname()}`
  }
}

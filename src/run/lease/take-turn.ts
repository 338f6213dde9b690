import { keys } from '../../ledger/keys.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import type { Turn, TurnPort, TurnRequest } from '../../ledger/turn.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { acquireLease, type LeaseHolder, releaseLease } from './run-lease.ts'

/** The turn of one run, kept as a lease in the store. */
export const leaseTurn = (store: ObjectStore, run: string): TurnPort => ({
  take: (request) => takeTurn(store, run, request),
  giveBack: () => releaseLease(store, run),
})

/** Asks for the run's turn. A run that finds the pipeline taken has an outcome, not an error. */
async function takeTurn(store: ObjectStore, run: string, request: TurnRequest): Promise<Turn> {
  const { pipeline, limit, wait, execution } = request
  if (execution === undefined) return { kind: 'ours', dead: [] }
  const outcome = await acquireLease(store, { pipeline, run, execution, limit, wait })
  if (outcome.kind === 'acquired') return { kind: 'ours', dead: outcome.tookOver.map((holder) => holder.run) }
  const [holder] = outcome.holders as [LeaseHolder, ...LeaseHolder[]]
  const status = outcome.waits ? 'waiting' : 'busy'
  if (status === 'busy') {
    const result: RunResult = {
      run,
      status,
      ...(await request.versions()),
      rows: { read: 0, blank: 0, quarantined: 0, attached: 0, merged: 0, published: 0 },
      gate: null,
      reasons: [`Run ${holder.run} of ${pipeline} has been under way since ${holder.since}.`],
      quarantine: [],
      unmatched: [],
    }
    await store.put(keys.result(run), JSON.stringify(result))
  }
  return {
    kind: 'taken',
    output: { status, heldBy: holder.run, since: holder.since },
  }
}

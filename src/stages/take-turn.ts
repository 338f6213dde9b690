import { keys } from './keys.ts'
import type { RunResult } from './plan-document.ts'
import { acquireLease, type LeaseHolder } from './run-lease.ts'
import type { StageContext, StageResult } from './stage.ts'

/** `busy`: the run leaves. `waiting`: it asks again in a minute. */
export type BusyOutput = { readonly status: 'busy' | 'waiting'; readonly heldBy: string; readonly since: string }

export interface TurnRequest {
  readonly pipeline: string
  readonly limit: number
  readonly wait: boolean
  /** The execution's id. Without one nobody could tell whether the run still lives, so a stage called by hand takes no turn. */
  readonly execution: string | undefined
  /** What the current release stands at, for the result of a run that leaves. */
  readonly versions: () => Promise<{ readonly release: number | null; readonly versions: Record<string, number> }>
}

export type Turn =
  | { readonly kind: 'ours'; readonly dead: readonly string[] }
  | { readonly kind: 'taken'; readonly result: StageResult<BusyOutput> }

/** Asks for the run's turn. A run that finds the pipeline taken has an outcome, not an error. */
export async function takeTurn(context: StageContext, request: TurnRequest): Promise<Turn> {
  const { pipeline, limit, wait, execution } = request
  if (execution === undefined) return { kind: 'ours', dead: [] }
  const { store, run } = context
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
    result: { output: { status, heldBy: holder.run, since: holder.since }, counts: {} },
  }
}

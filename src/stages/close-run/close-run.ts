import { z } from 'zod'
import { endRun } from '../../ledger/end-run.ts'
import { failureMessage } from '../../ledger/failure-message.ts'
import { keys } from '../../ledger/keys.ts'
import { runEnding } from '../../ledger/run-ending.ts'
import type { StageContext, StageResult } from '../../ledger/stage.ts'

const closeRunInput = z.object({
  run: z.string(),
  /** How Step Functions calls the ending; on a laptop `ABORTED`. */
  status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
  error: z.string().nullish(),
  cause: z.string().nullish(),
})
export type CloseRunInput = z.input<typeof closeRunInput>

export type CloseRunOutput = {
  /** `closed`: the run had left no last word, and has one now. `already-closed`: nothing was changed. */
  outcome: 'closed' | 'already-closed'
  error: string
  message: string
  /** Pipelines whose lease the run still held. */
  released: string[]
}

const REASONS = { FAILED: 'failed', TIMED_OUT: 'timed_out', ABORTED: 'cancelled' } as const

/**
 * Ends a run that could not end itself: killed, timed out, aborted, or failed in the recording of its own failure. Decides first that it
 * does not publish, or carries out that it does; then writes `failure.json` unless the run has a result or a failure already, and gives
 * back its lease. Repeated, it changes nothing.
 */
export async function closeRun(context: StageContext, rawInput: unknown): Promise<StageResult<CloseRunOutput>> {
  const { run, status, error, cause } = closeRunInput.parse(rawInput)
  const { store } = context
  if ((await store.get(keys.result(run))) !== undefined) return closed(context, await toldOf(context, run), false)
  const { failure, isNew } = await endRun(store, {
    run,
    reason: REASONS[status],
    by: 'CloseRun',
    error: error || undefined,
    cause: cause ? failureMessage(cause, { run, error: error ?? undefined }) : undefined,
    advise: true,
  })
  return closed(context, failure, isNew)
}

/** Gives back the turn last: whoever takes it finds the run decided. */
async function closed(
  context: StageContext,
  { error, message }: { error: string; message: string },
  isNew: boolean,
): Promise<StageResult<CloseRunOutput>> {
  const released = await context.turn.giveBack()
  const outcome = isNew ? 'closed' : 'already-closed'
  return { output: { outcome, error, message: message.slice(0, 500), released }, counts: {} }
}

/** What a run that has its result says of itself. */
async function toldOf({ store }: StageContext, run: string): Promise<{ error: string; message: string }> {
  const ending = await runEnding(store, run)
  return ending !== undefined && 'message' in ending ? ending : { error: '', message: `It had ended: ${ending?.kind}.` }
}

const statusChange = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  detail: z.object({
    executionArn: z.string(),
    stateMachineArn: z.string(),
    name: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
    status: z.string(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
})

/**
 * What `CloseRun` is to do about an EventBridge event "Step Functions Execution Status Change"; undefined for an execution that is
 * none of its business: one that is under way or ended well, or a Map's child.
 * @throws zod's error for any other event: the rule that sends it is wrong.
 */
export function closeRunInputOf(event: unknown): CloseRunInput | undefined {
  const { detail } = statusChange.parse(event)
  const status = closeRunInput.shape.status.safeParse(detail.status)
  // A Distributed Map's children are executions of `<state machine>/<map>`.
  if (!status.success || detail.stateMachineArn.includes('/')) return undefined
  return { run: detail.name, status: status.data, error: detail.error, cause: detail.cause }
}

import { z } from 'zod'
import { failureMessage } from '../../ledger/failure-message.ts'
import { keys } from '../../ledger/keys.ts'
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

const NAMES = { FAILED: 'RunFailed', TIMED_OUT: 'States.Timeout', ABORTED: 'RunAborted' } as const
const SENTENCES = {
  FAILED: 'The run ended before it could say why.',
  TIMED_OUT: 'The run took longer than the state machine allows and was ended.',
  ABORTED: 'The run was stopped before it ended.',
} as const

/**
 * Ends a run that could not end itself: killed, timed out, aborted, or failed in the recording of its own failure. Writes
 * `failure.json` unless the run has a result or a failure already, and gives back its lease. Repeated, it changes nothing.
 */
export async function closeRun(context: StageContext, rawInput: unknown): Promise<StageResult<CloseRunOutput>> {
  const { run, status, error, cause } = closeRunInput.parse(rawInput)
  const { store } = context
  const told = cause ? failureMessage(cause) : SENTENCES[status]
  const failure = {
    run,
    error: error || NAMES[status],
    message: `${told.slice(0, 1800)} Nothing was published by it. Finish it with: hotpass retry ${run}`,
  }
  const hasResult = (await store.get(keys.result(run))) !== undefined
  const outcome =
    hasResult || (await store.create(keys.failure(run), JSON.stringify(failure))) === 'exists'
      ? 'already-closed'
      : 'closed'
  const released = await context.turn.giveBack()
  const { message } = failure
  return { output: { outcome, error: failure.error, message: message.slice(0, 500), released }, counts: {} }
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

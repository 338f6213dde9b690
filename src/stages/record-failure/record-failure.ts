import { z } from 'zod'
import { endRun } from '../../ledger/end-run.ts'
import { failureMessage } from '../../ledger/failure-message.ts'
import { type ShardFailure, shardFailures } from '../../ledger/shard-failure.ts'
import type { StageContext, StageResult } from '../../ledger/stage.ts'
import { unfinishedWork } from '../../ledger/unfinished-work.ts'

const failureInput = z.object({
  run: z.string(),
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
})

/** What Step Functions says of a Distributed Map; which child failed and why, it leaves to whoever looks. */
const MAP_FAILED = 'States.ExceedToleratedFailureThreshold'
const QUOTED = 2

function shardsMessage(failed: readonly ShardFailure[]): string {
  const quoted = failed.slice(0, QUOTED).map(({ state, shard, message }) => `${state}, shard ${shard}: ${message}`)
  const more = failed.length - quoted.length
  return `${quoted.join(' ')}${more > 0 ? ` And ${more} more ${more === 1 ? 'shard' : 'shards'}.` : ''}`
}

/** Settles whether the run published and writes `failure.json`. The next run finds finished work by its key. */
export async function recordFailure(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<{ error: string; message: string }>> {
  const input = failureInput.parse(rawInput)
  const failed = input.error?.Error === MAP_FAILED ? await shardFailures(context.store, input.run) : []
  // What stopped is told by what is missing: a process that was killed leaves no word of its own.
  const work = await unfinishedWork(context.store, input.run, context.stages ?? []).catch(() => undefined)
  const about = { ...(work ?? { run: input.run }), error: input.error?.Error }
  const told = failed.length > 0 ? shardsMessage(failed) : failureMessage(input.error?.Cause, about)
  const { failure } = await endRun(context.store, {
    run: input.run,
    reason: 'failed',
    by: 'RecordFailure',
    error: input.error?.Error ?? 'Error',
    cause: told,
    advise: false,
  })
  return { output: { error: failure.error, message: failure.message.slice(0, 500) }, counts: {} }
}

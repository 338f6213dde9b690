import { z } from 'zod'
import { readJson } from '../../ledger/documents.ts'
import { failureMessage } from '../../ledger/failure-message.ts'
import { keys } from '../../ledger/keys.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import { type ShardFailure, shardFailures } from '../../ledger/shard-failure.ts'
import type { StageContext, StageResult } from '../../ledger/stage.ts'

const failureInput = z.object({
  run: z.string(),
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
})

/** What Step Functions says of a Distributed Map; which child failed and why, it leaves to whoever looks. */
const MAP_FAILED = 'States.ExceedToleratedFailureThreshold'
const QUOTED = 2
const PUBLISHED_BEFORE =
  'Its release was published before that; exports, pages or Glue may lack it. Finish it with: hotpass retry '

function shardsMessage(failed: readonly ShardFailure[]): string {
  const quoted = failed.slice(0, QUOTED).map(({ state, shard, message }) => `${state}, shard ${shard}: ${message}`)
  const more = failed.length - quoted.length
  return `${quoted.join(' ')}${more > 0 ? ` And ${more} more ${more === 1 ? 'shard' : 'shards'}.` : ''}`
}

/** Writes `failure.json`. The next run finds finished work by its key. */
export async function recordFailure(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<{ error: string; message: string }>> {
  const input = failureInput.parse(rawInput)
  const failed = input.error?.Error === MAP_FAILED ? await shardFailures(context.store, input.run) : []
  const told = failed.length > 0 ? shardsMessage(failed) : failureMessage(input.error?.Cause)
  const result = await readJson<RunResult>(context.store, keys.result(input.run)).catch(() => undefined)
  const published = result?.status === 'published'
  const message = published ? `${told.slice(0, 1800)} ${PUBLISHED_BEFORE}${input.run}` : told.slice(0, 2000)
  const failure = { run: input.run, error: input.error?.Error ?? 'Error', message }
  await context.store.put(keys.failure(input.run), JSON.stringify(failure))
  return { output: { error: failure.error, message: message.slice(0, 500) }, counts: {} }
}

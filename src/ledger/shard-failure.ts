import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { readJson } from './documents.ts'
import { failureMessage } from './failure-message.ts'
import { keys } from './keys.ts'

const shardFailureSchema = z.object({
  state: z.string(),
  shard: z.int(),
  error: z.string(),
  message: z.string(),
})
export type ShardFailure = z.output<typeof shardFailureSchema>

/**
 * Writes down why a shard of a Map failed: Step Functions says of a Distributed Map only that too many of its children did. A shard that is
 * tried again and ends well has a record then, which counts. Never throws: the shard's own error is the one to tell.
 * @param error masked already
 */
export async function keepShardFailure(
  store: ObjectStore,
  run: string,
  state: string,
  shard: number,
  error: unknown,
): Promise<void> {
  const failure: ShardFailure = {
    state,
    shard,
    error: error instanceof Error ? error.name : 'Error',
    message: failureMessage(error instanceof Error ? error.message : String(error), {
      error: error instanceof Error ? error.name : undefined,
      where: 'it',
      run,
    }).slice(0, 1000),
  }
  await store.put(keys.shardFailure(run, state, shard), JSON.stringify(failure)).catch(() => undefined)
}

/** Shards of a run that failed and never ended well, in order of state and shard. */
export async function shardFailures(store: ObjectStore, run: string): Promise<ShardFailure[]> {
  const found: ShardFailure[] = []
  for await (const { key } of store.list(keys.shardFailures(run))) {
    const failure = shardFailureSchema.parse(await readJson(store, key))
    if ((await store.get(keys.stage(run, failure.state, failure.shard))) === undefined) found.push(failure)
  }
  return found
}

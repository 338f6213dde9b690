import type { ObjectStore } from '../storage/object-store.ts'
import { moveChannel, readChannel } from '../versions/channel.ts'
import { type Release, readRelease, releaseNumbers } from '../versions/release.ts'
import { keys } from './keys.ts'

/** Where a pipeline stands: the release of its channel `latest`, and the newest there is; they differ when the channel was moved back. */
export interface Standing {
  readonly current: Release | undefined
  readonly newest: number | null
}

/**
 * Reads where a pipeline stands. A release whose writer ended before it had moved the channel is published: the channel follows it.
 * The newest is read before the channel, so that a release in between is met by whoever creates the next number.
 */
export async function standingOf(store: ObjectStore, pipeline: string): Promise<Standing> {
  const newest = (await releaseNumbers(store, pipeline)).at(-1) ?? null
  let current = await readChannel(store, pipeline, 'latest')
  if (newest !== null && newest > (current ?? 0)) {
    const { run } = await readRelease(store, pipeline, newest)
    // A run that has its result had moved the channel itself; where it points now, somebody has put it.
    if ((await store.get(keys.result(run))) === undefined)
      current = await moveChannel(store, pipeline, 'latest', newest, { onlyForward: true })
  }
  return { current: current === undefined ? undefined : await readRelease(store, pipeline, current), newest }
}

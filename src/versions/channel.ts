import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { CommitContentionError, VersionNotFoundError } from './errors.ts'
import { parseDocument } from './parse-document.ts'
import { tableKeys } from './table-keys.ts'

const channelDocument = z.strictObject({ format: z.literal(1), release: z.int().positive() })
const mostTries = 50

/** The release a channel points at, or undefined when the pipeline has no such channel. @throws VersionDamagedError */
export async function readChannel(store: ObjectStore, pipeline: string, channel: string): Promise<number | undefined> {
  const key = tableKeys.channel(pipeline, channel)
  const held = await store.get(key)
  return held && parseDocument(channelDocument, held.body, store.uri(key)).release
}

/** The channels of a pipeline with the release each points at. */
export async function listChannels(store: ObjectStore, pipeline: string): Promise<Map<string, number>> {
  const prefix = tableKeys.channels(pipeline)
  const found = new Map<string, number>()
  for await (const { key } of store.list(prefix)) {
    const name = /^([A-Za-z][A-Za-z0-9_-]*)\.json$/.exec(key.slice(prefix.length))?.[1]
    const number = name === undefined ? undefined : await readChannel(store, pipeline, name)
    if (name !== undefined && number !== undefined) found.set(name, number)
  }
  return found
}

/**
 * Points a channel at a release, against rivals by `If-Match`. With `onlyForward` an older release than the present one is
 * left alone. Returns the release the channel points at afterwards.
 * @throws VersionNotFoundError when there is no such release.
 */
export async function moveChannel(
  store: ObjectStore,
  pipeline: string,
  channel: string,
  release: number,
  options: { readonly onlyForward?: boolean } = {},
): Promise<number> {
  if (!(await store.get(tableKeys.release(pipeline, release))))
    throw new VersionNotFoundError(
      `Channel ${channel} cannot point at release ${release} of ${pipeline}: there is none. List the runs first.`,
    )
  const key = tableKeys.channel(pipeline, channel)
  for (let attempt = 0; attempt < mostTries; attempt++) {
    const held = await store.get(key)
    const present = held && parseDocument(channelDocument, held.body, store.uri(key)).release
    if (present === release || (options.onlyForward && present !== undefined && present > release)) return present
    if (await store.swap(key, canonicalJson({ format: 1, release }), held?.etag)) return release
  }
  throw new CommitContentionError(`channel ${channel} of ${pipeline}`, mostTries)
}

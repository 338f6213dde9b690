import { rm } from 'node:fs/promises'
import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore, ObjectSummary } from '../storage/object-store.ts'
import { sha256File } from '../storage/sha256.ts'
import { keys } from './keys.ts'

const indexSchema = z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/))

// Files are read and hashed side by side; more would only queue at the network.
const AT_ONCE = 16
// A function that runs out of time leaves what it hashed to the next try.
const KEEP_EVERY = 200

/**
 * The sha256 of each landed object. A folder's etag is that already. A bucket's is not, so what was hashed once is remembered in
 * `memory` (`sources/index.json`) under key, etag, size and time of writing: ten thousand files that have not changed cost one read.
 */
export async function sourceHashes(
  store: ObjectStore,
  objects: readonly ObjectSummary[],
  scratch: string,
  memory: string = keys.sourceIndex,
): Promise<Map<string, string>> {
  if (store.kind === 'directory') return new Map(objects.map((object) => [object.key, object.etag]))
  const known = await readIndex(store, memory)
  const hashes = new Map<string, string>()
  const fresh: Record<string, string> = {}
  const queue = objects.filter((object) => {
    const found = known[identity(object)]
    if (found !== undefined) hashes.set(object.key, found)
    return found === undefined
  })
  const next = queue.values()
  const work = async () => {
    for (const object of next) {
      const path = await store.fetchFile(object.key, scratch)
      const hash = await sha256File(path)
      // A function's disk is small and the file is fetched again by whoever reads it.
      await rm(path, { force: true })
      hashes.set(object.key, hash)
      fresh[identity(object)] = hash
      if (hashes.size % KEEP_EVERY === 0) await keep()
    }
  }
  // Only what is there now is kept; an entry that a rival added and this write loses is hashed once more.
  const kept = Object.fromEntries(objects.map((object) => [identity(object), known[identity(object)]]))
  const keep = () => store.put(memory, canonicalJson({ ...kept, ...fresh }))
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, queue.length) }, work))
  if (queue.length > 0) await keep()
  return hashes
}

/** Keeps hashes that somebody else proved, so that nobody reads those files for them. */
export async function rememberHashes(
  store: ObjectStore,
  hashes: ReadonlyMap<ObjectSummary, string>,
  memory: string,
): Promise<void> {
  if (store.kind === 'directory' || hashes.size === 0) return
  const fresh = Object.fromEntries([...hashes].map(([object, hash]) => [identity(object), hash]))
  await store.put(memory, canonicalJson({ ...(await readIndex(store, memory)), ...fresh }))
}

const identity = ({ key, etag, size, lastModified }: ObjectSummary): string =>
  `${key}\n${etag}\n${size}\n${lastModified.getTime()}`

/** A memory that cannot be read is forgotten: everything is hashed again. */
async function readIndex(store: ObjectStore, memory: string): Promise<Readonly<Record<string, string>>> {
  const held = await store.get(memory)
  try {
    return held === undefined ? {} : indexSchema.parse(JSON.parse(new TextDecoder().decode(held.body)))
  } catch {
    return {}
  }
}

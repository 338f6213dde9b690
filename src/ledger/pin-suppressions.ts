import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'

export const SUPPRESSIONS = 'erasures/suppressions/'

/** One number for everybody who was forgotten, which changes when somebody is added; null while nobody was. Reads no further, so Plan stays small. */
export async function pinSuppressions(store: ObjectStore): Promise<string | null> {
  const seen: string[] = []
  for await (const { key } of store.list(SUPPRESSIONS)) {
    const held = await store.get(key)
    if (held !== undefined) seen.push(sha256(held.body))
  }
  return seen.length === 0 ? null : sha256(seen.join('\n'))
}

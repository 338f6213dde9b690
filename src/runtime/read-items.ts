import type { ObjectStore } from '../storage/object-store.ts'
import { ItemListError } from './errors.ts'
import type { Json } from './json.ts'

/** A Map's items: the JSON array stored under the key, as a Distributed Map's ItemReader reads it. Throws `ItemListError`. */
export async function readItems(store: ObjectStore, key: string): Promise<Json[]> {
  const stored = await store.get(key)
  if (stored === undefined) throw new ItemListError(store.uri(key), 'is missing')
  let items: unknown
  try {
    items = JSON.parse(Buffer.from(stored.body).toString('utf8'))
  } catch {
    throw new ItemListError(store.uri(key), 'is no JSON')
  }
  if (!Array.isArray(items)) throw new ItemListError(store.uri(key), 'is no JSON array')
  return items
}

import type { ObjectStore } from '../storage/object-store.ts'
import { readJson } from './documents.ts'
import { keys } from './keys.ts'

const MAPS = ['Ingest', 'Refine', 'Score'] as const

/**
 * The Map states of a failed run that were entered and that nobody has spoken for: no lineage part tells of them. A Map is entered
 * when its item list stands and every item of the Maps before it has left its record.
 */
export async function openMaps(store: ObjectStore, run: string): Promise<string[]> {
  const parts = await namesUnder(store, keys.lineageParts(run))
  const open: string[] = []
  for (const map of MAPS) {
    const items = await readJson<unknown[]>(store, `runs/${run}/items/${map.toLowerCase()}.json`).catch(() => undefined)
    if (!Array.isArray(items)) continue
    if (!parts.some((part) => new RegExp(`^\\d+-${map}[-.]`).test(part))) open.push(map)
    if ((await namesUnder(store, `runs/${run}/stages/${map}/`)).length < items.length) break
  }
  return open
}

async function namesUnder(store: ObjectStore, prefix: string): Promise<string[]> {
  const names: string[] = []
  for await (const { key } of store.list(prefix)) names.push(key.slice(prefix.length))
  return names
}

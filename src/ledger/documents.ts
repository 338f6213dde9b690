import type { ObjectStore } from '../storage/object-store.ts'
import { RunDocumentError } from './errors.ts'
import { keys } from './keys.ts'
import { type Plan, planSchema } from './plan-document.ts'

/** Reads a JSON document of the store. @throws RunDocumentError when absent or not JSON. */
export async function readJson<T>(store: ObjectStore, key: string): Promise<T> {
  const found = await store.get(key)
  if (!found) throw new RunDocumentError(key, 'is missing')
  try {
    return JSON.parse(new TextDecoder().decode(found.body)) as T
  } catch {
    throw new RunDocumentError(key, 'is not JSON')
  }
}

export async function readPlan(store: ObjectStore, run: string): Promise<Plan> {
  const parsed = planSchema.safeParse(await readJson(store, keys.plan(run)))
  if (!parsed.success) throw new RunDocumentError(keys.plan(run), 'is not a plan')
  return parsed.data
}

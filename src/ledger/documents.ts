import type { ObjectStore } from '../storage/object-store.ts'
import { RunDocumentError } from './errors.ts'
import { keys } from './keys.ts'
import { parseJson } from './parse-document.ts'
import { readDomain } from './pinned-domain.ts'
import { type Plan, type PlanDocument, planSchema } from './plan-document.ts'

/** Reads a JSON document of the store. @throws RunDocumentError when absent or not JSON. */
export async function readJson<T>(store: ObjectStore, key: string): Promise<T> {
  const found = await store.get(key)
  if (!found) throw new RunDocumentError(key, 'is missing')
  return parseJson(key, found.body) as T
}

/** The plan of a run, without what it pins. @throws RunDocumentError */
async function readPlanDocument(store: ObjectStore, run: string): Promise<PlanDocument> {
  const parsed = planSchema.safeParse(await readJson(store, keys.plan(run)))
  if (!parsed.success) throw new RunDocumentError(keys.plan(run), 'is not a plan')
  return parsed.data
}

/** The plan of a run with everything it pins: all that a stage reads of settings, profile, suites and linkage. @throws RunDocumentError */
export async function readPlan(store: ObjectStore, run: string): Promise<Plan> {
  const document = await readPlanDocument(store, run)
  if (document.domain === null) throw new RunDocumentError(keys.plan(run), 'was made by an earlier version')
  return { ...document, domain: await readDomain(store, run, document.domain) }
}

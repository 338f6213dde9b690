import { join } from 'node:path'
import type { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256, sha256File } from '../storage/sha256.ts'
import { WorkDamagedError } from './errors.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import { type WorkFile, workFile } from './works/work-file.ts'

/** sha256 of the kind of work, its code, the configuration it reads and the content it reads: never run id, clock or paths. */
export const fingerprint = (kind: string, code: string, config: unknown, inputs: unknown): string =>
  sha256(canonicalJson({ kind, code, config, inputs }))

/** Finished work is used again for so long. A bucket's rule expires it later, object by object (design: 45 days). */
const USED_AGAIN_MS = 40 * 86_400_000

/** Where work is done, and for which run. */
export interface Workplace {
  readonly store: ObjectStore
  readonly run: string
  readonly scratch: string
  readonly plan: { readonly retryOf: string | null }
}

/**
 * Runs `work` once per fingerprint: a retry, a second delivery or an incremental run finds the result and does none.
 * The result document is written last, so work that was cut off is simply done again over the same keys; so is work that is too old,
 * malformed, or of which anything that it names is gone. The repetition of a run trusts nothing that it cannot prove by its hash: what
 * the first attempt failed on may be what it found.
 */
export async function once<T>(
  at: Workplace,
  kind: string,
  fingerprintHex: string,
  schema: z.ZodType<T>,
  work: (prefix: string) => Promise<T>,
): Promise<{ value: T; reused: boolean }> {
  const prefix = keys.work(kind, fingerprintHex)
  const found = await finishedWork(at.store, prefix, schema)
  if (found !== undefined && (at.plan.retryOf === null || (await areProven(at, workFiles(found)))))
    return { value: found, reused: true }
  const value = await work(prefix)
  await at.store.put(`${prefix}/result.json`, JSON.stringify(value))
  return { value, reused: false }
}

async function finishedWork<T>(store: ObjectStore, prefix: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const held = await store.get(`${prefix}/result.json`)
  if (held === undefined) return undefined
  const parsed = schema.safeParse(jsonOf(held.body))
  return parsed.success && (await isWhole(store, prefix, parsed.data)) ? parsed.data : undefined
}

/** Whether everything that a result names is there, and young enough to be there until the run has read it. */
async function isWhole(store: ObjectStore, prefix: string, result: unknown): Promise<boolean> {
  const oldest = Date.now() - USED_AGAIN_MS
  const own = new Set<string>()
  for await (const { key, lastModified } of store.list(`${prefix}/`)) if (lastModified.getTime() > oldest) own.add(key)
  if (!own.has(`${prefix}/result.json`)) return false
  for (const key of workKeys(result)) if (!own.has(key) && !(await isYoung(store, key, oldest))) return false
  return true
}

async function isYoung(store: ObjectStore, key: string, oldest: number): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return object.lastModified.getTime() > oldest
  return false
}

/** Every key of `work/` that a result names, however deep. */
function workKeys(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('work/') ? [value] : []
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(workKeys) : []
}

/** Stores a local Parquet file under the work prefix. */
export async function storeWork(
  store: ObjectStore,
  prefix: string,
  name: string,
  path: string,
  rows: number,
): Promise<WorkFile> {
  const key = `${prefix}/${name}`
  const { sha256 } = await store.putFile(key, path)
  return { key, rows, sha256 }
}

/**
 * Local paths of stored work files, each proven to be what its stage wrote.
 * @throws WorkDamagedError
 */
export const fetchWork = (at: Omit<Workplace, 'plan'>, files: readonly WorkFile[]): Promise<string[]> =>
  Promise.all(
    files.map(async (file) => {
      const path = await at.store.fetchFile(file.key, join(at.scratch, 'in'))
      const found = await sha256File(path)
      if (found !== file.sha256) throw new WorkDamagedError(at.run, file, found)
      return path
    }),
  )

/** Whether work files are what their stages wrote. */
async function areProven(at: Omit<Workplace, 'plan'>, files: readonly WorkFile[]): Promise<boolean> {
  for (const file of files) {
    const path = await fetchWork(at, [file]).catch((error: unknown) => {
      if (error instanceof WorkDamagedError) return undefined
      throw error
    })
    if (path === undefined) return false
  }
  return true
}

/** Every work file that a result names with its hash, however deep. */
function workFiles(value: unknown): WorkFile[] {
  const file = workFile.safeParse(value)
  if (file.success) return [file.data]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(workFiles) : []
}

import { join } from 'node:path'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { keys } from './keys.ts'
import type { WorkFile } from './works/work-file.ts'

export type { WorkFile } from './works/work-file.ts'

/** sha256 of stage, its version, the configuration it reads and the content it reads: never run id, clock or paths. */
export const fingerprint = (stage: string, version: number, config: unknown, inputs: unknown): string =>
  sha256(canonicalJson({ stage, version, config, inputs }))

/**
 * Runs `work` once per fingerprint: a retry, a second delivery or an incremental run finds the result and does none.
 * The result document is written last, so work that was cut off is simply done again over the same keys.
 */
export async function once<T>(
  store: ObjectStore,
  stage: string,
  fingerprintHex: string,
  work: (prefix: string) => Promise<T>,
): Promise<{ value: T; reused: boolean }> {
  const prefix = keys.work(stage, fingerprintHex)
  const found = await store.get(`${prefix}/result.json`)
  if (found) return { value: JSON.parse(new TextDecoder().decode(found.body)) as T, reused: true }
  const value = await work(prefix)
  await store.put(`${prefix}/result.json`, JSON.stringify(value))
  return { value, reused: false }
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

/** Local paths of stored work files. */
export const fetchWork = (store: ObjectStore, files: readonly WorkFile[], scratch: string): Promise<string[]> =>
  Promise.all(files.map((file) => store.fetchFile(file.key, join(scratch, 'in'))))

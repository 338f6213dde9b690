import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { openEngine } from '../../src/engine/engine.ts'
import { type RunPipelineOptions, runPipeline } from '../../src/runtime/run-pipeline.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { locateTable, type Verification, verifyVersion } from '../../src/versions/index.ts'

/** Runs the main job in process. */
export const refine = (store: string, landing: string | undefined, more: Partial<RunPipelineOptions> = {}) =>
  runPipeline({ pipeline: 'refinement', store, ...(landing === undefined ? {} : { landing }), ...more })

/** Every key of a directory store, sorted; what the store keeps for itself is none. */
export const storeKeys = (store: string, prefix = ''): string[] => {
  const folder = join(store, prefix)
  if (!existsSync(folder)) return []
  // One level at a time: a folder of temporary files may vanish while a run is under way.
  const tops = prefix === '' ? readdirSync(folder).filter((name) => name !== '.store') : ['']
  return tops
    .flatMap((top) => readdirSync(join(folder, top), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(store, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

export const readDocument = <T>(store: string, key: string): T =>
  JSON.parse(readFileSync(join(store, key), 'utf8')) as T

/** Whether each shard of a state was done already, by shard. */
export const reusedShards = (store: string, run: string, state: string): boolean[] =>
  storeKeys(store, `runs/${run}/stages/${state}`).map(
    (key) => readDocument<{ reused?: boolean }>(store, key).reused === true,
  )

/** Asks the engine one question. `FROM` may name files. */
export async function query<T = Record<string, unknown>>(scratch: string, sql: string): Promise<T[]> {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch })
  try {
    return await engine.rows<T>(sql)
  } finally {
    engine.close()
  }
}

/** Proves one version of a dataset of the main job, in whatever layout the store has it. */
export async function prove(store: string, dataset: string, version: number, scratch: string): Promise<Verification> {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch })
  try {
    const opened = await openStore(store)
    const table = await locateTable(opened, 'refinement', dataset)
    return await verifyVersion(opened, engine, table, version, scratch)
  } finally {
    engine.close()
  }
}

/** SQL for the data of a dataset's only version. */
export const dataOf = (store: string, dataset: string): string =>
  `read_parquet('${join(store, 'datasets/refinement', dataset, 'data', '*.parquet')}')`

/** SQL for all rows a run put in quarantine. */
export const quarantineOf = (store: string, run: string): string =>
  `read_parquet('${join(store, 'quarantine', '*', run, '*.parquet')}', union_by_name = true)`

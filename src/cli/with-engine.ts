import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, type EngineReach, openEngine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { storeFolder } from '../storage/open-store.ts'

// A pull streams; more memory would only be filled, not used.
const MEMORY_LIMIT_MB = 384
const THREADS = 2

/**
 * Opens a DuckDB session with a scratch folder for one command, and removes both afterwards.
 * @param reach what the command was asked to read and write; nothing else of this machine can be reached, beside the scratch folder
 */
export async function withEngine<T>(
  reach: EngineReach,
  work: (engine: Engine, scratch: string) => Promise<T>,
  memoryLimitMb = MEMORY_LIMIT_MB,
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'hotpass-'))
  try {
    const confined = { folders: [...reach.folders, scratch], files: reach.files ?? [] }
    const engine = await openEngine({ memoryLimitMb, threads: THREADS, scratch, reach: confined })
    try {
      return await work(engine, scratch)
    } finally {
      engine.close()
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A store on this machine, and more folders; a bucket is read through the scratch folder. */
export function storeReach(store: ObjectStore, ...more: readonly string[]): EngineReach {
  const folder = storeFolder(store)
  return { folders: folder === undefined ? more : [folder, ...more] }
}

/** The files that a person named, and what they are links to: the person may follow their own. */
export async function filesReach(files: readonly string[], ...folders: readonly string[]): Promise<EngineReach> {
  const meant = await Promise.all(files.map((file) => realpath(file).catch(() => file)))
  return { folders, files: [...new Set([...files, ...meant])] }
}

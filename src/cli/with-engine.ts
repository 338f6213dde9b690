import { realpath } from 'node:fs/promises'
import { type Engine, type EngineReach, openEngine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { storeFolder } from '../storage/open-store.ts'
import { openScratch } from '../storage/scratch.ts'

// A pull streams; more memory would only be filled, not used.
const MEMORY_LIMIT_MB = 384
const THREADS = 2

/** What a command was asked to read and write. */
export interface CommandReach extends EngineReach {
  /** Whose data the session will hold, if any's. */
  readonly store?: ObjectStore
}

/**
 * Opens a DuckDB session with a scratch folder for one command, and removes both afterwards.
 * @param reach nothing else of this machine can be reached, beside the scratch folder
 */
export async function withEngine<T>(
  reach: CommandReach,
  work: (engine: Engine, scratch: string) => Promise<T>,
  memoryLimitMb = MEMORY_LIMIT_MB,
): Promise<T> {
  const scratch = await openScratch(reach.store?.uri('') ?? null)
  try {
    const confined = { folders: [...reach.folders, scratch.path], files: reach.files ?? [] }
    const engine = await openEngine({ memoryLimitMb, threads: THREADS, scratch: scratch.path, reach: confined })
    try {
      return await work(engine, scratch.path)
    } finally {
      engine.close()
    }
  } finally {
    await scratch.remove()
  }
}

/** A store on this machine, and more folders; a bucket is read through the scratch folder. */
export function storeReach(store: ObjectStore, ...more: readonly string[]): CommandReach {
  const folder = storeFolder(store)
  return { store, folders: folder === undefined ? more : [folder, ...more] }
}

/** The files that a person named, and what they are links to: the person may follow their own. */
export async function filesReach(files: readonly string[], ...folders: readonly string[]): Promise<CommandReach> {
  const meant = await Promise.all(files.map((file) => realpath(file).catch(() => file)))
  return { folders, files: [...new Set([...files, ...meant])] }
}

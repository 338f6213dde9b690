import { type Engine, type EngineOptions, openEngine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openScratch } from '../storage/scratch.ts'

// A pull streams; more memory would only be filled, not used.
const MEMORY_LIMIT_MB = 384
const THREADS = 2

/** Opens a DuckDB session with a scratch folder for one command, and removes both afterwards. `store`: whose data it will hold, if any's. */
export async function withEngine<T>(
  store: ObjectStore | null,
  work: (engine: Engine, scratch: string) => Promise<T>,
  limits: Pick<EngineOptions, 'memoryLimitMb' | 'reach'> = { memoryLimitMb: MEMORY_LIMIT_MB },
): Promise<T> {
  const scratch = await openScratch(store?.uri('') ?? null)
  try {
    const engine = await openEngine({ ...limits, threads: THREADS, scratch: scratch.path })
    try {
      return await work(engine, scratch.path)
    } finally {
      engine.close()
    }
  } finally {
    await scratch.remove()
  }
}

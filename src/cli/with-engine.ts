import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, type EngineOptions, openEngine } from '../engine/engine.ts'

// A pull streams; more memory would only be filled, not used.
const MEMORY_LIMIT_MB = 384
const THREADS = 2

/** Opens a DuckDB session with a scratch folder for one command, and removes both afterwards. */
export async function withEngine<T>(
  work: (engine: Engine, scratch: string) => Promise<T>,
  limits: Pick<EngineOptions, 'memoryLimitMb' | 'reach'> = { memoryLimitMb: MEMORY_LIMIT_MB },
): Promise<T> {
  const scratch = await mkdtemp(join(tmpdir(), 'hotpass-'))
  try {
    const engine = await openEngine({ ...limits, threads: THREADS, scratch })
    try {
      return await work(engine, scratch)
    } finally {
      engine.close()
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

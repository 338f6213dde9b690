import { existsSync } from 'node:fs'
import type { Engine, EngineOptions } from '../engine/engine.ts'

/** The engine that the last call in this process left, emptied and ready. */
let idle: { readonly key: string; readonly engine: Engine } | undefined

const keyOf = (options: EngineOptions): string =>
  JSON.stringify([options.memoryLimitMb, options.threads, options.scratch, options.reach])

/** A data engine for one stage call: the process's idle one when it fits, else a new one. The engine's code is loaded here. */
export async function leaseEngine(options: EngineOptions): Promise<Engine> {
  const found = idle
  idle = undefined
  if (found?.key === keyOf(options) && existsSync(options.scratch)) return found.engine
  found?.engine.close()
  const { openEngine } = await import('../engine/engine.ts')
  return openEngine(options)
}

/** Gives an engine back after a call that ended well: its tables are dropped, so that nothing passes from call to call. */
export async function returnEngine(engine: Engine, options: EngineOptions): Promise<void> {
  const tables = await engine.rows<{ name: string }>('SELECT table_name AS name FROM duckdb_tables()')
  for (const { name } of tables) await engine.run(`DROP TABLE "${name.replaceAll('"', '""')}"`)
  idle?.engine.close()
  idle = { key: keyOf(options), engine }
}

import type { HostSettings } from '../run/host.ts'
import { WorkAbortedError } from './errors.ts'
import type { Batch, TaskHandler } from './task-call.ts'
import { createWorkerPool, type WorkerPool } from './worker-pool.ts'

/** Runs a stage in this process. */
export type InlineStage = (
  stage: string,
  payload: unknown,
  settings: HostSettings,
  onProgress: (event: unknown) => void,
  signal: AbortSignal,
) => Promise<unknown>

export interface LocalTaskOptions {
  readonly settings: HostSettings
  readonly concurrency: number
  readonly inline: InlineStage
  /** The workers' program, when it is not the real stages. */
  readonly program?: URL
}

export interface LocalTasks {
  readonly handle: TaskHandler
  close(): Promise<void>
}

// Below this a second process costs more than it saves, and so does a second thread of the engine: whoever waits for the other spins.
const INLINE_BATCH_BYTES = 8 * 1024 * 1024

/**
 * Does Tasks on this machine: states and small Maps here, one after the other (one DuckDB instance a process);
 * the items of larger Maps in worker processes. Workers end before the next single state starts, so that it has the whole memory.
 */
export function createLocalTasks(options: LocalTaskOptions): LocalTasks {
  let pool: { readonly size: number; readonly workers: WorkerPool } | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let largest = 0
  const closing = new Set<Promise<void>>()

  const closePool = async () => {
    const workers = pool?.workers
    pool = undefined
    if (workers !== undefined) closing.add(workers.close())
    await Promise.all(closing)
    closing.clear()
  }
  const poolFor = (batch: Batch): WorkerPool => {
    const size = Math.min(options.concurrency, batch.items)
    if (pool !== undefined && pool.size !== size) void closePool()
    pool ??= {
      size,
      workers: createWorkerPool({
        size,
        settings: options.settings,
        ...(options.program === undefined ? {} : { program: options.program }),
      }),
    }
    return pool.workers
  }
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work, work)
    turn = result.catch(() => undefined)
    return result
  }

  return {
    handle: async (call) => {
      largest = Math.max(largest, call.batch?.bytes ?? 0)
      const onProgress = (event: unknown) => call.progress(event)
      if (call.batch !== undefined && worthWorkers(call.batch, options.concurrency)) {
        return poolFor(call.batch).run({ stage: call.stage, payload: call.payload, signal: call.signal, onProgress })
      }
      return inTurn(async () => {
        if (call.batch === undefined) await closePool()
        if (call.signal.aborted) throw new WorkAbortedError(call.state)
        const settings = largest < INLINE_BATCH_BYTES ? { ...options.settings, threads: 1 } : options.settings
        return options.inline(call.stage, call.payload, settings, onProgress, call.signal)
      })
    },
    close: closePool,
  }
}

const worthWorkers = (batch: Batch, concurrency: number): boolean =>
  batch.items > 1 && concurrency > 1 && batch.bytes >= INLINE_BATCH_BYTES

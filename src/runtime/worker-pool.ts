import { type ChildProcess, fork } from 'node:child_process'
import { programPath } from '../config/package-path.ts'
import type { HostSettings } from '../run/host.ts'
import { acceptTelemetry } from '../telemetry/telemetry.ts'
import { RemoteStageError, WorkAbortedError, WorkerDiedError } from './errors.ts'
import { isJsonObject, type Json } from './json.ts'
import type { WorkerReply, WorkerRequest } from './worker-messages.ts'

export interface WorkerPoolOptions {
  /** Workers at most; each is started when first needed. */
  readonly size: number
  /** The whole pool's limits; each worker gets its share. */
  readonly settings: HostSettings
  /** The worker's program; the real stages unless said otherwise. */
  readonly program?: URL
}

export interface PoolJob {
  readonly stage: string
  readonly payload: Json
  readonly signal?: AbortSignal
  onProgress?(event: Json): void
}

export interface WorkerPool {
  /** The job's output. Rejects with the stage's own error, `WorkerDiedError` or `WorkAbortedError`. */
  run(job: PoolJob): Promise<Json>
  /** Ends every worker; jobs under way are called off. */
  close(): Promise<void>
}

interface Waiting {
  readonly job: PoolJob
  resolve(output: Json): void
  reject(error: Error): void
}

/** A pool of child processes that run stages, one job each at a time, first come first served. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const program = options.program ?? programPath('src/runtime/worker.ts')
  const settings = share(options.settings, options.size)
  const idle: ChildProcess[] = []
  const all = new Set<ChildProcess>()
  const queue: Waiting[] = []
  let closed = false

  const start = (): ChildProcess => {
    // stdout belongs to the command's own answer, so whatever a worker prints goes to stderr.
    // Two workers' young objects in 16 MB each, V8's default, cost 80 MB at the run's peak and save no time.
    const child = fork(program, [], { execArgv: ['--max-semi-space-size=8'], stdio: ['ignore', 2, 2, 'ipc'] })
    all.add(child)
    // The job under way hears of the same error and the same exit; idle workers have nobody else to listen.
    child.on('error', () => {})
    child.once('exit', () => {
      all.delete(child)
      if (idle.includes(child)) idle.splice(idle.indexOf(child), 1)
    })
    return child
  }

  const next = () => {
    while (queue.length > 0 && !closed && (idle.length > 0 || all.size < options.size)) {
      const waiting = queue.shift()
      if (waiting === undefined) return
      const child = idle.pop() ?? start()
      work(child, waiting, settings, (reusable) => {
        if (reusable && child.connected) idle.push(child)
        else all.delete(child)
        next()
      })
    }
  }

  return {
    run: (job) =>
      new Promise<Json>((resolve, reject) => {
        if (closed || job.signal?.aborted) return reject(new WorkAbortedError(describe(job)))
        const waiting: Waiting = { job, resolve, reject }
        queue.push(waiting)
        job.signal?.addEventListener(
          'abort',
          () => {
            const at = queue.indexOf(waiting)
            if (at >= 0) reject(new WorkAbortedError(describe(queue.splice(at, 1)[0]?.job ?? job)))
          },
          { once: true },
        )
        next()
      }),
    async close() {
      closed = true
      for (const { job, reject } of queue.splice(0)) reject(new WorkAbortedError(describe(job)))
      await Promise.all([...all].map(end))
    },
  }
}

/** Gives one job to one child and hears it out. `release` is called once, with whether the child can take another. */
function work(
  child: ChildProcess,
  waiting: Waiting,
  settings: HostSettings,
  release: (reusable: boolean) => void,
): void {
  const { job, resolve, reject } = waiting
  const settle = (reusable: boolean, then: () => void) => {
    child.off('message', onMessage)
    child.off('exit', onExit)
    child.off('error', onError)
    job.signal?.removeEventListener('abort', onAbort)
    release(reusable)
    then()
  }
  const onMessage = (reply: WorkerReply) => {
    if (reply.type === 'progress') job.onProgress?.(reply.event)
    else if (reply.type === 'telemetry') void acceptTelemetry(reply.message)
    else if (reply.type === 'done') settle(true, () => resolve(reply.output))
    else settle(true, () => reject(new RemoteStageError(reply.name, reply.message, reply.stack)))
  }
  const died = (how: string) => settle(false, () => reject(new WorkerDiedError(job.stage, itemName(job), how)))
  const onExit = (code: number | null, signal: string | null) =>
    died(signal === null ? `exit code ${code}` : `signal ${signal}`)
  const onError = (error: Error) => died(error.message)
  const onAbort = () => {
    child.kill('SIGKILL')
    settle(false, () => reject(new WorkAbortedError(describe(job))))
  }
  child.on('message', onMessage)
  child.once('exit', onExit)
  child.once('error', onError)
  job.signal?.addEventListener('abort', onAbort, { once: true })
  const request: WorkerRequest = { stage: job.stage, payload: job.payload, settings }
  child.send(request, (error) => {
    if (error !== null) onError(error)
  })
}

const share = (settings: HostSettings, size: number): HostSettings => ({
  ...settings,
  memoryLimitMb: Math.max(64, Math.floor(settings.memoryLimitMb / size)),
  threads: Math.max(1, Math.floor(settings.threads / size)),
})

const describe = (job: PoolJob): string => `${job.stage} for ${itemName(job)}`

function itemName(job: PoolJob): string {
  const item = isJsonObject(job.payload) && isJsonObject(job.payload.item) ? job.payload.item : {}
  const name = item.file ?? item.key ?? (isJsonObject(job.payload) ? job.payload.index : undefined)
  return typeof name === 'string' || typeof name === 'number' ? String(name) : 'its item'
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  if (child.connected) child.disconnect()
  const impatience = setTimeout(() => child.kill('SIGKILL'), 500)
  await gone
  clearTimeout(impatience)
}

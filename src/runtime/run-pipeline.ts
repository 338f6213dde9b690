import { mkdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { keys } from '../ledger/keys.ts'
import { runEnding } from '../ledger/run-ending.ts'
import type { HostSettings } from '../run/host.ts'
import { keepLease } from '../run/lease/keep-lease.ts'
import { openStore } from '../storage/open-store.ts'
import { openScratch } from '../storage/scratch.ts'
import { currentSettings, flushTelemetry, type Undelivered } from '../telemetry/telemetry.ts'
import { startEmbeddedRun } from './embedded-runner.ts'
import type { JsonObject } from './json.ts'
import { createLocalTasks } from './local-task-handler.ts'
import { nominalTime } from './nominal-time.ts'
import type { PipelineResult } from './pipeline-result.ts'
import { readResult } from './read-result.ts'
import { makeRunId } from './run-id.ts'
import { runLimits } from './run-limits.ts'
import type { RunnerEvent } from './runner-event.ts'
import { settleResult } from './settle-result.ts'
import { loadStateMachine } from './state-machine-file.ts'
import type { RunOutcome } from './state-machine-run.ts'

export interface RunPipelineOptions {
  readonly pipeline: string
  /** A folder, or `s3://bucket/prefix`. */
  readonly store: string
  readonly landing?: string
  readonly profile?: string
  readonly asOf?: string
  /** `key=value`, each overriding one setting. */
  readonly set?: readonly string[]
  /** While another run of the pipeline is under way: leave with the status `busy`, or wait for the turn. */
  readonly whenBusy?: 'leave' | 'wait'
  /** The run whose plan this one repeats; its files, settings and nominal time are that plan's. */
  readonly retryOf?: string
  readonly signal?: AbortSignal
  onEvent?(event: RunnerEvent): void
  /** Told at the end when a telemetry back end did not take everything. The run itself is not affected. */
  onUndelivered?(undelivered: readonly Undelivered[]): void
}

/**
 * Runs a pipeline on this machine through the state machine file, and gives its result: every ending is a value. Throws only for what the person must correct first: the configuration's errors, `AsOfError` and
 * `TelemetrySettingError`.
 */
export async function runPipeline(options: RunPipelineOptions): Promise<PipelineResult> {
  const startedAt = new Date()
  const started = performance.now()
  const nominal = nominalTime(options.asOf, startedAt)
  currentSettings()
  const limits = await runLimits(options)
  // The stages and their engine are loaded only once the configuration stands.
  const { runRealStage } = await import('./run-real-stage.ts')
  const location = options.store.startsWith('s3://') ? options.store : resolve(options.store)
  const input: JsonObject = {
    pipeline: options.pipeline,
    set: [...(options.set ?? [])],
    nominalTime: nominal,
    ...(limits.profile === undefined ? {} : { profile: limits.profile }),
    ...(options.landing === undefined ? {} : { landing: resolve(options.landing) }),
    ...(options.asOf === undefined ? {} : { asOf: options.asOf }),
    ...(options.retryOf === undefined ? {} : { retryOf: options.retryOf }),
    ...(options.whenBusy === undefined ? {} : { whenBusy: options.whenBusy }),
  }
  const run = makeRunId(limits.pipelineId, startedAt, input)
  if (!location.startsWith('s3://')) await mkdir(location, { recursive: true })
  const store = await openStore(location)
  const scratch = await openScratch(store.uri(''))
  const settings: HostSettings = {
    store: location,
    scratch: scratch.path,
    memoryLimitMb: limits.memoryLimitMb,
    threads: limits.threads,
  }
  const tasks = createLocalTasks({ settings, concurrency: limits.concurrency, inline: runRealStage })
  const lease = keepLease(store, limits.pipelineId, run)
  try {
    const execution = startEmbeddedRun({
      document: await loadStateMachine('refine'),
      run,
      input: { ...input, run },
      store,
      handle: tasks.handle,
      concurrency: limits.concurrency,
      signal: options.signal === undefined ? lease.lost : AbortSignal.any([options.signal, lease.lost]),
    })
    for await (const event of execution.events) options.onEvent?.(event)
    const outcome = await execution.outcome
    const status = outcome.kind === 'aborted' ? 'ABORTED' : 'FAILED'
    const began = outcome.endedIn !== ''
    // Stopped, or failed in the recording of its own failure: on AWS an event asks for this.
    const toldOf = (await store.get(keys.failure(run))) ?? (await store.get(keys.result(run)))
    if (began && (outcome.kind === 'aborted' || (outcome.kind === 'failed' && toldOf === undefined)))
      await runRealStage('CloseRun', { run, status, ...causeOf(outcome) }, settings, () => {})
    const result = settleResult(run, outcome, await runEnding(store, run), await readResult(store, run))
    return { ...result, seconds: Math.round(performance.now() - started) / 1000, store: store.uri('') }
  } finally {
    await lease.stop()
    await tasks.close()
    await scratch.remove()
    const undelivered = await flushTelemetry()
    if (undelivered.length > 0) options.onUndelivered?.(undelivered)
  }
}

const causeOf = (outcome: RunOutcome) =>
  outcome.kind === 'failed' ? { error: outcome.error, cause: outcome.cause } : {}

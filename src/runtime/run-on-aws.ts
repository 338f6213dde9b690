import { setTimeout as sleep } from 'node:timers/promises'
import type { DeployedEnvironment } from '../config/deployed-environment.ts'
import { type RunEnding, runEnding } from '../ledger/run-ending.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openStore } from '../storage/open-store.ts'
import type { JsonObject } from './json.ts'
import { nominalTime } from './nominal-time.ts'
import type { PipelineResult } from './pipeline-result.ts'
import { readResult } from './read-result.ts'
import { makeRunId } from './run-id.ts'
import { runLimits } from './run-limits.ts'
import type { RunnerEvent } from './runner-event.ts'
import { settleResult } from './settle-result.ts'
import { executionArnOf, followExecution, openStepFunctions, startExecution } from './step-functions-runner.ts'

export interface RunOnAwsOptions {
  readonly deployed: DeployedEnvironment
  /** Id of a pipeline that was deployed. */
  readonly pipeline: string
  readonly profile?: string
  readonly asOf?: string
  readonly set?: readonly string[]
  readonly whenBusy?: 'leave' | 'wait'
  /** The run whose plan this one repeats; its files, settings and nominal time are that plan's. */
  readonly retryOf?: string
}

export interface StartedRun {
  readonly run: string
  readonly executionArn: string
  readonly store: string
}

/**
 * Starts a run on Step Functions. The configuration is resolved first, so that a mistake in it is an answer and not a failed run.
 * @throws the configuration's errors, `AsOfError`, AwsError
 */
export async function startOnAws(options: RunOnAwsOptions): Promise<StartedRun> {
  const { deployed, pipeline, retryOf } = options
  const startedAt = new Date()
  const asked = nominalTime(options.asOf, startedAt)
  const { pipelineId } = await runLimits(options)
  const input: JsonObject = {
    pipeline,
    set: [...(options.set ?? [])],
    ...(options.asOf === undefined ? {} : { nominalTime: asked, asOf: options.asOf }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.whenBusy === undefined ? {} : { whenBusy: options.whenBusy }),
    ...(retryOf === undefined ? {} : { retryOf }),
  }
  const run = makeRunId(pipelineId, startedAt, input)
  const client = await openStepFunctions()
  const executionArn = await startExecution({ client, stateMachineArn: deployed.stateMachineArn, run, input })
  return { run, executionArn, store: deployed.storeUri }
}

export interface WatchOptions {
  readonly deployed: DeployedEnvironment
  readonly run: string
  readonly signal?: AbortSignal
  readonly pollMs?: number
  onEvent?(event: RunnerEvent): void
}

/** Watches a run on Step Functions to its end; undefined when the signal ended the watching first. @throws AwsError */
export async function watchOnAws(options: WatchOptions): Promise<PipelineResult | undefined> {
  const { deployed, run, signal, pollMs } = options
  const started = performance.now()
  const watched = followExecution({
    client: await openStepFunctions(),
    executionArn: executionArnOf(deployed.stateMachineArn, run),
    ...(signal === undefined ? {} : { signal }),
    ...(pollMs === undefined ? {} : { pollMs }),
  })
  // A rejection is met by the await below; until then it must not count as unhandled.
  watched.outcome.catch(() => undefined)
  for await (const event of watched.events) options.onEvent?.(event)
  const outcome = await watched.outcome
  if (outcome.kind === 'detached') return undefined
  const store = openStore(deployed.storeUri)
  const ending = await endingOf(store, run, outcome.kind === 'succeeded' ? 0 : CLOSE_MS)
  const result = settleResult(run, outcome, ending, await readResult(store, run))
  return { ...result, seconds: Math.round(performance.now() - started) / 1000, store: store.uri('') }
}

/** CloseRun comes by an event, seconds after the execution has ended. */
const CLOSE_MS = 20_000

async function endingOf(store: ObjectStore, run: string, patienceMs: number): Promise<RunEnding | undefined> {
  for (const until = Date.now() + patienceMs; ; await sleep(500)) {
    const ending = await runEnding(store, run)
    if (ending !== undefined || Date.now() >= until) return ending
  }
}

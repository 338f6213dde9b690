import { loadPipeline } from '../../config/load-pipeline.ts'
import { toldText } from '../../contracts/told-text.ts'
import { readJson } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import type { RunEnding } from '../../ledger/run-ending.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import type { StageName } from '../../stages/stage-table.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { runTrace } from '../../telemetry/run-trace.ts'
import type { Attributes } from '../../telemetry/span.ts'
import { currentSettings, recordMetrics, tracingIsOn } from '../../telemetry/telemetry.ts'
import { currentSpan, nameOf, nowMs, recordSpan, withSpan } from '../../telemetry/with-span.ts'
import { writeLog } from '../../telemetry/write-log.ts'
import { tellRunEnded } from '../endings/tell-run-ended.ts'
import { type LineageOutcome, lineageIds } from '../lineage/stage-lineage.ts'
import { tellableError } from './mask-error.ts'
import { gateMetrics, type MetricPlace, metricPoint, rowFlow, stateMetrics } from './stage-metrics.ts'
import { type StoreOperation, watchedStore } from './watched-store.ts'

export interface StageCall {
  readonly state: StageName
  readonly run: string
  readonly shard: number | undefined
  readonly store: ObjectStore
  readonly payload: Readonly<Record<string, unknown>>
}

/** Everything a stage call shows of itself to the outside: span, log lines, metrics. None of it is the stage's business. */
export class StageWatch {
  /** The host's store, watched: bytes are counted, slow operations have spans. */
  readonly store: ObjectStore
  readonly #call: StageCall
  readonly #bytes = { in: 0, out: 0 }
  #plan: Plan | undefined
  #pipeline: string | undefined

  constructor(call: StageCall) {
    this.#call = call
    this.store = watchedStore(call.store, (operation) => this.#stored(operation), nowMs)
  }

  /** Which pipeline the call works for, once that is known. */
  planned(plan: Plan | undefined): void {
    this.#plan = plan
    this.#pipeline = plan?.pipelineId ?? this.#pipeline
  }

  /** Runs the call inside its span, with a log line at its start and its end, and its numbers. What it throws is masked first. */
  async around(work: () => Promise<StageRecord>): Promise<StageRecord> {
    const { run, state, shard, payload } = this.#call
    this.#pipeline = await pipelineOf(payload)
    const startMs = nowMs()
    const trace = tracingIsOn() ? await runTrace(run) : undefined
    const attributes = {
      run,
      state,
      shard,
      'openlineage.run_id': lineageIds(run, state).runId,
    }
    return withSpan(
      `hotpass.${state}`,
      trace === undefined ? {} : attributes,
      async (span) => {
        await writeLog({
          ...this.#common(),
          level: 'info',
          event: 'state.started',
          message: `${this.#title()} started.`,
        })
        try {
          const record = await work()
          span.set({ pipeline: this.#pipeline, ...(await this.#finished(record, nowMs() - startMs)) })
          return record
        } catch (thrown) {
          const error = tellableError(thrown)
          await this.#failed(error, nowMs() - startMs)
          throw error
        }
      },
      shard === undefined ? trace?.stateParent : trace?.shardParent(state),
    )
  }

  /** Gives the Maps that lineage closed their spans, and says what its back end did not take. */
  async lineage(outcome: LineageOutcome): Promise<void> {
    const { run } = this.#call
    const trace = tracingIsOn() ? await runTrace(run) : undefined
    if (trace?.own !== undefined)
      for (const { state, startedAt, endedAt, failed } of outcome.maps)
        await recordSpan({
          name: `hotpass.${state}`,
          startMs: Date.parse(startedAt),
          endMs: Date.parse(endedAt),
          attributes: { run, state, pipeline: this.#pipeline },
          own: trace.shardParent(state),
          parentSpanId: trace.own.spanId,
          ...(failed ? { error: 'MapFailed' } : {}),
        })
    if (outcome.undelivered === 0) return
    await writeLog({
      ...this.#common(),
      level: 'warn',
      event: 'lineage.undelivered',
      message: `${outcome.undelivered} lineage events were not delivered. Deliver them with: hotpass lineage resend ${run}`,
      events: outcome.undelivered,
    })
    await recordMetrics(() => [metricPoint('LineageEventsUndelivered', outcome.undelivered, this.#place())])
  }

  /** The run is over with this call. */
  ended(ending: RunEnding, last: StageRecord): Promise<void> {
    const { run, store } = this.#call
    return tellRunEnded(store, { run, ending, pipeline: this.#pipeline, plan: this.#plan, last })
  }

  #stored({ operation, startMs, endMs, bytesIn, bytesOut, failed }: StoreOperation): void {
    this.#bytes.in += bytesIn
    this.#bytes.out += bytesOut
    slowOperation('storage', operation, startMs, endMs, failed, { bytes: bytesIn + bytesOut })
  }

  async #finished(record: StageRecord, durationMs: number): Promise<Attributes> {
    const { state, run, store } = this.#call
    const flow = rowFlow(state, record)
    const numbers = {
      ...(flow && {
        rows_in: flow.in,
        rows_out: flow.out,
        rows_quarantined: flow.quarantined,
        rows_merged: flow.merged,
      }),
      bytes_in: this.#bytes.in,
      bytes_out: this.#bytes.out,
      reused: record.reused === true,
    }
    await writeLog({
      ...this.#common(),
      level: 'info',
      event: 'state.finished',
      message: `${this.#title()} finished.`,
      duration_ms: Math.round(durationMs),
      ...numbers,
    })
    const call = { durationMs, flow, bytesIn: this.#bytes.in, bytesOut: this.#bytes.out }
    await recordMetrics(() => stateMetrics(state, call, this.#place()))
    if (state !== 'Gate') return numbers
    const verdict = await readJson<unknown>(store, keys.verdict(run)).catch(() => undefined)
    await recordMetrics(() => gateMetrics(verdict, this.#place()))
    return { ...numbers, ...(await this.#judged(record)) }
  }

  async #judged({ output: { verdict, reasons } }: StageRecord): Promise<Attributes> {
    if (verdict !== 'passed' && verdict !== 'warned' && verdict !== 'blocked') return {}
    await writeLog({
      ...this.#common(),
      level: verdict === 'passed' ? 'info' : 'warn',
      event: 'gate.judged',
      message: `The gate's verdict: ${verdict}.`,
      verdict,
      reasons: typeof reasons === 'number' ? reasons : 0,
    })
    return { verdict }
  }

  async #failed(error: Error, durationMs: number): Promise<void> {
    await writeLog({
      ...this.#common(),
      level: 'error',
      event: 'state.failed',
      message: `${this.#title()} failed.`,
      duration_ms: Math.round(durationMs),
      error_name: nameOf(error).slice(0, 200),
      error_message: toldText(error.message).slice(0, 2000),
    })
    await recordMetrics(() => [metricPoint('StateErrors', 1, { ...this.#place(), stage: this.#call.state })])
  }

  #title(): string {
    const { state, shard } = this.#call
    return shard === undefined ? state : `${state}, shard ${shard},`
  }

  #place(): MetricPlace {
    return {
      environment: currentSettings().environment,
      run: this.#call.run,
      pipeline: this.#pipeline ?? 'unknown',
    }
  }

  #common() {
    const { run, state, shard } = this.#call
    const span = currentSpan()
    return {
      run,
      state,
      ...(this.#pipeline === undefined ? {} : { pipeline: this.#pipeline }),
      ...(shard === undefined ? {} : { shard }),
      ...(span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId }),
    }
  }
}

/** Told of each statement of the data engine, in whichever call it runs. */
export const engineStatement = (kind: string, startMs: number, endMs: number, failed?: unknown): void =>
  slowOperation('engine', kind, startMs, endMs, failed)

/** Gives an operation that took long, or failed, a span of its own. */
function slowOperation(
  room: 'storage' | 'engine',
  operation: string,
  startMs: number,
  endMs: number,
  failed?: unknown,
  more: Attributes = {},
): void {
  if (!tracingIsOn() || (endMs - startMs < currentSettings().slowMs && failed === undefined)) return
  const error = failed === undefined ? {} : { error: nameOf(failed) }
  void recordSpan({ name: `${room} ${operation}`, startMs, endMs, attributes: { room, operation, ...more }, ...error })
}

/** The pipeline as the payload names it: Plan has it, RecordFailure has what the execution was started with. */
async function pipelineOf(payload: StageCall['payload']): Promise<string | undefined> {
  const { pipeline } = (payload.pipeline === undefined ? (payload.execution ?? {}) : payload) as StageCall['payload']
  if (typeof pipeline !== 'string') return undefined
  // It may be a path; the id stands in the file. A file that cannot be read is the stage's to complain about.
  return (await loadPipeline(pipeline).catch(() => undefined))?.id
}

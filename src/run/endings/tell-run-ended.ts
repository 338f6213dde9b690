import { readJson } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import type { Plan, RunResult } from '../../ledger/plan-document.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type RunTrace, runTrace } from '../../telemetry/run-trace.ts'
import { currentSettings, recordMetrics, tracingIsOn } from '../../telemetry/telemetry.ts'
import { recordSpan } from '../../telemetry/with-span.ts'
import { writeLog } from '../../telemetry/write-log.ts'
import { lineageIds } from '../lineage/stage-lineage.ts'
import { type RunEnding, runMetrics } from '../observe/stage-metrics.ts'

export interface EndOfRun {
  readonly run: string
  readonly ending: RunEnding
  readonly pipeline: string | undefined
  readonly plan: Plan | undefined
  /** Of the call that ended it. */
  readonly last: StageRecord
}

/** The run's own span, its numbers and its last log line: nobody but the last state knows how it ended. */
export async function tellRunEnded(store: ObjectStore, end: EndOfRun): Promise<void> {
  const { run, ending, pipeline, plan, last } = end
  const startMs = Date.parse(plan?.startedAt ?? last.startedAt)
  const endMs = Date.parse(last.endedAt)
  const failure = ending === 'failed' ? failureOf(last.output) : undefined
  const trace = tracingIsOn() ? await runTrace(run) : undefined
  if (trace !== undefined) await recordRun(end, trace, startMs, endMs, failure?.error_name)
  const result = await readJson<RunResult>(store, keys.result(run)).catch(() => undefined)
  const published =
    ending === 'published'
      ? (last.lineage?.outputs ?? []).map(({ name, rows }) => [name.replace(/^datasets\//, ''), rows ?? 0])
      : []
  const ended = { ending, durationMs: endMs - startMs, result, published: Object.fromEntries(published) }
  const place = { environment: currentSettings().environment, pipeline: pipeline ?? 'unknown', run }
  await recordMetrics(() => runMetrics(ended, place))
  await writeLog({
    level: ending === 'failed' ? 'error' : ending === 'blocked' ? 'warn' : 'info',
    event: 'run.ended',
    message: `The run ended: ${ending}.`,
    run,
    state: last.state,
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(trace === undefined ? {} : { trace_id: trace.traceId }),
    ending,
    duration_ms: endMs - startMs,
    ...failure,
  })
}

async function recordRun(
  { run, ending, pipeline }: EndOfRun,
  { own }: RunTrace,
  startMs: number,
  endMs: number,
  error: string | undefined,
): Promise<void> {
  if (own === undefined) return
  const common = { run, ...(pipeline === undefined ? {} : { pipeline }) }
  await recordSpan({
    name: 'hotpass.run',
    startMs,
    endMs,
    attributes: { ...common, ending, 'openlineage.run_id': lineageIds(run).runId },
    own,
    parentSpanId: own.parentSpanId,
    ...(ending === 'failed' || ending === 'blocked' ? { error: error ?? 'QualityGateBlocked' } : {}),
  })
}

const failureOf = (output: Readonly<Record<string, unknown>>) => ({
  error_name: String(output.error ?? 'Error').slice(0, 200),
  error_message: String(output.message ?? '').slice(0, 2000),
})

import { toldText } from '../../contracts/told-text.ts'
import { readJson } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import type { Plan, RunResult } from '../../ledger/plan-document.ts'
import { publishedDataset } from '../../ledger/published-name.ts'
import type { RunEnding } from '../../ledger/run-ending.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type RunTrace, runTrace } from '../../telemetry/run-trace.ts'
import { currentSettings, recordMetrics, tracingIsOn } from '../../telemetry/telemetry.ts'
import { recordSpan } from '../../telemetry/with-span.ts'
import { writeLog } from '../../telemetry/write-log.ts'
import { lineageIds } from '../lineage/stage-lineage.ts'
import { runMetrics } from '../observe/stage-metrics.ts'

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
  const failure = failureOf(ending)
  const trace = tracingIsOn() ? await runTrace(run) : undefined
  if (trace !== undefined)
    await recordRun(end, trace, startMs, endMs, ending.kind === 'blocked' ? 'QualityGateBlocked' : failure?.error_name)
  const result = await readJson<RunResult>(store, keys.result(run)).catch(() => undefined)
  const published =
    ending.kind === 'published'
      ? (last.lineage?.outputs ?? []).flatMap(({ name, rows }) => {
          const dataset = publishedDataset(name)
          return dataset === undefined ? [] : [[dataset, rows ?? 0] as const]
        })
      : []
  const ended = { ending: ending.kind, durationMs: endMs - startMs, result, published: Object.fromEntries(published) }
  const place = { environment: currentSettings().environment, pipeline: pipeline ?? 'unknown', run }
  await recordMetrics(() => runMetrics(ended, place))
  await writeLog({
    level: LEVELS[ending.kind],
    event: 'run.ended',
    message: `The run ended: ${ending.kind}.`,
    run,
    state: last.state,
    ...(pipeline === undefined ? {} : { pipeline }),
    ...(trace === undefined ? {} : { trace_id: trace.traceId }),
    ending: ending.kind,
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
    attributes: { ...common, ending: ending.kind, 'openlineage.run_id': lineageIds(run).runId },
    own,
    parentSpanId: own.parentSpanId,
    ...(error === undefined ? {} : { error }),
  })
}

const LEVELS = {
  published: 'info',
  unchanged: 'info',
  busy: 'info',
  blocked: 'warn',
  cancelled: 'warn',
  failed: 'error',
  timed_out: 'error',
} as const satisfies Readonly<Record<RunEnding['kind'], string>>

/** What went wrong, of a run that says so. */
function failureOf(ending: RunEnding): { error_name: string; error_message: string } | undefined {
  const failure = ending.kind === 'published' ? ending.after : 'message' in ending ? ending : null
  if (failure === null) return undefined
  return { error_name: failure.error.slice(0, 200), error_message: toldText(failure.message).slice(0, 2000) }
}

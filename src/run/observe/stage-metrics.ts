import { z } from 'zod'
import { METRICS, type MetricDimension, type MetricName } from '../../config/metric-names.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import type { RunEndingKind } from '../../ledger/run-ending.ts'
import type { StageRecord } from '../../ledger/stage.ts'
import type { StageName } from '../../stages/stage-table.ts'
import { stageNamed } from '../../stages/stage-table.ts'
import type { MetricPoint } from '../../telemetry/metric-point.ts'

/** What places a value among the others. */
export interface MetricPlace {
  readonly environment: string
  readonly pipeline: string
  readonly run: string
  readonly stage?: string
  readonly dataset?: string
}

/** One value of the table of metrics, with exactly the dimensions the table gives it. */
export function metricPoint(name: MetricName, value: number, place: MetricPlace): MetricPoint {
  const { unit, dimensions } = METRICS[name]
  const of: Readonly<Record<MetricDimension, string | undefined>> = {
    environment: place.environment,
    pipeline: place.pipeline,
    stage: place.stage,
    dataset: place.dataset,
  }
  return {
    name,
    unit,
    value,
    dimensions: Object.fromEntries(dimensions.map((dimension) => [dimension, of[dimension] ?? 'none'])),
    metadata: { run: place.run },
  }
}

export interface RowFlow {
  readonly in: number
  readonly out: number
  readonly quarantined: number
  readonly merged: number
}

/** What a call of a state did with rows; undefined for a state that handles none. */
export function rowFlow(
  state: string,
  record: Pick<StageRecord, 'counts' | 'balance' | 'lineage'>,
): RowFlow | undefined {
  if (stageNamed(state)?.rows === false) return undefined
  const { counts, balance, lineage } = record
  const total = (side: 'inputs' | 'outputs') => (lineage?.[side] ?? []).reduce((sum, { rows }) => sum + (rows ?? 0), 0)
  return {
    in: balance?.read ?? counts.read ?? total('inputs'),
    out: counts.passed ?? total('outputs'),
    quarantined: counts.quarantined ?? 0,
    merged: counts.merged ?? balance?.accounted.merged ?? 0,
  }
}

const verdictSchema = z.object({
  verdict: z.enum(['passed', 'warned', 'blocked']),
  rows: z.object({ read: z.number(), blank: z.number(), quarantined: z.number() }),
  expectations: z.array(z.object({ dataset: z.string(), passed: z.boolean() })),
})

const GATE: Readonly<Record<'passed' | 'warned' | 'blocked', MetricName>> = {
  passed: 'GatePassed',
  warned: 'GateWarned',
  blocked: 'GateBlocked',
}

/** The gate's verdict in numbers, read from `verdict.json`. */
export function gateMetrics(verdict: unknown, place: MetricPlace): MetricPoint[] {
  const read = verdictSchema.safeParse(verdict)
  if (!read.success) return []
  const { rows, expectations } = read.data
  const judged = rows.read - rows.blank
  const byDataset = Map.groupBy(expectations, ({ dataset }) => dataset)
  return [
    metricPoint(GATE[read.data.verdict], 1, place),
    metricPoint('QuarantineRate', judged > 0 ? (100 * rows.quarantined) / judged : 0, place),
    ...[...byDataset].map(([dataset, all]) =>
      metricPoint('QualityScore', (100 * all.filter(({ passed }) => passed).length) / all.length, {
        ...place,
        dataset,
      }),
    ),
  ]
}

const ENDINGS: Readonly<Record<RunEndingKind, MetricName>> = {
  published: 'RunsPublished',
  unchanged: 'RunsUnchanged',
  blocked: 'RunsBlocked',
  failed: 'RunsFailed',
  busy: 'RunsBusy',
  cancelled: 'RunsCancelled',
  timed_out: 'RunsTimedOut',
}

export interface EndedRun {
  readonly ending: RunEndingKind
  readonly durationMs: number | undefined
  /** The run's result document; what an unchanged or busy run says of rows is an earlier run's. */
  readonly result: Pick<RunResult, 'rows'> | undefined
  /** Rows of each published dataset. */
  readonly published: Readonly<Record<string, number>>
}

/** A run's ending in numbers. */
export function runMetrics({ ending, durationMs, result, published }: EndedRun, place: MetricPlace): MetricPoint[] {
  const points = [metricPoint(ENDINGS[ending], 1, place)]
  if (ending === 'published' || ending === 'unchanged') points.push(metricPoint('RunsSucceeded', 1, place))
  if (durationMs !== undefined) points.push(metricPoint('RunDuration', durationMs, place))
  if (result !== undefined && (ending === 'published' || ending === 'blocked'))
    points.push(
      metricPoint('RowsRead', result.rows.read, place),
      metricPoint('RowsQuarantined', result.rows.quarantined, place),
      metricPoint('RowsMerged', result.rows.merged, place),
    )
  for (const [dataset, rows] of Object.entries(published))
    points.push(metricPoint('RowsPublished', rows, { ...place, dataset }))
  return points
}

/** A state's call in numbers. */
export function stateMetrics(
  state: StageName,
  call: { durationMs: number; flow: RowFlow | undefined; bytesIn: number; bytesOut: number },
  place: MetricPlace,
): MetricPoint[] {
  const at = { ...place, stage: state }
  return [
    metricPoint('StateDuration', call.durationMs, at),
    metricPoint('BytesIn', call.bytesIn, at),
    metricPoint('BytesOut', call.bytesOut, at),
    ...(call.flow === undefined
      ? []
      : [metricPoint('RowsIn', call.flow.in, at), metricPoint('RowsOut', call.flow.out, at)]),
  ]
}

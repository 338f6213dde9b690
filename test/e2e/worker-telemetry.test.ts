import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createLocalTasks } from '../../src/runtime/local-task-handler.ts'
import { runRealStage } from '../../src/runtime/run-real-stage.ts'
import { flushTelemetry, resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { derivedSpanId, traceIdOf } from '../../src/telemetry/trace-ids.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'
import { readDocument } from '../support/run-store.ts'

const folder = temporaryFolder('workers')
const landing = join(folder, 'landing')
mkdirSync(landing)
for (const part of ['one', 'two']) writeSheets(join(landing, `Reachout Database ${part}.xlsx`), reachoutSheets(3))

let collector: OtlpCollector
const lines: string[] = []
beforeEach(async () => {
  collector = await startOtlpCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  vi.stubEnv('HOTPASS_LOG_LEVEL', 'info')
  vi.stubEnv('HOTPASS_TRACING_SLOW_MS', '0')
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  await resetTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await resetTelemetry()
  await collector.stop()
})

test('spans, metrics and log lines of the worker processes of a Map leave through their parent, in the run’s trace', async () => {
  const run = 'workers-20260131T000000Z-abcdef'
  const store = join(folder, 'store')
  const settings = { store, scratch: join(folder, 'scratch'), memoryLimitMb: 256, threads: 1 }
  await runRealStage(
    'Plan',
    { run, pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing },
    settings,
    () => {},
  )
  const items = readDocument<{ index: number }[]>(store, `runs/${run}/items/ingest.json`)
  const tasks = createLocalTasks({
    settings,
    concurrency: 2,
    inline: () => Promise.reject(new Error('not in a worker')),
  })
  // Large enough for workers, as the item list would say it.
  const batch = { state: 'Ingest', items: items.length, bytes: 9 * 1024 * 1024 }
  const signal = new AbortController().signal
  await Promise.all(
    items.map((item) =>
      tasks.handle({
        state: 'Ingest',
        stage: 'Ingest',
        payload: { run, item: { ...item } },
        batch,
        signal,
        progress: () => {},
      }),
    ),
  )
  await tasks.close()
  await flushTelemetry()

  const shards = collector.spans.filter(({ name }) => name === 'hotpass.Ingest')
  expect(shards.map(({ attributes }) => attributes['hotpass.shard']).sort()).toEqual([0, 1])
  for (const { traceId, parentSpanId } of shards)
    expect({ traceId, parentSpanId }).toEqual({ traceId: traceIdOf(run), parentSpanId: derivedSpanId(run, 'Ingest') })
  for (const { spanId } of shards)
    expect(collector.spans.filter(({ parentSpanId }) => parentSpanId === spanId).length).toBeGreaterThan(0)
  const finished = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'state.finished')
  expect(finished.map(({ state, shard }) => [state, shard]).sort()).toEqual([
    ['Ingest', 0],
    ['Ingest', 1],
    ['Plan', undefined],
  ])
  expect(
    collector.points.filter(({ metric, attributes }) => metric === 'hotpass.rows_in' && attributes.stage === 'Ingest'),
  ).toHaveLength(1)
})

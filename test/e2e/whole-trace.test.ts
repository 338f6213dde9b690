import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { traceIdOf } from '../../src/telemetry/trace-ids.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { oneConnectedTrace } from '../support/one-connected-trace.ts'
import { type OtlpCollector, type ReceivedSpan, startOtlpCollector } from '../support/otlp-collector.ts'
import { refine } from '../support/run-store.ts'

const folder = temporaryFolder('trace')
const good = join(folder, 'good')
mkdirSync(good)
writeSheets(join(good, 'Reachout Database.xlsx'), reachoutSheets(3))
const broken = join(folder, 'broken')
mkdirSync(broken)
writeSheets(join(broken, 'Reachout Database.xlsx'), reachoutSheets(3))
writeFileSync(join(broken, 'SACAA Flight Schools - Refined copy__CLEANED.xlsx'), 'no workbook')

let collector: OtlpCollector
let count = 0
beforeEach(async () => {
  collector = await startOtlpCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  vi.stubEnv('HOTPASS_TRACING_SLOW_MS', '0')
  await resetTelemetry()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await resetTelemetry()
  await collector.stop()
})
afterAll(() => resetTelemetry())

const run = (landing: string, set: string[] = []) => refine(join(folder, `store-${count++}`), landing, { set })
const named = (spans: readonly ReceivedSpan[], name: string) => spans.filter((span) => span.name === name)

describe('an execution is one connected trace', () => {
  test('published: the run, its states, the shards of its Maps, and the slow operations inside', async () => {
    const { run: id, status } = await run(good)
    expect(status).toBe('published')
    const root = oneConnectedTrace(collector.spans)
    expect(root.traceId).toBe(traceIdOf(id))
    expect(root.attributes).toMatchObject({
      'hotpass.run': id,
      'hotpass.ending': 'published',
      'hotpass.pipeline': 'refinement',
    })
    expect(root.resource).toMatchObject({ 'service.name': 'hotpass', 'deployment.environment.name': 'local' })
    const states = collector.spans.filter(({ parentSpanId }) => parentSpanId === root.spanId).map(({ name }) => name)
    expect(states.sort()).toEqual(
      expect.arrayContaining(
        ['Consolidate', 'Gate', 'Ingest', 'Plan', 'Publish', 'Refine', 'Resolve'].map((state) => `hotpass.${state}`),
      ),
    )
    for (const map of ['Ingest', 'Refine']) {
      const [whole, ...shards] = named(collector.spans, `hotpass.${map}`).sort(
        (a, b) => Number(a.attributes['hotpass.shard'] ?? -1) - Number(b.attributes['hotpass.shard'] ?? -1),
      )
      expect(shards.length).toBeGreaterThan(0)
      for (const shard of shards) expect(shard.parentSpanId).toBe(whole?.spanId)
    }
    const [ingest] = named(collector.spans, 'hotpass.Ingest').filter((span) => 'hotpass.shard' in span.attributes)
    expect(ingest?.attributes['hotpass.rows_in']).toBeGreaterThan(0)
    expect(ingest?.attributes['openlineage.run_id']).toMatch(/^[0-9a-f-]{36}$/)
    for (const name of ['storage put', 'engine COPY']) expect(named(collector.spans, name).length).toBeGreaterThan(0)
  })

  test.each([
    ['blocked by the gate', good, ['gate.min_rows.organizations=99'], 'blocked', 2],
    ['failed in a Map', broken, [], 'failed', 2],
    ['failed in Plan', join(folder, 'nowhere'), [], 'failed', 2],
  ])('%s: connected all the same, and marked', async (_, landing, set, ending, code) => {
    const { status } = await run(landing, set)
    expect(status).toBe(ending)
    const root = oneConnectedTrace(collector.spans)
    expect(root).toMatchObject({ status: code, attributes: { 'hotpass.ending': ending } })
  })

  test('a caller’s trace is joined: the run becomes a child of TRACEPARENT', async () => {
    vi.stubEnv('TRACEPARENT', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
    await resetTelemetry()
    await run(good)
    const [root] = named(collector.spans, 'hotpass.run')
    expect(root).toMatchObject({ traceId: '0af7651916cd43dd8448eb211c80319c', parentSpanId: 'b7ad6b7169203331' })
    expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1)
  })
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { flushTelemetry, resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { derivedSpanId, traceIdOf } from '../../src/telemetry/trace-ids.ts'
import { withSpan } from '../../src/telemetry/with-span.ts'
import { type Behaviour, type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'

let collector: OtlpCollector
beforeEach(async () => {
  collector = await startOtlpCollector()
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url)
  vi.stubEnv('HOTPASS_METRICS', 'off')
  await resetTelemetry()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await resetTelemetry()
  await collector.stop()
})

const parent = { traceId: traceIdOf('r'), spanId: derivedSpanId('r') }
const oneSpan = () => withSpan('work', { run: 'r' }, async () => {}, parent)

/** Behaves so until told otherwise; `down`: nobody listens. */
async function behave(how: Behaviour | 'down'): Promise<void> {
  if (how === 'down') await collector.stop()
  else collector.behave(how)
}

describe('a telemetry back end in trouble', () => {
  test.each<[Behaviour | 'down', string]>([
    ['down', 'ECONNREFUSED'],
    ['reset', 'ECONNRESET|socket hang up'],
    ['slow', 'no answer in time'],
    [500, 'HTTP 500'],
    [503, 'HTTP 503'],
    [401, 'HTTP 401'],
  ])('%s: given up, and what was lost is told once', async (how, reason) => {
    await behave(how)
    await oneSpan()
    const undelivered = await flushTelemetry()
    expect(undelivered).toMatchObject([{ signal: 'traces', batches: 1 }])
    expect(undelivered[0]?.reason).toMatch(new RegExp(`${collector.url}/v1/traces: .*(${reason}|no answer in time)`))
    expect(await flushTelemetry()).toEqual([])
  })

  test('a moment’s trouble is overcome: 503 and then well', async () => {
    collector.behave(503)
    await oneSpan()
    const flushed = flushTelemetry()
    while (collector.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    collector.behave('ok')
    expect(await flushed).toEqual([])
    expect(collector.spans.map(({ name }) => name)).toEqual(['work'])
    expect(collector.requests.length).toBeGreaterThan(1)
  })

  test('one that had to be given up is left alone for a while, so that it costs a function once', async () => {
    collector.behave('slow')
    await oneSpan()
    await flushTelemetry(50)
    const asked = collector.requests.length
    await oneSpan()
    expect(await flushTelemetry()).toMatchObject([
      { signal: 'traces', reason: expect.stringContaining('a moment ago') },
    ])
    expect(collector.requests.length).toBe(asked)
  })

  test('secrets of the address are not told', async () => {
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', collector.url.replace('//', '//user:hush@'))
    vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20hush')
    await resetTelemetry()
    collector.behave(401)
    await oneSpan()
    const undelivered = await flushTelemetry()
    expect(undelivered).toHaveLength(1)
    expect(JSON.stringify(undelivered)).not.toContain('hush')
    expect(collector.requests[0]?.headers.authorization).toBe('Bearer hush')
  })
})

describe('what the standard variables say', () => {
  test('protobuf by default, JSON and gzip when asked, own headers and resource', async () => {
    await oneSpan()
    await flushTelemetry()
    vi.stubEnv('OTEL_EXPORTER_OTLP_PROTOCOL', 'http/json')
    vi.stubEnv('OTEL_EXPORTER_OTLP_COMPRESSION', 'gzip')
    vi.stubEnv('OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'x-api-key=k1')
    vi.stubEnv('OTEL_SERVICE_NAME', 'mine')
    await resetTelemetry()
    await oneSpan()
    await flushTelemetry()
    const [first, second] = collector.requests
    expect(first?.headers['content-type']).toBe('application/x-protobuf')
    expect(second?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-api-key': 'k1',
    })
    const [a, b] = collector.spans
    expect(b).toMatchObject({
      ...a,
      spanId: b?.spanId,
      startNs: b?.startNs,
      endNs: b?.endNs,
      resource: expect.anything(),
    })
    expect(b?.resource['service.name']).toBe('mine')
  })

  test('a sampler keeps or leaves out whole traces', async () => {
    vi.stubEnv('OTEL_TRACES_SAMPLER', 'parentbased_traceidratio')
    vi.stubEnv('OTEL_TRACES_SAMPLER_ARG', '0.5')
    await resetTelemetry()
    for (let run = 0; run < 40; run++)
      for (const name of ['one', 'two'])
        await withSpan(name, {}, async () => {}, { traceId: traceIdOf(`r${run}`), spanId: derivedSpanId(`r${run}`) })
    await flushTelemetry()
    const kept = new Map<string, number>()
    for (const { traceId } of collector.spans) kept.set(traceId, (kept.get(traceId) ?? 0) + 1)
    expect([...kept.values()].every((spans) => spans === 2)).toBe(true)
    expect(kept.size).toBeGreaterThan(5)
    expect(kept.size).toBeLessThan(35)
  })
})

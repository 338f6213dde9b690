import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { safeAttributes } from '../../src/telemetry/safe-attributes.ts'
import { resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { derivedSpanId, traceIdOf } from '../../src/telemetry/trace-ids.ts'
import { currentSpan, recordSpan, withSpan } from '../../src/telemetry/with-span.ts'

const parent = { traceId: traceIdOf('r'), spanId: derivedSpanId('r') }
const lines: string[] = []
const spans = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

beforeEach(async () => {
  lines.length = 0
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  vi.stubEnv('HOTPASS_TRACING', 'console')
  await resetTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await resetTelemetry()
})

describe('spans', () => {
  test('text under an unknown key never leaves the process', () => {
    expect(safeAttributes({ email: 'thandi@example.org', rows: 3, source: 'register', shard: undefined })).toEqual({
      rows: 3,
      source: 'register',
    })
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(Object.values(safeAttributes({ person_name: value, cell: value }))).toEqual([])
      }),
    )
  })

  test('an error is recorded by its name, never its message, and still reaches the caller', async () => {
    const failing = withSpan(
      'ingest',
      { run: 'r' },
      async (span) => {
        span.event('row refused', { value: 'thandi@example.org', rows: 1 })
        throw new RangeError('cell "thandi@example.org" is out of range')
      },
      parent,
    )
    await expect(failing).rejects.toThrow('out of range')
    expect(spans()).toMatchObject([{ span: 'ingest', run: 'r', status: 'error', error: 'RangeError' }])
    expect(spans()[0]?.events).toEqual([{ event: 'row refused', rows: 1 }])
    expect(lines.join('')).not.toContain('thandi')
  })

  test('a failure that the work survives is recorded as one', async () => {
    await withSpan('deliver', {}, async (span) => span.fail(new TypeError('x')), parent)
    expect(spans()).toMatchObject([{ status: 'error', error: 'TypeError' }])
  })

  test('a span carries the counts known at its end and gives back the value', async () => {
    const value = await withSpan(
      'refine',
      { stage: 'refine' },
      async (span) => {
        span.set({ rows: 7, note: 'dropped' })
        return 42
      },
      parent,
    )
    expect(value).toBe(42)
    expect(spans()).toMatchObject([{ span: 'refine', stage: 'refine', rows: 7, status: 'ok' }])
    expect(lines[0]).not.toContain('note')
  })

  test('spans side by side each find their own parent, and what has ended is placed too', async () => {
    await withSpan(
      'outer',
      {},
      async () => {
        const outer = currentSpan()
        const inner = (name: string) =>
          withSpan(name, {}, async () => {
            await new Promise((resolve) => setImmediate(resolve))
            await recordSpan({ name: `${name} slow`, startMs: 1, endMs: 2 })
          })
        await Promise.all([inner('a'), inner('b')])
        expect(currentSpan()).toEqual(outer)
      },
      parent,
    )
    const by = new Map(spans().map((span) => [span.span, span]))
    expect(by.get('outer')).toMatchObject({ parent_span_id: parent.spanId, trace_id: parent.traceId })
    for (const name of ['a', 'b']) {
      expect(by.get(name)?.parent_span_id).toBe(by.get('outer')?.span_id)
      expect(by.get(`${name} slow`)?.parent_span_id).toBe(by.get(name)?.span_id)
    }
  })

  test('without a trace to join there is no span, and nothing is written', async () => {
    expect(await withSpan('x', {}, async () => currentSpan())).toBeUndefined()
    await recordSpan({ name: 'slow', startMs: 1, endMs: 2 })
    vi.stubEnv('HOTPASS_TRACING', 'off')
    await resetTelemetry()
    expect(await withSpan('x', {}, async () => currentSpan(), parent)).toBeUndefined()
    expect(lines).toEqual([])
  })
})

describe('the ids of a trace', () => {
  test('are computed from the run, and begin with its time stamp as X-Ray asks', () => {
    const run = 'refinement-20260131T010203Z-abcdef'
    expect(traceIdOf(run)).toMatch(/^[0-9a-f]{32}$/)
    expect(Number.parseInt(traceIdOf(run).slice(0, 8), 16)).toBe(Date.parse('2026-01-31T01:02:03Z') / 1000)
  })

  test('differ between runs and between a run’s Maps, and are what W3C Trace Context allows, for any name', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,80}$/)
    fc.assert(
      fc.property(name, name, (one, other) => {
        for (const run of [one, other]) expect(traceIdOf(run)).toMatch(/^(?!0{32})[0-9a-f]{32}$/)
        const ids = new Set([one, other].flatMap((run) => [derivedSpanId(run), derivedSpanId(run, 'Ingest')]))
        expect(ids.size).toBe(one === other ? 2 : 4)
        expect(traceIdOf(one) === traceIdOf(other)).toBe(one === other)
      }),
    )
  })
})

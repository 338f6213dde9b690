import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consoleTracer } from '../../src/telemetry/console-tracer.ts'
import { TracingModeError } from '../../src/telemetry/errors.ts'
import { offTracer } from '../../src/telemetry/off-tracer.ts'
import { safeAttributes } from '../../src/telemetry/safe-attributes.ts'
import { tracerFor, withSpan } from '../../src/telemetry/with-span.ts'

const recording = () => {
  const lines: string[] = []
  return { lines, tracer: consoleTracer((line) => void lines.push(line)) }
}

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
    const { lines, tracer } = recording()
    const failing = tracer.withSpan('ingest', { run: 'r' }, async () => {
      throw new RangeError('cell "thandi@example.org" is out of range')
    })
    await expect(failing).rejects.toThrow('out of range')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ span: 'ingest', run: 'r', status: 'error', error: 'RangeError' })
    expect(lines.join('')).not.toContain('thandi')
  })

  test('a span carries the counts known at its end and gives back the value', async () => {
    const { lines, tracer } = recording()
    const value = await tracer.withSpan('refine', { stage: 'refine' }, async (span) => {
      span.set({ rows: 7, note: 'dropped' })
      return 42
    })
    expect(value).toBe(42)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ span: 'refine', stage: 'refine', rows: 7, status: 'ok' })
    expect(lines[0]).not.toContain('note')
  })

  test('tracing is off unless asked for', async () => {
    expect(tracerFor(undefined)).toBe(offTracer)
    expect(tracerFor('')).toBe(offTracer)
    expect(await withSpan('x', {}, async (span) => typeof span.set)).toBe('function')
    expect(await tracerFor('off').withSpan('x', {}, async () => 1)).toBe(1)
  })

  test('an unknown mode is named together with the known ones', () => {
    expect(() => tracerFor('zipkin')).toThrow(TracingModeError)
    expect(() => tracerFor('zipkin')).toThrow(/zipkin.*off, console/)
    expect(tracerFor('console')).toBeDefined()
  })
})

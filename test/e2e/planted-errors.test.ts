import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { lineageResendCommand } from '../../src/cli/lineage-resend-command.ts'
import { runStage } from '../../src/run/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { flushTelemetry, resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { fakeIo } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type Collector, startCollector } from '../support/lineage-collector.ts'
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'
import { readDocument, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('planted-errors')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))

let otlp: OtlpCollector
let lineage: Collector
const lines: string[] = []
beforeEach(async () => {
  otlp = await startOtlpCollector()
  lineage = await startCollector()
  lines.length = 0
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', otlp.url)
  vi.stubEnv('OPENLINEAGE_URL', lineage.url)
  vi.stubEnv('HOTPASS_TRACING', 'console,otlp')
  vi.stubEnv('HOTPASS_LOG_LEVEL', 'debug')
  vi.stubEnv('HOTPASS_TRACING_SLOW_MS', '0')
  for (const stream of [process.stderr, process.stdout])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      lines.push(String(text))
      return true
    })
  await resetTelemetry()
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await resetTelemetry()
  await otlp.stop()
  await lineage.close()
})

/** What betrays it: a name in quotes, an address and a telephone, wherever an error can carry them. */
const SECRETS = ['Qzmark', 'qzmark', '555 7001', '5557001']
const said = `cannot take "Qzmark Planted" of qzmark@planted.example, 082 555 7001`
const withStack = (error: Error) => {
  error.stack = `${error.name}: ${error.message}\n    at take (file:///stage.ts:1:1)`
  return error
}

const KINDS: Record<string, () => unknown> = {
  'an error': () => withStack(new Error(said)),
  'a cause of a cause': () =>
    new Error('outer', { cause: new TypeError('inner', { cause: withStack(new Error(said)) }) }),
  'several at once': () => new AggregateError([withStack(new RangeError(said)), new Error(said)], said),
  'a text and no error': () => said,
  'no error at all': () => ({ toString: () => said }),
}

/** A store that cannot keep what a stage has worked out, and says so with the data. */
const quoting = (store: ObjectStore, thrown: () => unknown): ObjectStore =>
  new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      if (name !== 'putFile' && name !== 'put') return value.bind(target)
      return async (key: string, ...more: unknown[]) => {
        if (key.startsWith('work/')) throw thrown()
        return value.call(target, key, ...more)
      }
    },
  })

test.each(Object.keys(KINDS))(
  '%s that quotes a row is told without it: by spans, metrics, logs, lineage and documents',
  async (kind) => {
    const root = join(folder, kind.replaceAll(' ', '-'))
    const run = 'refinement-20260131T000000Z-abcdef'
    const scratch = `${root}-scratch`
    mkdirSync(scratch)
    const told: unknown[] = []
    const store = quoting(new DirectoryStore(root), KINDS[kind] as () => unknown)
    const signal = new AbortController().signal
    const host = {
      store,
      scratch,
      memoryLimitMb: 256,
      threads: 1,
      signal,
      onProgress: (one: unknown) => void told.push(one),
    }
    await runStage('Plan', { run, pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing }, host)
    const [item] = readDocument<object[]>(root, `runs/${run}/items/ingest.json`)
    const error = await runStage('Ingest', { run, item }, host).catch((one: unknown) => one)
    expect(error).toBeInstanceOf(Error)
    const { name, message, stack } = error as Error
    // As the function's runtime hands it to Step Functions, and that to the state that records the failure.
    const cause = JSON.stringify({ errorType: name, errorMessage: message, trace: stack?.split('\n') })
    await runStage('RecordFailure', { run, error: { Error: name, Cause: cause } }, host)
    await flushTelemetry()
    await lineageResendCommand(run, { store: root, json: false }, fakeIo({ env: { OPENLINEAGE_URL: lineage.url } }))

    expect(otlp.spans.some(({ name, status }) => name === 'hotpass.Ingest' && status === 2)).toBe(true)
    expect(otlp.points.map(({ metric }) => metric)).toContain('hotpass.state_errors')
    expect(lines.join('')).toContain('"event":"state.failed"')
    expect(lineage.events.map(({ eventType }) => eventType)).toContain('FAIL')
    const texts = new Map<string, string>([
      ['the error that is thrown on', cause],
      ['log lines and console spans', lines.join('')],
      ['progress', JSON.stringify(told)],
    ])
    for (const [n, body] of otlp.bodies.entries()) texts.set(`OTLP request ${n}`, body.toString('latin1'))
    for (const [n, { text }] of lineage.received.entries()) texts.set(`lineage request ${n}`, text)
    for (const key of storeKeys(root).filter((one) => !one.startsWith('landing/')))
      texts.set(key, readFileSync(join(root, key), 'latin1'))
    expect(texts.size).toBeGreaterThan(15)
    const leaks = [...texts]
      .filter(([, text]) => SECRETS.some((secret) => text.includes(secret)))
      .map(([where]) => where)
    expect(leaks).toEqual([])
  },
)

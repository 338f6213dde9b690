import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { resetTelemetry } from '../../src/telemetry/telemetry.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type OtlpCollector, startOtlpCollector } from '../support/otlp-collector.ts'
import { refine } from '../support/run-store.ts'

const folder = temporaryFolder('faults')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))

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

describe('a run whose telemetry back end is in trouble', () => {
  test('a run is published all the same, and says what was not delivered', async () => {
    collector.behave('reset')
    const told: string[] = []
    const result = await refine(join(folder, 'store'), landing, {
      onUndelivered: (undelivered) => told.push(...undelivered.map(({ signal }) => signal)),
    })
    expect(result.status).toBe('published')
    expect(told).toEqual(['traces'])
  })

  test('the command line ends by itself with a back end that never answers', async () => {
    collector.behave('slow')
    const child = spawn(
      process.execPath,
      ['bin/hotpass.ts', 'run', 'refinement', '--landing', landing, '--store', join(folder, 'cli'), '--json'],
      { env: { ...process.env, HOTPASS_TRACING: 'otlp', NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    let out = ''
    let err = ''
    child.stdout.on('data', (chunk) => {
      out += String(chunk)
    })
    child.stderr.on('data', (chunk) => {
      err += String(chunk)
    })
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ status: 'published' })
    expect(err).toContain('some traces were not delivered')
    expect(err).toContain('The run itself is not affected')
  })
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/landing.ts'
import { storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('secrets')
const root = join(import.meta.dirname, '..', '..')
const SECRET = 'canary-of-a-secret'

/** Back ends that do not answer, or are not even named rightly: what is told of them must not tell the secret. */
const ENVIRONMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'a password in an address': {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://user:${SECRET}@127.0.0.1:1`,
    OPENLINEAGE_URL: `http://user:${SECRET}@127.0.0.1:1`,
  },
  'a key beside an address': {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
    OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${SECRET}`,
    OPENLINEAGE_URL: 'http://127.0.0.1:1',
    OPENLINEAGE_API_KEY: SECRET,
  },
  'addresses that are none': {
    OTEL_EXPORTER_OTLP_ENDPOINT: `ht tp://user:${SECRET}@x`,
    OTEL_EXPORTER_OTLP_HEADERS: SECRET,
    OPENLINEAGE_URL: `http:// user:${SECRET}@x`,
  },
  'settings that are broken': {
    OPENLINEAGE__TRANSPORT: `{"type":"http","url":"http://127.0.0.1:1","auth":{"type":"api_key","apiKey":"${SECRET}"`,
  },
  'a transport that is none': {
    OPENLINEAGE__TRANSPORT: `{"type":"htp","url":"http://127.0.0.1:1","auth":{"type":"api_key","apiKey":"${SECRET}"}}`,
  },
}

describe('a run beside back ends that cannot be reached', () => {
  test.each(Object.entries(ENVIRONMENTS))('no secret of the environment is told: %s', async (name, environment) => {
    const store = join(folder, name.replaceAll(' ', '-'))
    const child = spawn(
      process.execPath,
      ['bin/hotpass.ts', 'run', 'refinement', '--landing', 'examples/landing', '--store', store, '--json'],
      {
        cwd: root,
        env: {
          ...process.env,
          ...{ NODE_OPTIONS: '', HOTPASS_TRACING: 'otlp', HOTPASS_METRICS: 'otlp', HOTPASS_LOG_LEVEL: 'debug' },
          ...{ HOTPASS_DEBUG: '1', AWS_SECRET_ACCESS_KEY: SECRET, AWS_SESSION_TOKEN: SECRET },
          ...environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    )
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => {
        said += String(chunk)
      })
    await once(child, 'close')
    expect(said.length).toBeGreaterThan(100)
    expect(said).not.toContain(SECRET)
    for (const key of storeKeys(store))
      expect(readFileSync(join(store, key), 'latin1').includes(SECRET), key).toBe(false)
  })
})

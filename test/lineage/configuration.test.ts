import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LineageConfigurationError, resolveConfiguration } from '../../src/lineage/index.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('lineage-configuration')
const empty = join(folder, 'empty')
const working = join(folder, 'working')
const home = join(folder, 'home')
for (const path of [empty, working, join(home, '.openlineage')]) mkdirSync(path, { recursive: true })
const yaml = (url: string) =>
  `transport:\n  type: http\n  url: ${url}\n  timeout: 2\n  auth:\n    type: api_key\n    api_key: k\n`
writeFileSync(join(working, 'openlineage.yml'), yaml('http://working.example'))
writeFileSync(join(home, '.openlineage', 'openlineage.yml'), yaml('http://home.example'))
writeFileSync(join(folder, 'named.yml'), yaml('http://named.example'))
writeFileSync(join(folder, 'broken.yml'), 'transport: {type: http')

const resolve = (env: Record<string, string>, more: Parameters<typeof resolveConfiguration>[0] = {}) =>
  resolveConfiguration({ env, workingFolder: empty, homeFolder: empty, ...more })
const urlOf = (found: ReturnType<typeof resolve>) => (found?.transport as { url?: string } | undefined)?.url

describe('where the configuration is found', () => {
  const all = {
    OPENLINEAGE_CONFIG: join(folder, 'named.yml'),
    OPENLINEAGE__TRANSPORT__TYPE: 'http',
    OPENLINEAGE__TRANSPORT__URL: 'http://nested.example',
    OPENLINEAGE_URL: 'http://simple.example',
  }
  const without = (...keys: string[]) => Object.fromEntries(Object.entries(all).filter(([key]) => !keys.includes(key)))
  const everywhere = { workingFolder: working, homeFolder: home }

  test('constructor before named file before working folder before home before nested variables before the simple ones', () => {
    const config = { transport: { type: 'http', url: 'http://given.example' } }
    expect(urlOf(resolve(all, { ...everywhere, config }))).toBe('http://given.example')
    expect(urlOf(resolve(all, everywhere))).toBe('http://named.example')
    const unnamed = without('OPENLINEAGE_CONFIG')
    expect(urlOf(resolve(unnamed, everywhere))).toBe('http://working.example')
    expect(urlOf(resolve(unnamed, { homeFolder: home }))).toBe('http://home.example')
    expect(resolve(unnamed)).toMatchObject({
      transport: { url: 'http://nested.example' },
      from: 'OPENLINEAGE__TRANSPORT',
    })
    expect(urlOf(resolve({ OPENLINEAGE_URL: 'http://simple.example' }))).toBe('http://simple.example')
    expect(resolve({})).toBeUndefined()
  })

  test('disabled goes before everything', () => {
    expect(resolve({ ...all, OPENLINEAGE_DISABLED: 'true' })?.transport).toEqual({ type: 'noop' })
    expect(urlOf(resolve({ ...all, OPENLINEAGE_DISABLED: 'false' }))).toBe('http://named.example')
  })

  test('a named file that is not there, or is no YAML, is an error that names it', () => {
    expect(() => resolve({ OPENLINEAGE_CONFIG: join(folder, 'none.yml') })).toThrow(/none\.yml, which is not there/)
    expect(() => resolve({ OPENLINEAGE_CONFIG: join(folder, 'broken.yml') })).toThrow(LineageConfigurationError)
  })
})

describe('what the variables say', () => {
  test('the simple ones make an http transport with a key', () => {
    expect(
      resolve({ OPENLINEAGE_URL: 'http://x.example', OPENLINEAGE_ENDPOINT: 'api/v2', OPENLINEAGE_API_KEY: 'Sekret' })
        ?.transport,
    ).toEqual({
      type: 'http',
      url: 'http://x.example',
      endpoint: 'api/v2',
      auth: { type: 'api_key', apiKey: 'Sekret' },
    })
  })

  test('nested names and JSON values make one tree, whatever the spelling of their keys', () => {
    expect(
      resolve({
        OPENLINEAGE__TRANSPORT__TYPE: 'http',
        OPENLINEAGE__TRANSPORT__URL: 'http://x.example',
        OPENLINEAGE__TRANSPORT__TIMEOUT: '1.5',
        OPENLINEAGE__TRANSPORT__VERIFY: 'false',
        OPENLINEAGE__TRANSPORT__COMPRESSION: 'gzip',
        OPENLINEAGE__TRANSPORT__AUTH: '{"type":"api_key"}',
        OPENLINEAGE__TRANSPORT__AUTH__APIKEY: 'MixedCase',
        OPENLINEAGE__TRANSPORT__RETRY: '{"total": 2, "backoffFactor": 0.1}',
      })?.transport,
    ).toEqual({
      type: 'http',
      url: 'http://x.example',
      timeout: 1.5,
      verify: false,
      compression: 'gzip',
      auth: { type: 'api_key', apiKey: 'MixedCase' },
      retry: { total: 2, backoff_factor: 0.1 },
    })
  })

  test('a shorter name is not overwritten by a longer one', () => {
    expect(
      resolve({ OPENLINEAGE__TRANSPORT: '{"type":"console"}', OPENLINEAGE__TRANSPORT__TYPE: 'http' })?.transport,
    ).toEqual({ type: 'console' })
  })

  test('a composite takes in OPENLINEAGE_URL as default_http, unless that is emptied', () => {
    const composite = {
      OPENLINEAGE__TRANSPORT__TYPE: 'composite',
      OPENLINEAGE__TRANSPORT__TRANSPORTS__FIRST__TYPE: 'file',
      OPENLINEAGE__TRANSPORT__TRANSPORTS__FIRST__LOG_FILE_PATH: '/tmp/events',
      OPENLINEAGE__TRANSPORT__CONTINUE_ON_FAILURE: 'true',
      OPENLINEAGE_URL: 'http://x.example',
    }
    const file = { type: 'file', log_file_path: '/tmp/events' }
    expect(resolve(composite)?.transport).toEqual({
      type: 'composite',
      continueOnFailure: true,
      transports: [file, { type: 'http', url: 'http://x.example' }],
    })
    expect(resolve({ ...composite, OPENLINEAGE__TRANSPORT__TRANSPORTS__DEFAULT_HTTP: '{}' })?.transport).toMatchObject({
      transports: [file],
    })
  })

  test.each([
    [{ type: 'kafka' }, /type "kafka" is not known; use one of http, file, console, s3, noop, composite/],
    [{ type: 'http' }, /url/],
    [{ url: 'http://x' }, /type is missing/],
    [{ type: 'http', url: 'x', timeout: 'soon' }, /timeout/],
    [{ type: 'composite', transports: [] }, /transports/],
    [{ type: 'composite', transports: [{ type: 'file' }] }, /transport\.transports\.0 cannot be used: log_file_path/],
    ['http://x', /it must be a map/],
  ])('%j is refused with what to write', (transport, message) => {
    expect(() => resolve({}, { config: { transport } })).toThrow(message)
  })

  test('s3 and file keys are known in either spelling', () => {
    const given = (transport: unknown) => resolve({}, { config: { transport } })?.transport
    expect(given({ type: 's3', bucket_name: 'b', file_name_prefix: 'p/' })).toEqual({
      type: 's3',
      bucketName: 'b',
      fileNamePrefix: 'p/',
    })
    expect(given({ type: 'FILE', logFilePath: 'x', append: 'true' })).toEqual({
      type: 'file',
      log_file_path: 'x',
      append: true,
    })
  })
})

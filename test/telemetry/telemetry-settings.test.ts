import { describe, expect, test } from 'vitest'
import { TelemetrySettingError } from '../../src/telemetry/errors.ts'
import { telemetrySettings } from '../../src/telemetry/telemetry-settings.ts'
import { TELEMETRY_VARIABLES } from '../../src/telemetry/telemetry-variables.ts'

const lambda = { AWS_LAMBDA_FUNCTION_NAME: 'plan' }
const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }

describe('what the environment asks of telemetry', () => {
  test.each([
    ['nothing, on a laptop', {}, [], [], 'off'],
    ['nothing, in a function', lambda, ['xray'], ['emf'], 'info'],
    ['an OTLP endpoint alone', endpoint, ['otlp'], ['otlp'], 'off'],
    ['an OTLP endpoint in a function', { ...lambda, ...endpoint }, ['xray', 'otlp'], ['emf', 'otlp'], 'info'],
    ['an endpoint for traces alone', { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x/t' }, ['otlp'], [], 'off'],
    [
      'the standard names',
      { OTEL_TRACES_EXPORTER: 'console,otlp', OTEL_METRICS_EXPORTER: 'none' },
      ['console', 'otlp'],
      [],
      'off',
    ],
    ['the SDK disabled', { ...endpoint, OTEL_SDK_DISABLED: 'true' }, [], [], 'off'],
    [
      'our names before the others',
      { ...endpoint, OTEL_SDK_DISABLED: 'true', HOTPASS_TRACING: 'otlp' },
      ['otlp'],
      [],
      'off',
    ],
    [
      'off, in a function',
      { ...lambda, HOTPASS_TRACING: 'off', HOTPASS_METRICS: 'off', HOTPASS_LOG_LEVEL: 'off' },
      [],
      [],
      'off',
    ],
    ['a mode twice, and spaces', { HOTPASS_TRACING: ' otlp, otlp' }, ['otlp'], [], 'off'],
  ])('%s', (_, env, tracing, metrics, log) => {
    expect(telemetrySettings(env)).toMatchObject({ tracing, metrics, log })
  })

  test.each([
    ['HOTPASS_TRACING', 'zipkin', /one or more of console, otlp, xray/],
    ['HOTPASS_TRACING', 'off,otlp', /off, or/],
    ['HOTPASS_TRACING', 'xray', /only a Lambda function/],
    ['OTEL_TRACES_EXPORTER', 'jaeger', /console, otlp/],
    ['HOTPASS_METRICS', 'statsd', /emf, otlp/],
    ['HOTPASS_LOG_LEVEL', 'loud', /debug, info, warn, error/],
    ['HOTPASS_TRACING_SLOW_MS', 'soon', /milliseconds/],
    ['OTEL_TRACES_SAMPLER', 'sometimes', /always_on/],
  ])('%s=%s is refused by name, with what may stand there', (variable, value, expected) => {
    expect(() => telemetrySettings({ [variable]: value })).toThrow(TelemetrySettingError)
    expect(() => telemetrySettings({ [variable]: value })).toThrow(expected)
    expect(() => telemetrySettings({ [variable]: value })).toThrow(`${variable} is "${value}"`)
  })

  test('gRPC is refused before a run, and a share that is none', () => {
    expect(() => telemetrySettings({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' })).toThrow(/http\/protobuf/)
    const sampler = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }
    expect(() => telemetrySettings(sampler)).toThrow(/share from 0 to 1/)
  })

  test('every variable of ours is in the reference', () => {
    const listed = TELEMETRY_VARIABLES.map(({ name }) => name).join(' ')
    for (const name of [
      'HOTPASS_TRACING',
      'HOTPASS_METRICS',
      'HOTPASS_LOG_LEVEL',
      'HOTPASS_ENVIRONMENT',
      'HOTPASS_TRACING_SLOW_MS',
    ])
      expect(listed).toContain(name)
  })
})

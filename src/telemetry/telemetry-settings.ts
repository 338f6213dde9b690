import { TelemetrySettingError } from './errors.ts'

const TRACING_MODES = ['console', 'otlp', 'xray'] as const
export type TracingMode = (typeof TRACING_MODES)[number]

const METRICS_MODES = ['emf', 'otlp'] as const
export type MetricsMode = (typeof METRICS_MODES)[number]

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface TelemetrySettings {
  readonly tracing: readonly TracingMode[]
  readonly metrics: readonly MetricsMode[]
  readonly log: LogLevel | 'off'
  /** The dimension `environment`. */
  readonly environment: string
  /** Operations of storage and engine that took so long have a span of their own. */
  readonly slowMs: number
  /** In a Lambda function. */
  readonly lambda: boolean
  /** Share of the traces that are kept, 0 to 1; alike in every process, since the choice reads the trace id alone. */
  readonly sampled: number
  /** Whose trace context this process joins. */
  readonly propagators: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** Milliseconds that a process waits for its telemetry before it ends. */
export const FLUSH_MS = 1000

/** What the environment asks for. A function in AWS traces to X-Ray and counts in EMF unless told otherwise; elsewhere all is off. @throws TelemetrySettingError */
export function telemetrySettings(env: Environment): TelemetrySettings {
  const lambda = Boolean(env.AWS_LAMBDA_FUNCTION_NAME)
  const disabled = env.OTEL_SDK_DISABLED?.toLowerCase() === 'true'
  const otlp = (signal: 'TRACES' | 'METRICS') =>
    Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env[`OTEL_EXPORTER_OTLP_${signal}_ENDPOINT`])
  const tracing =
    modes('HOTPASS_TRACING', env.HOTPASS_TRACING, TRACING_MODES) ??
    (disabled ? [] : undefined) ??
    modes('OTEL_TRACES_EXPORTER', env.OTEL_TRACES_EXPORTER, TRACING_MODES) ??
    ([...(lambda ? ['xray'] : []), ...(otlp('TRACES') ? ['otlp'] : [])] as TracingMode[])
  const metrics =
    modes('HOTPASS_METRICS', env.HOTPASS_METRICS, METRICS_MODES) ??
    (disabled ? [] : undefined) ??
    modes('OTEL_METRICS_EXPORTER', env.OTEL_METRICS_EXPORTER, METRICS_MODES) ??
    ([...(lambda ? ['emf'] : []), ...(otlp('METRICS') ? ['otlp'] : [])] as MetricsMode[])
  if (tracing.includes('xray') && !lambda)
    throw new TelemetrySettingError(
      env.HOTPASS_TRACING ? 'HOTPASS_TRACING' : 'OTEL_TRACES_EXPORTER',
      'xray',
      'otlp or console, since only a Lambda function has a segment of X-Ray to add to',
    )
  // The exporter's protocol is checked here, before the run, and not when the first span ends.
  if (tracing.includes('otlp')) otlpProtocol(env, 'TRACES')
  if (metrics.includes('otlp')) otlpProtocol(env, 'METRICS')
  return {
    tracing,
    metrics,
    log:
      oneOf('HOTPASS_LOG_LEVEL', env.HOTPASS_LOG_LEVEL?.toLowerCase(), [...LOG_LEVELS, 'off']) ??
      (lambda ? 'info' : 'off'),
    environment: env.HOTPASS_ENVIRONMENT || 'local',
    slowMs: milliseconds('HOTPASS_TRACING_SLOW_MS', env.HOTPASS_TRACING_SLOW_MS) ?? 100,
    lambda,
    sampled: sampledShare(env),
    propagators: (env.OTEL_PROPAGATORS || 'tracecontext').split(',').map((name) => name.trim()),
  }
}

/** `http/protobuf` or `http/json`, for one signal. @throws TelemetrySettingError for any other */
export function otlpProtocol(env: Environment, signal: 'TRACES' | 'METRICS'): 'http/protobuf' | 'http/json' {
  const specific = `OTEL_EXPORTER_OTLP_${signal}_PROTOCOL`
  const variable = env[specific] ? specific : 'OTEL_EXPORTER_OTLP_PROTOCOL'
  return oneOf(variable, env[variable] || undefined, ['http/protobuf', 'http/json'] as const) ?? 'http/protobuf'
}

/** A list with commas between; `off` and `none` are the empty list; undefined when the variable is unset or empty. */
function modes<Mode extends string>(
  variable: string,
  value: string | undefined,
  known: readonly Mode[],
): Mode[] | undefined {
  if (!value) return undefined
  const asked = value
    .split(',')
    .map((mode) => mode.trim().toLowerCase())
    .filter((mode) => mode !== '')
  const wanted = asked.filter((mode) => mode !== 'off' && mode !== 'none')
  const unknown = wanted.some((mode) => !known.some((name) => name === mode))
  if (unknown || (wanted.length > 0 && wanted.length < asked.length))
    throw new TelemetrySettingError(
      variable,
      value,
      `off, or to one or more of ${known.join(', ')} with commas between`,
    )
  return [...new Set(wanted)] as Mode[]
}

function oneOf<Value extends string>(
  variable: string,
  value: string | undefined,
  known: readonly Value[],
): Value | undefined {
  if (!value) return undefined
  const found = known.find((name) => name === value)
  if (found === undefined) throw new TelemetrySettingError(variable, value, `one of ${known.join(', ')}`)
  return found
}

function sampledShare(env: Environment): number {
  const known = ['always_on', 'always_off', 'traceidratio'] as const
  const name = oneOf('OTEL_TRACES_SAMPLER', env.OTEL_TRACES_SAMPLER?.replace(/^parentbased_/, ''), known) ?? 'always_on'
  if (name !== 'traceidratio') return name === 'always_on' ? 1 : 0
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG || '1')
  if (!(share >= 0 && share <= 1))
    throw new TelemetrySettingError(
      'OTEL_TRACES_SAMPLER_ARG',
      String(env.OTEL_TRACES_SAMPLER_ARG),
      'a share from 0 to 1',
    )
  return share
}

function milliseconds(variable: string, value: string | undefined): number | undefined {
  if (!value) return undefined
  const number = Number(value)
  if (!(number >= 0)) throw new TelemetrySettingError(variable, value, 'a number of milliseconds, 0 or more')
  return number
}

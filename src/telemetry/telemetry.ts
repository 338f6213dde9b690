import { TelemetrySettingError } from './errors.ts'
import type { LogRecord, LogSink } from './log-record.ts'
import type { MetricPoint, MetricSink } from './metric-point.ts'
import type { SpanRecord, SpanSink } from './span.ts'
import { FLUSH_MS, LOG_LEVELS, type TelemetrySettings, telemetrySettings } from './telemetry-settings.ts'

/** What a worker process hands to its parent, which has the connections. */
export type TelemetryMessage =
  | { readonly kind: 'span'; readonly span: SpanRecord }
  | { readonly kind: 'metrics'; readonly points: readonly MetricPoint[] }
  | { readonly kind: 'log'; readonly record: LogRecord }

/** What a back end did not take. */
export interface Undelivered {
  readonly signal: 'traces' | 'metrics' | 'logs'
  readonly batches: number
  /** Names the address and the trouble. */
  readonly reason: string
}

interface Telemetry {
  readonly settings: TelemetrySettings
  spans?: Promise<SpanSink[]>
  xray?: Promise<SpanSink>
  metrics?: Promise<MetricSink[]>
  log?: Promise<LogSink | undefined>
  undelivered: Undelivered[]
}

let current: Telemetry | undefined
let invocation: unknown
let relay: ((message: TelemetryMessage) => void) | undefined

const telemetry = (): Telemetry => (current ??= { settings: telemetrySettings(process.env), undelivered: [] })

/** What the environment asked for when the process first looked. @throws TelemetrySettingError */
export const currentSettings = (): TelemetrySettings => telemetry().settings

export const tracingIsOn = (): boolean => telemetry().settings.tracing.length > 0

const metricsAreOn = (): boolean => telemetry().settings.metrics.length > 0

/** Whether a line of this level would be written. */
export function logIsOn(level: LogRecord['level']): boolean {
  const { log } = telemetry().settings
  return log !== 'off' && LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(log)
}

/** Forgets what was read from the environment and reads it anew. For tests: a process looks once. */
export async function resetTelemetry(): Promise<void> {
  await flushTelemetry(0)
  relay = undefined
  current = undefined
}

/** In a function: what Lambda says of this invocation, so that its log lines name the request. */
export function beginInvocation(context: unknown): void {
  invocation = context
  if (current !== undefined) delete current.log
}

/** In a worker: everything goes to the parent, and no exporter is ever loaded here. */
export function relayTelemetry(send: (message: TelemetryMessage) => void): void {
  relay = send
}

/** In the parent: takes what a worker relayed. */
export async function acceptTelemetry(message: TelemetryMessage): Promise<void> {
  if (message.kind === 'span')
    await unfailing('traces', async () => {
      for (const sink of await spanSinks()) sink.ended(message.span)
    })
  else if (message.kind === 'metrics') await recordMetrics(() => message.points)
  else await writeRecord(message.record)
}

/** The sinks of spans, loaded when first asked for. Empty when nobody would keep a span. */
export async function spanSinks(): Promise<readonly SpanSink[]> {
  const state = telemetry()
  state.spans ??= openSpanSinks(state)
  const sinks = await state.spans
  if (relay !== undefined || !state.settings.tracing.includes('xray') || !xrayIsSampled()) return sinks
  state.xray ??= import('./xray-spans.ts').then(({ xraySpans }) => xraySpans())
  return [...sinks, await state.xray]
}

/** Lambda tells with each invocation whether X-Ray keeps its trace; of the others the SDK is never loaded. */
const xrayIsSampled = (): boolean => process.env._X_AMZN_TRACE_ID?.includes('Sampled=1') === true

async function openSpanSinks(state: Telemetry): Promise<SpanSink[]> {
  const send = relay
  if (send !== undefined)
    return [{ ended: (span) => send({ kind: 'span', span }), flush: async () => {}, abort: () => {} }]
  const sinks: SpanSink[] = []
  for (const mode of state.settings.tracing) {
    if (mode === 'console') {
      const { consoleSpans } = await import('./console-spans.ts')
      sinks.push(consoleSpans((line) => void process.stderr.write(line)))
    } else if (mode === 'otlp') {
      const { otlpSpans } = await import('./otlp-spans.ts')
      sinks.push(otlpSpans(state.settings, notice(state, 'traces')))
    }
  }
  return sinks
}

/** The sinks of metrics, loaded when first asked for. */
function metricSinks(): Promise<MetricSink[]> {
  const state = telemetry()
  state.metrics ??= openMetricSinks(state)
  return state.metrics
}

/** Counts, when anybody counts: the values are computed only then. */
export async function recordMetrics(points: () => readonly MetricPoint[]): Promise<void> {
  if (!metricsAreOn()) return
  const values = points()
  await unfailing('metrics', async () => {
    for (const sink of await metricSinks()) sink.record(values)
  })
}

async function openMetricSinks(state: Telemetry): Promise<MetricSink[]> {
  const send = relay
  if (send !== undefined)
    return [{ record: (points) => send({ kind: 'metrics', points }), flush: async () => {}, abort: () => {} }]
  const sinks: MetricSink[] = []
  for (const mode of state.settings.metrics) {
    if (mode === 'emf') sinks.push((await import('./emf-metrics.ts')).emfMetrics())
    else sinks.push((await import('./otlp-metrics.ts')).otlpMetrics(state.settings, notice(state, 'metrics')))
  }
  return sinks
}

/** Writes a line as it stands, when its level asks for it. */
export async function writeRecord(record: LogRecord): Promise<void> {
  if (!logIsOn(record.level)) return
  const state = telemetry()
  await unfailing('logs', async () => {
    state.log ??= openLog(state)
    ;(await state.log)?.write(record)
  })
}

async function openLog(state: Telemetry): Promise<LogSink | undefined> {
  const send = relay
  if (send !== undefined) return { write: (record) => send({ kind: 'log', record }) }
  if (state.settings.lambda) return (await import('./lambda-log.ts')).lambdaLog(state.settings, invocation)
  return { write: (record) => void process.stderr.write(`${JSON.stringify(record)}\n`) }
}

/** Telemetry never fails the work it watches: what goes wrong in it is told with what was not delivered. */
export async function unfailing(signal: Undelivered['signal'], work: () => Promise<void> | void): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof TelemetrySettingError) throw error
    notice(telemetry(), signal)(error instanceof Error ? error.message : String(error))
  }
}

const notice = (state: Telemetry, signal: Undelivered['signal']) => (reason: string) => {
  const known = state.undelivered.findIndex((undelivered) => undelivered.signal === signal)
  const batches = (state.undelivered[known]?.batches ?? 0) + 1
  if (known >= 0) state.undelivered.splice(known, 1)
  state.undelivered.push({ signal, batches, reason })
}

/**
 * Sends what waits, for at most `ms` milliseconds; what is still under way then is given up, so that neither a function nor the
 * command line waits for a back end. Never rejects. @returns what was not taken since the last call
 */
export async function flushTelemetry(ms: number = FLUSH_MS): Promise<readonly Undelivered[]> {
  const state = current
  if (state === undefined) return []
  const opened = await Promise.allSettled<readonly (SpanSink | MetricSink)[] | undefined>([state.spans, state.metrics])
  const sinks = opened.flatMap((sinks) => (sinks.status === 'fulfilled' ? (sinks.value ?? []) : []))
  if (sinks.length === 0) return state.undelivered.splice(0)
  const sent = Promise.allSettled(sinks.map((sink) => sink.flush()))
  if (!(await within(ms, sent))) {
    for (const sink of sinks) sink.abort()
    // Given-up sends end at once, and only then is it known what was not taken.
    await within(GIVING_UP_MS, sent)
  }
  return state.undelivered.splice(0)
}

const GIVING_UP_MS = 100

/** Whether the work ends in time. Nothing of the waiting is left behind. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const late = Promise.withResolvers<false>()
  const timer = setTimeout(() => late.resolve(false), ms)
  try {
    return await Promise.race([work.then(() => true as const), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

import { AsyncLocalStorage } from 'node:async_hooks'
import { safeAttributes } from './safe-attributes.ts'
import type { Attributes, AttributeValue, Span, SpanContext, SpanEvent, SpanRecord, SpanSink } from './span.ts'
import { spanSinks, tracingIsOn, unfailing } from './telemetry.ts'
import { newSpanId } from './trace-ids.ts'

const nothing: Span = { set() {}, event() {}, fail() {} }
const active = new AsyncLocalStorage<SpanContext>()

/** Milliseconds since the epoch, finer than `Date.now`. */
export const nowMs = (): number => performance.timeOrigin + performance.now()

/** The span this work runs in; undefined when tracing is off or no span is open. */
export const currentSpan = (): SpanContext | undefined => active.getStore()

/**
 * Runs `fn` inside a span of every tracer that the environment chose. Attributes pass `safeAttributes`; what `fn` throws is
 * recorded by its name and thrown on.
 * @param parent the span it belongs to; the one around it unless given. Without either there is no trace to join, and no span.
 */
export async function withSpan<T>(
  name: string,
  attributes: Attributes,
  fn: (span: Span) => Promise<T>,
  parent: SpanContext | undefined = active.getStore(),
): Promise<T> {
  if (parent === undefined || !tracingIsOn()) return fn(nothing)
  let sinks: readonly SpanSink[] = []
  await unfailing('traces', async () => {
    sinks = await spanSinks()
  })
  if (sinks.length === 0) return fn(nothing)
  const { traceId, spanId: parentSpanId } = parent
  const own: SpanContext = { traceId, spanId: newSpanId() }
  const recorded: Record<string, AttributeValue> = safeAttributes(attributes)
  const events: SpanEvent[] = []
  const startMs = nowMs()
  let error: string | undefined
  const span: Span = {
    set: (more) => void Object.assign(recorded, safeAttributes(more)),
    event: (what, more = {}) => void events.push({ name: what, atMs: nowMs(), attributes: safeAttributes(more) }),
    fail: (cause) => {
      error = nameOf(cause)
    },
  }
  await unfailing('traces', () => {
    for (const sink of sinks) sink.opened?.({ ...own, parentSpanId, name, startMs })
  })
  const end = () =>
    emit(sinks, {
      ...own,
      parentSpanId,
      name,
      startMs,
      endMs: nowMs(),
      attributes: recorded,
      events,
      ...(error === undefined ? { status: 'ok' } : { status: 'error', error }),
    })
  try {
    const value = await active.run(own, () => fn(span))
    await end()
    return value
  } catch (cause) {
    error = nameOf(cause)
    await end()
    throw cause
  }
}

export interface PastSpan {
  readonly name: string
  readonly startMs: number
  readonly endMs: number
  readonly attributes?: Attributes
  /** Its error's name, when it failed. */
  readonly error?: string
  /** The ids that its children named already. */
  readonly own?: SpanContext
  /** The span it belongs to: the one around this call unless given; null for the first of a trace. */
  readonly parentSpanId?: string | null
}

/** Records a span that has ended already: a slow operation, or a run whose states recorded theirs elsewhere. */
export async function recordSpan(past: PastSpan): Promise<void> {
  const around = active.getStore()
  const traceId = past.own?.traceId ?? around?.traceId
  if (traceId === undefined || !tracingIsOn()) return
  const parentSpanId = past.parentSpanId === undefined ? around?.spanId : (past.parentSpanId ?? undefined)
  const record: SpanRecord = {
    traceId,
    spanId: past.own?.spanId ?? newSpanId(),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: past.name,
    startMs: past.startMs,
    endMs: Math.max(past.startMs, past.endMs),
    attributes: safeAttributes(past.attributes ?? {}),
    events: [],
    ...(past.error === undefined ? { status: 'ok' } : { status: 'error', error: past.error }),
  }
  await unfailing('traces', async () => {
    for (const sink of await spanSinks()) {
      sink.opened?.(record)
      sink.ended(record)
    }
  })
}

const emit = (sinks: readonly SpanSink[], record: SpanRecord): Promise<void> =>
  unfailing('traces', () => {
    for (const sink of sinks) sink.ended(record)
  })

/** How an error is told without its message, which can quote data. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)

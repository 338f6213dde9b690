import type { SpanContext } from './span.ts'
import { currentSettings } from './telemetry.ts'
import { derivedSpanId, traceIdOf } from './trace-ids.ts'

/** Where the spans of a run belong. */
export interface RunTrace {
  readonly traceId: string
  /** What a state's span names as its parent. */
  readonly stateParent: SpanContext
  /** What the span of one shard of a Map state names as its parent. */
  shardParent(map: string): SpanContext
  /** The run's own span, for its last state to record; undefined where the platform records it. */
  readonly own?: SpanContext & { readonly parentSpanId: string | null }
}

/**
 * The trace of a run, the same in every process that works on it. It is computed from the run id, unless the environment hands
 * down a trace to join: `TRACEPARENT` (the default propagator, `tracecontext`), or X-Ray's header on Lambda, which is joined when
 * `OTEL_PROPAGATORS` has `xray` or when X-Ray is the only tracer.
 */
export async function runTrace(run: string): Promise<RunTrace> {
  const joined = await joinedContext()
  const traceId = joined?.context.traceId ?? traceIdOf(run)
  if (joined?.platform === 'xray') return { traceId, stateParent: joined.context, shardParent: () => joined.context }
  const at = (spanId: string): SpanContext => ({ traceId, spanId })
  const own = at(derivedSpanId(run))
  return {
    traceId,
    stateParent: own,
    shardParent: (map) => at(derivedSpanId(run, map)),
    own: { ...own, parentSpanId: joined?.context.spanId ?? null },
  }
}

interface Joined {
  readonly platform: 'xray' | 'caller'
  readonly context: SpanContext
}

async function joinedContext(): Promise<Joined | undefined> {
  const { propagators, tracing } = currentSettings()
  const { _X_AMZN_TRACE_ID: header, TRACEPARENT: traceparent } = process.env
  const onlyXray = tracing.length === 1 && tracing[0] === 'xray'
  if (header && (onlyXray || propagators.some((name) => name === 'xray' || name === 'xray-lambda'))) {
    const context = await xrayContext(header)
    if (context !== undefined) return { platform: 'xray', context }
  }
  if (!traceparent || !propagators.includes('tracecontext')) return undefined
  const context = w3cContext(traceparent)
  return context === undefined ? undefined : { platform: 'caller', context }
}

async function xrayContext(header: string): Promise<SpanContext | undefined> {
  const [{ AWSXRayPropagator }, { ROOT_CONTEXT, trace }] = await Promise.all([
    import('@opentelemetry/propagator-aws-xray'),
    import('@opentelemetry/api'),
  ])
  const getter = { keys: () => ['x-amzn-trace-id'], get: () => header }
  const found = trace.getSpanContext(new AWSXRayPropagator().extract(ROOT_CONTEXT, {}, getter))
  return found === undefined ? undefined : { traceId: found.traceId, spanId: found.spanId }
}

/** W3C Trace Context, `version-trace-parent-flags`; all zeros are no id. */
function w3cContext(traceparent: string): SpanContext | undefined {
  const [, traceId, spanId] = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/.exec(traceparent) ?? []
  if (traceId === undefined || spanId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined
  return { traceId, spanId }
}

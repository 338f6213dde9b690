import { type HrTime, ROOT_CONTEXT, SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { OTLPExporterBase } from '@opentelemetry/otlp-exporter-base'
import {
  JsonTraceSerializer,
  ProtobufTraceSerializer,
  TraceExporterMetricsHelper,
} from '@opentelemetry/otlp-transformer'
import {
  BatchSpanProcessor,
  type ReadableSpan,
  SamplingDecision,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace'
import { otlpConnection } from './otlp-connection.ts'
import { otlpResource } from './otlp-resource.ts'
import type { AttributeValue, SpanRecord, SpanSink } from './span.ts'
import type { TelemetrySettings } from './telemetry-settings.ts'

/** Spans to an OTLP back end through the OpenTelemetry SDK: its batching, its sampler, its wire format. */
export function otlpSpans(settings: TelemetrySettings, undelivered: (reason: string) => void): SpanSink {
  const { delegate, transport } = otlpConnection({
    signal: 'TRACES',
    protobuf: ProtobufTraceSerializer,
    json: JsonTraceSerializer,
    helper: TraceExporterMetricsHelper,
    undelivered,
  })
  const processor = new BatchSpanProcessor({
    exporter: new OTLPExporterBase(delegate),
    ...(settings.lambda ? { scheduledDelayMillis: 60_000 } : {}),
  })
  const resource = otlpResource(settings)
  const sampler = new TraceIdRatioBasedSampler(settings.sampled)
  return {
    ended: (record) => {
      const sampled = sampler.shouldSample(ROOT_CONTEXT, record.traceId)
      if (sampled.decision === SamplingDecision.RECORD_AND_SAMPLED) processor.onEnd(readable(record, resource))
    },
    flush: async () => {
      // Batches that failed have told why already.
      await processor.forceFlush().catch(() => {})
      await transport.idle()
    },
    abort: () => transport.abort(),
  }
}

const SCOPE = { name: 'hotpass' }

function readable(record: SpanRecord, resource: ReadableSpan['resource']): ReadableSpan {
  const context = (spanId: string) => ({ traceId: record.traceId, spanId, traceFlags: TraceFlags.SAMPLED })
  const own = context(record.spanId)
  return {
    name: record.name,
    kind: SpanKind.INTERNAL,
    spanContext: () => own,
    ...(record.parentSpanId === undefined ? {} : { parentSpanContext: context(record.parentSpanId) }),
    startTime: hrTime(record.startMs),
    endTime: hrTime(record.endMs),
    duration: hrTime(record.endMs - record.startMs),
    status: { code: record.status === 'ok' ? SpanStatusCode.OK : SpanStatusCode.ERROR },
    attributes: {
      ...named(record.attributes),
      ...(record.error === undefined ? {} : { 'error.type': record.error }),
    },
    events: record.events.map(({ name, atMs, attributes }) => ({
      name,
      time: hrTime(atMs),
      attributes: named(attributes),
    })),
    links: [],
    ended: true,
    resource,
    instrumentationScope: SCOPE,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

/** Ours stand under `hotpass.`; a key with a dot has its family already. */
const named = (attributes: Readonly<Record<string, AttributeValue>>): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [key.includes('.') ? key : `hotpass.${key}`, value]),
  )

const hrTime = (ms: number): HrTime => [Math.floor(ms / 1000), Math.round((ms % 1000) * 1e6)]

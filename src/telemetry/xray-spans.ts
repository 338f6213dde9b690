import { Tracer } from '@aws-lambda-powertools/tracer'
import type { SpanSink } from './span.ts'

type Segment = NonNullable<ReturnType<Tracer['getSegment']>>
type Subsegment = ReturnType<Segment['addNewSubsegment']>

/**
 * Spans as X-Ray subsegments through Powertools Tracer, under the segment that Lambda opened for this invocation. What a state
 * is found by (run, state, dataset …) is an annotation, which X-Ray indexes; numbers are metadata.
 */
export function xraySpans(
  tracer: Pick<Tracer, 'getSegment'> = new Tracer({ serviceName: 'hotpass', captureHTTPsRequests: false }),
): SpanSink {
  const open = new Map<string, Subsegment>()
  return {
    opened: ({ name, spanId, parentSpanId, startMs }) => {
      const parent = open.get(parentSpanId ?? '') ?? tracer.getSegment()
      if (parent === undefined) return
      const subsegment = parent.addNewSubsegment(name)
      subsegment.id = spanId
      subsegment.start_time = startMs / 1000
      open.set(spanId, subsegment)
    },
    ended: ({ spanId, traceId, attributes, events, error }) => {
      const subsegment = open.get(spanId)
      if (subsegment === undefined) return
      open.delete(spanId)
      for (const [key, value] of Object.entries(attributes)) {
        if (typeof value === 'string') subsegment.addAnnotation(key.replaceAll('.', '_'), value)
        else subsegment.addMetadata(key, value, 'hotpass')
      }
      subsegment.addMetadata('trace_id', traceId, 'hotpass')
      if (events.length > 0) subsegment.addMetadata('events', events, 'hotpass')
      if (error !== undefined) {
        subsegment.addFaultFlag()
        subsegment.addAnnotation('error', error)
      }
      subsegment.close()
    },
    // Subsegments leave for the daemon as they close.
    flush: async () => {},
    abort: () => {},
  }
}

import type { SpanSink } from './span.ts'

/** One JSON line a finished span: `{ span, seconds, status, trace_id, span_id, …attributes }`. `write` gets the line with its newline. */
export const consoleSpans = (write: (line: string) => void): SpanSink => ({
  ended: ({ name, startMs, endMs, status, error, traceId, spanId, parentSpanId, attributes, events }) =>
    write(
      `${JSON.stringify({
        ...attributes,
        span: name,
        seconds: Math.round(endMs - startMs) / 1000,
        status,
        ...(error === undefined ? {} : { error }),
        trace_id: traceId,
        span_id: spanId,
        ...(parentSpanId === undefined ? {} : { parent_span_id: parentSpanId }),
        ...(events.length === 0 ? {} : { events: events.map((event) => ({ ...event.attributes, event: event.name })) }),
      })}\n`,
    ),
  flush: async () => {},
  abort: () => {},
})

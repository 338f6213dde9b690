import { consoleTracer } from './console-tracer.ts'
import { TracingModeError } from './errors.ts'
import { offTracer } from './off-tracer.ts'
import type { Span, SpanAttributes, Tracer } from './tracer.ts'

const tracers: Readonly<Record<string, () => Tracer>> = {
  off: () => offTracer,
  console: () => consoleTracer((line) => void process.stderr.write(line)),
}

/** The tracer for a mode (`off`, `console`); unset or empty is `off`. Throws `TracingModeError`. */
export function tracerFor(mode: string | undefined): Tracer {
  const make = tracers[mode || 'off']
  if (make === undefined) throw new TracingModeError(String(mode), Object.keys(tracers))
  return make()
}

let current: Tracer | undefined

/** Runs `fn` inside a span of the tracer that HOTPASS_TRACING chose when the process first asked. Attributes pass `safeAttributes`. */
export function withSpan<T>(name: string, attributes: SpanAttributes, fn: (span: Span) => Promise<T>): Promise<T> {
  current ??= tracerFor(process.env.HOTPASS_TRACING)
  return current.withSpan(name, attributes, fn)
}

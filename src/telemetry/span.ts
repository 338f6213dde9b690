export type AttributeValue = string | number | boolean

/** Values left `undefined` are not recorded. */
export type Attributes = Readonly<Record<string, AttributeValue | undefined>>

/** Which trace and which span of it: 32 and 16 lower-case hex digits, as in W3C Trace Context. */
export interface SpanContext {
  readonly traceId: string
  readonly spanId: string
}

/** An open span, as the work inside it sees it. Attributes pass `safeAttributes`. */
export interface Span {
  /** Adds or replaces attributes while the span is open, for counts known only at the end. */
  set(attributes: Attributes): void
  /** Something that happened at this moment. */
  event(name: string, attributes?: Attributes): void
  /** Marks the span as failed without ending the work. Only the error's name is kept. */
  fail(error: unknown): void
}

export interface SpanEvent {
  readonly name: string
  /** Milliseconds since the epoch, with fractions. */
  readonly atMs: number
  readonly attributes: Readonly<Record<string, AttributeValue>>
}

/** A span as plain data: it crosses process borders. Its text holds names of our own things only. */
export interface SpanRecord extends SpanContext {
  readonly name: string
  readonly parentSpanId?: string
  /** Milliseconds since the epoch, with fractions. */
  readonly startMs: number
  readonly endMs: number
  readonly attributes: Readonly<Record<string, AttributeValue>>
  readonly events: readonly SpanEvent[]
  readonly status: 'ok' | 'error'
  /** The error's name, never its message, which can quote data. */
  readonly error?: string
}

/** Where spans go. A sink never fails the work it watches. */
export interface SpanSink {
  /** Told of a span when it opens, by sinks that need its children to find it. */
  opened?(span: Pick<SpanRecord, 'name' | 'traceId' | 'spanId' | 'parentSpanId' | 'startMs'>): void
  ended(span: SpanRecord): void
  /** Resolves when everything so far has been taken, or will not be. */
  flush(): Promise<void>
  /** Gives up what is still under way, so that nothing keeps the process alive. */
  abort(): void
}

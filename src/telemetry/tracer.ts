export type AttributeValue = string | number | boolean

/** Values left `undefined` are not recorded. */
export type SpanAttributes = Readonly<Record<string, AttributeValue | undefined>>

export interface Span {
  /** Adds or replaces attributes while the span is open, for counts known only at the end. */
  set(attributes: SpanAttributes): void
}

/** Where spans go. An implementation never fails the work it watches and never records an error's message, which can quote data. */
export interface Tracer {
  withSpan<T>(name: string, attributes: SpanAttributes, fn: (span: Span) => Promise<T>): Promise<T>
}

/** A tracing mode nobody implements. */
export class TracingModeError extends Error {
  override readonly name = 'TracingModeError'
  constructor(mode: string, known: readonly string[]) {
    super(
      `HOTPASS_TRACING is "${mode}", which is no tracing mode. Set it to one of: ${known.join(', ')}; or leave it unset.`,
    )
  }
}

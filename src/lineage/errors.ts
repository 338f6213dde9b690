/** Root of what this client throws. Each message says what is wrong, where, and what to do. */
export class LineageError extends Error {
  override name = 'LineageError'
}

/** A builder was given what the specification does not allow. `problems` name the field and what it must be. */
export class InvalidLineageError extends LineageError {
  override name = 'InvalidLineageError'
  readonly problems: readonly string[]
  constructor(what: string, problems: readonly string[]) {
    super(`${what} would be invalid: ${problems.join('; ')}. Correct the value that is handed to its builder.`)
    this.problems = problems
  }
}

/** The configuration cannot be used: an unknown transport, a missing key, an unreadable file. */
export class LineageConfigurationError extends LineageError {
  override name = 'LineageConfigurationError'
}

/**
 * What a failed delivery means for the events behind it. `refused`: the back end read the event and will never take it (send the
 * next one). `unavailable`: it may take it later (stop here, so that order is kept). `misconfigured`: it takes nothing until
 * somebody changes something (stop here).
 */
export type DeliveryFault = 'refused' | 'unavailable' | 'misconfigured'

/** An event did not arrive. */
export class TransportError extends LineageError {
  override name = 'TransportError'
  readonly fault: DeliveryFault
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined
  constructor(message: string, fault: DeliveryFault, options: { status?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.fault = fault
    this.status = options.status
  }
}

/** Root of what the runtime itself throws. A name with a dot is one that the state machine's Retry may match. */
export class RuntimeError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** A worker process ended without an answer. Its name is what Lambda says of the same accident, so the same Retry applies. */
export class WorkerDiedError extends RuntimeError {
  constructor(stage: string, item: string, how: string) {
    super(
      `The worker running ${stage} for ${item} stopped without an answer (${how}). If it ran out of memory, lower run.concurrency or raise engine.memory_limit_mb; running again repeats only what is unfinished.`,
    )
    this.name = 'Lambda.Unknown'
  }
}

/** An error thrown inside a worker, with the name and message it had there. */
export class RemoteStageError extends RuntimeError {
  constructor(name: string, message: string, stack?: string) {
    super(message)
    this.name = name
    if (stack !== undefined) this.stack = stack
  }
}

/** Work was called off: by the person, or because a sibling failed. */
export class WorkAbortedError extends RuntimeError {
  constructor(what: string) {
    super(`${what} was called off before it finished. Nothing half-done is used; run again to finish.`)
  }
}

/** A payload larger than Step Functions carries; it would fail on AWS, so it fails here. */
export class PayloadTooLargeError extends RuntimeError {
  constructor(state: string, bytes: number) {
    super(
      `State ${state} passes on ${bytes} bytes, and Step Functions carries 262144. Write the rows to the store and pass their key.`,
    )
    this.name = 'States.DataLimitExceeded'
  }
}

/** The state machine file cannot be run here. */
export class StateMachineFileError extends RuntimeError {
  constructor(file: string, why: string) {
    super(`The state machine ${file} cannot be run: ${why}. Restore the file from the release this program came with.`)
  }
}

/** A Map's item list is missing or is no list. */
export class ItemListError extends RuntimeError {
  constructor(uri: string, why: string) {
    super(`The item list ${uri} ${why}. It is written by the Plan state; run again to write it anew.`)
  }
}

/** What `--env` was given is no environment's name. */
export class EnvironmentNameError extends RuntimeError {
  constructor(environment: string) {
    super(
      `"${environment}" is no name of an environment: a lower-case letter, then letters and digits, 20 at most, such as dev, staging or prod.`,
    )
  }
}

/** Nothing was ever deployed under that name where we looked. */
export class EnvironmentNotDeployedError extends RuntimeError {
  constructor(environment: string, region: string) {
    super(
      `Environment "${environment}" is not deployed in ${region} of this account. Check AWS_REGION and AWS_PROFILE, or deploy it with: hotpass deploy --env ${environment}`,
    )
  }
}

/** A run that Step Functions does not know. */
export class ExecutionNotFoundError extends RuntimeError {
  constructor(run: string, environment: string) {
    super(
      `Step Functions knows no run "${run}" in ${environment}. List the runs with: hotpass status --env ${environment}`,
    )
  }
}

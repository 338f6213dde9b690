/** Root of everything the mlflow room throws. None of it may end a run: whoever calls says it and goes on. */
export class MlflowError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** `MLFLOW_TRACKING_URI` or what belongs to it cannot be used as it stands. */
export class MlflowSettingError extends MlflowError {}

/** The server did not answer in time, or not at all. */
export class MlflowUnavailableError extends MlflowError {}

/** The server answered that it will not. `code` is its own, as in RESOURCE_ALREADY_EXISTS. */
export class MlflowRefusedError extends MlflowError {
  readonly status: number
  readonly code: string
  constructor(message: string, status: number, code: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

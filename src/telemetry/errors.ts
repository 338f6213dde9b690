/** A variable of the environment that steers telemetry has a value nobody can follow. */
export class TelemetrySettingError extends Error {
  override readonly name = 'TelemetrySettingError'
  constructor(variable: string, value: string, what: string) {
    super(`${variable} is "${value}". Set it to ${what}; or leave it unset.`)
  }
}

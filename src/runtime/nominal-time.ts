import { RuntimeError } from './errors.ts'

/** `--as-of` names no time. */
export class AsOfError extends RuntimeError {
  constructor(text: string) {
    super(`"${text}" is no time to run as of. Give a date (2026-01-31) or a time with its zone (2026-01-31T06:00:00Z).`)
  }
}

const accepted = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** The time a run stands for, as UTC ISO 8601: what the person named (a bare date is its midnight in UTC), else the start. Throws `AsOfError`. */
export function nominalTime(asOf: string | undefined, startedAt: Date): string {
  if (asOf === undefined) return startedAt.toISOString()
  const time = accepted.test(asOf) ? new Date(asOf) : new Date(Number.NaN)
  // Date accepts 2026-02-31 and rolls it over into March.
  if (Number.isNaN(time.getTime()) || !existsInCalendar(asOf)) throw new AsOfError(asOf)
  return time.toISOString()
}

function existsInCalendar(text: string): boolean {
  const day = text.slice(0, 10)
  const parsed = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day)
}

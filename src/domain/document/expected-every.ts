/** How long a source may be without a new file. */
export interface ExpectedEvery {
  /** As it is written. */
  readonly text: string
  readonly milliseconds: number
}

const HOUR = 3_600_000
const UNITS: Readonly<Record<string, number>> = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR }

/** `7 days`, `1 week`, `36 hours`: a number of whole units, each of the same length whatever the calendar says. */
export const EXPECTED_EVERY = /^([1-9]\d{0,3}) (hour|day|week)s?$/

/** Undefined for what is no such duration. */
export function expectedEvery(text: string): ExpectedEvery | undefined {
  const [, count, unit = ''] = EXPECTED_EVERY.exec(text) ?? []
  const each = UNITS[unit]
  return each === undefined ? undefined : { text, milliseconds: Number(count) * each }
}

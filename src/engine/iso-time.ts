const DAY = /^(\d{4})-(\d{2})-(\d{2})$/
const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(Z|[+-]\d{2}:\d{2})$/
const DAY_MS = 86_400_000

/** Days from 1970-01-01 to an ISO 8601 day (`2026-01-31`). @throws RangeError for a text that is none, or a day that no calendar has */
export function isoDays(text: string): number {
  const [, year, month, day] = DAY.exec(text) ?? []
  const at = new Date(0)
  at.setUTCFullYear(Number(year), Number(month) - 1, Number(day))
  if (year === undefined || dayText(at) !== text) throw new RangeError('A day is written as 2026-01-31; this is none.')
  return at.getTime() / DAY_MS
}

/** Microseconds from 1970-01-01T00:00Z to an ISO 8601 time with a zone. @throws RangeError for a text that is none */
export function isoMicros(text: string): bigint {
  const [, day = '', hours, minutes, seconds, fraction = '', zone = ''] = TIME.exec(text) ?? []
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59 || hours === undefined)
    throw new RangeError('A time is written as 2026-01-31T06:00:00Z, with its zone; this is none.')
  const [zoneHours = 0, zoneMinutes = 0] = zone === 'Z' ? [] : zone.slice(1).split(':').map(Number)
  const offset = (zone.startsWith('-') ? -1 : 1) * (zoneHours * 60 + zoneMinutes)
  const wall = (isoDays(day) * 24 + Number(hours)) * 60 + Number(minutes) - offset
  return BigInt(wall * 60 + Number(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))
}

/** The ISO 8601 time in UTC that lies so many microseconds after 1970-01-01T00:00Z; undefined beyond the years 0 to 9999. */
export function timeOf(micros: bigint): string | undefined {
  const second = micros / 1_000_000n - (micros % 1_000_000n < 0n ? 1n : 0n)
  const at = new Date(Number(second) * 1000)
  const year = at.getUTCFullYear()
  if (!(year >= 0 && year <= 9999)) return undefined
  const whole = at.toISOString().slice(0, 19)
  return `${whole}.${String(micros - second * 1_000_000n).padStart(6, '0')}Z`
}

const dayText = (at: Date): string => (Number.isNaN(at.getTime()) ? '' : at.toISOString().slice(0, 10))

/** How a number format shows a number: as a plain number, a calendar date (with or without time), a time of day, or elapsed time. */
export type NumberKind = 'number' | 'date' | 'time' | 'elapsed'

export type DateSystem = '1900' | '1904'

const DAY = 86_400_000
const LAST_DAY = 2_958_465

/** Kind of a built-in number format id (ECMA-376 part 1, 18.8.30, with the East Asian date formats). */
export function builtInKind(id: number): NumberKind {
  if (id === 46) return 'elapsed'
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return 'time'
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58))
    return 'date'
  if (id >= 32 && id <= 35) return 'time'
  return 'number'
}

/** Kind of a number format code, by its first section. */
export function formatKind(code: string): NumberKind {
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .split(';')[0]
    ?.toLowerCase()
  if (bare === undefined) return 'number'
  if (/\[(?:h+|m+|s+)\]/.test(bare)) return 'elapsed'
  const letters = bare.replace(/\[[^\]]*\]/g, '').replace(/general|standard|g\/標準|g\/通用格式|am\/pm|a\/p/g, '')
  // Years of an era (g, e) and names of weekdays (aaa) are days as well.
  if (/[yd]|g+e|aaa/.test(letters)) return 'date'
  if (/[hs]/.test(letters)) return 'time'
  return letters.includes('m') ? 'date' : 'number'
}

const two = (value: number): string => String(value).padStart(2, '0')

function clock(days: number): string {
  const seconds = Math.round(days * 86_400)
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** Milliseconds of a serial, at a whole second where the serial is one but for the last digits of the float. */
function milliseconds(serial: number): number {
  const exact = Math.round(serial * DAY)
  const second = Math.round(exact / 1000) * 1000
  return Math.abs(exact - second) <= 10 ? second : exact
}

/**
 * What a spreadsheet shows for a number under a format: a UTC date; `HH:MM:SS` for a time of day or elapsed time; the
 * number itself where no date can be shown. Serial 60 of the 1900 system is a day that never was, and stays the text `1900-02-29`.
 */
export function serialValue(serial: number, kind: NumberKind, system: DateSystem): Date | string | number {
  if (kind === 'number' || serial < 0 || serial >= LAST_DAY + 1) return serial
  if (kind === 'elapsed' || (serial < 1 && (kind === 'time' || system === '1900'))) return clock(serial)
  if (system === '1904') return new Date(Date.UTC(1904, 0, 1) + milliseconds(serial))
  if (Math.floor(serial) === 60) return '1900-02-29'
  return new Date(Date.UTC(1899, 11, serial < 60 ? 31 : 30) + milliseconds(serial))
}

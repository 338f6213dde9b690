import { asciiDigits } from '../text/ascii-digits.ts'
import { cleanText } from '../text/clean-text.ts'
import { monthNamed, plainWrittenDate, withoutWeekday } from './month-names.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/
// A time of day after the date is checked and dropped; the day stays as written, whatever the offset.
const TIME_OF_DAY =
  /(?:t| t?|, | at | um | à | a las | às | om | klo | kl\.? )(?:[01]?\d|2[0-3])(?::[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?(?: ?[ap]\.?m\.?)?|\.[0-5]\d|h[0-5]\d|h| ?[ap]\.?m\.?)(?: ?(?:uhr|uur|hrs?|h))?(?: ?(?:z|(?:utc|gmt|sast|cat|cet|cest|bst|est|edt|pst|pdt)?(?: ?[+-]\d{2}(?::?\d{2})?)?))?$/i
const ZONE_NAME = / ?(?:\([\p{L} .'’-]{2,60}\)|\[[A-Za-z_/+-]{2,40}\]|(?<=\d )[A-Z][A-Za-z]+\/[A-Z][A-Za-z_]+)$/u
const DAY_WITH_ZONE = /^(\d{4}-\d{2}-\d{2})(?:z|[+-]\d{2}:\d{2})$/i
/** The same without signs between its figures. */
const COMPACT_TIME = /(?<=^\d{8})t\d{4}(?:\d{2})?(?:z|[+-]\d{2}:?\d{2})?$/i
const EAST_ASIAN = /^(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일号號]?$/u
const WORD_FOR_YEAR = / ?(?:г\.?|р\.?|r\.)$/u
const DOT_LAST = /(?<=\d)\.$/
const LONGEST = 100
const NUMERIC = /^(\d{1,4}) ?([/.-]) ?(\d{1,2}) ?\2 ?(\d{1,4})$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/
const SERIAL = /^(\d{5})(?:\.\d+)?$/
const BARE_YEAR = /^(?:19|20|21)\d{2}(?:\.0+)?$/
const DAY_MONTH_YEAR =
  /^(\d{1,2})(?:st|nd|rd|th|er|e|o|a|º|ª|°)?[ .-]{0,2}([a-zа-я]{3,12})\.?[ ,-]{0,2}(\d{4}|'?\d{2})$/
const MONTH_DAY_YEAR = /^([a-z]{3,10})\.?[ -]?(\d{1,2})(?:st|nd|rd|th)?(?:, ?|[ -])(\d{4}|'?\d{2})$/
const YEAR_MONTH_DAY = /^(\d{4})[ -]([a-z]{3,10})\.?[ -](\d{1,2})$/
const MONTH_YEAR = /^(?:([a-z]{3,10})\.?[ -]?,? ?(?:\d{4}|'?\d{2})|\d{1,2}[/.-]\d{4}|\d{4}[/.-]\d{1,2})$/

const FIRST_SERIAL = 20_000
const LAST_SERIAL = 80_000
const SERIAL_ZERO = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000
const FIRST_YEAR = 1900
const LAST_YEAR = 2199
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

const notADate = (): Normalised<never> =>
  refused('not_a_date', 'The text is no day of the calendar in the order its source declares; write YYYY-MM-DD.')
const AMBIGUOUS = refused(
  'ambiguous_date',
  'Day and month can be read in two ways; say in which order the column writes them, or write YYYY-MM-DD.',
)
const twoDigitYear = (): Normalised<never> =>
  refused('two_digit_year', 'The year has two digits, so its century is a guess; write it with four.')

function day(year: number, month: number, dayOfMonth: number): Normalised<string> {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0)
  if (year < FIRST_YEAR || year > LAST_YEAR || dayOfMonth < 1 || dayOfMonth > days) return notADate()
  return accepted(`${year}-${month < 10 ? '0' : ''}${month}-${dayOfMonth < 10 ? '0' : ''}${dayOfMonth}`)
}

function numeric(first: string, second: string, third: string, order: NormaliseContext['dateOrder']) {
  // Every declared order that starts with a year goes on with the month, so a leading year needs no declaration.
  if (first.length === 4) return third.length <= 2 ? day(Number(first), Number(second), Number(third)) : notADate()
  if (first.length > 2 || third.length === 3) return notADate()
  if (third.length < 4) return first.length + third.length > 2 ? twoDigitYear() : notADate()
  if (order === 'dmy') return day(Number(third), Number(second), Number(first))
  if (order === 'mdy') return day(Number(third), Number(first), Number(second))
  return order === 'ymd' ? notADate() : undeclared(first, second, third)
}

/** No order is declared: the day of a date that is one in both orders is told only where both are the same. */
function undeclared(first: string, second: string, year: string): Normalised<string> {
  const dayFirst = day(Number(year), Number(second), Number(first))
  const monthFirst = day(Number(year), Number(first), Number(second))
  if (dayFirst.value === null) return monthFirst
  return monthFirst.value === null || monthFirst.value === dayFirst.value ? dayFirst : AMBIGUOUS
}

const textual = (year: string, month: string, dayOfMonth: string): Normalised<string> => {
  const number = monthNamed(month)
  if (number === undefined) return notADate()
  return year.length === 4 ? day(Number(year), number, Number(dayOfMonth)) : twoDigitYear()
}

function withMonthName(text: string): Normalised<string> {
  const named = plainWrittenDate(text)
  const dayFirst = DAY_MONTH_YEAR.exec(named)
  if (dayFirst !== null) return textual(dayFirst[3] ?? '', dayFirst[2] ?? '', dayFirst[1] ?? '')
  const monthFirst = MONTH_DAY_YEAR.exec(named)
  if (monthFirst !== null) return textual(monthFirst[3] ?? '', monthFirst[1] ?? '', monthFirst[2] ?? '')
  const yearFirst = YEAR_MONTH_DAY.exec(named)
  if (yearFirst !== null) return textual(yearFirst[1] ?? '', yearFirst[2] ?? '', yearFirst[3] ?? '')
  const partial = MONTH_YEAR.exec(named)
  if (partial !== null && (partial[1] === undefined || monthNamed(partial[1]) !== undefined)) {
    return refused('partial_date', 'The text names no day; give the day, the month and the year.')
  }
  return notADate()
}

/** The text without time of day, zone and, before digits, the day of the week. */
function dayOf(text: string): string {
  const plain = asciiDigits(text)
    .replace(ZONE_NAME, '')
    .trim()
    .replace(TIME_OF_DAY, '')
    .replace(COMPACT_TIME, '')
    .replace(WORD_FOR_YEAR, '')
    .replace(DOT_LAST, '')
    .replace(EAST_ASIAN, '$1-$2-$3')
  return withoutWeekday(DAY_WITH_ZONE.exec(plain)?.[1] ?? plain)
}

/**
 * A day as `YYYY-MM-DD`. Reads ISO dates, numeric dates in the order the source declares (`/`, `.` or `-` between),
 * Excel serials of the 1900 system (20000 to 80000, days since 1899-12-30) and month names in English, Afrikaans,
 * German, French, Spanish, Portuguese, Dutch and Italian; a time of day, a zone and a day of the week are dropped. Never guesses: refuses with
 * `two_digit_year`, `partial_date` (no day), `ambiguous_date` (no declared order, and two days it may be) or
 * `not_a_date` (no such day, another order than the declared, a year outside 1900 to 2199). Total and idempotent.
 */
export function normaliseDate(raw: string | null, context: NormaliseContext): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (ISO_DAY.test(text)) return day(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)))
  if (BARE_YEAR.test(text)) return refused('partial_date', 'The text is only a year; give the day and the month too.')
  const serial = SERIAL.exec(text)
  if (serial !== null) {
    const days = Number(serial[1])
    if (days < FIRST_SERIAL || days > LAST_SERIAL) return notADate()
    return accepted(new Date(SERIAL_ZERO + days * DAY_MS).toISOString().slice(0, 10))
  }
  const date = text.length > LONGEST ? text : dayOf(text)
  const parts = NUMERIC.exec(date)
  if (parts !== null) return numeric(parts[1] ?? '', parts[3] ?? '', parts[4] ?? '', context.dateOrder)
  const compact = COMPACT.exec(date)
  if (compact !== null) return day(Number(compact[1]), Number(compact[2]), Number(compact[3]))
  return withMonthName(date)
}

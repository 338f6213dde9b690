/** How texts of a column may be written that are days, times or amounts: SQL over the text. */

const DAY_MONTH = String.raw`\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?:\d{2})?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?`
const TIMES = ['', ' %H:%M', ' %H:%M:%S']

function parsed(text: string, days: readonly string[]): string {
  const formats = days.flatMap((day) => TIMES.map((time) => `'${day}${time}'`)).join(', ')
  return `CASE WHEN regexp_full_match(${text}, '${DAY_MONTH}') THEN try_strptime(replace(${text}, 'T', ' '), [${formats}]) END`
}

const orders = (first: string, second: string): string[] =>
  ['/', '.', '-'].flatMap((sign) => ['%y', '%Y'].map((year) => `${first}${sign}${second}${sign}${year}`))

/** The instant that a text names, the day before the month. */
export const dayFirst = (text: string): string => parsed(text, orders('%d', '%m'))
/** The same, the month before the day. */
export const monthFirst = (text: string): string => parsed(text, orders('%m', '%d'))

/** A day with a time as ISO 8601 writes it, with a zone or without. */
export const isTimestamp = (text: string): string =>
  String.raw`(regexp_full_match(${text}, '\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[+-]\d{2}:?\d{2})?') AND TRY_CAST(substr(${text}, 1, 10) AS DATE) IS NOT NULL)`

const MONEY = String.raw`(?:\p{Sc}|[A-Z]{3}|R|kr\.?|zł)`
const amount = (group: string, decimal: string): string =>
  String.raw`[-+(]?(?:${MONEY} ?)?-?(?:\d{1,3}(?:${group}\d{3})+|\d+)(?:${decimal}\d{1,4})?(?: ?${MONEY}|-)?\)?`
/** Groups of thousands, decimals or money: what a bare number has none of, and a phone neither. */
const TELLING = String.raw`[.,]\d{1,4}(?:\D*)$|[.,'’]\d{3}|\p{Sc}|[A-Z]{3}`

const isAmount = (text: string, group: string, decimal: string): string =>
  `(regexp_full_match(${text}, '${amount(group, decimal).replaceAll("'", "''")}') AND regexp_matches(${text}, '${TELLING.replaceAll("'", "''")}'))`
export const isPointAmount = (text: string): string => isAmount(text, "[ ,'’\u00a0\u202f]", '[.]')
export const isCommaAmount = (text: string): string => isAmount(text, "[ .'’\u00a0\u202f]", ',')

/** The number that such a text names. */
export const amountValue = (text: string, decimal: ',' | '.'): string => {
  const digits = `regexp_replace(${text}, '[^0-9${decimal}-]', '', 'g')`
  const value = `TRY_CAST(${decimal === ',' ? `replace(${digits}, ',', '.')` : digits} AS DOUBLE)`
  // Bookkeepers write what is owed in brackets.
  return `CASE WHEN starts_with(${text}, '(') THEN -${value} ELSE ${value} END`
}

/** Marks that people write where there is no value. */
export const NO_VALUE_MARKS: readonly string[] = ['.', '..', '...', '-', '--', '–', '—']

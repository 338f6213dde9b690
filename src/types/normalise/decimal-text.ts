/** Which sign divides a number's whole part from the rest; undefined: told by the number itself. */
export type DecimalSign = 'comma' | 'point' | undefined

/** A number read from text, or why there is none. */
export type DecimalReading =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'none' }

const NONE: DecimalReading = { kind: 'none' }
const AMBIGUOUS: DecimalReading = { kind: 'ambiguous' }
const PLAIN = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,2})?$/
const DIGITS_AND_SIGNS = /^\d[\d.,'’ ]{0,40}$/
const GROUPS = /^\d{1,3}(?:([ '’.,])\d{3}(?:\1\d{3})*)?$|^\d+$/
const INDIAN_GROUPS = /^\d{1,2}(?:,\d{2})+,\d{3}$/
const GROUPED = /^-?[1-9]\d{0,2}\.\d{3}$/
const EXPONENT = /^(-?)(\d(?:[.,]\d+)?)e([+-]?\d{1,2})$/i

const isWhole = (text: string): boolean => GROUPS.test(text) || INDIAN_GROUPS.test(text)

function numberOf(whole: string, fraction: string): DecimalReading {
  if (!isWhole(whole) || !/^\d*$/.test(fraction)) return NONE
  const value = Number(`${whole.replace(/\D/g, '')}.${fraction === '' ? '0' : fraction}`)
  return Number.isFinite(value) ? { kind: 'number', value } : NONE
}

const splitAt = (text: string, at: number): DecimalReading => numberOf(text.slice(0, at), text.slice(at + 1))

/**
 * Digits with signs between them. Where a comma and a point stand, the last is the decimal sign; one that stands more
 * than once groups. A single one before exactly three digits (`1,234`) can be read in two ways.
 * @param thousandths whether a fraction of three digits is usual; false takes such a sign for a group's, null refuses
 */
function unsigned(text: string, decimal: DecimalSign, thousandths: boolean | null): DecimalReading {
  const comma = text.lastIndexOf(',')
  const point = text.lastIndexOf('.')
  if (comma < 0 && point < 0) return numberOf(text, '')
  const last = Math.max(comma, point)
  const mark = text[last]
  const told = decimal === undefined ? undefined : decimal === 'comma' ? ',' : '.'
  if (comma >= 0 && point >= 0) {
    if (text.indexOf(mark ?? '') !== last) return isWhole(text) ? numberOf(text, '') : NONE
    return told === undefined || told === mark ? splitAt(text, last) : NONE
  }
  if (text.indexOf(mark ?? '') !== last) return mark === told ? NONE : numberOf(text, '')
  const canGroup = isWhole(text) && !text.startsWith('0')
  if (told !== undefined) return mark !== told && canGroup ? numberOf(text, '') : splitAt(text, last)
  if (!canGroup) return splitAt(text, last)
  return thousandths === null ? AMBIGUOUS : thousandths ? splitAt(text, last) : numberOf(text, '')
}

const negative = (reading: DecimalReading): DecimalReading =>
  reading.kind === 'number' ? { kind: 'number', value: reading.value === 0 ? 0 : -reading.value } : reading

/**
 * A number as people write one: `1,234.5`, `1.234,5`, `1 234`, `1'234`, `12,34,567`, `(123)`, `-5`, `5-`, `+5`,
 * `1.2E+05`. Cleaned text in, no unit or currency in it.
 * @param decimal what the column says; undefined where nothing is said
 * @param thousandths what a lone sign before three digits is where nothing is said: a decimal sign (true), a group's (false),
 *   not to be told (null)
 */
export function readDecimal(raw: string, decimal: DecimalSign, thousandths: boolean | null = null): DecimalReading {
  if (PLAIN.test(raw) && decimal !== 'comma') return { kind: 'number', value: Number(raw) + 0 }
  const text = raw.replace(/[−–]/g, '-').trim()
  const exponent = EXPONENT.exec(text)
  if (exponent !== null) {
    const value = Number(`${exponent[1]}${exponent[2]?.replace(',', '.')}e${exponent[3]}`)
    if (!Number.isFinite(value)) return NONE
    // Written out it would be read as thousands: `2005e-3` is no amount that anybody meant.
    const isGrouped = decimal !== 'point' && thousandths !== true && GROUPED.test(String(value))
    return isGrouped ? AMBIGUOUS : { kind: 'number', value: value + 0 }
  }
  const [, inBrackets] = /^\(([^()-]+)\)$/.exec(text) ?? []
  const [, sign = '', digits = '', trailing = ''] = /^([+-]?) ?(.*?) ?(-?)$/.exec(inBrackets ?? text) ?? []
  if (!DIGITS_AND_SIGNS.test(digits) || (sign !== '' && trailing !== ''))
    return /^\.\d/.test(digits) ? small(digits, sign) : NONE
  const reading = unsigned(digits, decimal, thousandths)
  return inBrackets !== undefined || sign === '-' || trailing === '-' ? negative(reading) : reading
}

/** `.5` */
function small(digits: string, sign: string): DecimalReading {
  if (!/^\.\d{1,15}$/.test(digits)) return NONE
  const reading: DecimalReading = { kind: 'number', value: Number(`0${digits}`) }
  return sign === '-' ? negative(reading) : reading
}

export type PersonalDataKind = 'email' | 'phone' | 'id_number' | 'card_number'

export interface PersonalDataSpan {
  readonly kind: PersonalDataKind
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

// Both are linear: no part of either can match the same characters in two ways.
const EMAIL = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/gu
// A word processor makes spaces and dashes of its own of what was typed. A label may stand at the number, and `_` is where a name is cut.
const DIGITS =
  /(?:\+|(?<![\p{L}\p{N}])|(?<=(?<!\p{L})(?:tel|telephone|cell|phone|mobile|mob|fax|whatsapp)))\d(?:[\p{Zs}\t().\-/\u2010-\u2015\u2212]{0,2}\d){6,24}(?![\p{L}\p{N}])/giu

/** The Luhn sum that ends ID and card numbers (ISO/IEC 7812-1, annex B). */
function luhn(digits: string): boolean {
  let sum = 0
  for (let at = digits.length - 1, double = false; at >= 0; at--, double = !double) {
    const digit = Number(digits[at])
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
  }
  return sum % 10 === 0
}

/** A South African identity number: date of birth, sequence, citizenship 0 to 2, checksum (Identification Act 68 of 1997). */
function isSouthAfricanId(digits: string): boolean {
  if (digits.length !== 13 || !/^[012]$/.test(digits[10] ?? '')) return false
  const month = Number(digits.slice(2, 4))
  const day = Number(digits.slice(4, 6))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && luhn(digits)
}

function kindOf(text: string): PersonalDataKind | undefined {
  const digits = text.replaceAll(/\D/g, '')
  if (isSouthAfricanId(digits)) return 'id_number'
  if (digits.length >= 13 && digits.length <= 19 && /^[2-6]/.test(digits) && luhn(digits)) return 'card_number'
  // A date, an amount or a reference is no phone: phones begin with +, 00 or a trunk 0 and have nine national digits or more.
  if (digits.length < 9 || digits.length > 15 || /^\d{4}-\d{2}-\d{2}/.test(text)) return undefined
  return text.startsWith('+') || digits.startsWith('0') || /^27\d{9}$/.test(digits) ? 'phone' : undefined
}

/** A number is written in so many groups of digits at most. */
const MOST_GROUPS = 6

/** What a run of digits is: one number, or several with nothing but a blank or a stroke between. */
function numbersIn(run: string, at: number): PersonalDataSpan[] {
  const whole = kindOf(run)
  if (whole !== undefined) return [{ kind: whole, start: at, end: at + run.length }]
  const groups = [...run.matchAll(/\+?\d+/g)].map(({ index, 0: digits }) => ({
    start: index,
    end: index + digits.length,
  }))
  const found: PersonalDataSpan[] = []
  for (let first = 0; first < groups.length; first++) {
    const fitting = groups.slice(first, first + MOST_GROUPS).flatMap(({ end }, more) => {
      const text = run.slice(groups[first]?.start, end)
      const kind = kindOf(text)
      return kind === undefined ? [] : [{ kind, end, last: first + more, digits: text.replaceAll(/\D/g, '').length }]
    })
    // Nine digits may be the beginning of a number with its country.
    const best = fitting.find(({ digits }) => digits > 9) ?? fitting[0]
    if (best === undefined) continue
    found.push({ kind: best.kind, start: at + (groups[first]?.start ?? 0), end: at + best.end })
    first = best.last
  }
  return found
}

/**
 * E-mail addresses, phone numbers, South African identity numbers and card numbers (both by checksum) in free text, in its order.
 * What a class does not say is found by shape, so rather too much is found than too little.
 */
export function findPersonalData(text: string): PersonalDataSpan[] {
  const found: PersonalDataSpan[] = []
  for (const match of text.matchAll(EMAIL))
    found.push({ kind: 'email', start: match.index, end: match.index + match[0].length })
  for (const match of text.matchAll(DIGITS)) {
    for (const { kind, start, end } of numbersIn(match[0], match.index))
      if (!found.some((one) => start < one.end && end > one.start)) found.push({ kind, start, end })
  }
  return found.sort((a, b) => a.start - b.start)
}

/** The text with every span replaced. */
export function replaceSpans(
  text: string,
  spans: readonly PersonalDataSpan[],
  replacement: (found: string, kind: PersonalDataKind) => string,
): string {
  let out = ''
  let at = 0
  for (const { kind, start, end } of spans) {
    out += text.slice(at, start) + replacement(text.slice(start, end), kind)
    at = end
  }
  return out + text.slice(at)
}

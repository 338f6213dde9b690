import { accepted } from '../normalise/normalised.ts'
import { isbn13Of, isGtin, isIban, isIsbn10, isLei, isLuhn } from './checksums.ts'
import { compact, type IdentifierScheme, notOf, REGISTERED, zerosRestored } from './identifier-scheme.ts'

const ZA = 'ZA'

export const lei: IdentifierScheme = {
  title: 'legal entity identifier (ISO 17442)',
  read: (text) => (isLei(compact(text)) ? accepted(compact(text)) : notOf('lei', 'legal entity identifier')),
  evidence: REGISTERED,
  pii: 'none',
  pattern: /^[0-9A-Z]{18}[0-9]{2}$/,
  example: { value: '5493001KJTIIGC8Y1R12', country: ZA },
}

export const iban: IdentifierScheme = {
  title: 'bank account (IBAN, ISO 13616)',
  read: (text) => {
    const account = compact(text).replace(/^IBAN/, '')
    return isIban(account) ? accepted(account) : notOf('iban', 'IBAN')
  },
  evidence: { frequency: 'few', exclusive: false, stable: false },
  pii: 'personal',
  pattern: /^[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}$/,
  example: { value: 'GB82WEST12345698765432', country: 'GB' },
}

/** 12 digits are 13 with a zero in front, and so are 14 that begin with one: one product, one spelling. */
export const gtin: IdentifierScheme = {
  title: 'article number (GTIN: EAN, UPC)',
  read: (text) => {
    const digits = compact(text)
    if (/^\d{9,11}$/.test(digits) && isGtin(digits.padStart(13, '0'))) return zerosRestored(digits.padStart(13, '0'))
    if (!isGtin(digits)) return notOf('gtin', 'GTIN')
    if (digits.length === 8) return accepted(digits)
    return accepted(digits.length === 14 && digits.startsWith('0') ? digits.slice(1) : digits.padStart(13, '0'))
  },
  evidence: { frequency: 'one', exclusive: false, stable: true },
  pii: 'none',
  pattern: /^(?:[0-9]{8}|[0-9]{13,14})$/,
  example: { value: '4006381333931', country: ZA },
}

export const isbn: IdentifierScheme = {
  title: 'book number (ISBN), with 13 digits',
  read: (text) => {
    const number = compact(text).replace(/^ISBN(?:1[03])?(?=\d{9})/, '')
    if (isIsbn10(number)) return accepted(isbn13Of(number))
    if (/^\d{9}$/.test(number) && isIsbn10(`0${number}`)) return zerosRestored(isbn13Of(`0${number}`))
    return /^97[89]\d{10}$/.test(number) && isGtin(number) ? accepted(number) : notOf('isbn', 'ISBN')
  },
  evidence: { frequency: 'one', exclusive: false, stable: true },
  pii: 'none',
  pattern: /^97[89][0-9]{10}$/,
  example: { value: '9780306406157', country: ZA },
}

export const luhn: IdentifierScheme = {
  title: "number whose last digit is Luhn's check",
  read: (text) => (isLuhn(compact(text)) ? accepted(compact(text)) : notOf('luhn', "number with Luhn's check digit")),
  evidence: { frequency: 'few', exclusive: false, stable: true },
  pii: 'none',
  pattern: /^[0-9]{2,}$/,
  example: { value: '79927398713', country: ZA },
}

import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { boundedCache } from '../text/bounded-cache.ts'
import { cleanText } from '../text/clean-text.ts'
import { absent, accepted, besides, type Issue, type Normalised, type Normaliser, refused } from './normalised.ts'
import { type PhoneType, phoneFacts } from './phone-facts.ts'
import { numberAmongWords, phoneText, withoutExtension } from './phone-text.ts'
import { splitPhones } from './split-phones.ts'

export { splitPhones } from './split-phones.ts'

/** One dialable number. */
export interface Phone {
  /** `+`, country calling code, national number; at most 15 digits. */
  readonly e164: string
  readonly type: PhoneType
}

const LABEL =
  /^(?:tel(?:ephone)?|cell(?:phone)?|phone|mobile|mob|whats ?app|office|work|home|c|t|m|w|h)\b\s*(?:no|nr|number)?\s*[.:]*\s*/i
const REMARK = /\(\s*\p{L}[\p{L} ./]*\)/gu
const FLOAT = /^(\+?\d{6,15})\.0+$/
const NUMERIC = /^[+\d\s().\-/]+$/
const REPAIRED: Issue = { code: 'repaired', message: 'The phone number was freed of text or typing slips around it.' }
const EXTENDED: Issue = {
  code: 'extension_apart',
  message: 'The extension is no part of the number; it was taken apart from it.',
  effect: 'tells_beside',
}
const INVALID = refused(
  'invalid_phone',
  'The value is not a phone number that any numbering plan assigns; correct it in the source.',
)
const NO_COUNTRY = refused(
  'unknown_country',
  'The number has no country code, and no country is known for it; write it with + or say the country of its source.',
)
const SEVERAL = refused(
  'several_values',
  'The value holds several phone numbers; put one in each cell or split the cell.',
)

/** Takes off what is not the number, and notes what it took. */
function free(whole: string, issues: Issue[]): string {
  const bare = whole
    .replace(/^[\s'"=]+|[\s'".,;:]+$/g, '')
    .replace(LABEL, '')
    .replace(REMARK, ' ')
    .trim()
  const zeroed = /^[\doO+\s().-]+$/.test(bare) ? bare.replace(/[oO]/g, '0') : bare
  const number = zeroed.replace(FLOAT, '$1').replace(/^\++\s*(?=\+)|^\+\s*(?=0)/g, '')
  if (number !== whole) issues.push(REPAIRED)
  return number
}

/** South African ways of writing a number, read without a parser; null when it is none of them. */
function southAfrican(digits: string): string | null {
  const national = digits.startsWith('0027')
    ? digits.slice(4)
    : digits.length > 10 && digits.startsWith('27')
      ? digits.slice(2)
      : digits
  const significant = national.startsWith('0') ? national.slice(1) : national
  return significant.length === 9 && !significant.startsWith('0') ? `+27${significant}` : null
}

function toE164(text: string, region: CountryCode | undefined): string | null {
  const international = text.startsWith('+')
  const digits = text.replace(/\D/g, '')
  if (region === 'ZA' && !international) {
    const local = southAfrican(digits)
    if (local !== null) return local
  }
  const dialled = !international && digits.startsWith('00') ? `+${digits.slice(2)}` : text.replaceAll('/', ' ')
  return (
    parsePhoneNumberFromString(dialled, { ...(region && { defaultCountry: region }), extract: false })?.number ?? null
  )
}

const holdsSeveral = (text: string): boolean =>
  splitPhones(text).filter((part) => part.replace(/\D/g, '').length >= 7).length > 1

function read(raw: string, region: CountryCode | undefined): Normalised<Phone> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (text.length > 250) return INVALID
  const issues: Issue[] = []
  const { number: bare, extension } = withoutExtension(phoneText(text))
  if (extension !== null) issues.push(EXTENDED)
  const freed = free(bare, issues)
  const among = NUMERIC.test(freed) ? null : numberAmongWords(freed)
  const number = among ?? freed
  if (among !== null && !issues.includes(REPAIRED)) issues.push(REPAIRED)
  if (!NUMERIC.test(number) || number.lastIndexOf('+') > 0) return holdsSeveral(text) ? SEVERAL : INVALID
  if (region === undefined && !/^(?:\+|00)/.test(number) && /\d{2}/.test(number.replace(/\D/g, '')))
    return holdsSeveral(text) ? SEVERAL : NO_COUNTRY
  const e164 = toE164(number, region)
  const facts = e164 === null ? null : phoneFacts(e164)
  if (e164 === null || facts?.standing !== 'valid') return holdsSeveral(text) ? SEVERAL : INVALID
  return besides(accepted({ e164, type: facts.type }, issues), extension === null ? {} : { extension })
}

const numbers = boundedCache(20_000, (key: string): Normalised<Phone> => {
  const country = key.slice(0, 2)
  return read(key.slice(3), isSupportedCountry(country) ? country : undefined)
})

/**
 * One phone number in E.164 with its kind. National numbers are read in the context's country (any case; without one they are null with
 * `unknown_country`); numbers with `+` or `00` in their own. South African numbers need nine national digits. Repairs: `O` for zero, a
 * spreadsheet's trailing `.0`, labels and words, `(0)` after the calling code (`repaired`); an extension is what the text says besides
 * (`extension`, told by `extension_apart`). Other nulls:
 * `invalid_phone`, `several_values`. Source of validity: Google's numbering metadata. Messages never repeat the value.
 */
export const normalisePhone: Normaliser<Phone> = (raw, context) => {
  if (raw === null) return absent
  if (raw.startsWith('+')) {
    const facts = phoneFacts(raw)
    if (facts.standing === 'valid') return accepted({ e164: raw, type: facts.type })
  }
  const country = context.country.trim().toUpperCase()
  return numbers.get(`${country.length === 2 ? country : '??'} ${raw}`)
}

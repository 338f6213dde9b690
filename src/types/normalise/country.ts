import { type CountryMeaning, countryMeant } from '../countries/country-names.ts'
import { boundedCache } from '../text/bounded-cache.ts'
import { cleanText } from '../text/clean-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Normalised, refused } from './normalised.ts'

const CODE = /^[A-Z]{2}$/
const LONGEST = 80
/** Two letters that are the code of one country and, in another, people's own short form for theirs. */
const OWN_SHORT_FORM: Readonly<Record<string, string>> = { ZA: 'SA' }

const UNKNOWN = refused(
  'unknown_country',
  'The text is no country by name or code of ISO 3166-1; correct it in the source.',
)
const FORMER = refused(
  'former_country',
  'The country is no more, and more than one may stand for it; name one of today.',
)
const AMBIGUOUS = refused(
  'ambiguous_country',
  'More than one country has this name or short form; write its code of ISO 3166-1.',
)
const REPAIRED = [
  {
    code: 'repaired',
    message: 'A short form or a part of a country stood for its code of ISO 3166-1, which was put in its place.',
  },
]
const SURROUND = /^(?:the|republic of|republik|republique de|republica de)\b ?/i

/** `NA` is Namibia; `N/A` and the error of a formula are nothing. */
const NOT_AVAILABLE = /^#|^n[./ ]+a\.?$/i

function read(raw: string): Normalised<string> {
  const cleaned = cleanText(raw)
  if (cleaned === null || NOT_AVAILABLE.test(cleaned)) return absent
  const text = cleaned.replace(/^(\d{1,3})\.0+$/, '$1')
  if (text.length > LONGEST) return UNKNOWN
  const found = countryMeant(text) ?? countryMeant(text.replace(SURROUND, '')) ?? numeric(text)
  return found === undefined ? (saysNothing(text) ? absent : UNKNOWN) : answer(found)
}

/** A code of three digits from which a spreadsheet took leading zeros. */
function numeric(text: string): CountryMeaning | undefined {
  if (!/^\d{1,2}$/.test(text)) return undefined
  const found = countryMeant(text.padStart(3, '0'))
  return found?.kind === 'country' ? { kind: 'meant', code: found.code } : found
}

function answer(meaning: CountryMeaning): Normalised<string> {
  if (meaning.kind === 'country') return accepted(meaning.code)
  if (meaning.kind === 'meant') return accepted(meaning.code, REPAIRED)
  return meaning.kind === 'former' ? FORMER : AMBIGUOUS
}

const remembered = boundedCache(2_000, read)

/**
 * A country as its two letters of ISO 3166-1, from its name in some thirty languages, either letter code or the
 * number. `UK`, a nation of the United Kingdom or a number without its zeros is `repaired`; null with
 * `former_country`, `ambiguous_country` or `unknown_country`.
 * @param home where the text was written: `SA` is Saudi Arabia, but for South Africans it may be their own country
 */
export function normaliseCountry(raw: string, home: string): Normalised<string> {
  const short = OWN_SHORT_FORM[home]
  if (short !== undefined && raw.trim().toUpperCase().replaceAll('.', '') === short) return AMBIGUOUS
  return remembered.get(raw)
}

/** Whether a text is a code of a country in its canonical form. */
export const isCountryCode = (text: string): boolean => {
  const found = CODE.test(text) ? countryMeant(text) : undefined
  return found?.kind === 'country' && found.code === text
}

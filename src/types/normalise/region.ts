import { type Region, regionKey, regionsOfCountry } from '../regions/regions-of-country.ts'
import type { Vocabulary } from '../semantic-type.ts'
import { boundedCache } from '../text/bounded-cache.ts'
import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Normalised, refused } from './normalised.ts'

const UNKNOWN = refused(
  'unknown_region',
  "The text is no region of the column's country by name or code; correct it in the source, or put its spelling into a vocabulary.",
)
const AMBIGUOUS = refused(
  'ambiguous_region',
  'More than one region of the country has this name; write its code of ISO 3166-2.',
)
const NO_CODE = refused('no_region_code', 'The region has no code of ISO 3166-2; write one that has, or publish names.')
const TOWN = [{ code: 'town_as_region', message: 'The value is a town; the region that it lies in was looked up.' }]

const PARTS = /[,;/|()\r\n]+| - | & /
const LONGEST = 200
const FIRST_KIND =
  /^(?:the )?(?:province|provincie|provinsie|provinz|provincia|state|region|county|canton|kanton|bundesland|land|estado|departamento|departement|oblast|prefecture|governorate|district|regione|regiao|comunidad(?: autonoma)?|co)(?: of the| of| de la| de los| de| del| di| do| da| du| des| d| van| von)? /
const LAST_KIND =
  / (?:province|provincie|provinsie|prov|provinz|provincia|state|region|county|canton|kanton|oblast|prefecture|governorate|district|territory|rsa)$/

/** The text's words as they stand, then without the words that only say what kind of region it is. */
function* wordings(text: string): Generator<string> {
  const words = foldWords(text.replace(/['’.]/g, ''), ' ')
  yield words
  const withoutFirst = words.replace(FIRST_KIND, '')
  if (withoutFirst !== words) yield withoutFirst
  const withoutLast = words.replace(LAST_KIND, '')
  if (withoutLast !== words) yield withoutLast
}

/** How a region's answer is found and spelt in one column. */
export interface RegionReading {
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly as: 'name' | 'code'
  readonly vocabulary: Vocabulary | undefined
}

type Found = Normalised<string> | undefined

/**
 * The reader of a country's regions (ISO 3166-2): by name, by code with or without its country, by the spellings that
 * ship for some countries, by a vocabulary of the domain's own, which comes first, and by towns (`town_as_region`).
 * Words for the kind of region are ignored. Null with `unknown_region`, `ambiguous_region` or `no_region_code`. Total
 * and idempotent.
 */
export function regionReader({ country, as, vocabulary }: RegionReading): (raw: string) => Normalised<string> {
  const { names, codes, towns } = regionsOfCountry(country)
  const own = new Map([...(vocabulary?.terms.values() ?? [])].map((term) => [regionKey(term), term]))

  const spell = (regions: readonly Region[], isTown = false): Found => {
    const [first] = regions
    if (first === undefined) return undefined
    const texts = new Set(regions.map(({ code, name }) => (as === 'code' ? code : name)))
    if (texts.size > 1) return AMBIGUOUS
    const text = as === 'code' ? first.code : first.name
    return text === null ? NO_CODE : accepted(text, isTown ? TOWN : undefined)
  }
  const standard = (key: string): Found => {
    const code = codes.get(key)
    return spell(code === undefined ? (names.get(key) ?? []) : [code])
  }
  /** A term of the vocabulary may be a code, a name, or a region that the standard does not know. */
  const ofTerm = (key: string): Found => {
    const term = vocabulary?.terms.get(key) ?? own.get(key)
    return term === undefined ? undefined : (standard(regionKey(term)) ?? (as === 'code' ? NO_CODE : accepted(term)))
  }
  const named = (text: string): Found => {
    for (const words of wordings(text)) {
      const key = words.replaceAll(' ', '')
      const found = ofTerm(key) ?? standard(key)
      if (found !== undefined) return found
    }
    return undefined
  }
  const town = (text: string): Found => {
    const region = towns.get(regionKey(text.replace(/['’.]/g, '')))
    return region === undefined ? undefined : spell([region], true)
  }
  const agreed = (texts: readonly string[], find: (text: string) => Found): Found => {
    const found = texts.map(find).filter((one) => one?.value != null)
    return new Set(found.map((one) => one?.value)).size === 1 ? found[0] : undefined
  }
  const read = (raw: string): Normalised<string> => {
    const text = cleanText(raw)
    if (text === null) return absent
    if (text.length > LONGEST) return UNKNOWN
    const whole = named(text) ?? town(text)
    if (whole !== undefined) return whole
    const parts = text.split(PARTS).filter((part) => part.trim() !== '')
    const among =
      parts.length < 2
        ? undefined
        : (agreed(parts, named) ?? (parts.some((part) => named(part)) ? undefined : agreed(parts, town)))
    return among ?? (saysNothing(text) ? absent : UNKNOWN)
  }
  return boundedCache(2_000, read).get
}

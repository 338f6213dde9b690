import { phoneFacts } from '../types/normalise/phone-facts.ts'
import { types } from '../types/registry.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import type { SampledColumn } from './sampled-table.ts'

export interface CountryGuess {
  /** ISO 3166-1 alpha-2; `ZZ` where nothing says one. */
  readonly country: string
  readonly confidence: number
  /** What says so, in words. */
  readonly because: readonly string[]
}

/** Of the standard's codes for users: no country. */
export const NO_COUNTRY = 'ZZ'

type Votes = (country: string, weight: number, because: string) => void

/** Countries whose regions and postcodes a column is tried with. */
const TRIED = 'GB US ZA DE FR NL ES IT AU CA IE IN BR PT BE AT CH NZ MX AR PL SE NO DK NG KE GH NA BW ZW'.split(' ')
const REGION_LABEL =
  /(?:^| )(?:region|province|state|county|canton|kanton|bundesland|provincia|estado|departement|provincie|provinsie|provinz)$/
const GENERIC_ENDINGS = new Set('io co me tv ai eu cc ws fm am to ly gg biz'.split(' '))
const ENDING = /(?:@|:\/\/|^www\.)[^\s/]*\.([a-z]{2})(?:[/:?\s]|$)/i
const POSTCODES: readonly (readonly [string, RegExp])[] = [
  ['GB', /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i],
  ['CA', /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i],
  ['NL', /^\d{4} ?[A-Z]{2}$/],
  ['IE', /^[AC-FHKNPRTV-Y]\d[\dW] ?[0-9AC-FHKNPRTV-Y]{4}$/],
  ['PT', /^\d{4}-\d{3}$/],
  ['BR', /^\d{5}-\d{3}$/],
  ['US', /^\d{5}-\d{4}$/],
]
const MONEY: readonly (readonly [string, RegExp])[] = [
  ['GB', /^-?£ ?\d/],
  ['ZA', /^-?(?:R|ZAR) ?\d[\d ,.]*$/],
  ['IN', /^(?:₹|Rs\.?) ?\d/],
  ['CH', /^CHF ?\d/],
  ['PL', /\d ?zł$/],
  ['BR', /^-?R\$ ?\d/],
]
/** Signs of one country's money in a label. */
const MONEY_LABELS: readonly (readonly [string, RegExp])[] = [
  ['BR', /R\$/],
  ['GB', /£/],
  ['IN', /₹/],
  ['PL', /zł/],
]
/** Numbers that one country gives, in a spelling that no other has. */
const NUMBERS: readonly (readonly [string, RegExp])[] = [
  ['BR', /^\d{3}\.\d{3}\.\d{3}-\d{2}$|^\d{2}\.\d{3}\.\d{3}\/\d{4}-\d{2}$/],
  ['ES', /^(?:\d{8}-?[A-HJ-NP-TV-Z]|[A-HJ-NP-SUVW]-?\d{7}[0-9A-J])$/],
]
/** Labels that only one country's files have. */
const LABELS: readonly (readonly [string, ReadonlySet<string>])[] = [
  ['FR', new Set(['siret', 'siren', 'n siret', 'n siren'])],
  ['NL', new Set(['kvk', 'kvk nummer', 'bsn', 'big nummer'])],
  ['IT', new Set(['partita iva', 'codice fiscale'])],
  ['BR', new Set(['cpf', 'cnpj', 'cep', 'uf'])],
  ['JP', new Set(['都道府県', '郵便番号', 'フリガナ'].map(labelKey))],
  ['US', new Set(['zip', 'zip code', 'zipcode', 'ein', 'npi'])],
  ['GB', new Set(['charity number', 'companies house number', 'postcode'])],
  ['ZA', new Set(['erf', 'b bbee', 'bbbee'])],
]
/** Labels in the language of a country, which others speak too: they speak for it, and never settle it. */
const LANGUAGES: readonly (readonly [string, ReadonlySet<string>])[] = [
  [
    'DE',
    new Set(
      'plz postleitzahl ort strasse straße vorname nachname mitgliedsnummer kundennummer eintritt geburtsdatum miete bundesland'.split(
        ' ',
      ),
    ),
  ],
  ['FR', new Set(['code postal', 'prenom', 'nom de famille', 'ville', 'raison sociale', 'loyer'])],
  ['NL', new Set('voornaam achternaam woonplaats straatnaam geboortedatum'.split(' '))],
  [
    'ES',
    new Set(
      [
        'apellidos',
        'codigo postal',
        'poblacion',
        'nif',
        'cif',
        'c p',
        'municipio',
        'alquiler',
        'alquiler mensual',
      ].concat(['direccion', 'fecha de nacimiento']),
    ),
  ],
  ['IT', new Set(['cognome', 'comune'])],
  ['BR', new Set(['descricao', 'preco', 'estoque', 'endereco', 'data de nascimento', 'codigo de barras'])],
]
/** What labels of a language weigh together: less than settles a country without anything else. */
const MOST_OF_A_LANGUAGE = 1.2

/** The country whose files these are, by phones, regions, postcodes, hosts, signs of money and the language of labels. */
export function guessCountry(columns: readonly SampledColumn[]): CountryGuess {
  const weights = new Map<string, number>()
  const reasons = new Map<string, string[]>()
  const vote: Votes = (country, weight, because) => {
    if (weight <= 0) return
    weights.set(country, (weights.get(country) ?? 0) + weight)
    reasons.set(country, [...(reasons.get(country) ?? []), because])
  }
  for (const column of columns.filter(({ sample }) => sample.length > 0)) {
    countryColumn(column, vote)
    callingCodes(column, vote)
    endings(column, vote)
    regions(column, vote)
    shapes(column, POSTCODES, 3, 'postcodes', vote)
    shapes(column, MONEY, 2, 'amounts', vote)
    shapes(column, NUMBERS, 2.5, 'numbers', vote)
    // Many countries write it, most files of one.
    shapes(column, [['US', /^-?\$ ?\d/]], 1, 'dollars', vote)
  }
  for (const [country, labels] of LABELS) {
    const found = columns.filter(({ label }) => labels.has(labelKey(label)))
    if (found.length > 0) vote(country, Math.min(2, 0.75 * found.length), `labels such as "${found[0]?.label}"`)
  }
  for (const [country, labels] of LANGUAGES) {
    const found = columns.filter(({ label }) => labels.has(labelKey(label)))
    const weight = Math.min(MOST_OF_A_LANGUAGE, 0.6 * found.length)
    vote(country, weight, `labels such as "${found[0]?.label}"`)
  }
  for (const [country, sign] of MONEY_LABELS) {
    const found = columns.find(({ label }) => sign.test(label))
    if (found !== undefined) vote(country, 2, `the sign of money in "${found.label}"`)
  }
  const ranked = [...weights].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
  const [best] = ranked
  if (best === undefined) return { country: NO_COUNTRY, confidence: 0, because: [] }
  const [country, weight] = best
  const total = ranked.reduce((sum, [, one]) => sum + one, 0)
  return {
    country,
    confidence: (weight / total) * Math.min(1, weight / 2),
    because: [...new Set(reasons.get(country))],
  }
}

const counted = (texts: readonly (string | null | undefined)[]): [string, number][] => {
  const counts = new Map<string, number>()
  for (const text of texts) if (text !== null && text !== undefined) counts.set(text, (counts.get(text) ?? 0) + 1)
  return [...counts].sort(([, a], [, b]) => b - a)
}

function countryColumn({ label, sample }: SampledColumn, vote: Votes): void {
  const country = types.get('country')
  if (country === undefined || country.recognise({ label, sample, country: '' }) < 0.6) return
  const { normalise } = country.reader({}, { country: '' })
  const [top] = counted(sample.map((cell) => normalise(cell).value?.toString()))
  if (top !== undefined) vote(top[0], 4 * (top[1] / sample.length), `the column "${label}"`)
}

function callingCodes({ label, sample }: SampledColumn, vote: Votes): void {
  const international = sample.filter((cell) => /^\s*(?:\+|00)\d/.test(cell))
  const phone = types.get('phone')
  if (phone === undefined || international.length < Math.max(1, sample.length * 0.05)) return
  const { split, normalise } = phone.reader({}, { country: NO_COUNTRY })
  const found = counted(
    international.flatMap(split).map((text) => {
      const { value } = normalise(text)
      return typeof value === 'string' ? phoneFacts(value).country : null
    }),
  )
  const [top] = found
  if (top !== undefined) vote(top[0], 3 * (top[1] / international.length), `calling codes of "${label}"`)
}

function endings({ label, sample }: SampledColumn, vote: Votes): void {
  const found = counted(
    sample.map((cell) => {
      const ending = ENDING.exec(cell.trim())?.[1]?.toLowerCase()
      return ending === undefined || GENERIC_ENDINGS.has(ending) ? null : ending === 'uk' ? 'GB' : ending.toUpperCase()
    }),
  )
  const [top] = found
  if (top !== undefined && top[1] >= sample.length * 0.1)
    vote(top[0], 2.5 * Math.min(1, (2 * top[1]) / sample.length), `hosts in "${label}"`)
}

function regions({ label, sample }: SampledColumn, vote: Votes): void {
  const region = types.get('region')
  if (region === undefined || !REGION_LABEL.test(labelKey(label))) return
  const shares = TRIED.map((country) => {
    const { normalise } = region.reader({}, { country })
    return { country, share: sample.filter((cell) => normalise(cell).value !== null).length / sample.length }
  }).sort((a, b) => b.share - a.share)
  const [best] = shares
  if (best === undefined || best.share < 0.6) return
  const rivals = shares.filter(({ share }) => share === best.share)
  for (const { country } of rivals) vote(country, (3 * best.share) / rivals.length, `regions in "${label}"`)
}

function shapes(
  { label, sample }: SampledColumn,
  known: readonly (readonly [string, RegExp])[],
  weight: number,
  what: string,
  vote: Votes,
): void {
  for (const [country, shape] of known) {
    const share = sample.filter((cell) => shape.test(cell.trim())).length / sample.length
    if (share >= 0.6) vote(country, weight * share, `${what} in "${label}"`)
  }
}

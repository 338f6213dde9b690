import { z } from 'zod'
import { sameValue } from './compare/blocks.ts'
import type { ComparisonLevel } from './compare/comparison-level.ts'
import { alike, equal, missing, otherwise, type Start, sharesOne } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { normaliseAddress } from './normalise/address.ts'
import { type AddressParts, addressParts } from './normalise/address-parts.ts'
import { normaliseCountry } from './normalise/country.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { partOf } from './recognise/part-of.ts'
import { recogniser } from './recognise/recogniser.ts'
import { saysMeasure } from './recognise/says-measure.ts'
import type { AttributeColumns } from './semantic-type.ts'
import { boundedCache } from './text/bounded-cache.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { saysNothing } from './text/says-nothing.ts'

const PARTS = ['unit', 'street', 'city', 'region', 'postcode', 'country'] as const

/** Every part of a value is asked for one after the other. */
const taken = boundedCache<AddressParts>(1_000, addressParts)
const listOrNull = (list: readonly string[]): readonly string[] | null => (list.length === 0 ? null : list)

/** Numbers with words or the postcode beside them: what two records of one place share, and few others. */
function places({ numbers, words, postcode, detail }: AddressParts): readonly string[] | null {
  if (detail === null) return null
  const [first] = numbers
  const street = words[0]
  const keys = [
    first !== undefined && postcode !== null ? `${postcode} ${first}` : null,
    first !== undefined && street !== undefined ? `${first} ${street}` : null,
    first === undefined && words[1] !== undefined ? `${street} ${words[1]}` : null,
  ]
  return listOrNull(keys.filter((key) => key !== null))
}

/** Parts in the order in which they stand here, each once: a street line often ends with its town. */
function join(given: Readonly<Record<string, string | null>>): string | null {
  const said: string[] = []
  for (const part of PARTS) {
    const text = cleanText(given[part] ?? null)?.replace(/^[\s,]+|[\s,]+$/g, '') ?? ''
    if (text === '' || saysNothing(text)) continue
    const key = ` ${foldWords(text, ' ')} `
    const isSaid = said.some((one) => one.split(',').some((segment) => ` ${foldWords(segment, ' ')} ` === key))
    if (!isSaid) said.push(text)
  }
  return said.length === 0 ? null : said.join(', ')
}

const both = (label: string, levels: readonly ComparisonLevel[], start: Start): ComparisonLevel => ({
  label,
  sql: levels.map(({ sql }) => sql).join(' AND '),
  ...start,
})

/** At least half of the shorter list stands in the other. */
const halfShared = (column: string): string => {
  const [left, right] = [`"${column}_l"`, `"${column}_r"`]
  return `len(list_intersect(${left}, ${right})) / least(len(${left}), len(${right})) >= 0.5`
}

function compare({ part }: AttributeColumns): readonly ComparisonLevel[] {
  const none: Start = { m: 1, u: 1 }
  const [detail, numbers, words, postcode] = [part('detail'), part('numbers'), part('words'), part('postcode')]
  const sameNumber = sharesOne(numbers, '', none)
  return [
    missing(detail, 'no street, number or box'),
    equal(detail, 'same address', { m: 0.4, u: 1e-4 }, true),
    both('same postcode, a number in common', [equal(postcode, '', none), sameNumber], { m: 0.15, u: 5e-4 }),
    both('alike, a number in common', [alike(detail, 0.88, '', none), sameNumber], { m: 0.15, u: 5e-4 }),
    {
      label: 'a number and half of the words in common',
      sql: `${sameNumber.sql} AND ${halfShared(words)}`,
      m: 0.1,
      u: 0.002,
    },
    equal(postcode, 'same postcode', { m: 0.1, u: 0.02 }),
    otherwise('other addresses', { m: 0.1, u: 0.977 }),
  ]
}

/** Lists of addresses are compared by what they have in common. */
const compareLists = ({ value, part }: AttributeColumns): readonly ComparisonLevel[] => [
  missing(part('places'), 'no street, number or box'),
  sharesOne(value, 'an address in common', { m: 0.4, u: 1e-4 }),
  sharesOne(part('places'), 'a number and its street or postcode in common', { m: 0.3, u: 0.001 }),
  otherwise('other addresses', { m: 0.3, u: 1 }),
]

/** Letters that stand for a country at the end of an address and are no state's. */
const SHORT: ReadonlyMap<string, string> = new Map([
  ['rsa', 'ZA'],
  ['uk', 'GB'],
  ['usa', 'US'],
  ['uae', 'AE'],
])

/** The country that an address ends with, where it is written out after a comma: two letters are as often a state's. */
function countryAtTheEnd(value: string): string | null {
  const comma = value.lastIndexOf(',')
  if (comma === -1) return null
  const last = value
    .slice(comma + 1)
    .trim()
    .replace(/\.$/, '')
  return SHORT.get(last.toLowerCase()) ?? (last.length < 4 ? null : normaliseCountry(last, '').value)
}

/** Scripts that put no space between the words of an address: a quarter, then the numbers of its block and house. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ーヶ]{2,}.*[\d０-９一二三四五六七八九十]/u

/** Text with letters and a number or kind of street in it, in several words. */
const looksLikeAddress = (cell: string): boolean => {
  const text = cleanText(cell)
  if (text !== null && text.length <= 300 && UNSPACED.test(text)) return true
  if (text === null || text.length > 300 || !text.includes(' ') || /@|https?:/.test(text) || saysMeasure(text))
    return false
  const { words, numbers, detail } = taken.get(text)
  return detail !== null && words.length > 0 && (numbers.length > 0 || /,/.test(text) || words.length < 6)
}

/** Whether cells differ in a number behind one and the same word: `Bus 1`, `Bus 2` are no streets. */
function numbersOneThing(sample: readonly string[]): boolean {
  const words = new Set(sample.map((cell) => foldWords(cell.replace(/\d+/g, ''), ' ')))
  const [only = ''] = words
  return sample.length > 2 && words.size === 1 && !only.includes(' ')
}

const LABELS = labels(`
  address, street address, postal address, physical address, mailing address, full address, home address, billing
  address, delivery address, residential address, registered address, address line, location address, adres,
  straatadres, posadres, adresse, anschrift, strasse, postanschrift, adresse postale, direccion, domicilio,
  endereco, morada, indirizzo, postadres, woonadres, street, addr, site address, office address,
  住所, 所在地, 番地, 地址, 주소, العنوان, adress, osoite, cim, adresa`)

export const address = defineType<string>({
  id: 'address',
  title: 'Address',
  description:
    'An address on one line, from one column or several. Kinds of street are written out as its country writes them.',
  example: '12 Main Road, Cape Town, 8001',
  recognise: notCalled(
    labels(`
      email address, e mail address, mail address, web address, ip address, mac address, url address, address type, name,
      company, title, description, notes, comments`),
    recogniser({
      labels: LABELS,
      otherLabels: labels(
        'email address, e mail address, web address, ip address, address type, address id, adresse mail',
      ),
      holds: looksLikeAddress,
      distinctive: ({ sample }) => (numbersOneThing(sample) ? 0 : 0.6),
    }),
  ),
  reader: (_, { country }) => ({ normalise: (text) => normaliseAddress(text, { country }) }),
  assembly: {
    parts: PARTS,
    partOf: partOf({
      unit: labels(
        'unit, suite, apartment, apt, flat, building, complex, floor, address line 2, address 2, address2, wohnung',
      ),
      street: labels(`
        street, street address, address line 1, address line, address 1, address1, road, straat, strasse, strasse
        und hausnummer, rue, calle, rua, via, ulica, ulica i nr, ulice, utca, cadde, sokak, straatnaam, street name, hausnummer, house number`),
      city: labels(`
        city, town, suburb, locality, municipality, place, dorp, stad, ort, stadt, wohnort, wohnsitz, ville, commune,
        ciudad, poblacion, localidad, municipio, cidade, localidade, citta, comune, plaats, woonplaats, gemeente,
        miasto, miejscowosc, postort, ilce, postal area, city town, town city, 市区町村, 市町村, 城市, город`),
      region: labels(
        'region, province, state, county, canton, bundesland, provincia, estado, departement, provincie, provinsie',
      ),
      postcode: labels(`
        postcode, post code, postal code, zip, zip code, zipcode, plz, postleitzahl, code postal, codigo postal,
        cep, cap, pin code, p code, posta kodu, psc, poskode, eircode, pincode, cp, c p, postnummer, kod pocztowy, 郵便番号, 邮政编码, 우편번호, 〒`),
      country: labels('country, land, pays, pais, paese, country code'),
    }),
    join,
  },
  column: 'string',
  parts: [
    {
      name: 'detail',
      description: 'The line folded, where it says more than a town: a street, a number or a box.',
      column: 'string',
      identifies: true,
      of: (value) => taken.get(value).detail,
    },
    {
      name: 'postcode',
      description: 'The postcode in it, where one is told by its shape.',
      column: 'string',
      of: (value) => taken.get(value).postcode,
    },
    {
      name: 'numbers',
      description: 'Numbers of houses, units and boxes.',
      column: 'list<string>',
      of: (value) => listOrNull(taken.get(value).numbers),
    },
    {
      name: 'words',
      description: 'Words of streets and towns, without the kinds of street.',
      column: 'list<string>',
      of: (value) => listOrNull(taken.get(value).words),
    },
    {
      name: 'places',
      description: 'A number with its street, or with its postcode.',
      column: 'list<string>',
      identifies: true,
      of: (value) => places(taken.get(value)),
    },
  ],
  tellsCountry: { rank: 1, of: countryAtTheEnd },
  compare: (columns) => (columns.isList ? compareLists(columns) : compare(columns)),
  block: ({ part }) => [sameValue(part('places'), true)],
  evidence: { frequency: 'few', exclusive: false, stable: false, isPlace: true },
  keep: 'first',
  keeps: ['first', 'latest', 'longest', 'most_common', 'distinct'],
  schema: () => z.string().min(1),
})

import { z } from 'zod'
import { agree, lettersOff, missing, otherwise } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { isPostcode, postcodeReader } from './normalise/postcode.ts'
import { labels } from './recognise/labels.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'

/** What of a postcode names its district: the first half where it has two, else its first three signs. */
function areaOf(value: string): string {
  const [first = '', ...rest] = value.replace(/^[A-Z]{2}-/, '').split(/[ -]/)
  return rest.length > 0 && first.length > 1 ? first : first.slice(0, 3)
}

const digitsOrLetters = (cell: string): boolean =>
  /^[\p{L}\p{N} -]{3,12}(?:\.0)?$/u.test(cell.trim()) && /\d/.test(cell)

const LABELS = labels(`
  postcode, post code, p code, postal code, postalcode, zip, zip code, zipcode, pin code, pincode, eircode, poskode, plz,
  postleitzahl, code postal, cp, codigo postal, cep, codigo de endereco postal, cap, codice postale, postnummer, postnr,
  postinumero, kod pocztowy, psc, iranyitoszam, postcode area, postal, c p,
  郵便番号, 邮政编码, 邮编, 우편번호, 〒, الرمز البريدي, posta kodu`)
const OTHERS = labels('postal address, postal city, postal area, postal town, zip file')

/** Letters and digits in a country's own order look like little else; digits alone like many things. */
const byShape = recogniser({
  labels: LABELS,
  otherLabels: OTHERS,
  holds: (cell, { country }) => /[A-Z]/i.test(cell) && isPostcode(cell, country),
  distinctive: 0.85,
})
const byLabel = recogniser({ labels: LABELS, otherLabels: OTHERS, holds: digitsOrLetters, distinctive: 0.05 })

export const postcode = defineType<string>({
  id: 'postcode',
  title: 'Postcode',
  description: "A postcode as its country's post writes it, as text: leading zeros stay.",
  example: '8001',
  recognise: (column: LabelledColumn) => Math.max(byShape(column), byLabel(column)),
  reader: (_, { country }) => ({ normalise: postcodeReader(country) }),
  repairs: true,
  column: 'string',
  parts: [{ name: 'area', description: 'The district that its first signs name.', column: 'string', of: areaOf }],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no postcode'),
          agree(columns, 'a postcode in common', { m: 0.75, u: 0.005 }),
          otherwise('other postcodes', { m: 0.25, u: 0.995 }),
        ]
      : [
          missing(columns.value, 'no postcode'),
          agree(columns, 'same postcode', { m: 0.75, u: 0.005 }, true),
          lettersOff(columns.value, 1, 'one sign off', { m: 0.05, u: 0.01 }),
          agree({ ...columns, value: columns.part('area') }, 'same district', { m: 0.08, u: 0.03 }),
          otherwise('other postcodes', { m: 0.12, u: 0.955 }),
        ],
  evidence: { frequency: 'many', exclusive: false, stable: false, isPlace: true },
  keep: 'first',
  keeps: ['first', 'latest', 'most_common', 'distinct'],
  schema: () => z.string().min(1).max(16),
})

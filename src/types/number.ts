import { z } from 'zod'
import { agree, missing, otherwise, within } from './compare/levels.ts'
import { defineType } from './define-type.ts'
import { readDecimal } from './normalise/decimal-text.ts'
import { absent, accepted, type Normalised, refused } from './normalise/normalised.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { recogniser } from './recognise/recogniser.ts'
import { cleanText } from './text/clean-text.ts'
import { foldWords } from './text/fold-text.ts'
import { saysNothing } from './text/says-nothing.ts'

const options = z.strictObject({
  unit: z.string().min(1).max(40).optional().describe('What is counted or measured: `kg`, `%`, `beds`.'),
  decimal: z.enum(['comma', 'point']).optional().describe('The sign before the decimals.'),
  integer: z.boolean().default(false).describe('Only whole numbers.'),
})
type NumberOptions = z.output<typeof options>

const NOT_A_NUMBER = refused('not_a_number', 'The text is no number; write digits with at most one decimal sign.')
const AMBIGUOUS = refused(
  'ambiguous_number',
  'The sign before three digits may group them or begin the decimals; say `decimal: comma` or `decimal: point`.',
)
const NOT_WHOLE = refused('not_an_integer', 'The number has decimals where the column takes whole numbers.')
const NO_NUMBER_LABELS = labels(`
  id, uid, key, code, ref, reference, no, nr, number, numero, nummer, phone, tel, mobile, fax, cell, telephone,
  telefon, telefoon, telefono, zip, zip code, postcode, postal code, post code, postal, plz, cp, c p, cep,
  codigo postal, code postal, postnummer, kod pocztowy, postleitzahl, 郵便番号, cap, year, jahr, annee,
  ano, anno, jaar, date, datum, fecha, data, latitude, longitude, lat, lon, lng, long, price, cost, preis, prix,
  precio, prijs, prys, preco, prezzo, amount, salary, income, vat, vat no, account, isbn, ean, gtin, sku, barcode,
  month, day`)

const LONGEST = 60
const PLAIN_DIGITS = /^\d+$/

/** A cell that may be a number and nothing else: no year, no leading zero, not as long as a phone number. */
function looksLikeNumber(cell: string): boolean {
  const text = cell.trim()
  if (PLAIN_DIGITS.test(text))
    return (text === '0' || !text.startsWith('0')) && text.length < 9 && !/^(?:1[89]|20)\d\d$/.test(text)
  return text.length <= LONGEST && readDecimal(text.replace(/ ?%$/, ''), undefined).kind !== 'none'
}

function reader({ unit, decimal, integer }: NumberOptions, decimalComma: boolean | undefined) {
  const sign = decimal ?? (decimalComma === undefined ? undefined : decimalComma ? 'comma' : 'point')
  const told = unit === undefined ? null : foldWords(unit, '')
  const normalise = (raw: string): Normalised<number> => {
    const text = cleanText(raw)
    if (text === null) return absent
    if (text.length > LONGEST) return NOT_A_NUMBER
    const percent = text.endsWith('%')
    const bare = percent ? text.slice(0, -1).trimEnd() : withoutUnit(text, told)
    const reading = readDecimal(bare, sign)
    if (reading.kind === 'ambiguous') return AMBIGUOUS
    if (reading.kind === 'none') return saysNothing(text) ? absent : NOT_A_NUMBER
    // A percentage is itself in a column of percentages, and a hundredth of it elsewhere, as spreadsheets keep it.
    const value = percent && unit !== '%' ? Number(`${reading.value}e-2`) : reading.value
    return integer && !Number.isInteger(value) ? NOT_WHOLE : accepted(value)
  }
  return { normalise }
}

/** `12 kg` in a column of kilograms is 12; any other word stays, and is refused. */
function withoutUnit(text: string, unit: string | null): string {
  if (unit === null || unit === '') return text
  const [, number = text, word = ''] = /^(.*\d[)-]?) ?(\p{L}.*)$/u.exec(text) ?? []
  return foldWords(word, '') === unit ? number : text
}

export const number = defineType<number, NumberOptions>({
  id: 'number',
  title: 'Number',
  description:
    'A number. Digits may be grouped; a sign that may group or divide is refused unless the column says which.',
  example: 1250,
  options,
  recognise: notCalled(
    NO_NUMBER_LABELS,
    recogniser({
      labels: labels(`
        quantity, qty, count, number of, total, capacity, weight, height, length, width, size, age, score, rating,
        percentage, percent, population, beds, stock, units, hoeveelheid, aantal, totaal, gewig, ouderdom, menge,
        anzahl, summe, gewicht, groesse, alter, quantite, nombre, poids, taille, cantidad, peso, edad, altura,
        quantidade, idade, quantita, numero di, eta, leeftijd, prozent`),
      otherLabels: ['age group', 'size code', 'rating agency'],
      holds: looksLikeNumber,
      distinctive: 0.6,
    }),
  ),
  reader: (chosen, context) => reader(chosen, context.decimalComma),
  column: 'double',
  parts: [
    {
      name: 'scale',
      description:
        'Its inverse hyperbolic sine: equal steps are equal shares of large numbers, and 0 and signs are no exception.',
      column: 'double',
      of: (value) => Math.asinh(value),
    },
  ],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no number'),
          agree(columns, 'a number in common', { m: 0.6, u: 0.05 }),
          otherwise('other numbers', { m: 0.4, u: 0.95 }),
        ]
      : [
          missing(columns.value, 'no number'),
          agree(columns, 'same number', { m: 0.6, u: 0.05 }),
          within(columns.part('scale'), 0.05, 'within about five per cent', { m: 0.15, u: 0.1 }),
          otherwise('other numbers', { m: 0.25, u: 0.85 }),
        ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'latest', 'max', 'min', 'most_common'],
  schema: ({ integer }) => (integer ? z.int() : z.number()),
})

import { z } from 'zod'
import { agree, missing, otherwise, within } from './compare/levels.ts'
import { currencyOfCountry } from './countries/currency-of-country.ts'
import { defineType } from './define-type.ts'
import { currenciesOf, decimalsOf, isCurrency } from './normalise/currency.ts'
import { type DecimalSign, readDecimal } from './normalise/decimal-text.ts'
import { absent, accepted, type Normalised, refused } from './normalise/normalised.ts'
import { labels } from './recognise/labels.ts'
import { notCalled } from './recognise/not-called.ts'
import { type LabelledColumn, recogniser } from './recognise/recogniser.ts'
import { cleanText } from './text/clean-text.ts'
import { saysNothing } from './text/says-nothing.ts'

const options = z.strictObject({
  currency: z
    .string()
    .refine(isCurrency, 'No currency of ISO 4217 has this code.')
    .meta({ pattern: '^[A-Z]{3}$' })
    .optional()
    .describe("ISO 4217; without it that of the domain's country."),
  decimal: z.enum(['comma', 'point']).optional().describe('The sign before the decimals.'),
})
type MoneyOptions = z.output<typeof options>

const NOT_AN_AMOUNT = refused(
  'not_an_amount',
  'The text is no amount; write digits, with a sign or code of its currency.',
)
const AMBIGUOUS = refused(
  'ambiguous_number',
  'The sign before three digits may group them or begin the decimals; say `decimal: comma` or `decimal: point`.',
)
const OTHER = refused(
  'other_currency',
  "The amount is in another currency than its column's, and none is converted; put it in a column of its own.",
)
const NO_CURRENCY = refused(
  'no_currency',
  'No currency is known for the column; say `currency` with a code of ISO 4217.',
)

const LONGEST = 60
/** A double holds whole numbers up to fifteen digits exactly; nobody's amount has more. */
const MOST = 1e15
const AMOUNT =
  /^([-(+]?) ?([^\d\s.,+()'-]{0,5}\.?) ?([-(+]?) ?((?:\d|\.\d)[\d.,'’ ]*?)(?:[.,]?[-–—]{1,2}(?=$| ?\p{L}| ?\p{Sc}))? ?([^\d\s,+()'-]{0,5}) ?(\)?)$/u

interface Taken {
  readonly digits: string
  readonly isNegative: boolean
  readonly signs: readonly string[]
}

/** The digits of an amount and what stands before and behind them: a sign of money, brackets, a minus. */
function takeApart(text: string): Taken | null {
  const [all, before = '', first = '', inner = '', digits = '', last = '', end = ''] =
    AMOUNT.exec(text.replace(/−/g, '-')) ?? []
  if (all === undefined) return null
  const marks = `${before}${inner}`
  if (marks.length > 1 || (marks === '(') !== (end === ')')) return null
  return {
    digits,
    isNegative: marks === '-' || marks === '(',
    signs: [first, last].filter((sign) => sign !== ''),
  }
}

function reader(decimal: DecimalSign, currency: string | undefined) {
  const thousandths = currency !== undefined && decimalsOf(currency) === 3 ? null : false
  const normalise = (raw: string): Normalised<number> => {
    const text = cleanText(raw)
    if (text === null) return absent
    const taken = text.length > LONGEST ? null : takeApart(text)
    if (taken === null) return saysNothing(text) ? absent : NOT_AN_AMOUNT
    const meant = taken.signs.map(currenciesOf)
    if (meant.includes(undefined)) return NOT_AN_AMOUNT
    if (currency === undefined) return NO_CURRENCY
    if (meant.some((currencies) => !currencies?.includes(currency))) return OTHER
    const reading = readDecimal(taken.digits, decimal, thousandths)
    if (reading.kind === 'ambiguous') return AMBIGUOUS
    if (reading.kind === 'none' || Math.abs(reading.value) >= MOST) return NOT_AN_AMOUNT
    return accepted(taken.isNegative ? 0 - reading.value : reading.value)
  }
  return { normalise }
}

/** A cell with digits and a sign or code of money. */
function looksLikeMoney(cell: string): boolean {
  const text = cleanText(cell)
  const taken = text === null || text.length > LONGEST ? null : takeApart(text)
  if (taken === null || taken.signs.length === 0) return false
  return taken.signs.every((sign) => currenciesOf(sign) !== undefined)
}

/** A number without any sign of money: an amount only where the label says so. */
const looksLikeBareAmount = (cell: string): boolean =>
  looksLikeMoney(cell) ||
  (cell.length <= LONGEST && !/^0\d/.test(cell.trim()) && readDecimal(cell.trim(), undefined).kind !== 'none')

const LABELS = labels(`
  price, unit price, cost, amount, balance, opening balance, closing balance, saldo, fatturato, bakiye, tutar, ücret, fiyat, kwota, cena,
  kara, opłata, debit, credit, grant, fees paid, salary, income, revenue, turnover, budget, fee, value, balance, total price,
  list price, spending, expenditure, prys, bedrag, salaris, inkomste, koste, preis, betrag, gehalt, umsatz,
  kosten, einkommen, prix, montant, salaire, revenu, chiffre d affaires, cout, precio, importe, sueldo, ingresos,
  coste, monto, preco, valor, salario, receita, custo, prijs, omzet, inkomen, prezzo, importo, stipendio, ricavi,
  costo, rent, monthly rent, renta, renta mensual, alquiler, alquiler mensual, miete, kaltmiete, warmmiete, loyer,
  loyer mensuel, aluguel, aluguer, renda, huur, huurprijs, affitto, canone, jahresbeitrag, beitrag, cotisation, cuota,
  preco r, valor r, price r, montant ht, montant ttc, importe total, preco unitario, preco de venda, price zar, price usd, price gbp, price eur`)
/** A code of money in capitals, or what stands in brackets, at the end of a label: `Opening balance (Rs.)`, `Amount EUR`. */
function saysCurrency(label: string): boolean {
  const [, bracketed, code] = /[([]\s*([^()[\]]{1,5})\s*[)\]]\s*$|\s([A-Z]{3}|\p{Sc})\s*$/u.exec(label) ?? []
  const sign = bracketed?.trim() ?? code
  return sign !== undefined && currenciesOf(sign) !== undefined
}

const bySign = recogniser({ labels: LABELS, holds: looksLikeMoney, distinctive: 0.95 })
const byLabel = recogniser({ labels: LABELS, holds: looksLikeBareAmount, distinctive: 0 })
/** Amounts beside blanks and dashes, under a label that says of which money. */
const byCurrency = ({ label, sample }: LabelledColumn): number => {
  if (!saysCurrency(label)) return 0
  const said = sample.filter((cell) => !saysNothing(cell.trim()) || cell.trim() === '0')
  const amounts = said.filter((cell) => cell.length <= LONGEST && takeApart(cell.trim()) !== null)
  return said.length > 0 && amounts.length >= 0.8 * said.length ? 0.9 : 0
}

export const money = defineType<number, MoneyOptions>({
  id: 'money',
  title: 'Amount of money',
  description:
    'An amount in one currency, published as a number. An amount in another currency is refused, never converted.',
  example: 1499.5,
  options,
  recognise: notCalled(labels('price list, value date, cost centre, cost center, price code'), (column) =>
    Math.max(bySign(column), byLabel(column), byCurrency(column)),
  ),
  reader: ({ currency, decimal }, { country, decimalComma }) =>
    reader(
      decimal ?? (decimalComma === undefined ? undefined : decimalComma ? 'comma' : 'point'),
      currency ?? currencyOfCountry(country),
    ),
  column: 'double',
  parts: [
    {
      name: 'scale',
      description: 'Its inverse hyperbolic sine: equal steps are equal shares of large amounts.',
      column: 'double',
      of: (value) => Math.asinh(value),
    },
  ],
  compare: (columns) =>
    columns.isList
      ? [
          missing(columns.value, 'no amount'),
          agree(columns, 'an amount in common', { m: 0.5, u: 0.02 }),
          otherwise('other amounts', { m: 0.5, u: 0.98 }),
        ]
      : [
          missing(columns.value, 'no amount'),
          agree(columns, 'same amount', { m: 0.5, u: 0.02 }),
          within(columns.part('scale'), 0.1, 'within about ten per cent', { m: 0.25, u: 0.08 }),
          otherwise('other amounts', { m: 0.25, u: 0.9 }),
        ],
  evidence: { frequency: 'many', exclusive: false, stable: false },
  keep: 'first',
  keeps: ['first', 'latest', 'max', 'min', 'most_common'],
  schema: () => z.number(),
})

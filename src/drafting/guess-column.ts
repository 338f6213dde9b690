import type { PiiClass } from '../contracts/contract.ts'
import { findPersonalData } from '../contracts/personal-data.ts'
import { provedScheme } from '../types/recognise/proved-scheme.ts'
import { types } from '../types/registry.ts'
import type { SemanticType, TypeContext } from '../types/semantic-type.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import { NO_COUNTRY } from './guess-country.ts'
import { type DateOrder, guessDateOrder } from './guess-date-order.ts'
import { type DecimalSign, guessDecimal } from './guess-decimal.ts'
import { isUnnamed, type SampledColumn } from './sampled-table.ts'

/** What one column holds, most likely. */
export interface ColumnGuess {
  readonly column: SampledColumn
  readonly type: SemanticType
  readonly confidence: number
  /** Said of numeric days; null where nothing needs saying. */
  readonly order: { readonly order: DateOrder; readonly sure: boolean } | null
  readonly decimal: { readonly decimal: 'comma' | 'point'; readonly sure: boolean } | null
  /** Where it is more than its type says. */
  readonly pii: PiiClass | null
}

/** What all columns are read with. */
export interface ReadingContext {
  readonly country: string
  /** Where a person said one. */
  readonly dateOrder: DateOrder | null
  readonly decimal: DecimalSign | null
  /** What the surer columns of the same table write. */
  readonly decimalBeside?: DecimalSign | null
}

/** From how sure on a type is tried, and how many of the cells it must then read. */
const TRIED_FROM = 0.45
const READS = 0.6
/** From how sure on a column is held to be what its label says. */
const NAMED = 0.8
/** How sure it is that a column without a better type is text: it loses nothing. */
const AS_WRITTEN = 0.7
const OF_DAYS = new Set(['date', 'date_of_birth'])
const OF_NUMBERS = new Set(['number', 'money'])
const NATIONAL =
  /(?:^| )(?:national id|id number|identity number|identity no|ssn|social security number|passport|passport number|bsn|cpf|dni|curp|codice fiscale|steuer id|pesel|kimlik no|aadhaar(?: no| number)?|nino|national insurance no|national insurance number|personnummer|fodselsnummer|henkilotunnus|jmbg|cnp|rodne cislo|egn)$/

/** The type of one column: the likeliest that reads its cells, else what any cells are. */
export function guessColumn(column: SampledColumn, context: ReadingContext): ColumnGuess {
  const label = isUnnamed(column.label) ? '' : column.label
  const asked = { label, sample: column.sample, country: context.country }
  const ranked = [...types.values()]
    .map((type) => ({ type, confidence: type.recognise(asked) }))
    .filter(({ confidence }) => confidence >= TRIED_FROM)
    .sort((a, b) => b.confidence - a.confidence)
  const [likeliest] = ranked
  for (const { type, confidence } of ranked) {
    const guess = guessed(column, type, confidence, context)
    if (readable(guess, context) >= READS) return guess
    // What its label names and its type cannot read is no number or name either: it stays as it is written.
    if (type === likeliest?.type && confidence >= NAMED) break
  }
  const isRefused = likeliest !== undefined && likeliest.confidence >= NAMED
  return guessed(column, isRefused ? typeNamed('text') : fallback(column), AS_WRITTEN, context)
}

function guessed(column: SampledColumn, type: SemanticType, confidence: number, context: ReadingContext): ColumnGuess {
  const days = OF_DAYS.has(type.id) ? guessDateOrder(column.sample, context.country) : null
  const digits = OF_NUMBERS.has(type.id) ? guessDecimal(column.sample, context.country, context.decimalBeside) : null
  const order =
    days === null || days.order === 'plain' || days.order === 'mixed'
      ? null
      : context.dateOrder !== null && !days.sure
        ? { order: context.dateOrder, sure: true }
        : { order: days.order, sure: days.sure }
  const decimal =
    digits === null || digits.decimal === 'plain'
      ? null
      : context.decimal !== null && !digits.sure
        ? { decimal: context.decimal, sure: true }
        : { decimal: digits.decimal, sure: digits.sure }
  return {
    column,
    type,
    confidence: Math.min(1, confidence),
    order,
    decimal,
    pii: classOf(column, type, context.country),
  }
}

/** Identity numbers of people are not to be shown; free text in which an address or a number stands is about somebody. */
function classOf({ label, sample }: SampledColumn, type: SemanticType, country: string): PiiClass | null {
  if (type.pii(type.options.parse({})) !== 'none') return null
  if (type.id === 'identifier' && (NATIONAL.test(labelKey(label)) || provedScheme(sample, country) === 'national_id'))
    return 'sensitive'
  const personal =
    (type.id === 'text' || type.id === 'category') && sample.some((cell) => findPersonalData(cell).length > 0)
  return personal ? 'personal' : null
}

const contextOf = (
  { order, decimal }: Pick<ColumnGuess, 'order' | 'decimal'>,
  { country }: ReadingContext,
): TypeContext => ({
  country,
  ...(order === null ? {} : { dateOrder: order.order }),
  ...(decimal === null ? {} : { decimalComma: decimal.decimal === 'comma' }),
})

/** Amounts are amounts, and phones phones, before a country says of which currency or network. */
const UNTOLD: ReadonlySet<string> = new Set(['no_currency', 'unknown_country'])

/** The share of cells that the type reads; what only stands for nothing speaks for no type and against none. */
function readable(guess: ColumnGuess, context: ReadingContext): number {
  const { split, normalise } = guess.type.reader(guess.type.options.parse({}), contextOf(guess, context))
  let [read, refused] = [0, 0]
  for (const cell of guess.column.sample)
    for (const text of split(cell)) {
      const { value, issues } = normalise(text)
      if (value !== null) read++
      else if (context.country === NO_COUNTRY && issues.some(({ code }) => UNTOLD.has(code))) read++
      else if (issues.some(({ code }) => code !== 'placeholder')) refused++
    }
  return read + refused === 0 ? (guess.column.sample.length === 0 ? 1 : 0) : read / (read + refused)
}

const NUMERIC = /^[-+]?\d{1,15}(?:[.,]\d+)?$/

/** What any column is: numbers, a few words that come again, else text. */
function fallback({ sample, filled, distinct }: SampledColumn): SemanticType {
  const numbers = sample.length > 0 && sample.every((cell) => NUMERIC.test(cell))
  if (numbers) return sample.some((cell) => /^[-+]?0\d/.test(cell)) ? typeNamed('identifier') : typeNamed('number')
  const repeats = filled >= 8 && distinct <= 30 && distinct * 2 < filled && sample.every((cell) => cell.length <= 80)
  return typeNamed(repeats ? 'category' : 'text')
}

/** @throws Error for an id that the registry does not have */
export function typeNamed(id: string): SemanticType {
  const type = types.get(id)
  if (type === undefined) throw new Error(`the registry has no type "${id}"`)
  return type
}

import { labelKey } from '../types/text/label-similarity.ts'
import type { ColumnGuess } from './guess-column.ts'
import type { SampledColumn } from './sampled-table.ts'

export interface KeyGuess {
  readonly label: string
  readonly confidence: number
}

const KEY_LABEL =
  /(?:^| )(?:id|uid|uuid|key|no|nr|number|num|code|ref|reference|nummer|numero|codice|codigo|kod|sku|gtin|ean|isbn|lei|kvk|siret|siren)$|(?:nummer|nr)$|^(?:nr|n|no|num|numero|numer|cod|codice|codigo|kod|id) (?!of |de )\p{L}+(?: \p{L}+)?$/u
/** Labels of what somebody keeps a register by, or a catalogue. */
const REGISTER_LABEL =
  /(?:^| )(?:uid|code|sku|gtin|ean|isbn|lei|npi|siret|siren|kvk|urn|gstin|gst no|abn|acn|vat|(?:vat|tax|charity|company|registration|registered|licence|license|permit|register|registry) (?:no|number|nr|id))$|^(?:hrb|handelsregisternummer)$/

/** What a list calls its own suppliers or customers by: they stand in it twice when nobody looks. */
const OWN_LABEL =
  /(?:^| )(?:vendor|supplier|customer|client|party|account|debtor|creditor|dealer|partner|contact) (?:id|code|no|nr|number)$/

const looksLikeKey = (label: string): boolean => KEY_LABEL.test(labelKey(label))
export const looksLikeRegister = (label: string): boolean =>
  REGISTER_LABEL.test(labelKey(label)) && !OWN_LABEL.test(labelKey(label))

/** A value in every row, and another one in each. */
export const isUnique = ({ filled, distinct }: SampledColumn, rows: number): boolean =>
  rows > 0 && filled === rows && distinct === rows

const NEVER = new Set(['text', 'category', 'flag', 'money', 'date', 'date_of_birth', 'coordinates', 'address', 'role'])
const LONGEST_KEY = 200
/** What counts the rows of a list is a key where nothing better is: the next list counts anew. */
const NUMBERED = 0.45
const ROW_LABEL =
  /^(?:(?:sr|s|sl|serial|row|line|seq|sequence|lp|l p|poz|pos|lfd|sira|rn|rank|item)(?: (?:no|nr|number|num))?|no|nr|n|num|number|nummer|#?)$/
const numbersRows = ({ label, cells }: SampledColumn): boolean =>
  ROW_LABEL.test(labelKey(label)) && cells.every((cell, row) => cell === String(row + 1))
/** Two things may have one name, so a name is no key: rows of one key are one, whatever else they say. */
const NAMES = new Set(['organization_name', 'person_name'])

/**
 * The columns that could be a table's key, best first: a value in every row and another in each; what is labelled as an identifier, then
 * what reads as one, then an address of web or mail.
 */
export function keyCandidates(guesses: readonly ColumnGuess[], rows: number): KeyGuess[] {
  return guesses
    .filter(({ column, pii }) => isUnique(column, rows) && pii === null)
    .flatMap(({ column, type }) => {
      const { label, index, sample } = column
      const named = looksLikeKey(label)
      const coded = sample.every((cell) => cell.length <= LONGEST_KEY && !cell.includes('\n'))
      if (!coded || (!named && (NEVER.has(type.id) || NAMES.has(type.id)))) return []
      // A phone moves to another desk, and firms share a site; an address of mail stays with its person.
      if (type.id === 'phone' || type.id === 'website') return []
      const personal = type.pii(type.options.parse({})) !== 'none'
      const confidence = numbersRows(column)
        ? NUMBERED
        : personal
          ? 0.5
          : type.id === 'identifier'
            ? named
              ? 0.95
              : 0.75
            : named && !NAMES.has(type.id)
              ? 0.85
              : 0
      return confidence === 0 ? [] : [{ label, confidence: rows < 3 ? confidence * 0.7 : confidence, index }]
    })
    .sort((a, b) => b.confidence - a.confidence || a.index - b.index)
    .map(({ label, confidence }) => ({ label, confidence }))
}

const SAME = 0.005

/** Whether rows of different keys say the same of what tells things apart: then the key numbers rows, and no register's. */
export function repeatsThings(guesses: readonly ColumnGuess[], rows: number): boolean {
  const named = guesses.filter(({ type }) => NAMES.has(type.id)).slice(0, 1)
  const placed = guesses.filter(({ type }) => ['address', 'phone', 'coordinates', 'email', 'website'].includes(type.id))
  const [name] = named
  if (name === undefined) return false
  return placed.some(({ column }) => {
    const seen = new Set<string>()
    let again = 0
    for (let row = 0; row < rows; row++) {
      const [first, second] = [name.column.cells[row], column.cells[row]]
      if (first === null || first === undefined || second === null || second === undefined) continue
      const both = `${labelKey(first)}\0${labelKey(second)}`
      if (seen.has(both)) again++
      seen.add(both)
    }
    return again / rows > SAME
  })
}

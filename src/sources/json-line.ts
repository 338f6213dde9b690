import { listText } from './list-text.ts'
import type { Cell } from './sheet-source.ts'

/** A JSON line as an object of cells, or why it is none. */
export type JsonLine =
  | { readonly ok: true; readonly cells: Map<string, Cell> }
  | { readonly ok: false; readonly rule?: 'bad_bytes'; readonly message: string }

// The third parameter, the text of the value, is in Node but not yet in TypeScript's library.
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown

const longNumber = /\d{16}/

/** Records that people make are a few levels deep; far deeper ones are made to break who reads them. */
const MOST_DEPTH = 100

/** Whole numbers that a double cannot hold stay the digits they are: they are identifiers. */
const keepDigits: Reviver = (_, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value

const QUOTE = 34
const BACKSLASH = 92

/** How deep a JSON text is nested, and how many keys its outermost object is written with. */
function shapeOf(text: string): { readonly depth: number; readonly keys: number } {
  let depth = 0
  let deepest = 0
  let keys = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        at = closingQuote(text, at)
        break
      case 58: // :
        if (depth === 1) keys++
        break
      case 91: // [
      case 123: // {
        if (++depth > deepest) deepest = depth
        break
      case 93: // ]
      case 125: // }
        depth--
        break
    }
  }
  return { depth: deepest, keys }
}

function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0
    while (text.charCodeAt(at - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return at
  }
  return text.length
}

/** A number that no double holds would come out as nothing. */
class NumberTooLarge extends Error {}

const hasInfinity = (value: unknown): boolean =>
  Array.isArray(value) && value.some((one) => typeof one === 'number' && !Number.isFinite(one))

function toCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number' && !Number.isFinite(value)) throw new NumberTooLarge()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  const list = listText(value)
  if (list !== undefined && !hasInfinity(value)) return list === '' ? null : list
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) throw new NumberTooLarge()
    return inner
  })
}

const refused = (message: string): JsonLine => ({ ok: false, message })

/** Parses one line. Lists of plain values are joined by `; `, other nested values become their JSON text. Never throws. */
export function parseJsonLine(line: string): JsonLine {
  const { depth, keys } = shapeOf(line)
  if (depth > MOST_DEPTH) return refused(`nested deeper than ${MOST_DEPTH} levels`)
  let value: unknown
  try {
    value = longNumber.test(line) ? JSON.parse(line, keepDigits) : JSON.parse(line)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    // The parser quotes the text it choked on, which may be somebody's personal data.
    return refused(`not JSON: ${/at position \d+/.exec(reason)?.[0] ?? 'the line ends early'}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused('not a JSON object')
  try {
    const cells = new Map(Object.entries(value).map(([key, inner]) => [key.trim(), toCell(inner)]))
    // Of two values under one key the parser keeps the last, and nobody could say which one was meant.
    if (cells.size < keys) return refused('a key stands twice in it')
    // Half of a pair that writes one character: nothing could store it.
    const texts = [...cells].flatMap(([key, cell]) => (typeof cell === 'string' ? [key, cell] : [key]))
    return texts.every((text) => text.isWellFormed())
      ? { ok: true, cells }
      : refused('half of a character stands in it')
  } catch (error) {
    if (!(error instanceof NumberTooLarge)) throw error
    return refused('a number in it is too large to be one; write it as text')
  }
}

import type { Cell } from './sheet-source.ts'

/** A JSON line as an object of cells, or why it is none. */
export type JsonLine =
  | { readonly ok: true; readonly cells: Map<string, Cell> }
  | { readonly ok: false; readonly message: string }

// The third parameter, the text of the value, is in Node but not yet in TypeScript's library.
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown

const longNumber = /\d{16}/

/** Whole numbers that a double cannot hold stay the digits they are: they are identifiers. */
const keepDigits: Reviver = (_, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? '')
    ? context?.source
    : value

function toCell(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  return JSON.stringify(value)
}

/** Parses one line. Nested values become their JSON text. Never throws. */
export function parseJsonLine(line: string): JsonLine {
  let value: unknown
  try {
    value = longNumber.test(line) ? JSON.parse(line, keepDigits) : JSON.parse(line)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    // The parser quotes the text it choked on, which may be somebody's personal data.
    return { ok: false, message: `not JSON: ${/at position \d+/.exec(reason)?.[0] ?? 'the line ends early'}` }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, message: 'not a JSON object' }
  return { ok: true, cells: new Map(Object.entries(value).map(([key, inner]) => [key.trim(), toCell(inner)])) }
}

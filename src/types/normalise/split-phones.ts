const SEPARATORS = /[;,|/&\r\n]+|\s(?:or|and)\s/i
const BEFORE_PLUS = /(?=\+\d)(?<=\d[\s)]*)/
const PUNCTUATION = /[\s().\-–]+/g
const NATIONAL = '0[1-9]\\d{8}'
const COMPLETE = `${NATIONAL}|0027\\d{9}|\\+?27[1-9]\\d{8}`
const GLUED = new RegExp(`^(?:${COMPLETE}){2,}$`)
const EACH = new RegExp(COMPLETE, 'g')
const NINE_DIGITS = /^[1-9]\d{8}(?:\s+[1-9]\d{8})+$/
const SIMPLE = /^[+\d ()-]{1,17}$/

function splitGlued(part: string): readonly string[] {
  if (part.length < 18) return [part]
  if (NINE_DIGITS.test(part)) return part.split(/\s+/)
  const compact = part.replace(PUNCTUATION, '')
  // E.164 ends at 15 digits and a dialling prefix adds two: from 18 on there must be more than one number.
  return compact.length >= 18 && GLUED.test(compact) ? (compact.match(EACH) ?? [part]) : [part]
}

function splitPart(part: string): readonly string[] {
  const text = part.trim()
  if (text === '') return []
  if (!BEFORE_PLUS.test(text)) return splitGlued(text)
  return text.split(BEFORE_PLUS).flatMap((piece) => splitGlued(piece.trim()))
}

/**
 * The parts of a cell that holds several phone numbers: split at `;` `,` `/` `|` and line ends, at ` or `, ` and `, `&`,
 * before a `+`, and between complete South African numbers written one after the other. A single number with spaces
 * stays one. Parts are trimmed, not checked; empty ones are left out.
 */
export function splitPhones(cell: string): string[] {
  if (SIMPLE.test(cell) && cell.lastIndexOf('+') <= 0) {
    const only = cell.trim()
    return only === '' ? [] : [only]
  }
  // `n/a` is one remark, not two numbers.
  if (!/\d/.test(cell)) return /\p{L}/u.test(cell) ? [cell.trim()] : []
  return cell.split(SEPARATORS).flatMap(splitPart)
}

import { normalisePhone } from './phone.ts'
import { phoneText } from './phone-text.ts'
import { splitPhones } from './split-phones.ts'

const SURELY_BETWEEN = /[;|\r\n]+|\s(?:or|and|und|oder|et|ou|y|o|e|en|of)\s/i
/** Tried one after the other: the later is the more often part of a number. */
const PERHAPS_BETWEEN = [/[,&]+/, /\/+/]
const BEFORE_PLUS = /(?=\+\d)(?<=\d[\s)]*)/
/** Two numbers side by side have at least so many digits between them. */
const FEWEST_OF_TWO = 12
const MOST_GROUPS = 16

/**
 * What takes the cells of one column apart into phone numbers, by the numbering plan of its country: a sign that some countries write
 * within a number (`030/901820`) parts two only where the whole is none, and white space only where both sides are numbers. Parts are
 * trimmed, not checked; empty ones are left out.
 */
export function phoneSplitter(country: string): (cell: string) => readonly string[] {
  const context = { country }
  const isNumber = (text: string): boolean => normalisePhone(text, context).value !== null

  function atGaps(part: string): readonly string[] {
    const groups = part.split(/\s+/)
    if (groups.length < 2 || groups.length > MOST_GROUPS || part.replace(/\D/g, '').length < FEWEST_OF_TWO)
      return [part]
    for (let at = 1; at < groups.length; at++) {
      const first = groups.slice(0, at).join(' ')
      if (!isNumber(first)) continue
      const rest = atGaps(groups.slice(at).join(' '))
      if (rest.every(isNumber)) return [first, ...rest]
    }
    return [part]
  }

  function takeApart(part: string, [sign, ...others]: readonly RegExp[]): readonly string[] {
    const text = part.trim()
    if (text === '' || isNumber(text)) return text === '' ? [] : [text]
    if (sign !== undefined) return text.split(sign).flatMap((piece) => takeApart(piece, others))
    return text.split(BEFORE_PLUS).flatMap((piece) => (country === 'ZA' ? splitPhones(piece) : atGaps(piece.trim())))
  }

  return (given) => {
    const cell = phoneText(given)
    // `n/a` is one remark, not two numbers.
    if (!/\d/.test(cell)) return /\p{L}/u.test(cell) ? [cell.trim()] : []
    return cell.split(SURELY_BETWEEN).flatMap((part) => takeApart(part, PERHAPS_BETWEEN))
  }
}

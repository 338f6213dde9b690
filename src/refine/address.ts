import { cleanText } from './clean-text.ts'
import { isNoValue } from './no-value.ts'
import { absent, accepted, type Normaliser, refused } from './normalised.ts'

const FULL: ReadonlyMap<string, string> = new Map([
  ['st', 'Street'],
  ['str', 'Street'],
  ['ave', 'Avenue'],
  ['av', 'Avenue'],
  ['rd', 'Road'],
  ['blvd', 'Boulevard'],
  ['dr', 'Drive'],
  ['ln', 'Lane'],
  ['cres', 'Crescent'],
  ['cnr', 'Corner'],
])
const LINES = /\s*[\r\n]+\s*/g
const SEGMENT_END = /^(.*?)(\S+) (st|str|ave|av|rd|blvd|dr|ln|cres|cnr)\.?$/is
const NAME_WORD = /^(?:\p{L}[\p{L}\p{M}'’.-]*|\d+(?:st|nd|rd|th))$/iu
const MAY_END_SHORT = /\b(?:str?|ave?|rd|blvd|dr|ln|cres|cnr)\.?\s*(?:,|$)/i

/** Writes out the last word of a segment when it shortens a kind of street and stands after the name of one. */
function expandEnd(segment: string): string {
  const [, before = '', name = '', short = ''] = SEGMENT_END.exec(segment) ?? []
  const full = FULL.get(short.toLowerCase())
  if (full === undefined || !NAME_WORD.test(name)) return segment
  const shouted =
    short.length > 1 && short === short.toUpperCase() && name === name.toUpperCase() && /\p{L}/u.test(name)
  return `${before}${name} ${shouted ? full.toUpperCase() : full}`
}

function tidy(text: string): string {
  if (!text.includes(',') && !MAY_END_SHORT.test(text)) return text
  const segments = text
    .split(',')
    .map((segment) => expandEnd(segment.trim()))
    .filter((segment) => segment !== '')
  return segments.join(', ')
}

/**
 * An address on one line: lines and segments joined by `, `, white space collapsed, empty segments dropped, and `St`,
 * `Ave`, `Rd`, `Blvd`, `Dr`, `Ln`, `Cres`, `Cnr` written out where they end a segment after a name (so `Dr Smith Dr`
 * keeps its doctor). A placeholder or a text without letters is null with `invalid_address`.
 */
export const normaliseAddress: Normaliser<string> = (raw) => {
  if (raw === null) return absent
  const text = cleanText(raw.includes('\n') || raw.includes('\r') ? raw.trim().replace(LINES, ', ') : raw)
  if (text === null) return absent
  const address = tidy(text)
  if (isNoValue(address) || !/\p{L}/u.test(address)) {
    return refused('invalid_address', 'The value is a placeholder or has no letters; put the address in the source.')
  }
  return accepted(address)
}

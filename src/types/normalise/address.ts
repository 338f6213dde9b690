import { cleanText } from '../text/clean-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
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
const NO_ADDRESS = /^(?:no (?:fixed |physical )?address|same(?: as above)?|see (?:above|notes?)|x)$/i
const NAME_WORD = /^(?:\p{L}[\p{L}\p{M}'’.-]*|\d+(?:st|nd|rd|th))$/iu
const MAY_END_SHORT = /\b(?:str?|ave?|rd|blvd|dr|ln|cres|cnr)\.?\s*(?:,|$)/i

/** Writes out the last word of a segment when it shortens a kind of street and stands after the name of one. */
function expandEnd(segment: string): string {
  const end = segment.lastIndexOf(' ')
  const start = segment.lastIndexOf(' ', end - 1) + 1
  const short = segment.slice(end + 1).replace(/\.$/, '')
  const name = segment.slice(start, Math.max(end, start))
  const full = FULL.get(short.toLowerCase())
  if (full === undefined || !NAME_WORD.test(name)) return segment
  const shouted =
    short.length > 1 && short === short.toUpperCase() && name === name.toUpperCase() && /\p{L}/u.test(name)
  return `${segment.slice(0, end)} ${shouted ? full.toUpperCase() : full}`
}

function tidy(text: string): string {
  if (text.length > 2_000) return text
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
  if (isPlaceholder(address) || NO_ADDRESS.test(address) || !/\p{L}/u.test(address)) {
    return refused('invalid_address', 'The value is a placeholder or has no letters; put the address in the source.')
  }
  return accepted(address)
}

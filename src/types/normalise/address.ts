import { cleanText } from '../text/clean-text.ts'
import { foldText } from '../text/fold-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Normaliser, refused } from './normalised.ts'
import { type StreetWords, streetWordsOf } from './street-words.ts'

const LINES = /\s*[\r\n]+\s*/g
const NO_ADDRESS = /^(?:no (?:fixed |physical )?address|same(?: as above)?|see (?:above|notes?)|x)$/i
const MAY_END_SHORT = /\b\p{L}{1,5}\.?\s*$/u
const NAME_WORD = /^(?:\p{L}[\p{L}\p{M}'’.-]*|\d+(?:st|nd|rd|th))$/iu

const FIRST_WORDS =
  /^((?:\d+ ?[a-z]?(?:[-/]\d+[a-z]?)?(?: (?:bis|ter|quater))?,? )?)(\p{L}(?:[./ºª]?\p{L}{0,4}){0,3}[./]?) ?(?=\p{L})/iu

/** Writes out the last word of a segment when it shortens a kind of street and stands after the name of one. */
function expandLast(segment: string, words: ReadonlyMap<string, string>): string {
  const end = segment.lastIndexOf(' ')
  const start = segment.lastIndexOf(' ', end - 1) + 1
  const short = segment.slice(end + 1).replace(/\.$/, '')
  const name = segment.slice(start, Math.max(end, start))
  const full = words.get(short.toLowerCase())
  if (full === undefined || !NAME_WORD.test(name)) return segment
  const shouted =
    short.length > 1 && short === short.toUpperCase() && name === name.toUpperCase() && /\p{L}/u.test(name)
  return `${segment.slice(0, end)} ${shouted ? full.toUpperCase() : full}`
}

/** Writes out a word that shortens a kind of street, in front of its name or at the end of a word with a point. */
function expandWithin(segment: string, { first, ending = [] }: StreetWords): string {
  let text = segment
  if (first !== undefined)
    text = text.replace(FIRST_WORDS, (found, before: string, word: string) => {
      const full = first.get(foldText(word).replace(/[^a-z]/g, ''))
      // A short form without any mark may be a word of its own, where it is a single letter.
      if (full === undefined || (word.length < 2 && !/[./]/.test(found))) return found
      return `${before}${full} `
    })
  for (const { pattern, full } of ending) text = text.replace(pattern, full)
  return text
}

function tidy(text: string, words: StreetWords): string {
  if (text.length > 2_000) return text
  if (!text.includes(',') && words.first === undefined && words.ending === undefined && !MAY_END_SHORT.test(text))
    return text
  return text
    .split(',')
    .map((segment) => segment.trim())
    .filter((segment) => segment !== '')
    .map((segment) => expandWithin(words.last === undefined ? segment : expandLast(segment, words.last), words))
    .join(', ')
}

/**
 * An address on one line: lines and segments joined by `, `, white space collapsed, empty segments dropped, and `St`,
 * `Ave`, `Rd`, `Blvd`, `Dr`, `Ln`, `Cres`, `Cnr` written out where they end a segment after a name (so `Dr Smith Dr`
 * keeps its doctor); in countries that write German, French, Spanish, Portuguese, Dutch or Italian their short forms
 * instead. A placeholder or a text without letters is null with `invalid_address`.
 */
export const normaliseAddress: Normaliser<string> = (raw, { country }) => {
  if (raw === null) return absent
  const text = cleanText(raw.includes('\n') || raw.includes('\r') ? raw.trim().replace(LINES, ', ') : raw)
  if (text === null) return absent
  const address = tidy(text, streetWordsOf(country))
  if (address.split(', ').every(saysNothing) || NO_ADDRESS.test(address) || !/\p{L}/u.test(address)) {
    return refused('invalid_address', 'The value is a placeholder or has no letters; put the address in the source.')
  }
  return accepted(address)
}

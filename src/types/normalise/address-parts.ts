import { foldWords } from '../text/fold-text.ts'
import { STREET_ENDING, STREET_KINDS } from './street-words.ts'

/**
 * A postcode's shape in an address, whatever its country: with letters (United Kingdom, Netherlands, Canada,
 * Ireland), else digits.
 */
const LETTERED =
  /\b(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}|[1-9]\d{3} ?[A-Z]{2}(?![A-Za-z])|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d|[A-Z]\d\d ?[0-9A-Z]{4})\b/g
const DIGITS =
  /(?<![\p{L}\p{N}/-])(?:\d{4,6}|\d{2}-\d{3}|\d{3}-\d{4}|\d{4}-\d{3}|\d{5}-\d{3,4}|\d{3} \d{2})(?![\p{L}\p{N}/-])/gu
const NUMBER = /(?<![\p{L}\p{N}])\d{1,5}[a-z]?(?![\p{L}\p{N}])/giu
const ORDINAL = /^\d+(?:st|nd|rd|th)$/
/** A line of nothing but a postcode and one word names a town. */
const TOWN_AFTER_POSTCODE = /^(\d{4,5}) \p{L}[\p{L}\p{M}-]+$/u
const NUMBERED = /\p{N}/u
/** Words of an address that name a part of it and neither its street nor its town. */
const FILLERS = new Set(
  'the of and de la del di da do du des der die das van von le les unit suite flat apt'.split(' '),
)

/** What an address says: what is left of its line for linkage. */
export interface AddressParts {
  /** As it stands in the line, without spaces. */
  readonly postcode: string | null
  /** Of houses, units and boxes, in lower case. */
  readonly numbers: readonly string[]
  /** Of streets and towns, folded, without the kinds of street. */
  readonly words: readonly string[]
  /** The whole line folded, where it says more than a town: a street, a number or a box. */
  readonly detail: string | null
}

function postcodeIn(line: string): { readonly text: string; readonly at: number } | null {
  const [, alone] = TOWN_AFTER_POSTCODE.exec(line) ?? []
  if (alone !== undefined) return { text: alone, at: 0 }
  const lettered = [...line.matchAll(LETTERED)].at(-1)
  if (lettered !== undefined && lettered.index > 0) return { text: lettered[0], at: lettered.index }
  const digits = [...line.matchAll(DIGITS)].at(-1)
  if (digits === undefined || digits.index === 0) return null
  const before = line.slice(0, digits.index)
  // The only number of a line without segments is a house's.
  return before.includes(',') || NUMBERED.test(before) ? { text: digits[0], at: digits.index } : null
}

const isStreet = (word: string): boolean => STREET_KINDS.has(word) || STREET_ENDING.test(word) || ORDINAL.test(word)

/**
 * Takes a normalised address apart. Total; an address that is only a town, with or without its postcode, has no
 * `detail`.
 */
export function addressParts(line: string): AddressParts {
  const postcode = postcodeIn(line)
  const rest =
    postcode === null ? line : `${line.slice(0, postcode.at)} ${line.slice(postcode.at + postcode.text.length)}`
  const numbers = [...new Set([...rest.matchAll(NUMBER)].map(([found]) => found.toLowerCase()))]
  const folded = foldWords(rest, ' ')
  const words = folded.split(' ').filter((word) => word !== '')
  const telling = words.filter((word) => (!NUMBERED.test(word) || ORDINAL.test(word)) && !STREET_KINDS.has(word))
  const hasDetail = NUMBERED.test(rest) || words.some(isStreet)
  return {
    postcode: postcode === null ? null : postcode.text.replace(/[\s-]/g, '').toUpperCase(),
    numbers,
    words: [...new Set(telling.filter((word) => !FILLERS.has(word) && word.length > 1))],
    detail: hasDetail ? folded : null,
  }
}

import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'
import { spellOut } from './spell-out.ts'

export interface OrganizationName {
  /** The cleaned text, spelt as the source spells it. */
  readonly display: string
  /** Equal for names that differ only by case, spacing, punctuation, accents, "&"/"and" or legal suffix. */
  readonly key: string
  /** The words of the key with short forms spelt out, for comparing names that are not quite equal: `blue sky flight school`. */
  readonly words: string
}

const LEGAL_WORDS = new Set([
  'pty',
  'proprietary',
  'limited',
  'ltd',
  'ptyltd',
  'pte',
  'pvt',
  'cc',
  'npc',
  'inc',
  'incorporated',
  'corp',
  'corporation',
  'co',
  'company',
  'llc',
  'llp',
  'plc',
  'gmbh',
  'bv',
  'nv',
  'sarl',
  'srl',
  'soc',
  'rf',
])
const LEGAL_PHRASES: readonly (readonly string[])[] = [
  ['close', 'corporation'],
  ['non', 'profit', 'company'],
  ['nonprofit', 'company'],
  ['state', 'owned', 'company'],
  ['public', 'limited', 'company'],
  ['limited', 'liability', 'company'],
]
const PHRASE_ENDS = new Set(LEGAL_PHRASES.map((phrase) => phrase.at(-1)))
const LONGEST_SPELT_OUT = 4
const STILL_NOBODY = new Set(['unknown', 'unnamed', 'noname'])
const APOSTROPHES = /['\u2019\u02bc`´]/g
const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

const endsWith = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.length >= phrase.length && phrase.every((word, at) => words[words.length - phrase.length + at] === word)

/** How many words the legal suffix at the end takes, at one look: 0 when there is none. */
function suffixLength(words: readonly string[]): number {
  const last = words.at(-1) ?? ''
  if (PHRASE_ENDS.has(last)) {
    const phrase = LEGAL_PHRASES.find((candidate) => endsWith(words, candidate))
    if (phrase !== undefined) return phrase.length
  }
  if (LEGAL_WORDS.has(last)) {
    const joined = (last === 'co' || last === 'company') && words.at(-2) === 'and'
    return joined ? 2 : 1
  }
  if (last.length !== 1) return 0
  // `C.C.` and `L.L.C.` arrive as single letters.
  let speltOut = last
  for (let length = 2; length <= LONGEST_SPELT_OUT; length++) {
    const letter = words.at(-length)
    if (letter === undefined || letter.length !== 1) return 0
    speltOut = letter + speltOut
    if (LEGAL_WORDS.has(speltOut)) return length
  }
  return 0
}

/** The folded words of a name without its legal suffix. */
function wordsOf(display: string): string[] {
  const words = foldWords(display.replace(APOSTROPHES, '').replaceAll('&', ' and '), ' ').split(' ')
  for (let length = suffixLength(words); length > 0; length = suffixLength(words)) words.length -= length
  return words
}

/**
 * An organization's name and its matching key. A name that is only a legal suffix, punctuation or a placeholder is
 * refused with `unusable_name`. Legal suffixes are dropped from the end of the key only: `Trust` and `Academy` say
 * what an organization is, and stay. Total; idempotent on `display`.
 */
export function normaliseOrganizationName(
  raw: string | null,
  _context: NormaliseContext,
): Normalised<OrganizationName> {
  const display = cleanText(raw)
  if (display === null) return absent
  if (isPlaceholder(display)) {
    return refused('unusable_name', 'The name is a placeholder; give the name of the organization.')
  }
  const words = wordsOf(display)
  const key = words.join('')
  if (!HAS_LETTER_OR_DIGIT.test(key) || STILL_NOBODY.has(key)) {
    return refused('unusable_name', 'The name is only a legal form; give the name of the organization.')
  }
  return accepted({ display, key, words: spellOut(words).join(' ') })
}

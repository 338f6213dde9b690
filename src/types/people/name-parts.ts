import { NAME_PARTICLES } from '../normalise/person-name-case.ts'
import { boundedCache } from '../text/bounded-cache.ts'
import { foldWords } from '../text/fold-text.ts'

/** A person's name as it is compared: folded, so that case, accents and punctuation say nothing. */
export interface NameParts {
  /** All words, in order. */
  readonly words: readonly string[]
  /** First given name; null where only its initial, or one word in all, is there. */
  readonly given: string | null
  /** First letter of the first given name. */
  readonly initial: string | null
  /** Particles and all: `van der merwe`; the only word of a name that has one. */
  readonly family: string
}

const APOSTROPHES = /['\u2019\u02bc`´]/g
const GENERATION = new Set(['jr', 'sr', 'jnr', 'snr', 'ii', 'iii', 'iv', 'junior', 'senior', 'filho', 'neto', 'hijo'])
/** Names and initials too, but hardly at the end of a whole name. */
const GENERATION_LAST = new Set(['i', 'v', 'vi', 'vii', 'viii', 'ix', 'x'])
const PARTICLES: ReadonlySet<string> = new Set([
  ...NAME_PARTICLES,
  'vande',
  'vander',
  'af',
  'av',
  'al',
  'el',
  'ben',
  'bar',
  'lo',
  'mac',
  'y',
])
/** Where they are written as their own people write them, the family name stands first. */
const FAMILY_FIRST = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\s・]+$/u
const SYLLABLES = /^\p{Script=Hangul}{2,4}$/u

/** The folded words of a name; initials written together with dots (`J.P.`) are words of their own. */
export const nameWords = (name: string): readonly string[] => words.get(name)

const words = boundedCache(10_000, (name): readonly string[] =>
  foldWords(name.replace(APOSTROPHES, '').replaceAll('-', ' '), ' ')
    .split(' ')
    .filter((word) => word !== ''),
)

/** The parts of a canonical name, given name first but in the scripts of East Asia. Null where folding leaves nothing of it. */
export const namePartsOf = (name: string): NameParts | null => parts.get(name).of

// A cache takes what is there for what is remembered.
const parts = boundedCache(10_000, (name) => ({ of: readParts(name) }))

function readParts(name: string): NameParts | null {
  const words = nameWords(name)
  const isLast = words.length > 2 && GENERATION_LAST.has(words.at(-1) ?? '')
  const named = (isLast ? words.slice(0, -1) : words).filter((word) => !GENERATION.has(word))
  const of = named.length === 0 ? words : named
  const [first] = of
  if (first === undefined) return null
  if (FAMILY_FIRST.test(name)) return eastAsian(words, of)
  if (of.length === 1) return { words, given: null, initial: null, family: first }
  let start = of.length - 1
  while (start > 1 && PARTICLES.has(of[start - 1] ?? '')) start--
  const [letter = ''] = first
  return {
    words,
    given: [...first].length === 1 ? null : first,
    initial: letter,
    family: of.slice(start).join(' '),
  }
}

function eastAsian(words: readonly string[], of: readonly string[]): NameParts {
  const [first = '', second] = of
  // One syllable in nearly every Korean family name; Chinese and Japanese ones cannot be told from the given name by their form.
  const syllables = [...first]
  if (second === undefined && SYLLABLES.test(first))
    return partsOf(words, syllables.slice(1).join(''), syllables[0] ?? first)
  return second === undefined ? { words, given: null, initial: null, family: first } : partsOf(words, second, first)
}

const partsOf = (words: readonly string[], given: string, family: string): NameParts => ({
  words,
  given,
  initial: [...given][0] ?? null,
  family,
})

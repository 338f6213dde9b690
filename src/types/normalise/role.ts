import { capitalise } from '../text/capitalise.ts'
import { cleanText } from '../text/clean-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type Normalised, refused } from './normalised.ts'

const EDGES = /^[\s,;:/|&.\-–—]+|(?<![\s,;:/|&\-–—])[\s,;:/|&\-–—]+$/g
const NO_LETTER = /^\P{L}+$/u
const WORD = /[\p{L}\p{M}'\u2019]+/gu
const LONG_WORD = /\p{L}{5}/u
const SMALL_WORDS = new Set('of,and,the,for,in,at,to,en,van'.split(','))
/** Title case where the text is all small, or all capitals with a word too long for an acronym. */
function repairCase(role: string, acronyms: ReadonlySet<string>): string {
  const small = role.toLowerCase()
  const shouted = role === role.toUpperCase() && LONG_WORD.test(role)
  if (role !== small && !shouted) return role
  const titleCase = (word: string, at: number): string => {
    if (acronyms.has(word)) return word.toUpperCase()
    return at > 0 && SMALL_WORDS.has(word) ? word : capitalise(word)
  }
  return small.replace(WORD, titleCase).normalize('NFKC')
}

/**
 * A reader of roles as tidy text: no punctuation at the edges, case repaired when it is all small or all capitals (`CHIEF FINANCE OFFICER` →
 * `Chief Finance Officer`, `CFO` stays). Refuses placeholders and text without a letter (`unusable_role`) and e-mail addresses
 * (`not_a_role`). What it makes is total and idempotent.
 * @param acronyms in small letters: they are written in capitals
 */
export function roleReader(acronyms: Iterable<string>): (raw: string | null) => Normalised<string> {
  const known = new Set(acronyms)
  return (raw) => {
    const text = cleanText(raw)
    if (text === null) return absent
    if (text.includes('@')) return refused('not_a_role', 'The text is an address; give the role of the person.')
    const role = text.replace(EDGES, '')
    if (isPlaceholder(role) || NO_LETTER.test(role)) {
      return refused('unusable_role', 'The role is a placeholder; give the role of the person.')
    }
    return accepted(repairCase(role, known))
  }
}

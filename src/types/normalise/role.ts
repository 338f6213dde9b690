import { capitalise } from '../text/capitalise.ts'
import { cleanText } from '../text/clean-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'

const EDGES = /^[\s,;:/|&.\-–—]+|(?<![\s,;:/|&\-–—])[\s,;:/|&\-–—]+$/g
const NO_LETTER = /^\P{L}+$/u
const WORD = /[\p{L}\p{M}'\u2019]+/gu
const LONG_WORD = /\p{L}{5}/u
const SMALL_WORDS = new Set('of,and,the,for,in,at,to,en,van'.split(','))
const ACRONYMS = new Set(
  'ceo,cfo,coo,cto,cio,cmo,md,gm,hr,it,pa,pr,vp,hod,hof,cfi,dfe,dfo,dom,rp,qa,atc,amo,ato'.split(','),
)

function titleCase(word: string, at: number): string {
  if (ACRONYMS.has(word)) return word.toUpperCase()
  if (at > 0 && SMALL_WORDS.has(word)) return word
  return capitalise(word)
}

/** Title case where the text is all small, or all capitals with a word too long for an acronym. */
function repairCase(role: string): string {
  const small = role.toLowerCase()
  const shouted = role === role.toUpperCase() && LONG_WORD.test(role)
  if (role !== small && !shouted) return role
  return small.replace(WORD, titleCase).normalize('NFKC')
}

/**
 * A person's role as tidy text: no punctuation at its edges, case repaired when it is all small or all capitals
 * (`CHIEF FLYING INSTRUCTOR` → `Chief Flying Instructor`, `CFI` stays). Refuses placeholders and text without a letter
 * (`unusable_role`) and e-mail addresses (`not_a_role`). Total and idempotent.
 */
export function normaliseRole(raw: string | null, _context?: NormaliseContext): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (text.includes('@')) return refused('not_a_role', 'The text is an address; give the role of the person.')
  const role = text.replace(EDGES, '')
  if (isPlaceholder(role) || NO_LETTER.test(role)) {
    return refused('unusable_role', 'The role is a placeholder; give the role of the person.')
  }
  return accepted(repairCase(role))
}

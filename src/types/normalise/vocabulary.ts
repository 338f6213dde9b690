import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'

const LONGEST = 40

/**
 * A normaliser over a closed list: each term with its aliases, compared without case, accents, spacing or punctuation.
 * Anything else is refused with `unknown_<what>`.
 */
export function vocabulary<Term extends string>(what: string, terms: Readonly<Record<Term, readonly string[]>>) {
  const known = new Map<string, Term>()
  for (const term of Object.keys(terms) as Term[]) {
    for (const name of [term, ...terms[term]]) known.set(foldWords(name, ''), term)
  }
  const message = `The ${what} is not one of ${Object.keys(terms).join(', ')}; use one of them.`
  return (raw: string | null, _context?: NormaliseContext): Normalised<Term> => {
    const text = cleanText(raw)
    if (text === null) return absent
    const term = text.length <= LONGEST ? known.get(foldWords(text, '')) : undefined
    return term === undefined ? refused(`unknown_${what}`, message) : accepted(term)
  }
}

import type { Vocabulary } from '../semantic-type.ts'
import { foldWords } from '../text/fold-text.ts'

const LONGEST = 200

/** The term that a cleaned text means, or undefined. A term means itself, whether or not it is listed among its spellings. */
export function vocabularyReader({ terms }: Vocabulary): (text: string) => string | undefined {
  const known = new Map(terms)
  const exact = new Set(terms.values())
  for (const term of exact) {
    const key = foldWords(term, '')
    if (!known.has(key)) known.set(key, term)
  }
  return (text) => (exact.has(text) ? text : text.length > LONGEST ? undefined : known.get(foldWords(text, '')))
}

import { foldWords } from '../text/fold-text.ts'

const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/**
 * A name as one path segment: folded, each run of other characters as one hyphen: `Blue Sky (Pty) Ltd` →
 * `blue-sky-pty-ltd`. Letters outside Latin stay as they are, so such names have a slug too. Null when nothing is left.
 */
export function slug(name: string): string | null {
  const words = foldWords(name, '-')
  return HAS_LETTER_OR_DIGIT.test(words) ? words : null
}

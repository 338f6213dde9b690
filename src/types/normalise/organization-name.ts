import type { LegalForms } from '../organizations/legal-forms.ts'
import { nameAndAliases } from '../organizations/name-and-aliases.ts'
import { withoutLegalForm } from '../organizations/without-legal-form.ts'
import { type BoundedCache, boundedCache } from '../text/bounded-cache.ts'
import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type Normalised, refused } from './normalised.ts'

export interface OrganizationName {
  /** The cleaned text, spelt as the source spells it. */
  readonly display: string
  /** Equal for names that differ only by case, spacing, punctuation, accents, "&"/"and" or legal form. */
  readonly key: string
  /** The words of the key with short forms spelt out, for comparing names that are not quite equal: `blue sky flight school`. */
  readonly words: string
}

const WIDE_BRACKET = /([（）])/
const HAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u
const LONGEST_WIDE = 400
const STILL_NOBODY = new Set(['unknown', 'unnamed', 'noname'])
const APOSTROPHES = /['\u2019\u02bc`´]/g
const AND = /&|(?<=[\p{L}\p{N}])\s*\+\s*(?=[\p{L}\p{N}])/gu
/** Initials; a legal form that is written letter by letter has points or strokes. */
const LETTERS = /^\p{L}(?:\s+\p{L})+$/u
/** Told from a place to bathe by its capitals. */
const SPELT_IN_ITALY = /\sSpA\.?$/
const HAS_LETTER_OR_DIGIT = /[\p{L}\p{N}]/u

/** Behind a name in brackets: which company it is in a register, and how it stands there. */
const OF_THE_REGISTER =
  /\s*[([]\s*(?:(?:reg(?:istration)?|rc|no|nr|number|co)[.:]*\s*)*(?:\d[\d\s/.-]{4,}|in (?:voluntary |provisional |final )?(?:liquidation|administration|business rescue|receivership|likwidasie)|under (?:administration|business rescue)|deregistered|i\.?\s?l\.?|en liquidation|en liquidación|in liquidazione|w likwidacji|v likvidaci|in liquidatie|i likvidation)\s*[)\]]$/iu

/** A name is asked for its words by each of its parts, and stands in many rows. */
const remembered = new WeakMap<LegalForms, BoundedCache<readonly string[]>>()

/** The folded words of a name without its legal form and without what else it is called. */
export function organizationWords(display: string, forms: LegalForms): readonly string[] {
  let words = remembered.get(forms)
  if (words === undefined) {
    words = boundedCache(10_000, (name) => {
      const plain = nameAndAliases(name)
        .name.replace(OF_THE_REGISTER, '')
        .replace(APOSTROPHES, '')
        .replace(AND, ' and ')
        .replace(SPELT_IN_ITALY, ' s p a')
      const all = foldWords(plain, ' ').split(' ')
      return LETTERS.test(plain) ? all : withoutLegalForm(all, forms)
    })
    remembered.set(forms, words)
  }
  return words.get(display)
}

/** Cleaned, but for the brackets of Chinese and Japanese, which are wide in print too. */
function displayOf(raw: string | null): string | null {
  if (raw === null || raw.length > LONGEST_WIDE || !WIDE_BRACKET.test(raw) || !HAN.test(raw)) return cleanText(raw)
  const pieces = raw.split(WIDE_BRACKET).map((piece) => (WIDE_BRACKET.test(piece) ? piece : (cleanText(piece) ?? '')))
  return pieces.join('')
}

/**
 * A reader of an organization's name and its matching key. A name that is only a legal form, punctuation or a placeholder is refused with
 * `unusable_name`. Legal forms leave the key alone: `Trust` and `Academy` say what an organization is, and stay. What it makes is total;
 * idempotent on `display`.
 * @param shortForms words and what they are spelt out as, folded
 */
export function organizationNameReader(
  forms: LegalForms,
  shortForms: ReadonlyMap<string, string>,
): (raw: string | null) => Normalised<OrganizationName> {
  return (raw) => {
    const display = displayOf(raw)
    if (display === null) return absent
    if (isPlaceholder(display)) {
      return refused('unusable_name', 'The name is a placeholder; give the name of the organization.')
    }
    const words = organizationWords(display, forms)
    const key = words.join('')
    if (!HAS_LETTER_OR_DIGIT.test(key) || STILL_NOBODY.has(key)) {
      return refused('unusable_name', 'The name is only a legal form; give the name of the organization.')
    }
    return accepted({ display, key, words: words.map((word) => shortForms.get(word) ?? word).join(' ') })
  }
}

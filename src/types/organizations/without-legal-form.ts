import type { LegalForms } from './legal-forms.ts'

const LONGEST_SPELT_OUT = 4
const BETWEEN = new Set(['and', 'und', 'et', 'y', 'e', 'och', 'og', 'i', 'en', 'и'])
const SCRIPT_WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Katakana}\p{Script=Hiragana}\p{Script=Thai}]/u

const endsWith = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.length >= phrase.length && phrase.every((word, at) => words[words.length - phrase.length + at] === word)
const startsWith = (words: readonly string[], phrase: readonly string[]): boolean =>
  words.length >= phrase.length && phrase.every((word, at) => words[at] === word)

const byLastWord = new WeakMap<LegalForms, ReadonlyMap<string, readonly (readonly string[])[]>>()

/** Phrases by the word that they end with, so that a name is compared with the few that it may end with. */
function phrasesEndingWith(word: string, forms: LegalForms): readonly (readonly string[])[] {
  let known = byLastWord.get(forms)
  if (known === undefined) {
    known = Map.groupBy(forms.phrases, (phrase) => phrase.at(-1) ?? '')
    byLastWord.set(forms, known)
  }
  return known.get(word) ?? []
}

/** How many words the legal form at the end takes, at one look: 0 when there is none. */
function suffixLength(words: readonly string[], forms: LegalForms): number {
  const { words: known, letters } = forms
  const last = words.at(-1) ?? ''
  const phrase = phrasesEndingWith(last, forms).find((candidate) => endsWith(words, candidate))
  if (phrase !== undefined) return phrase.length
  if (known.has(last)) {
    const joined = (last === 'co' || last === 'company') && BETWEEN.has(words.at(-2) ?? '')
    return joined ? 2 : 1
  }
  if (last.length !== 1) return 0
  // `C.C.` and `L.L.C.` arrive as single letters.
  let speltOut = last
  for (let length = 2; length <= LONGEST_SPELT_OUT; length++) {
    const letter = words.at(-length)
    if (letter === undefined || letter.length !== 1) return 0
    speltOut = letter + speltOut
    if (letters.has(speltOut)) return length
  }
  return 0
}

/** The folded words of a name without its legal forms, at its end and at its front; none are left of a name that is nothing else. */
export function withoutLegalForm(words: readonly string[], forms: LegalForms): string[] {
  const left = [...words]
  for (let length = suffixLength(left, forms); length > 0; length = suffixLength(left, forms)) {
    // `The Company` is called so.
    if (left.slice(0, -length).every((word) => forms.articles.has(word)) && left.length > length) break
    left.length -= length
    while (left.length > 1 && forms.beforeForm.has(left.at(-1) ?? '')) left.length--
  }
  for (;;) {
    const front = forms.fronts.find((phrase) => startsWith(left, phrase))
    if (front === undefined) break
    left.splice(0, front.length)
  }
  const { glued } = forms
  if (glued === null) return left
  return left.flatMap((word) => {
    if (!SCRIPT_WITHOUT_SPACES.test(word)) return [word]
    let rest = word
    for (let next = rest.replace(glued, ''); next !== rest; next = rest.replace(glued, '')) rest = next
    return rest === '' ? [] : [rest]
  })
}

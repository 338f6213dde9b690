const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/^(?:kn|gn|pn|wr)/, 'n'],
  [/sch|tsch|tch|sh|cz|ch|sz|zh|sj/g, 'š'],
  [/ph|pf|v|w/g, 'f'],
  [/th|dt|d/g, 't'],
  [/ck|qu|q|x|g|c(?=[aoulrk]|$)/g, 'k'],
  [/c|z/g, 's'],
  [/b/g, 'p'],
  [/[jyi]/g, 'i'],
  [/h/g, ''],
]
const LATIN = /^[a-z ]+$/

/**
 * A word as it sounds, roughly, in the languages that are written in Latin letters: `meier`, `mayr` and `meyer` are one. Consonants that are
 * taken for each other become one, vowels go except in front. Words of other scripts stay as they are. For folded words; total.
 */
export function soundKey(word: string): string {
  if (!LATIN.test(word)) return word
  let sound = word.replaceAll(' ', '')
  for (const [letters, one] of PAIRS) sound = sound.replace(letters, one)
  const front = /^[aeiou]/.test(sound) ? 'a' : ''
  const rest = sound.replace(/[aeiou]/g, '').replace(/(.)\1+/gu, '$1')
  return front + rest || word
}

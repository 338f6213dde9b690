import { capitalise, capitalLetter } from '../text/capitalise.ts'

/** Small words inside a surname: `van der Merwe`, `bin Saleh`. */
export const NAME_PARTICLES: ReadonlySet<string> = new Set(
  'van,von,de,du,der,den,des,del,della,di,da,dos,das,do,la,le,bin,binti,ibn,ten,ter,zu,und'.split(','),
)
const WORD = /[\p{L}\p{M}'\u2019]+/gu
const CONSONANTS = /^[b-df-hj-np-tv-xz]{2,3}$/
const SPOKEN_WITHOUT_VOWEL = new Set(['ng', 'mc', 'jr', 'sr'])
const GENERATION = /^i{2,3}$|^iv$/
const AFTER_APOSTROPHE = /^(\p{L})(['\u2019])(\p{L})(?=\p{L})/u
const GAELIC = /^mc(\p{L})(?=\p{L}{2})/u
const TIDY_ASCII = /^[A-Z][a-z]+(?: [A-Z][a-z]+)*$/

function titleCase(word: string): string {
  const apostrophe = AFTER_APOSTROPHE.exec(word)
  if (apostrophe !== null) {
    const [, first = '', mark = '', second = ''] = apostrophe
    return capitalLetter(first) + mark + capitalLetter(second) + word.slice(apostrophe[0].length)
  }
  const gaelic = GAELIC.exec(word)
  if (gaelic !== null) return `Mc${capitalLetter(gaelic[1] ?? '')}${word.slice(gaelic[0].length)}`
  return capitalise(word)
}

/**
 * Title case for a name written all in capitals or all in small letters; any other name is returned as it is. Particles
 * stay small except at the start; initials written together (`JP`) stay capitals when the name came in capitals.
 */
export function repairNameCase(name: string): string {
  if (TIDY_ASCII.test(name)) return name
  const small = name.toLowerCase()
  const inCapitals = name === name.toUpperCase() && name !== small
  if (!inCapitals && name !== small) return name
  const repaired = small.replace(WORD, (word, at: number) => {
    if (at > 0 && NAME_PARTICLES.has(word)) return word
    if (GENERATION.test(word) && at > 0) return word.toUpperCase()
    const initials = inCapitals && CONSONANTS.test(word) && !SPOKEN_WITHOUT_VOWEL.has(word)
    return initials ? word.toUpperCase() : titleCase(word)
  })
  return repaired.normalize('NFKC')
}

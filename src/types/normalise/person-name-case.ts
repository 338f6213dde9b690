import { capitalise, capitalLetter } from '../text/capitalise.ts'

/** Small words inside a surname: `van der Merwe`, `bin Saleh`. */
export const NAME_PARTICLES: ReadonlySet<string> = new Set(
  'van,von,de,du,der,den,des,del,della,di,da,dos,das,do,la,le,bin,binti,ibn,ten,ter,zu,und'.split(','),
)
const WORD = /[\p{L}\p{M}'\u2019]+/gu
const CONSONANTS = /^[b-df-hj-np-tv-xz]{2,3}$/
const SPOKEN_WITHOUT_VOWEL = new Set(['ng', 'mc', 'jr', 'sr', 'st'])
const GENERATION = /^i{2,3}$|^iv$|^vii{0,2}$|^ix$/
const TWO_WORDS_BEFORE = /\S\s+\S+\s+$/
// Both of its kinds of i have capitals of their own; languages without the dotless one do not write these letters.
const TURKIC = /[İĞğı]/
const TURKIC_TOO = /[ŞşÇçÖöÜü]/
const TURKIC_COUNTRIES = new Set(['TR', 'AZ'])
// Has no capitals in names: its letters for headlines are not for beginnings.
const GEORGIAN = /\p{Script=Georgian}/u
const AFTER_APOSTROPHE = /^(\p{L})(['\u2019])(\p{L})(?=\p{L})/u
const GAELIC = /^mc(\p{L})(?=\p{L}{2})/u
const TIDY_ASCII = /^[A-Z][a-z]+(?: [A-Z][a-z]+)*$/

/** Names of Turkey whose letter that is `I` in capitals is the one without a dot, where nothing else of them tells it. */
const WITH_DOTLESS: ReadonlySet<string> = new Set(
  (
    'aydın yılmaz yıldız yıldırım kılıç ışık ışıl ilgın ılgaz akın yalçın aktaş altın balcı aslı sıla nazlı çağrı sarı sarıkaya tarık ' +
    'fatıma yıldıray kıvanç kırmızı kızıl kınalı karacı avcı bıçakçı halıcı fırat sırrı pınar ışın bayındır balkır bakır kırca karabıyık'
  )
    .normalize('NFC')
    .split(' '),
)
const dotless = (word: string): string => word.replaceAll('I', 'ı').toLowerCase()
/** Of a family name, in Dutch: `van 't Hof`. */
const SHORT_ARTICLE = /^['\u2019][tns]$/

const isTurkic = (name: string, country: string): boolean =>
  TURKIC.test(name) || (TURKIC_COUNTRIES.has(country) && TURKIC_TOO.test(name))

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
 * @param country ISO 3166-1 alpha-2 where it was written, for languages with letters of their own; empty when unknown
 */
export function repairNameCase(name: string, country = ''): string {
  if (TIDY_ASCII.test(name) || GEORGIAN.test(name)) return name
  const lower = name.toLowerCase()
  const inCapitals = name === name.toUpperCase() && name !== lower
  if (!inCapitals && name !== lower) return name
  const turkic = isTurkic(name, country)
  const mayBeTurkic = inCapitals && !turkic && TURKIC_COUNTRIES.has(country)
  const small = turkic ? name.replaceAll('İ', 'i').replaceAll('I', 'ı').toLowerCase() : lower
  const repaired = small.replace(WORD, (word, at: number) => {
    if (at > 0 && (NAME_PARTICLES.has(word) || SHORT_ARTICLE.test(word))) return word
    const turkish = mayBeTurkic ? dotless(name.slice(at, at + word.length)) : ''
    if (WITH_DOTLESS.has(turkish)) return capitalise(turkish)
    if (GENERATION.test(word) && at > 0 && (word !== 'vi' || TWO_WORDS_BEFORE.test(small.slice(0, at))))
      return word.toUpperCase()
    const initials = inCapitals && CONSONANTS.test(word) && !SPOKEN_WITHOUT_VOWEL.has(word)
    if (initials) return word.toUpperCase()
    return turkic && word.startsWith('i') ? `İ${word.slice(1)}` : titleCase(word)
  })
  return repaired.normalize('NFKC')
}

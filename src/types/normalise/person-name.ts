import { namesFirm } from '../people/names-firm.ts'
import { capitalise } from '../text/capitalise.ts'
import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'
import { NAME_PARTICLES, repairNameCase } from './person-name-case.ts'

const TITLES =
  'mr|mrs|ms|miss|mx|messrs|mister|madam|dr|prof|professor|capt|captain|cpt|adv|rev|reverend|sir|mnr|mev|mej|sgt|lt'
// These are given names or surnames too, so they are titles only with their dot.
const DOTTED_TITLES = 'col|maj|gen|ds|eng|fr|hon'
const TITLE = new RegExp(
  `^(?:(?:${TITLES})(?:\\.\\s?|\\s|$)|(?:${DOTTED_TITLES})\\.\\s?|(?:&|and)\\s(?=(?:${TITLES})[.\\s]))`,
  'i',
)
const TRAILING_TITLE = /[\s,](?:mr|mrs|ms|mx|dr|prof|capt|captain|cpt|adv|rev|mnr|mev|mej)\.?$/i
const ROMAN = 'II|III|IV|VI|VII|VIII|IX'
const GENERATION = new RegExp(`^(?:[jJsS][rR]\\.?|[jJsS][nN][rR]\\.?|${ROMAN}|[IVX])$`)
const GENERATION_LAST = new RegExp(`^(.*\\S)\\s+([jJsS][nN]?[rR]\\.?|${ROMAN})$`)
const DEGREE =
  /^(?:ph\.?d|m\.?d|mba|b\.?sc|m\.?sc|b\.?a|m\.?a|b\.?com|m\.?com|ll\.?[bm]|b\.?eng|m\.?eng|b\.?tech|m\.?phil|d\.?phil|esq|dds|dvm|cpa|[cmo]be|ca\s?\(sa\)|pr\.?\s?eng)\.?$/i
/** Short enough to be given names, which in small letters they are. */
const DEGREE_OR_NAME = /^(?:ba|ma)$/i
const NOT_A_NAME = /[\p{Nd}@]|https?:|www\./iu
// The look-behind keeps a long run inside the text from being tried from each of its characters.
const EDGES = /^[\s,;:/|&.-]+|(?<![\s,;:/|&-])[\s,;:/|&-]+$/g

/** What is left of a dotted capital that was made small without knowing its language. */
const DOT_LEFT_OVER = /i\u0307/g
const GENERATION_AFTER_NAME = /(\S\s[JS]n?r)$/

const noName = (): Normalised<never> =>
  refused('unusable_name', 'The name is a placeholder or only a title; give the name of the person.')

function withoutTitles(name: string): string {
  let rest = name
  for (let title = TITLE.exec(rest); title !== null; title = TITLE.exec(rest)) rest = rest.slice(title[0].length)
  return rest.trim()
}

/** With its dot behind a name that is put in order, in the case it came in: `Jr.`, `III`. */
function generationAs(text: string): string {
  if (!/^[js]n?r/i.test(text)) return text
  const inCase = text === text.toUpperCase() || text === text.toLowerCase() ? text : capitalise(text.toLowerCase())
  return inCase.endsWith('.') ? inCase : `${inCase}.`
}

function isDegree(part: string, surname: string): boolean {
  if (!DEGREE.test(part)) return false
  // `Smith, Ba` and `SMITH, MA` may well be Ba and Ma Smith.
  return (
    !DEGREE_OR_NAME.test(part) ||
    surname.includes(' ') ||
    (part === part.toUpperCase() && surname !== surname.toUpperCase())
  )
}

/** A name and the generation at its end: `Walter M. Jr.`; a lone letter there may be an initial. */
function withoutGeneration(name: string): readonly [name: string, generation: string] {
  const [, rest = name, generation = ''] = GENERATION_LAST.exec(name) ?? []
  return [rest, generation]
}

/** Where everybody has two family names, what stands before the comma is those. */
const TWO_FAMILY_NAMES = new Set('ES MX AR CO CL PE VE EC GT CU BO DO HN PY SV NI CR PA UY PR'.split(' '))

/** `GARCÍA LÓPEZ, María José`: capitals say which is the family's. */
const isShoutedBefore = (first: string, given: string): boolean =>
  first === first.toUpperCase() && given !== given.toUpperCase() && given !== given.toLowerCase()

/** Given name first, when one comma says that the surname came first; null when the comma may separate two people. */
function givenNameFirst(name: string, twoFamilyNames: boolean): string | null {
  const [first = '', ...others] = name
    .split(',')
    .map((part) => withoutTitles(part.trim()))
    .filter((part) => part !== '')
  const rest = others.filter((part) => !isDegree(part, first))
  const last = rest.at(-1) ?? ''
  // One letter behind one word is an initial: `Nguyen, V`.
  const isGeneration = GENERATION.test(last) && (last.length > 1 || first.includes(' ') || rest.length > 1)
  if (isGeneration) rest.pop()
  if (rest.length > 1) return null
  const [givenText] = rest
  const suffix = (generation: string): string => (generation === '' ? '' : ` ${generationAs(generation)}`)
  if (givenText === undefined) return first + (isGeneration ? suffix(last) : '')
  const [given, ofGiven] = withoutGeneration(givenText)
  const [surname, ofSurname] = withoutGeneration(first)
  const surnames = surname.split(' ')
  const mayBeTwo = surnames.length > 1 && given.includes(' ') && !NAME_PARTICLES.has((surnames[0] ?? '').toLowerCase())
  const isShouted = isShoutedBefore(first, given)
  if (mayBeTwo && !twoFamilyNames && !isShouted) return null
  const family = mayBeTwo && isShouted ? repairNameCase(`X ${surname}`).slice(2) : surname
  return `${given} ${family}${suffix(isGeneration ? last : ofGiven || ofSurname)}`
}

/** One round of taking off edges and titles and of putting the given name first. */
function tidied(name: string, twoFamilyNames: boolean): string {
  const rest = withoutTitles(name.replace(EDGES, ''))
  const trailing = TRAILING_TITLE.exec(rest)
  const untitled = trailing === null ? rest : rest.slice(0, trailing.index)
  return (
    (untitled.includes(',') && !namesFirm(untitled) ? givenNameFirst(untitled, twoFamilyNames) : null) ?? untitled
  ).replace(EDGES, '')
}

/**
 * A person's name, given name first, without titles: `Mokoena, Dr. Lerato` → `Lerato Mokoena`. Case is repaired only
 * when the whole name is in one case. Refuses placeholders (`unusable_name`) and text that holds a digit, an `@` or an
 * address of the web (`not_a_person_name`). Commas that may separate two people stay, with issue `ambiguous_name_order`.
 * Total and idempotent.
 */
export function normalisePersonName(raw: string | null, context?: NormaliseContext): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (isPlaceholder(text)) return noName()
  if (NOT_A_NAME.test(text)) {
    return refused('not_a_person_name', 'The text holds digits or an address; give only the name of the person.')
  }
  // Each round that changes anything shortens the text or uses up a comma, so this ends.
  const twoFamilyNames = TWO_FAMILY_NAMES.has(context?.country.toUpperCase() ?? '')
  let name = tidied(text.replace(DOT_LEFT_OVER, 'i'), twoFamilyNames)
  for (let next = tidied(name, twoFamilyNames); next !== name; next = tidied(name, twoFamilyNames)) name = next
  if (isPlaceholder(name)) return noName()
  const inCase = repairNameCase(name, context?.country.toUpperCase() ?? '')
  const value = inCase === name ? name : inCase.replace(GENERATION_AFTER_NAME, '$1.')
  if (!value.includes(',')) return accepted(value)
  // Letters in another case may part words where they did not.
  if (tidied(value, twoFamilyNames) !== value) return normalisePersonName(value, context)
  return accepted(value, [
    { code: 'ambiguous_name_order', message: 'The commas may separate several people; give one person a cell.' },
  ])
}

const APOSTROPHES = /['\u2019\u02bc`´]/g

/** The name for comparison: case, accents, spacing and punctuation folded away. */
export const nameKey = (name: string): string => foldWords(name.replace(APOSTROPHES, ''), '')

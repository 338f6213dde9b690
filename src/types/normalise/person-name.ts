import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { isPlaceholder } from '../text/placeholder.ts'
import { absent, accepted, type NormaliseContext, type Normalised, refused } from './normalised.ts'
import { NAME_PARTICLES, repairNameCase } from './person-name-case.ts'

const TITLES =
  'mr|mrs|ms|miss|mx|messrs|mister|madam|dr|prof|professor|capt|captain|cpt|adv|rev|reverend|hon|sir|mnr|mev|mej|sgt|lt'
// These are given names or surnames too, so they are titles only with their dot.
const DOTTED_TITLES = 'col|maj|gen|ds|eng|fr'
const TITLE = new RegExp(
  `^(?:(?:${TITLES})(?:\\.\\s?|\\s|$)|(?:${DOTTED_TITLES})\\.\\s?|(?:&|and)\\s(?=(?:${TITLES})[.\\s]))`,
  'i',
)
const TRAILING_TITLE = new RegExp(`[\\s,](?:${TITLES})\\.?$`, 'i')
const GENERATION = /^(?:jr|sr|ii|iii|iv)\.?$/i
const DEGREE = /^(?:ph\.?d|m\.?d|mba|b\.?sc|m\.?sc|b\.?a|b\.?com|ll\.?b|ca\s?\(sa\)|pr\.?\s?eng)\.?$/i
const NOT_A_NAME = /[\p{Nd}@]|https?:|www\./iu
// The look-behind keeps a long run inside the text from being tried from each of its characters.
const EDGES = /^[\s,;:/|&.-]+|(?<![\s,;:/|&-])[\s,;:/|&-]+$/g

const noName = (): Normalised<never> =>
  refused('unusable_name', 'The name is a placeholder or only a title; give the name of the person.')

function withoutTitles(name: string): string {
  let rest = name
  for (let title = TITLE.exec(rest); title !== null; title = TITLE.exec(rest)) rest = rest.slice(title[0].length)
  return rest.trim()
}

/** Given name first, when one comma says that the surname came first; null when the comma may separate two people. */
function givenNameFirst(name: string): string | null {
  const parts = name.split(',').map((part) => withoutTitles(part.trim()))
  const named = parts.filter((part) => part !== '' && !DEGREE.test(part))
  const generation = named.length > 1 && GENERATION.test(named.at(-1) ?? '') ? ` ${named.pop()}` : ''
  const [surname = '', given] = named
  if (named.length > 2) return null
  if (given === undefined) return surname + generation
  const surnames = surname.split(' ')
  if (surnames.length > 1 && given.includes(' ') && !NAME_PARTICLES.has((surnames[0] ?? '').toLowerCase())) return null
  return `${given} ${surname}${generation}`
}

/** One round of taking off edges and titles and of putting the given name first. */
function tidied(name: string): string {
  const rest = withoutTitles(name.replace(EDGES, ''))
  const trailing = TRAILING_TITLE.exec(rest)
  const untitled = trailing === null ? rest : rest.slice(0, trailing.index)
  return ((untitled.includes(',') ? givenNameFirst(untitled) : null) ?? untitled).replace(EDGES, '')
}

/**
 * A person's name, given name first, without titles: `Mokoena, Dr. Lerato` → `Lerato Mokoena`. Case is repaired only
 * when the whole name is in one case. Refuses placeholders (`unusable_name`) and text that holds a digit, an `@` or an
 * address of the web (`not_a_person_name`). Commas that may separate two people stay, with issue `ambiguous_name_order`.
 * Total and idempotent.
 */
export function normalisePersonName(raw: string | null, _context?: NormaliseContext): Normalised<string> {
  const text = cleanText(raw)
  if (text === null) return absent
  if (isPlaceholder(text)) return noName()
  if (NOT_A_NAME.test(text)) {
    return refused('not_a_person_name', 'The text holds digits or an address; give only the name of the person.')
  }
  // Each round that changes anything shortens the text or uses up a comma, so this ends.
  let name = tidied(text)
  for (let next = tidied(name); next !== name; next = tidied(name)) name = next
  if (isPlaceholder(name)) return noName()
  const value = repairNameCase(name)
  if (!value.includes(',')) return accepted(value)
  return accepted(value, [
    { code: 'ambiguous_name_order', message: 'The commas may separate several people; give one person a cell.' },
  ])
}

const APOSTROPHES = /['\u2019\u02bc`´]/g

/** The name for comparison: case, accents, spacing and punctuation folded away. */
export const nameKey = (name: string): string => foldWords(name.replace(APOSTROPHES, ''), '')

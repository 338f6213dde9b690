import { nameAndRole } from '../people/name-and-role.ts'
import { cleanText } from '../text/clean-text.ts'
import { foldWords } from '../text/fold-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, besides, type Issue, type Normalised, refused, saidNothing } from './normalised.ts'
import { normalisePersonName } from './person-name.ts'

/** Besides those of English and Afrikaans. None is a given name somewhere; those that are count with their dot only. */
const TITLES = [
  'herr|frau|fräulein|dipl\\.?-?\\s?ing|dr\\.?\\s?(?:med|phil|jur|rer\\.?\\s?nat|h\\.?\\s?c)|monsieur|madame|mademoiselle|mme|mlle|maître',
  'señora?|señorita|sra|srta|dña|doña|senhora?|dra|exmo|exma|profa|dhr|mevr|mevrouw|meneer|mejuffrouw|juffrou|mw|drs|signora?|sig|sigra',
  'mnu|mnumzana|nkk|nks|nkszn?|nkosikazi|nkosazana|rre|ntate|inż|h\\.?\\s?c|(?:eng|arq|dr|prof|d|exm)\\.[oa]',
  '(?:dott|dr|prof)\\.?\\s?ssa|dott|avv|mgr|sayın|г-н|г-жа|господин|госпожа|уважаемый|السيد|السيدة|الأستاذ|الدكتور|先生|女士',
].join('|')
const DOTTED = 'sr|ing|ir|me|mof|arq|lic|frl|hr|fr|mons|mag|rag|geom|د|أ'
/** Titles where that language is spoken; names of people elsewhere. */
const SPOKEN: Readonly<Record<string, string>> = {
  CZ: 'pan|paní',
  SK: 'pan|pani',
  PL: 'pan|pani',
  TR: 'bayan',
  AZ: 'xanım',
  FR: 'me',
}
/** The same with a dot; elsewhere an initial. */
const SPOKEN_DOTTED: Readonly<Record<string, string>> = { FR: 'm|mm', BE: 'm', LU: 'm', ES: 'd' }
const leading = (titles: string, dotted: string): RegExp =>
  new RegExp(`^(?:(?:${titles})(?:\\.\\s?|\\s)|(?:${dotted})\\.\\s?)+(?=\\p{L})`, 'iu')
const LEADING = leading(TITLES, DOTTED)
const LEADING_WHERE_SPOKEN = new Map(
  [...new Set([...Object.keys(SPOKEN), ...Object.keys(SPOKEN_DOTTED)])].map((country) => [
    country,
    leading(
      [TITLES, SPOKEN[country]].filter(Boolean).join('|'),
      [DOTTED, SPOKEN_DOTTED[country]].filter(Boolean).join('|'),
    ),
  ]),
)
/** `Herr und Frau Meyer`, `M. et Mme Dupont`: the name of both. */
const OF_COUPLES =
  'mrs?|ms|mnr|mev|herrn?|frau|m|mme|monsieur|madame|sra?|señora?|senhora?|dhr|heer|mevr|mevrouw|signora?|sig|pani?|bay|bayan|dr|prof'
const COUPLE = new RegExp(
  `^(?:${OF_COUPLES})\\.?\\s+(?:&|\\+|and|und|et|en|y|e|i|ve)\\s+(?:${OF_COUPLES})\\.?\\s+(?=\\p{L})`,
  'iu',
)
/** What reaches somebody, behind the name: a number, an address, and what says so. */
const REACHED =
  /\s*(?:[-–,:(<[]\s*)*(?:(?:tel|cell?|mob(?:ile)?|phone|ph|e-?mail|mail)\b[.:]*\s*)?(?:[^\s<>()]+@[^\s<>()]+\.[^\s<>()]+|[+(]?\d[\d\s()/-]{6,}\d)\s*[)>\]]*\s*$/iu
const ONLY_TITLES = new RegExp(`^(?:(?:${TITLES}|${DOTTED})\\.?(?:\\s|$))+$`, 'iu')
const TRAILING = /(?<=\p{L})\s*(?:\((?:[^()]{0,80})\)|さん|様|先生|女士|씨|님)\s*$/u

const NOBODY_WORDS = new Set(
  'nobody, no one, no contact, no contact person, no person, not assigned, unassigned, not appointed, to be appointed, name withheld, private'
    .split(', ')
    .concat('anonymous, anonym, anonyme, anónimo, anônimo, anonimo, anoniem, anonimowy')
    .concat('niemand, geen kontakpersoon, geen contactpersoon, personne, nadie, ninguém, nessuno, никто')
    .flatMap((words) => words.split(', '))
    .map((words) => foldWords(words, '')),
)

const DROPPED: Issue = {
  code: 'remark_dropped',
  message: 'What stood in brackets behind the name was taken off.',
  effect: 'drops_part',
}
const TAKEN_APART: Issue = {
  code: 'role_beside_name',
  message: 'The text held a role beside the name; the two were taken apart.',
  effect: 'tells_beside',
}
const NOBODY = saidNothing('unusable_name', 'The name only stands for nobody; give the name of the person.')
const ROLE_ALONE = refused('role_without_name', 'The text is a role and names nobody; give the name of the person.')
const REACH_DROPPED: Issue = {
  code: 'remark_dropped',
  message: 'A number or an address behind the name was taken off.',
  effect: 'drops_part',
}
const LONGEST_WITH_REACH = 200
const ROUNDS = 8

/** Whether a text stands for nobody, as two blank columns that were put together do: `N/A N/A`. */
function saysNobody(text: string): boolean {
  if (saysNothing(text) || NOBODY_WORDS.has(foldWords(text, ''))) return true
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  return words.length > 1 && words.length < 5 && words.every(saysNothing)
}

/**
 * One person's name, given name first, without titles in a dozen languages and without what stands in brackets behind it
 * (`remark_dropped`). A role beside it, in brackets or behind a dash or a comma, is what the text says besides (`role`, told by
 * `role_beside_name`). Refuses, besides what `normalisePersonName` refuses, words for nobody and roles that name nobody
 * (`role_without_name`). Total and idempotent.
 * @param country ISO 3166-1 alpha-2 of where it was written, empty when unknown
 * @param apart whether a role beside the name is looked for
 */
export function readPersonName(raw: string, country: string, apart = true): Normalised<string> {
  const given = cleanText(raw)
  if (given === null) return absent
  if (saysNobody(given)) return NOBODY
  const cleaned = withoutReach(given)
  if (cleaned !== given) {
    const { value, issues, beside = {} } = readPersonName(cleaned, country, apart)
    return besides({ value, issues: value === null ? issues : [REACH_DROPPED, ...issues] }, beside)
  }
  const told = apart ? nameAndRole(cleaned) : null
  if (told === null) return readName(cleaned, country, apart)
  const beside = { role: told.role }
  if (told.name === '') return besides(ROLE_ALONE, beside)
  const { value, issues } = readName(told.name, country, apart)
  return besides({ value, issues: value === null ? issues : [TAKEN_APART, ...issues] }, beside)
}

/** The text without the number or address at its end, where what is left is somebody's whole name. */
function withoutReach(text: string): string {
  if (text.length > LONGEST_WITH_REACH || !/[@\d]/.test(text)) return text
  let rest = text
  for (let next = rest.replace(REACHED, ''); next !== rest; next = rest.replace(REACHED, '')) rest = next
  return /\p{L}\s+\p{L}/u.test(rest) && !/[@\d]/.test(rest) ? rest : text
}

function readName(cleaned: string, country: string, apart: boolean): Normalised<string> {
  let text = cleaned
  const issues: Issue[] = []
  const titles = LEADING_WHERE_SPOKEN.get(country) ?? LEADING
  for (let round = 0; round < ROUNDS; round++) {
    if (saysNobody(text) || ONLY_TITLES.test(text)) return NOBODY
    const bare = text
      .replace(COUPLE, '')
      .replace(titles, '')
      .replace(TRAILING, (found) => {
        if (found.includes('(') && issues.length === 0) issues.push(DROPPED)
        return ''
      })
    const { value, issues: found } = normalisePersonName(bare === '' ? text : bare, { country })
    if (value === null) return { value, issues: found }
    if (value === text) {
      const again = apart ? nameAndRole(value) : null
      // What was put in order may read as a role by now.
      return again === null
        ? accepted(value, [...issues, ...found])
        : again.name === ''
          ? ROLE_ALONE
          : readName(again.name, country, apart)
    }
    text = value
  }
  return refused('not_a_person_name', 'The text is no name that can be told; give only the name of the person.')
}

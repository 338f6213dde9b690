import { cleanText } from '../text/clean-text.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { absent, accepted, type Issue, type Normalised, refused } from './normalised.ts'
import { normalisePersonName } from './person-name.ts'

/** Besides those of English and Afrikaans. None is a given name somewhere; those that are count with their dot only. */
const TITLES = [
  'herr|frau|fräulein|dipl\\.?-?\\s?ing|dr\\.?\\s?(?:med|phil|jur|rer\\.?\\s?nat|h\\.?\\s?c)|mag|monsieur|madame|mademoiselle|mme|mlle|maître',
  'señora?|señorita|sra|srta|dña|doña|senhora?|dra|exmo|exma|profa|dhr|mevr|mevrouw|meneer|mejuffrouw|juffrou|mw|drs|signora?|sig|sigra',
  'dott|dott\\.?ssa|avv|geom|rag|pan[ií]?|mgr|bay|bayan|sayın|г-н|г-жа|господин|госпожа|уважаемый|السيد|السيدة|الأستاذ|الدكتور|先生|女士',
].join('|')
const DOTTED = 'sr|ing|arq|lic|frl|hr|fr|mons'
const LEADING = new RegExp(`^(?:(?:${TITLES})(?:\\.\\s?|\\s)|(?:${DOTTED})\\.\\s?)+(?=\\p{L})`, 'iu')
const ONLY_TITLES = new RegExp(`^(?:(?:${TITLES}|${DOTTED})\\.?(?:\\s|$))+$`, 'iu')
const TRAILING = /(?<=\p{L})\s*(?:\((?:[^()]{0,80})\)|さん|様|先生|女士|씨|님)\s*$/u

const DROPPED: Issue = { code: 'remark_dropped', message: 'What stood in brackets behind the name was taken off.' }
const NOBODY = refused('unusable_name', 'The name only stands for nobody; give the name of the person.')
const ROUNDS = 8

/**
 * One person's name, given name first, without titles in a dozen languages and without what stands in brackets behind it
 * (`remark_dropped`). Refuses, besides what `normalisePersonName` refuses, words for nobody. Total and idempotent.
 */
export function readPersonName(raw: string): Normalised<string> {
  let text = cleanText(raw)
  if (text === null) return absent
  const issues: Issue[] = []
  for (let round = 0; round < ROUNDS; round++) {
    if (saysNothing(text) || ONLY_TITLES.test(text)) return NOBODY
    const bare = text.replace(LEADING, '').replace(TRAILING, (found) => {
      if (found.includes('(') && issues.length === 0) issues.push(DROPPED)
      return ''
    })
    const { value, issues: found } = normalisePersonName(bare === '' ? text : bare)
    if (value === null) return { value, issues: found }
    if (value === text) return accepted(value, [...issues, ...found])
    text = value
  }
  return refused('not_a_person_name', 'The text is no name that can be told; give only the name of the person.')
}

const BETWEEN = /[;|\r\n]+|\s\/\s/

/** The people of a cell: split at `;`, `|`, ` / ` and line ends. A comma and an `&` may stand within one name. */
export const splitPeople = (cell: string): readonly string[] =>
  cell.split(BETWEEN).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]))

import { NAME_PARTICLES } from '../normalise/person-name-case.ts'
import { nameAndRole } from './name-and-role.ts'
import { nameWords } from './name-parts.ts'
import { namesFirm } from './names-firm.ts'
import { isDesk, isRoleAlone, isRoleBesideName } from './role-words.ts'

const SURELY_BETWEEN = /[;|\r\n、；]+|\s\/\s|(?<=\p{Script=Han}\s*)[,，](?=\s*\p{Script=Han})/u
/** `1. A B 2. C D`: the number of a list is no part of a name. */
const NUMBERED = /^\s*1[.)]\s*(?=\p{L})/u
const LIST_NUMBER = /(?:^|\s)\d{1,2}[.)]\s*(?=\p{L})/gu
/** `A B (CFI), C D (GM)`, `A B (CFI) C D (GM)`: a closed bracket ends a person. */
const AFTER_BRACKET = /(?<=\))\s*(?:(?:[,&/]|and\b)\s*(?=\p{L})|(?=\p{L}[^()]*\())/u
const AND = 'and|und|et|en|ve|och|og|и'
/** Stand within names too: `Santiago Ramón y Cajal`. */
const AND_OR_NAME = 'y|e|i'
const SIGNS = '\\s*[&+]\\s*|(?<=\\p{L})\\/(?=\\p{L})|\\s*،\\s*'
const JOINED = new RegExp(`${SIGNS}|\\s+(?:${AND}|${AND_OR_NAME})\\s+`, 'iu')
const BETWEEN = new RegExp(`\\s*,\\s*|${JOINED.source}`, 'iu')
const MAY_JOIN = new RegExp(`[,،&+/]|\\s(?:${AND}|${AND_OR_NAME})\\s`, 'iu')
const BY_A_NAME = new RegExp(`\\s(?:${AND_OR_NAME})\\s`, 'iu')
const ROLE_LAST = /^([^()]+?)\s*\(([^()]{1,80})\)$/u
const INITIALS_FIRST = /^(?:\p{Lu}\.\s?)+\p{Lu}[\p{L}'’-]+$/u
const TITLES =
  'mrs?|ms|miss|mnr|mev|mej|dr|prof|adv|rev|capt|herrn?|frau|m|mme|monsieur|madame|sra?|señora?|dhr|mevr|sig|bay|bayan|pani?'
const TITLE = new RegExp(`^(?:${TITLES})\\.?\\s+(?=\\p{L})`, 'iu')
const ONLY_TITLE = new RegExp(`^(?:${TITLES})\\.?$`, 'iu')
const NAME_WORD = /^(?:\p{Lu}[\p{L}\p{M}'’.-]*|\p{Lo}[\p{L}\p{M}]*)$/u
const LONGEST = 300

const untitled = (text: string): string => text.replace(TITLE, '')
const wordsOf = (text: string): readonly string[] => untitled(text.trim()).split(/\s+/)

/** Whether a text looks like one person's given and family name. */
function isFullName(text: string): boolean {
  const words = wordsOf(text)
  return (
    words.length >= 2 &&
    words.length <= 5 &&
    !isRoleAlone(text) &&
    words.every((word) => NAME_WORD.test(word) || NAME_PARTICLES.has(word.toLowerCase()))
  )
}

/** Whether two whole names with a comma between are two people: of one family, or both with initials first. `García López, Ana María` is one. */
function areTwo([one = '', other = '']: readonly string[]): boolean {
  if (INITIALS_FIRST.test(one) && INITIALS_FIRST.test(other)) return true
  const [ofOne, ofOther] = [nameWords(one), nameWords(other)]
  return ofOne.at(-1) === ofOther.at(-1) && ofOne[0] !== ofOther[0]
}

/** The people of `John Smith and Jane Doe`, `A B, C D & E F` and, by one family name, `John & Jane Smith`; the text itself otherwise. */
function joined(text: string): readonly string[] {
  if (text.length > LONGEST || /[\d@]/.test(text) || !MAY_JOIN.test(text)) return [text]
  const [, people = '', role = ''] = ROLE_LAST.exec(text) ?? []
  if (role !== '' && isRoleBesideName(role)) {
    const each = joined(people)
    return each.length > 1 ? each.map((name) => `${name} (${role})`) : [text]
  }
  if (/[()]/.test(text)) return [text]
  const pieces = text.split(BETWEEN).filter((piece) => piece !== '')
  if (pieces.length < 2 || namesFirm(text)) return [text]
  const isJoined = JOINED.test(text)
  if (pieces.every(isFullName) && (isJoined ? !isOneByName(text, pieces) : pieces.length > 2 || areTwo(pieces)))
    return pieces
  const [first = '', second = ''] = pieces
  if (!isJoined || pieces.length > 2 || /[,،/]/.test(text) || !isFullName(second) || wordsOf(first).length !== 1)
    return [text]
  const given = untitled(first)
  // `Mr & Mrs Smith` says one name.
  if (!NAME_WORD.test(given) || ONLY_TITLE.test(given) || isOneByName(text, [second])) return [text]
  const names = wordsOf(second)
  let family = names.length - 1
  while (family > 1 && NAME_PARTICLES.has((names[family - 1] ?? '').toLowerCase())) family--
  return family === 0 ? [text] : [`${first} ${names.slice(family).join(' ')}`, second]
}

/** `y`, `e` and `i` join families as well, whose names then have particles: `de la Serna y Martínez de Hinojosa`. */
const isOneByName = (text: string, pieces: readonly string[]): boolean =>
  BY_A_NAME.test(text) &&
  pieces.some((piece) => wordsOf(piece).some((word) => NAME_PARTICLES.has(word.toLowerCase()) || word.length < 2))

/** The people of `A B - Owner, C D - Manager`: each of them with a role. */
function rolesApart(part: string): readonly string[] {
  if (!part.includes(',') || part.length > LONGEST) return [part]
  const pieces = part.split(/\s*,\s*/)
  const isEach = pieces.every((piece) => {
    const told = nameAndRole(piece)
    return told !== null && told.role !== '' && /\s/.test(told.name)
  })
  return pieces.length > 1 && isEach ? pieces : [part]
}

/** The people of `A B (CFI), C D (GM)`; brackets that hold no role part nobody. */
function afterRoles(part: string): readonly string[] {
  if (!part.includes(')')) return [part]
  const pieces = part.split(AFTER_BRACKET).map((piece) => piece.trim())
  return pieces.slice(0, -1).every((piece) => nameAndRole(piece) !== null) ? pieces : [part]
}

/**
 * The people of a cell: split at `;`, `|`, ` / ` and line ends, after a role in brackets, and at `&`, `and` and commas where each side is
 * somebody's whole name. A comma and an `&` may stand within one name, and then they do. A role on a line of its own stays with the name
 * before it.
 */
export function splitPeople(cell: string): readonly string[] {
  const parts: string[] = []
  const listed = NUMBERED.test(cell) ? cell.replace(LIST_NUMBER, ';') : cell
  for (const part of listed.split(SURELY_BETWEEN)) {
    const text = part.trim()
    if (text === '') continue
    const before = parts.at(-1)
    if (before !== undefined && isRoleAlone(text) && !isDesk(text) && !isRoleAlone(before) && !before.endsWith(')'))
      parts[parts.length - 1] = `${before} (${text})`
    else parts.push(text)
  }
  return parts.flatMap(afterRoles).flatMap(rolesApart).flatMap(joined)
}

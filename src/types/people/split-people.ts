import { NAME_PARTICLES } from '../normalise/person-name-case.ts'
import { nameAndRole } from './name-and-role.ts'
import { namesFirm } from './names-firm.ts'
import { isRoleAlone } from './role-words.ts'

const SURELY_BETWEEN = /[;|\r\n]+|\s\/\s/
/** `A B (CFI), C D (GM)`, `A B (CFI) C D (GM)`: a closed bracket ends a person. */
const AFTER_BRACKET = /(?<=\))\s*(?:(?:[,&/]|and\b)\s*(?=\p{L})|(?=\p{L}[^()]*\())/u
const JOINED = /\s+(?:&|\+|and|und|et|en)\s+/iu
const BETWEEN = /\s*,\s*|\s+(?:&|\+|and|und|et|en)\s+/iu
const TITLE = /^(?:mr|mrs|ms|miss|mnr|mev|mej|dr|prof|adv|rev|capt|herr|frau|mme|sra?|dhr)\.?\s+(?=\p{L})/iu
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

/** The people of `John Smith and Jane Doe`, `A B, C D & E F` and, by one family name, `John & Jane Smith`; the text itself otherwise. */
function joined(text: string): readonly string[] {
  if (text.length > LONGEST || /[()\d@]/.test(text) || !/[,&+]|\s(?:and|und|et|en)\s/iu.test(text)) return [text]
  const pieces = text.split(BETWEEN).filter((piece) => piece !== '')
  const isJoined = JOINED.test(text)
  if (pieces.length < 2 || (!isJoined && pieces.length < 3) || namesFirm(text)) return [text]
  if (pieces.every(isFullName)) return pieces
  const [first = '', second = ''] = pieces
  if (pieces.length > 2 || text.includes(',') || !isFullName(second) || wordsOf(first).length !== 1) return [text]
  const given = untitled(first)
  // `Mr & Mrs Smith` says one name.
  if (!NAME_WORD.test(given) || /^(?:mr|mrs|ms|dr|prof|mnr|mev|herr|frau)\.?$/i.test(given)) return [text]
  const names = wordsOf(second)
  let family = names.length - 1
  while (family > 1 && NAME_PARTICLES.has((names[family - 1] ?? '').toLowerCase())) family--
  return family === 0 ? [text] : [`${first} ${names.slice(family).join(' ')}`, second]
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
  for (const part of cell.split(SURELY_BETWEEN)) {
    const text = part.trim()
    if (text === '') continue
    const before = parts.at(-1)
    if (before !== undefined && isRoleAlone(text) && !isRoleAlone(before) && !before.endsWith(')'))
      parts[parts.length - 1] = `${before} (${text})`
    else parts.push(text)
  }
  return parts.flatMap(afterRoles).flatMap(joined)
}

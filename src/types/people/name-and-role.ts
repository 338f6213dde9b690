import { countryMeant } from '../countries/country-names.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { isPlainRole, isRoleAlone, isRoleBesideName, saysWork } from './role-words.ts'

/** A cell's text taken apart: who, and what somebody is. */
export interface NameAndRole {
  /** Empty when the text names nobody. */
  readonly name: string
  readonly role: string
}

const BRACKETS = /^([^()[\]]+?)\s*(?:\(([^()]{1,80})\)|\[([^[\]]{1,80})\])$/u
const DASH = /\s+[-–—]+\s+|\s*[–—]\s*/u
/** With a blank on one side only, as in a name of two families; then a role alone tells. */
const NARROW_DASH = /\s+-(?=\p{L})|(?<=\p{L})-\s+/u
const NAME_WORDS = /^\p{Lu}[\p{L}\p{M}'’.-]*(?: [\p{L}\p{M}'’.-]+)+$/u
const SHORT = /^(?:ceo|cfo|coo|cto|cio|cmo|cfi)$/iu
const MOST_ROLE_WORDS = 4
const IN_BRACKETS = /^[([]\s*([^()[\]]+?)\s*[)\]]$/u
const COLON = /^([^:]{2,60}):\s+(\S.*)$/u
const DEGREE_LIKE = /^(?:phd|md|mba|ma|ba|bsc|msc|llb|dds|dvm|rn|cpa|obe|mbe|cbe|kc|qc|sc|ca|jr|sr|esq|[ivx]+)$/iu

const isRole = (text: string): boolean =>
  isRoleBesideName(text) &&
  !DEGREE_LIKE.test(text.replaceAll('.', '')) &&
  (saysWork(text) || countryMeant(text) === undefined)
const holdsLetter = (text: string): boolean => /\p{L}/u.test(text)

/** Of two texts beside each other: the one that is a role and no name, when just one is. */
function ofTwo(one: string, other: string): NameAndRole | null {
  const [left, right] = [one.trim(), other.trim()]
  if (!holdsLetter(left) || !holdsLetter(right)) return null
  if (isRoleAlone(left)) {
    if (saysNothing(right)) return { name: '', role: left }
    return isRoleAlone(right) ? { name: '', role: `${left}, ${right}` } : { name: right, role: left }
  }
  if (isRole(right)) return { name: left, role: right }
  return null
}

function bracketed(text: string): NameAndRole | null {
  const [, outer = '', round, square] = BRACKETS.exec(text) ?? []
  const inner = (round ?? square)?.trim() ?? ''
  if (outer === '' || inner === '') return null
  if (isRoleAlone(outer)) {
    const nobody = saysNothing(inner) || isRoleAlone(inner)
    return nobody ? { name: '', role: outer } : { name: inner, role: outer }
  }
  // Behind a comma a degree, in brackets what somebody is.
  return isRole(inner) || inner === 'MD' ? { name: outer, role: inner } : null
}

function dashed(text: string): NameAndRole | null {
  const at = DASH.exec(text)
  if (at !== null) return ofTwo(text.slice(0, at.index), text.slice(at.index + at[0].length))
  const narrow = NARROW_DASH.exec(text)
  if (narrow === null) return null
  const [left, right] = [text.slice(0, narrow.index).trim(), text.slice(narrow.index + narrow[0].length).trim()]
  return /\s/.test(left) && isRole(right) ? { name: left, role: right } : null
}

/** Nothing but a blank between them: `Accountable Manager Jane Sample`, `Jane Sample CEO`. Letters that are short for a role are capitals. */
function unseparated(text: string): NameAndRole | null {
  const words = text.split(' ')
  if (words.length < 3 || words.length > MOST_ROLE_WORDS + 5) return null
  for (let length = Math.min(MOST_ROLE_WORDS, words.length - 2); length > 0; length--) {
    const [first, afterFirst] = [words.slice(0, length).join(' '), words.slice(length).join(' ')]
    if (isWritten(first, afterFirst)) return { name: afterFirst, role: first }
    const [last, beforeLast] = [words.slice(-length).join(' '), words.slice(0, -length).join(' ')]
    if (isWritten(last, beforeLast)) return { name: beforeLast, role: last }
  }
  return null
}

function isWritten(role: string, name: string): boolean {
  if (!isPlainRole(role) || !NAME_WORDS.test(name) || isRoleAlone(name)) return false
  if (/^\p{L}{1,3}\.?$/u.test(role))
    return SHORT.test(role) && role === role.toUpperCase() && name !== name.toUpperCase()
  // Words that only join, such as of and for, begin no name.
  return !/^\p{Ll}|\s\p{Ll}+$/u.test(name) && name.split(' ').every((word) => !isPlainRole(word))
}

/** After the last comma; a comma between a family name and given names is none of this. */
function afterComma(text: string): NameAndRole | null {
  const at = text.lastIndexOf(',')
  if (at < 0) return null
  const [left, right] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  if (left === '' || right === '') return null
  const isFullName = /[\s,]/.test(left)
  if (isRoleAlone(left) && !isRoleAlone(right) && /\s/.test(right) && /\s/.test(left))
    return { name: right, role: left }
  // In capitals only, letters that are short for a role look as any short name does.
  const isShouted = text === text.toUpperCase()
  if (isFullName ? (isShouted ? saysWork(right) : isRole(right)) : isRoleAlone(right))
    return { name: left, role: right }
  return null
}

/**
 * A name with a role beside it, in brackets, behind a dash, a comma or a colon, or, where the role is a word that nobody is called, a blank;
 * either of them first. A text that is a role and nothing
 * else has an empty name. Null for everything else: `Anne - Marie` and `Smith, Jones and Partners` stay whole.
 */
export function nameAndRole(text: string): NameAndRole | null {
  if (text.length > 200) return null
  if (isRoleAlone(text)) return { name: '', role: text.replace(IN_BRACKETS, '$1') }
  const colon = COLON.exec(text)
  return (
    bracketed(text) ??
    dashed(text) ??
    (colon === null ? null : ofTwo(colon[1] ?? '', colon[2] ?? '')) ??
    afterComma(text) ??
    unseparated(text)
  )
}

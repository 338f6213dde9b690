import { countryMeant } from '../countries/country-names.ts'
import { saysNothing } from '../text/says-nothing.ts'
import { isRoleAlone, isRoleBesideName, saysWork } from './role-words.ts'

/** A cell's text taken apart: who, and what somebody is. */
export interface NameAndRole {
  /** Empty when the text names nobody. */
  readonly name: string
  readonly role: string
}

const BRACKETS = /^([^()[\]]+?)\s*(?:\(([^()]{1,80})\)|\[([^[\]]{1,80})\])$/u
const DASH = /\s+[-–—]+\s+|\s*[–—]\s*/u
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
  return isRole(inner) ? { name: outer, role: inner } : null
}

function dashed(text: string): NameAndRole | null {
  const at = DASH.exec(text)
  return at === null ? null : ofTwo(text.slice(0, at.index), text.slice(at.index + at[0].length))
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
 * A name with a role beside it, in brackets, behind a dash, a comma or a colon, either of them first. A text that is a role and nothing
 * else has an empty name. Null for everything else: `Anne - Marie` and `Smith, Jones and Partners` stay whole.
 */
export function nameAndRole(text: string): NameAndRole | null {
  if (text.length > 200) return null
  if (isRoleAlone(text)) return { name: '', role: text }
  const colon = COLON.exec(text)
  return (
    bracketed(text) ??
    dashed(text) ??
    (colon === null ? null : ofTwo(colon[1] ?? '', colon[2] ?? '')) ??
    afterComma(text)
  )
}

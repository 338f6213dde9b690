/** A pattern of Python's `re` as RE2 says it, or why RE2 cannot. */
export type TranslatedPattern =
  | { readonly pattern: string; readonly notes: readonly string[] }
  | { readonly refused: string }

class Refused extends Error {
  override name = 'Refused'
}

/** Python's classes know every script, RE2's ASCII alone. */
const CLASSES: Readonly<Record<string, string>> = {
  d: '\\p{Nd}',
  w: '\\p{L}\\p{N}_',
  s: '\\s\\x0b\\x1c-\\x1f\\x85\\p{Z}',
}
const BOUNDARY =
  'a word boundary (\\b) is found beside ASCII letters alone here, beside letters of every script in Python'
const LOOK = /^\((?:\?=|\?!|\?<=|\?<!)/
const QUANTIFIER = /^(?:[*+?]|\{(?:\d+(?:,\d*)?|,\d*)\})/
const MOST_REPEATS = 1000

/** Python's `re` searches anywhere in the value as ours does; what RE2 lacks is refused, and what it writes otherwise is written so. */
export function translatePythonPattern(python: string): TranslatedPattern {
  const notes = new Set<string>()
  let ascii = false
  let out = ''
  let rest = python
  const take = (length: number): string => {
    const taken = rest.slice(0, length)
    rest = rest.slice(length)
    return taken
  }
  const classOf = (letter: string, inClass: boolean): string => {
    const known = CLASSES[letter.toLowerCase()] ?? ''
    const negated = letter !== letter.toLowerCase()
    if (ascii) return `\\${letter}`
    if (!inClass) return known === '\\p{Nd}' ? (negated ? '\\P{Nd}' : known) : `[${negated ? '^' : ''}${known}]`
    if (negated && letter !== 'D') throw new Refused(`\\${letter} between brackets cannot be said in RE2`)
    return negated ? '\\P{Nd}' : known
  }
  const escaped = (inClass: boolean): string => {
    const code = /^\\(?:x[0-9A-Fa-f]{2}|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))/.exec(rest)
    if (code !== null) {
      take(code[0].length)
      return code[1] === undefined && code[2] === undefined ? code[0] : `\\x{${code[1] ?? code[2]}}`
    }
    const letter = take(2).slice(1)
    if (/[dwsDWS]/.test(letter)) return classOf(letter, inClass)
    if (letter === 'b' && inClass) return '\\x08'
    if (letter === 'b' || letter === 'B') {
      if (!ascii) notes.add(BOUNDARY)
      return `\\${letter}`
    }
    if (letter === 'Z' && !inClass) return '\\z'
    if (letter === 'A' && !inClass) return '\\A'
    if (/[afnrtv]/.test(letter)) return `\\${letter}`
    if (/[1-9]/.test(letter)) throw new Refused('RE2 has no back references')
    if (/[A-Za-z0]/.test(letter) || letter === '') throw new Refused(`\\${letter} is not known in RE2`)
    return /[\\.+*?()|[\]{}^$-]/.test(letter) ? `\\${letter}` : letter
  }
  const brackets = (): string => {
    let set = take(rest.startsWith('[^') ? 2 : 1)
    if (rest.startsWith(']')) set += `\\${take(1)}`
    while (rest !== '' && !rest.startsWith(']'))
      set += rest.startsWith('\\') ? escaped(true) : rest.startsWith('[') ? `\\${take(1)}` : take(1)
    return set + take(1)
  }
  const group = (): string => {
    if (LOOK.test(rest)) throw new Refused('RE2 has no look-around')
    if (rest.startsWith('(?P=') || rest.startsWith('(?(')) throw new Refused('RE2 has no back references')
    if (rest.startsWith('(?>')) throw new Refused('RE2 has no atomic groups')
    const comment = /^\(\?#[^)]*\)/.exec(rest)
    if (comment !== null) {
      take(comment[0].length)
      return ''
    }
    const flags = /^\(\?([a-zA-Z]*)(-[a-z]+)?([:)])/.exec(rest)
    if (flags === null || flags[0] === '(?:') return take(rest.startsWith('(?P<') ? 4 : rest.startsWith('(?:') ? 3 : 1)
    take(flags[0].length)
    const [, on = '', off = '', end = ''] = flags
    if (/[xL]/.test(on + off)) throw new Refused(`RE2 has no flag ${/[xL]/.exec(on + off)?.[0]}`)
    if (on.includes('a')) ascii = true
    const kept = on.replaceAll(/[au]/g, '') + off
    return kept === '' ? (end === ')' ? '' : '(?:') : `(?${kept}${end}`
  }
  const quantifier = (found: string): string => {
    take(found.length)
    if (rest.startsWith('+')) throw new Refused('RE2 has no possessive repeats')
    if ((found.match(/\d+/g) ?? []).some((times) => Number(times) > MOST_REPEATS))
      throw new Refused(`RE2 repeats a thing ${MOST_REPEATS} times at most`)
    return found.replace('{,', '{0,')
  }
  try {
    while (rest !== '') {
      const repeat = out === '' ? null : QUANTIFIER.exec(rest)
      if (repeat !== null) out += quantifier(repeat[0])
      else if (rest.startsWith('\\')) out += escaped(false)
      else if (rest.startsWith('[')) out += brackets()
      else if (rest.startsWith('(')) out += group()
      else out += take(1)
    }
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message }
    throw error
  }
  return { pattern: out, notes: [...notes] }
}

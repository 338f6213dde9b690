import { domainToASCII } from 'node:url'
import { cleanText } from '../text/clean-text.ts'
import { absent, accepted, type Normalised, type Normaliser, refused } from './normalised.ts'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
const ATOM = "[a-z0-9!#$%&'*+=?^_`{}~-]+"
const ADDRESS = new RegExp(
  `^(?!')(?=[^@]{1,64}@)(?=.{1,254}$)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`,
)
const WRAPPING = /^[\s"'<>()[\],;:]+|[\s"'<>()[\].,;:]+$/g
const ANGLED = /<([^<>]*@[^<>]*)>/g
const BETWEEN = /[;,|/\r\n]+/
const INVALID = 'is not an e-mail address; correct it in the source'

/** Whether a text is one canonical (lower-case, ASCII) e-mail address. */
export const isEmailAddress = (text: string): boolean => ADDRESS.test(text)

const atSigns = (text: string): number => text.split('@').length - 1

function splitAtSpaces(part: string): string[] {
  if (atSigns(part) < 2) return [part]
  const pieces: string[] = []
  let words: string[] = []
  for (const word of part.split(/\s+/)) {
    words.push(word)
    if (!word.includes('@')) continue
    pieces.push(words.join(' '))
    words = []
  }
  return words.length === 0 ? pieces : [...pieces, words.join(' ')]
}

/**
 * The parts of a cell that holds several addresses: split at `;` `,` `/` `|` and line ends, and at white space between
 * addresses. Parts are trimmed, not checked; empty ones are left out.
 */
export function splitEmails(cell: string): string[] {
  if (!/[;,|/\s]/.test(cell)) return cell === '' ? [] : [cell]
  // `n/a` is one remark, not two addresses.
  if (!cell.includes('@')) return /[\p{L}\p{N}]/u.test(cell) ? [cell.trim()] : []
  return cell
    .split(BETWEEN)
    .flatMap((part) => splitAtSpaces(part.trim()))
    .filter((part) => part !== '')
}

function asciiDomain(address: string): string {
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  return /^[ -~]*$/.test(domain) ? address : `${address.slice(0, at)}@${domainToASCII(domain)}`
}

function unwrap(text: string): string {
  const angled = [...text.matchAll(ANGLED)]
  const inner = angled.length === 1 ? (angled[0]?.[1] ?? text) : text
  const bare = inner.replace(WRAPPING, '')
  const address = /^mailto:/.test(bare) ? bare.slice(7).replace(/\?.*$/s, '') : bare
  return asciiDomain(address.replace(/\s*@\s*/g, '@').replace(WRAPPING, ''))
}

function holdsSeveral(text: string): boolean {
  const addresses = new Set<string>()
  for (const part of splitEmails(text)) {
    const address = unwrap(part)
    if (isEmailAddress(address)) addresses.add(address)
  }
  return addresses.size > 1 || (addresses.size === 1 && atSigns(text) > 1 && !text.includes('@@'))
}

function repair(text: string): Normalised<string> {
  if (text.length > 1_000) return refused('invalid_email', `A text of ${text.length} characters ${INVALID}.`)
  if (atSigns(text) > 1 && holdsSeveral(text)) {
    return refused(
      'several_values',
      'The value holds several e-mail addresses; put one in each cell or split the cell.',
    )
  }
  const address = unwrap(text)
  if (!isEmailAddress(address)) return refused('invalid_email', `The value ${INVALID}.`)
  return accepted(address, [{ code: 'repaired', message: 'The e-mail address was freed of text around it.' }])
}

/**
 * One lower-case e-mail address (RFC 5321 dot-atom, at most 64 characters before the `@` and 254 in all; international
 * domains in punycode). `mailto:`, a display name, brackets and punctuation around the address are taken off with issue
 * `repaired`; several addresses give `several_values`, anything else `invalid_email`. Messages never repeat the value.
 */
export const normaliseEmail: Normaliser<string> = (raw) => {
  if (raw === null) return absent
  if (isEmailAddress(raw)) return accepted(raw)
  const text = cleanText(raw)?.toLowerCase() ?? null
  if (text === null) return absent
  return isEmailAddress(text) ? accepted(text) : repair(text)
}

import { domainToASCII } from 'node:url'
import { cleanText } from '../text/clean-text.ts'
import { absent, accepted, type Normalised, type Normaliser, refused } from './normalised.ts'

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?'
// RFC 6531: letters of every script before the @.
const ATOM = "[!#$%&'*+=?^_`{}~\\p{Ll}\\p{Lo}\\p{Lm}\\p{M}\\p{N}-]+"
const ADDRESS = new RegExp(
  `^(?!')(?=[^@]{1,64}@)(?=.{1,254}$)${ATOM}(?:\\.${ATOM})*@(?:${LABEL}\\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$`,
  'u',
)
const SPOKEN =
  /^(?:e|e-?mail(?: address)?|mail|e-?pos(?:adres)?|correo|courriel|to|work|home|personal|private|priv[eé]|office|e-?posta(?: adresi)?|posta elettronica|e-?mail(?: \p{L}{2,12})?|почта|邮箱|メール|البريد(?: الإلكتروني)?)\s*[:.：]\s*(?=\S)/u
const COMMENT = /\s*\([^()@]*\)\s*/g
const WRITTEN_OUT = [
  [/\s*[([]\s*(?:at|@)\s*[)\]]\s*/g, '@'],
  [/\s*[([]\s*(?:dot|\.)\s*[)\]]\s*/g, '.'],
] as const
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4]/g
const WRAPPING = /^[\s"'“”„«»<>()[\],;:]+|[\s"'“”„«»<>()[\].,;:\\]+$/g
const ANGLED = /<([^<>]*@[^<>]*)>/g
const BETWEEN = /[;,|/\r\n；，、]+|\s+(?:&|\+|and|or|und|oder|et|ou|y|o|e|en|of|ve|veya)\s+(?=\S+@)/i
const INVALID = 'is not an e-mail address; correct it in the source'

const PLAIN = /^[!-~]+$/

/** Whether a text is one canonical (lower-case, its host in ASCII) e-mail address. */
export const isEmailAddress = (text: string): boolean =>
  ADDRESS.test(text) && (PLAIN.test(text) || text === text.toLowerCase().normalize('NFKC'))

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
  if (!/[;,|/\s；，、]/.test(cell)) return cell === '' ? [] : [cell]
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
  const bare = inner
    .replace(COMMENT, ' ')
    .replace(WRAPPING, '')
    .replace(SPOKEN, '')
    .replace(APOSTROPHES, "'")
    .replace(WRAPPING, '')
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

/** `lerato (at) bluesky (dot) example`. */
const writtenOut = (text: string): string =>
  text.includes('@') ? text : WRITTEN_OUT.reduce((rest, [sign, plain]) => rest.replace(sign, plain), text)

const REMARK_BEFORE = /^[^@"]{1,80}\s[-–—|:]\s+(?=\S+$)/u
const REMARK_AFTER = /(?<=^\S+)\s+[-–—|]\s[^@"]{1,80}$/u

/** The address beside a remark with a dash between; without one, a word may be a piece of the address. */
function amongWords(text: string): string | null {
  if (atSigns(text) !== 1) return null
  const address = unwrap(text.replace(REMARK_AFTER, '').replace(REMARK_BEFORE, ''))
  return isEmailAddress(address) ? address : null
}

function repair(text: string): Normalised<string> {
  if (text.length > 1_000) return refused('invalid_email', `A text of ${text.length} characters ${INVALID}.`)
  if (atSigns(text) > 1 && holdsSeveral(text)) {
    return refused(
      'several_values',
      'The value holds several e-mail addresses; put one in each cell or split the cell.',
    )
  }
  const whole = unwrap(writtenOut(text))
  const address = isEmailAddress(whole) ? whole : (amongWords(text) ?? whole)
  if (address.startsWith('"') || /^"[^"]*"@/.test(text))
    return refused(
      'quoted_email',
      'The address has a quoted name before the @, which hardly any server takes; correct it in the source.',
    )
  if (!isEmailAddress(address)) return refused('invalid_email', `The value ${INVALID}.`)
  return accepted(address, [{ code: 'repaired', message: 'The e-mail address was freed of text around it.' }])
}

/**
 * One lower-case e-mail address (RFC 5321 dot-atom, with the letters of RFC 6531, at most 64 characters before the `@` and 254 in all; international
 * domains in punycode). `mailto:`, labels, comments, a display name, brackets and punctuation around the address are taken
 * off with issue `repaired`; a quoted name before the @ gives `quoted_email`, several addresses give `several_values`, anything else `invalid_email`. Messages never repeat the value.
 */
export const normaliseEmail: Normaliser<string> = (raw) => {
  if (raw === null) return absent
  if (isEmailAddress(raw)) return accepted(raw)
  const text = cleanText(raw)?.toLowerCase() ?? null
  if (text === null) return absent
  return isEmailAddress(text) ? accepted(text) : repair(text)
}

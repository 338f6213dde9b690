import { domainToASCII } from 'node:url'
import { cleanText } from '../text/clean-text.ts'
import { absent, accepted, type Normalised, type Normaliser, refused } from './normalised.ts'
import { registeredDomain } from './registered-domain.ts'

const PLAIN = /^(?:https?:\/\/)?(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:\/[\w.~-]*[\w~-])*)\/?$/i
const SCHEME = /^h?t{1,2}p{1,2}s?\s*[:;]?\s*\/+\s*|^\/+/i
const OTHER_SCHEME = /^[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))/i
const LEADING = /^[\s"'<([]+/
const TRAILING = /[\s/.,;:!"'>\]]+$/
const TRAILING_UNOPENED = /[\s/.,;:!"'>\])]+$/
const TRAILING_QUERY = /[\s.,;!"'>\])?&]+$/
const UNSAFE = /[\s"<>\p{C}]/u
const INVALID = refused(
  'invalid_website',
  'The value is not a web address with a registered domain; correct it in the source.',
)
const EMAIL = refused(
  'email_not_website',
  'The value is an e-mail address, not a website; move it to the e-mail column.',
)
const SEVERAL = refused('several_values', 'The value holds several web addresses; put one in the cell.')

function withoutScheme(text: string): string {
  let rest = text
  while (SCHEME.test(rest)) rest = rest.replace(SCHEME, '')
  return rest
}

function hostOf(text: string): string | null {
  let host = (/^[ -~]*$/.test(text) ? text : domainToASCII(text)).toLowerCase().replace(/^\.+|\.+$/g, '')
  while (host.startsWith('www.') && registeredDomain(host.slice(4)) !== null) host = host.slice(4)
  return registeredDomain(host) === null ? null : host
}

const looksLikeHost = (text: string): boolean => {
  const host = withoutScheme(text).split(/[/?#:]/)[0] ?? ''
  return host.includes('.') && hostOf(host) !== null
}

function parse(text: string): Normalised<string> {
  const bare = withoutScheme(text.replace(/\\/g, '/').replace(LEADING, ''))
  if (/^mailto:/i.test(bare)) return EMAIL
  const authority = /^[^/?#]*/.exec(bare)?.[0] ?? ''
  if (authority.includes('@')) return EMAIL
  const words = bare.split(/[\s;,|]+/)
  if (words.length > 1 && words.filter((word) => looksLikeHost(word)).length > 1) return SEVERAL
  if (OTHER_SCHEME.test(bare)) return INVALID
  const [, name = '', port = ''] = /^([^:]*)(?::(\d*))?$/.exec(authority.replace(TRAILING_UNOPENED, '')) ?? []
  const host = hostOf(name)
  const [trail = '', ...queries] = bare.slice(authority.length).replace(/#.*$/s, '').split('?')
  const path = trail.replace(trail.includes('(') ? TRAILING : TRAILING_UNOPENED, '')
  const query = queries.join('?').replace(TRAILING_QUERY, '')
  if (host === null || port.length > 5 || UNSAFE.test(path) || UNSAFE.test(query)) return INVALID
  const plain = port === '' || Number(port) === 80 || Number(port) === 443
  const address = `https://${host}${plain ? '' : `:${Number(port)}`}${path}${query === '' ? '' : `?${query}`}`
  return URL.canParse(address) ? accepted(address) : INVALID
}

/**
 * The canonical `https` address of a website: host in lower case (punycode) without `www.`, path and query in their
 * own case, no fragment or trailing slash. The host must have a registrable domain; IP addresses and single labels give
 * `invalid_website`, an e-mail address `email_not_website`.
 */
export const normaliseWebsite: Normaliser<string> = (raw) => {
  if (raw === null) return absent
  const [, name = '', path = ''] = PLAIN.exec(raw) ?? []
  const host = name.toLowerCase()
  // Longer ways of saying www., and international names, take the thorough path.
  if (host !== '' && !/^www\.|xn--/.test(host) && registeredDomain(host) !== null)
    return accepted(`https://${host}${path}`)
  const text = cleanText(raw)
  if (text === null) return absent
  return text.length > 2_000 ? INVALID : parse(text)
}

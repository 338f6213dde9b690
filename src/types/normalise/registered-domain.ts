import { getDomain } from 'tldts'
import { boundedCache } from '../text/bounded-cache.ts'

const OPTIONS = { allowPrivateDomains: false, detectIp: true, validateHostname: true }
const TOP_LEVEL = /\.(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/

function look(host: string): { readonly domain: string | null } {
  const domain = getDomain(host, OPTIONS)
  return { domain: domain !== null && TOP_LEVEL.test(domain) ? domain : null }
}

const domains = boundedCache(20_000, look)

/**
 * The part of a host name that someone registered, lower-cased: `mail.blue.co.za` gives `blue.co.za`. Null for an IP
 * address, a public suffix, a single label and anything that is no host. Suffixes the public list does not know
 * (`x.example`) count as one label. Source: the public suffix list in `tldts`, without its private section.
 */
export const registeredDomain = (host: string): string | null => domains.get(host.toLowerCase()).domain

/** Whether a domain, or a domain above it, is in the given list of free mail providers (lower case). */
export function isFreeMail(domain: string, list: readonly string[] | ReadonlySet<string>): boolean {
  const holds = Array.isArray(list)
    ? (name: string) => list.includes(name)
    : (name: string) => (list as ReadonlySet<string>).has(name)
  for (let rest = domain.toLowerCase().replace(/\.$/, ''); rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1))
    if (holds(rest)) return true
  return false
}

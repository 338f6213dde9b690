import { phoneFacts } from '../types/normalise/phone-facts.ts'
import { isProvince } from './province.ts'

export interface CountryEvidence {
  /** A normalised province, or null. */
  readonly province: string | null
  /** E.164 numbers, most telling first. */
  readonly phones: readonly string[]
  readonly address: string | null
  /** ISO 3166-1 alpha-2, any case: the answer when nothing else tells. */
  readonly default: string
}

function countryNames(): ReadonlyMap<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const codes = letters.flatMap((first) => letters.map((second) => first + second))
  const pairs = codes
    // Codes reserved for private use and groups of countries name no country.
    .filter((code) => !/^(?:EU|EZ|UN|Q[M-Z]|X[A-Z]|ZZ|AA)$/.test(code))
    .flatMap((code): [string, string][] => {
      const name = names.of(code)
      return name === undefined
        ? []
        : [[name.toLowerCase(), Intl.getCanonicalLocales(`und-${code}`)[0]?.slice(4) ?? code]]
    })
  return new Map([...pairs, ['rsa', 'ZA'], ['uk', 'GB'], ['usa', 'US']])
}

const COUNTRY_BY_NAME = countryNames()

/** The country an address ends with, when it is written out after a comma. */
function countryOfAddress(address: string): string | null {
  const last = address.slice(address.lastIndexOf(',') + 1)
  return COUNTRY_BY_NAME.get(last.trim().replace(/\.$/, '').toLowerCase()) ?? null
}

/**
 * The country of a record as ISO 3166-1 alpha-2: ZA for a South African province, else that of the first phone that
 * belongs to a country, else one written at the end of the address, else the default, upper-cased.
 */
export function countryOf(evidence: CountryEvidence): string {
  if (evidence.province !== null && isProvince(evidence.province)) return 'ZA'
  for (const phone of evidence.phones) {
    const { country } = phoneFacts(phone)
    if (country !== null) return country
  }
  return (evidence.address === null ? null : countryOfAddress(evidence.address)) ?? evidence.default.toUpperCase()
}

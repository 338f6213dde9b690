import { LinkageSettingsConfigurationError } from '../resolve/errors.ts'
import { type LinkageSettings, parseLinkageSettings } from '../resolve/settings/parse-linkage-settings.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import type { PinnedDomain } from './pinned-domain.ts'

export interface PinnedLinkage {
  readonly name: 'organizations'
  /** With the numbers that the file has. */
  readonly settings: LinkageSettings
  /** The same for records whose derived columns are columns already. */
  readonly derived: LinkageSettings
  /** Of what pairs are compared by: equal means that compared pairs can be used again. */
  readonly hash: string
  /** Of the numbers that the file has. */
  readonly numbersHash: string
  /** The same settings without those numbers, to train. */
  readonly untrained: () => LinkageSettings
}

/** The linkage settings that a plan pinned. @throws LinkageSettingsConfigurationError */
export function pinnedLinkage(domain: PinnedDomain): PinnedLinkage {
  const { file: path, text } = domain.document.linkage.organizations
  const document = parsed(path, text)
  return {
    name: 'organizations',
    settings: parseLinkageSettings(document, path),
    derived: derivedAlready(parseLinkageSettings(document, path)),
    hash: sha256(canonicalJson(withoutNumbers(document))),
    numbersHash: sha256(canonicalJson(document)),
    untrained: () => derivedAlready(parseLinkageSettings(withoutNumbers(document), path)),
  }
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new LinkageSettingsConfigurationError(`${path} is not JSON. Check the profile's linkage.organizations.`)
  }
}

const derivedAlready = (settings: LinkageSettings): LinkageSettings => ({
  ...settings,
  options: { ...settings.options, derived_columns: {} },
})

const NUMBERS = new Set(['m_probability', 'u_probability', 'probability_two_random_records_match'])

/** A settings document without what training estimates. */
function withoutNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (NUMBERS.has(key) ? [] : [[key, withoutNumbers(part)]])),
  )
}

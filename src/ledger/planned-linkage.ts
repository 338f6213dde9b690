import { readFile } from 'node:fs/promises'
import { packagePath } from '../config/index.ts'
import { type LinkageSettings, parseLinkageSettings } from '../resolve/settings/parse-linkage-settings.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import type { Plan } from './plan-document.ts'
import { plannedSources } from './planned-sources.ts'

export interface PlannedLinkage {
  readonly name: 'organizations'
  /** With the numbers the profile ships. */
  readonly settings: LinkageSettings
  /** The same for records whose derived columns are columns already. */
  readonly derived: LinkageSettings
  /** Of what pairs are compared by: equal means that compared pairs can be used again. */
  readonly hash: string
  /** Of the numbers the profile ships. */
  readonly numbersHash: string
  /** The same settings without those numbers, to train. */
  readonly untrained: () => LinkageSettings
}

/** The linkage settings of the planned profile. @throws LinkageSettingsConfigurationError */
export async function plannedLinkage(plan: Pick<Plan, 'pipeline' | 'profile' | 'set'>): Promise<PlannedLinkage> {
  const { profile } = await plannedSources(plan)
  const path = profile.linkage.organizations
  const document: unknown = JSON.parse(await readFile(packagePath(path), 'utf8'))
  return {
    name: 'organizations',
    settings: parseLinkageSettings(document, path),
    derived: derivedAlready(parseLinkageSettings(document, path)),
    hash: sha256(canonicalJson(withoutNumbers(document))),
    numbersHash: sha256(canonicalJson(document)),
    untrained: () => derivedAlready(parseLinkageSettings(withoutNumbers(document), path)),
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

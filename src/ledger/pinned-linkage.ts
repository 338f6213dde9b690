import { entitySettings } from '../resolve/entities/entity-settings.ts'
import { parentComparisons } from '../resolve/entities/same-parent.ts'
import { LinkageSettingsConfigurationError } from '../resolve/errors.ts'
import { type LinkageSettings, parseLinkageSettings } from '../resolve/settings/parse-linkage-settings.ts'
import { withoutNumbers } from '../resolve/settings/without-numbers.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256 } from '../storage/sha256.ts'
import type { PinnedDomain } from './pinned-domain.ts'

export interface PinnedLinkage {
  /** The dataset of the entity that is linked. */
  readonly name: string
  /** Whether types made the settings, and nobody wrote them. */
  readonly isOfTypes: boolean
  /** With the numbers that the file has. */
  readonly settings: LinkageSettings
  /** The same for records whose derived columns are columns already. */
  readonly derived: LinkageSettings
  /** The same, and what the records belong to: by these pairs are weighed. */
  readonly weighed: LinkageSettings
  /** Of what pairs are compared by: equal means that compared pairs can be used again. */
  readonly hash: string
  /** Of the numbers that the file has. */
  readonly numbersHash: string
  /** Those that pairs are weighed by without those numbers, to train. */
  readonly untrained: () => LinkageSettings
}

/** The linkage settings of an entity: those of its file, else those that its types make. @throws LinkageSettingsConfigurationError */
export function pinnedLinkage(domain: PinnedDomain, id: string): PinnedLinkage {
  const entity = domain.entity(id)
  const path = entity.linkage?.file ?? `the types of ${id}`
  const document = entity.linkage === null ? entitySettings(domain.compiled, entity) : parsed(path, entity.linkage.text)
  const parents = parentComparisons(entity)
  const weighed =
    parents.length === 0 ? document : { ...(document as Json), comparisons: [...comparisonsOf(document), ...parents] }
  return {
    name: entity.dataset,
    isOfTypes: entity.linkage === null,
    settings: parseLinkageSettings(document, path),
    derived: derivedAlready(parseLinkageSettings(document, path)),
    weighed: derivedAlready(parseLinkageSettings(weighed, path)),
    hash: sha256(canonicalJson(withoutNumbers(document))),
    numbersHash: sha256(canonicalJson(weighed)),
    untrained: () => derivedAlready(parseLinkageSettings(withoutNumbers(weighed), path)),
  }
}

type Json = Readonly<Record<string, unknown>>

const comparisonsOf = (document: unknown): readonly unknown[] => {
  const { comparisons } = document as Json
  return Array.isArray(comparisons) ? comparisons : []
}

function parsed(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new LinkageSettingsConfigurationError(
      `${path} is not JSON. Correct it, or take the entity's linkage out of domain.yaml.`,
    )
  }
}

const derivedAlready = (settings: LinkageSettings): LinkageSettings => ({
  ...settings,
  options: { ...settings.options, derived_columns: {} },
})

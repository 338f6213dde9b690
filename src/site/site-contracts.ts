import type { Contract } from '../contracts/index.ts'
import { contracts } from '../contracts/registry.ts'
import { contractPromises } from '../contracts/render-schema-reference.ts'

type SiteContract = Pick<Contract, 'id' | 'title' | 'version' | 'kind' | 'owner' | 'description' | 'fields'> & {
  /** Rules, references, basis, retention …, a sentence each. */
  readonly promises: readonly string[]
}

/** The contracts as their pages show them. */
export const siteContracts = (): readonly SiteContract[] =>
  [...contracts.values()].map((contract) => {
    const { id, title, version, kind, owner, description, fields } = contract
    const promises = contractPromises(contract).map(plain)
    return { id, title, version, kind, owner, description, fields, promises }
  })

/** Markdown's marks taken off: pages show text. */
const plain = (sentence: string): string => sentence.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1').replaceAll('`', '')

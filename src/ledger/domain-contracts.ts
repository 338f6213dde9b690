import type { Contract } from '../contracts/index.ts'
import { entityChanges } from '../contracts/published/entity-changes.ts'
import { entityLinks } from '../contracts/published/entity-links.ts'
import type { DomainFiles } from '../domain/domain-files.ts'
import type { CompiledDomain } from '../domain/index.ts'
import { publishedContract } from '../domain/published-contract.ts'

/** Datasets that every pipeline publishes besides its entities'. */
const TOLD: readonly Contract[] = [entityLinks, entityChanges]

/** The contracts of a domain: of its source tables, and of what is published of it, links and changes last. */
export function domainContracts(
  domain: CompiledDomain,
  files: DomainFiles,
): { readonly tables: readonly Contract[]; readonly published: readonly Contract[] } {
  return {
    tables: domain.sources.flatMap((source) => source.tables.map(({ contract }) => contract)),
    published: [...domain.entities.map((entity) => publishedContract(entity, domain, files)), ...TOLD],
  }
}

import { shippedDomains } from '../config/locate-domain.ts'
import type { DomainSchemas } from '../contracts/export-schemas.ts'
import { exportSchemas } from '../contracts/export-schemas.ts'
import { domainSchemaText } from '../domain/document/domain-schema.ts'
import { readDomainFolder } from '../domain/read-domain.ts'
import { domainContracts } from '../ledger/domain-contracts.ts'

/** The contracts of a domain, by the id of a shipped one or its folder. @throws what reading it does */
async function domainSchemas(idOrPath: string): Promise<DomainSchemas> {
  const { files, domain } = await readDomainFolder(idOrPath)
  const { tables, published } = domainContracts(domain, files)
  return { domain: domain.id, title: domain.title, contracts: [...published, ...tables] }
}

/** Everything that is generated of the domains that this package ships, and the schema of their own file, by path. */
export async function shippedSchemas(): Promise<Map<string, string>> {
  const domains = await Promise.all(shippedDomains().map(domainSchemas))
  return exportSchemas(domains, new Map([['schemas/domain.schema.json', domainSchemaText()]]))
}

import type { Contract } from './contract.ts'
import { ContractNotFoundError } from './errors.ts'
import { nearest } from './nearest.ts'
import { contacts } from './published/contacts.ts'
import { entityChanges } from './published/entity-changes.ts'
import { entityLinks } from './published/entity-links.ts'
import { organizations } from './published/organizations.ts'
import { contactCapture } from './sources/contact-capture.ts'
import { contactCompanyAddresses } from './sources/contact-company-addresses.ts'
import { contactCompanyCat } from './sources/contact-company-cat.ts'
import { contactCompanyContacts } from './sources/contact-company-contacts.ts'
import { reachoutContactInfo } from './sources/reachout-contact-info.ts'
import { reachoutOrganisation } from './sources/reachout-organisation.ts'
import { sacaaCleaned } from './sources/sacaa-cleaned.ts'

const all = [
  contactCapture,
  contactCompanyAddresses,
  contactCompanyCat,
  contactCompanyContacts,
  reachoutContactInfo,
  reachoutOrganisation,
  sacaaCleaned,
  organizations,
  contacts,
  entityLinks,
  entityChanges,
]

/** Every contract by id. */
export const contracts: ReadonlyMap<string, Contract> = new Map(all.map((contract) => [contract.id, contract]))

/** @throws ContractNotFoundError naming the nearest id and the known ones. */
export function contractById(id: string): Contract {
  const contract = contracts.get(id)
  if (contract === undefined) throw new ContractNotFoundError(id, nearest(id, contracts.keys()), [...contracts.keys()])
  return contract
}

import type { Contract } from './contract.ts'
import { ContractNotFoundError } from './errors.ts'
import { nearest } from './nearest.ts'
import { contacts } from './published/contacts.ts'
import { entityLinks } from './published/entity-links.ts'
import { organizations } from './published/organizations.ts'
import { contactCapture } from './sources/contact-capture.ts'
import { contactCompanyAddresses } from './sources/contact-company-addresses.ts'
import { contactCompanyCat } from './sources/contact-company-cat.ts'
import { contactCompanyContacts } from './sources/contact-company-contacts.ts'
import { reachoutContactInfo } from './sources/reachout-contact-info.ts'
import { reachoutOrganisation } from './sources/reachout-organisation.ts'
import { sacaaCleaned } from './sources/sacaa-cleaned.ts'

const all: readonly Contract[] = [
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
]

/** Every contract by id: the source sheets first, then the published datasets. */
export const contracts: ReadonlyMap<string, Contract> = new Map(all.map((each) => [each.id, each]))

/** The contract with this id. Throws `ContractNotFoundError`, which names the nearest one. */
export function contractById(id: string): Contract {
  const found = contracts.get(id)
  if (!found) throw new ContractNotFoundError(id, nearest(id, contracts.keys()), [...contracts.keys()])
  return found
}

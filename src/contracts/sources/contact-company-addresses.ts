import { defineContract } from '../define-contract.ts'
import { identifier, requiredText, text } from '../field.ts'

/** Sheet `Company_Addresses` of the contact database: one row an address. */
export const contactCompanyAddresses = defineContract({
  id: 'contact_company_addresses',
  version: '1.0.0',
  title: 'Contact database addresses',
  description: 'Sheet `Company_Addresses` of the contact database: one row an address of a company.',
  kind: 'source',
  fields: {
    c_id: identifier({
      label: 'C_ID',
      description: 'Identifier of the company the address belongs to.',
      example: '204',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Company ID', 'CID'],
    }),
    company: requiredText({
      label: 'Company',
      description: 'Name of the company as typed.',
      example: 'Karoo Air Charter',
      pii: 'none',
      synonyms: ['Company Name', 'Organisation Name', 'Organization Name'],
    }),
    type: text({
      label: 'Type',
      description: 'Kind of address, such as physical or postal.',
      example: 'Physical',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Address Type'],
    }),
    airport: text({
      label: 'Airport',
      description: 'Airport or airfield, the first part of the address.',
      example: 'George Airport',
      pii: 'none',
      synonyms: ['Airfield'],
    }),
    unnamed_4: text({
      label: 'Unnamed: 4',
      description: 'The fifth column, which has no header: the rest of the address.',
      example: 'Hangar 7, George',
      pii: 'none',
    }),
  },
})

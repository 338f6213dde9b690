import { defineContract, identifierValues } from '../define-contract.ts'

export const contactCompanyAddresses = defineContract({
  id: 'contact_company_addresses',
  version: '1.0.0',
  title: 'Contact Database: Company_Addresses',
  description: 'Addresses of the companies in the sheet Company_Cat, tied by C_ID.',
  kind: 'source',
  owner: 'Sales team',
  references: [{ fields: ['c_id'], dataset: 'contact_company_cat', to: ['c_id'] }],
  fields: {
    c_id: {
      label: 'C_ID',
      required: true,
      primaryKey: true,
      values: identifierValues,
      description: 'Number of the company.',
      example: '101',
    },
    company: {
      label: 'Company',
      synonyms: ['Company Name'],
      required: true,
      description: 'Name of the company.',
      example: 'Blue Sky Aviation',
    },
    type: { label: 'Type', primaryKey: true, description: 'Physical, postal …', example: 'Physical' },
    airport: {
      label: 'Airport',
      description: 'Airport or first address line.',
      example: 'Lanseria International Airport',
    },
    unnamed_4: {
      label: 'Unnamed: 4',
      description: 'Rest of the address; the column has no header.',
      example: 'Hangar 12',
    },
  },
})

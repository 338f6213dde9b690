import { defineContract } from '../define-contract.ts'

export const sacaaCleaned = defineContract({
  id: 'sacaa_cleaned',
  version: '1.0.0',
  title: 'SACAA flight schools: Cleaned',
  description: 'Flight schools registered with the civil aviation authority.',
  kind: 'source',
  owner: 'Data stewardship',
  lawfulBasis: 'legitimate_interest',
  fields: {
    name_of_organisation: {
      label: 'Name of Organisation',
      synonyms: ['Organisation Name', 'Name of Organization'],
      required: true,
      primaryKey: true,
      description: 'Registered name.',
      example: 'Blue Sky Aviation (Pty) Ltd',
    },
    province: { label: 'Province', description: 'Province.', example: 'Gauteng' },
    status: { label: 'Status', description: 'Active, Invalid …', example: 'Active' },
    website_url: {
      label: 'Website URL',
      synonyms: ['Website'],
      description: 'Web address.',
      example: 'https://bluesky.example',
    },
    contact_person: {
      label: 'Contact Person',
      pii: 'personal',
      description: 'Name of a person.',
      example: 'Lerato Mokoena',
    },
    contact_number: {
      label: 'Contact Number',
      synonyms: ['Phone'],
      pii: 'personal',
      description: 'Telephone number.',
      example: '011 555 0100',
    },
    contact_email_address: {
      label: 'Contact Email Address',
      synonyms: ['Email'],
      pii: 'personal',
      description: 'One or more e-mail addresses.',
      example: 'info@bluesky.example',
    },
  },
})

import { defineContract, identifierValues } from '../define-contract.ts'

export const reachoutContactInfo = defineContract({
  id: 'reachout_contact_info',
  version: '1.0.0',
  title: 'Reachout Database: Contact Info',
  description: 'People of the organisations in the sheet Organisation, tied by ID.',
  kind: 'source',
  fields: {
    id: {
      label: 'ID',
      primaryKey: true,
      values: identifierValues,
      description: 'ID of the organisation; when blank, the organisation name must match exactly one.',
      example: '12',
    },
    organisation_name: {
      label: 'Organisation Name',
      synonyms: ['Organization Name', 'Organisation'],
      required: true,
      description: 'Name of the organisation.',
      example: 'Blue Sky Aviation',
    },
    reachout_date: { label: 'Reachout Date', description: 'Last contact with this person.', example: '2025-03-14' },
    firstname: {
      label: 'Firstname',
      synonyms: ['First Name'],
      pii: 'personal',
      description: 'Given name.',
      example: 'Lerato',
    },
    surname: {
      label: 'Surname',
      synonyms: ['Last Name'],
      pii: 'personal',
      description: 'Family name.',
      example: 'Mokoena',
    },
    position: {
      label: 'Position',
      synonyms: ['Role', 'Job Title'],
      description: 'Role in the organisation.',
      example: 'Chief Instructor',
    },
    phone: {
      label: 'Phone',
      synonyms: ['Telephone', 'Tel'],
      pii: 'personal',
      primaryKey: true,
      description: 'Telephone number.',
      example: '082 123 4567',
    },
    whatsapp: { label: 'WhatsApp', pii: 'personal', description: 'WhatsApp number.', example: '082 123 4567' },
    email: {
      label: 'Email',
      synonyms: ['E-mail', 'Email Address'],
      pii: 'personal',
      primaryKey: true,
      description: 'One or more e-mail addresses.',
      example: 'lerato@bluesky.example',
    },
    invalid: {
      label: 'Invalid',
      description: 'Anything but blank, no or 0 marks the contact as known to be wrong.',
      example: 'Y',
    },
    unnamed_10: { label: 'Unnamed: 10', description: 'A column without a header.', example: 'x' },
  },
})

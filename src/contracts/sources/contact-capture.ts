import { defineContract } from '../define-contract.ts'

export const contactCapture = defineContract({
  id: 'contact_capture',
  version: '1.0.0',
  title: 'Contact Database: capture sheet',
  description:
    'Schools captured by hand. A school that is a company already describes that company; any other is an organisation.',
  kind: 'source',
  owner: 'Sales team',
  lawfulBasis: 'legitimate_interest',
  fields: {
    unnamed_0: { label: 'Unnamed: 0', description: 'Running number; the column has no header.', example: '1' },
    school: {
      label: 'School',
      required: true,
      primaryKey: true,
      description: 'Name as captured.',
      example: 'Blue Sky Aviation',
    },
    contact_person_role: {
      label: 'Contact person (role)',
      synonyms: ['Contact person'],
      pii: 'personal',
      description: 'Person, with the role in brackets.',
      example: 'Lerato Mokoena (Owner)',
    },
    phone: {
      label: 'Phone',
      pii: 'personal',
      description: 'One or more telephone numbers.',
      example: '082 123 4567 / 011 555 0100',
    },
    email: {
      label: 'Email',
      synonyms: ['E-mail'],
      pii: 'personal',
      description: 'One or more e-mail addresses.',
      example: 'info@bluesky.example',
    },
    addresses: {
      label: 'Addresses',
      synonyms: ['Address'],
      description: 'Address as captured.',
      example: 'Hangar 12, Lanseria',
    },
    planes: { label: 'Planes', description: 'Aircraft operated.', example: 'C172' },
    website: { label: 'Website', description: 'Web address as captured.', example: 'bluesky.example' },
    description: { label: 'Description', description: 'Free text.', example: 'Private pilot training' },
    type: { label: 'Type', description: 'What kind of organisation.', example: 'Flight School' },
  },
})

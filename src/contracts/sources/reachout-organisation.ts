import { defineContract, identifierValues } from '../define-contract.ts'

export const reachoutOrganisation = defineContract({
  id: 'reachout_organisation',
  version: '1.0.0',
  title: 'Reachout Database: Organisation',
  description: 'One organisation a row, as the outreach team keeps them. Many rows of real files are blank padding.',
  kind: 'source',
  owner: 'Outreach team',
  lawfulBasis: 'legitimate_interest',
  fields: {
    organisation_name: {
      label: 'Organisation Name',
      synonyms: ['Organization Name', 'Organisation'],
      required: true,
      description: 'Name as captured.',
      example: 'Blue Sky Aviation (Pty) Ltd',
    },
    id: {
      label: 'ID',
      required: true,
      primaryKey: true,
      values: identifierValues,
      description: 'Number of the organisation in this workbook.',
      example: '12',
    },
    reachout_date: {
      label: 'Reachout Date',
      description: 'Last contact, day first or an Excel date.',
      example: '2025-03-14',
    },
    recent_touch_ind: { label: 'Recent_Touch_Ind', description: 'Whether it was contacted recently.', example: 'Y' },
    area: { label: 'Area', description: 'Province or town.', example: 'Gauteng' },
    distance: { label: 'Distance', description: 'Distance from the office, kilometres.', example: '35' },
    type: { label: 'Type', description: 'What kind of organisation.', example: 'Flight School' },
    website: { label: 'Website', description: 'Web address as captured.', example: 'www.bluesky.example' },
    address: { label: 'Address', description: 'Street address as captured.', example: '1 Hangar Rd, Lanseria' },
    planes: { label: 'Planes', description: 'Aircraft operated.', example: 'C172; PA-28' },
    description_type: { label: 'Description Type', description: 'Short description.', example: 'Training and charter' },
    notes: { label: 'Notes', pii: 'personal', description: 'Free text; may name people.', example: 'Call after nine' },
    open_questions: {
      label: 'Open Questions',
      pii: 'personal',
      description: 'Free text; may name people.',
      example: 'Fleet size?',
    },
  },
})

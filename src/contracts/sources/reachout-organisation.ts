import { defineContract } from '../define-contract.ts'
import { identifier, requiredText, text } from '../field.ts'

/** Sheet `Organisation` of the Reachout database: one row an organisation. */
export const reachoutOrganisation = defineContract({
  id: 'reachout_organisation',
  version: '1.0.0',
  title: 'Reachout organisations',
  description: 'Sheet `Organisation` of the Reachout database: one row an organisation that was reached out to.',
  kind: 'source',
  fields: {
    organisation_name: requiredText({
      label: 'Organisation Name',
      description: 'Name as typed in the sheet.',
      example: 'Blue Crane Aviation (Pty) Ltd',
      pii: 'none',
      synonyms: ['Organization Name', 'Organisation', 'Organization', 'Company Name'],
    }),
    id: identifier({
      label: 'ID',
      description: 'Identifier given by the sheet; contacts refer to it.',
      example: '12',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Organisation ID', 'Organization ID', 'Org ID'],
    }),
    reachout_date: text({
      label: 'Reachout Date',
      description: 'Day of the last contact with the organisation.',
      example: '2025-03-14',
      pii: 'none',
      synonyms: ['Reach Out Date', 'Date Reached Out'],
    }),
    recent_touch_ind: text({
      label: 'Recent_Touch_Ind',
      description: 'Whether there was contact lately, in the sheet’s own words.',
      example: 'Y',
      pii: 'none',
      synonyms: ['Recent Touch Indicator', 'Recent Touch'],
    }),
    area: text({
      label: 'Area',
      description: 'Town, area or province.',
      example: 'Lanseria',
      pii: 'none',
      synonyms: ['Region'],
    }),
    distance: text({
      label: 'Distance',
      description: 'Distance as typed, without a stated unit.',
      example: '45',
      pii: 'none',
    }),
    type: text({
      label: 'Type',
      description: 'Kind of organisation.',
      example: 'Flight School',
      pii: 'none',
      synonyms: ['Organisation Type', 'Organization Type'],
    }),
    website: text({
      label: 'Website',
      description: 'Web address as typed.',
      example: 'www.bluecrane.example',
      pii: 'none',
      synonyms: ['Web Site', 'Website URL', 'URL'],
    }),
    address: text({
      label: 'Address',
      description: 'Physical address as typed.',
      example: 'Hangar 4, Lanseria Airport',
      pii: 'none',
      synonyms: ['Physical Address', 'Street Address'],
    }),
    planes: text({
      label: 'Planes',
      description: 'Aircraft the organisation flies.',
      example: 'C172; PA-28',
      pii: 'none',
      synonyms: ['Aircraft', 'Fleet'],
    }),
    description_type: text({
      label: 'Description Type',
      description: 'Short description of what the organisation does.',
      example: 'PPL and CPL training',
      pii: 'none',
    }),
    notes: text({
      label: 'Notes',
      description: 'Free text; may speak of people.',
      example: 'Ask for the training manager',
      pii: 'personal',
      synonyms: ['Note', 'Comments', 'Remarks'],
    }),
    open_questions: text({
      label: 'Open Questions',
      description: 'Free text; may speak of people.',
      example: 'Do they hire out aircraft?',
      pii: 'personal',
      synonyms: ['Questions'],
    }),
  },
})

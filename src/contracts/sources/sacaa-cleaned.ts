import { defineContract } from '../define-contract.ts'
import { requiredText, text } from '../field.ts'

/** Sheet `Cleaned` of the regulator's list: one row a flight school. */
export const sacaaCleaned = defineContract({
  id: 'sacaa_cleaned',
  version: '1.0.0',
  title: 'SACAA flight schools',
  description: 'Sheet `Cleaned` of the civil aviation authority’s list of flight schools: one row a school.',
  kind: 'source',
  fields: {
    name_of_organisation: requiredText({
      label: 'Name of Organisation',
      description: 'Name as registered.',
      example: 'Blue Crane Aviation (Pty) Ltd',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Name of Organization', 'Organisation Name', 'Organization Name', 'Organisation'],
    }),
    province: text({ label: 'Province', description: 'Province as typed.', example: 'Gauteng', pii: 'none' }),
    status: text({
      label: 'Status',
      description: 'Standing of the approval.',
      example: 'Active',
      pii: 'none',
      synonyms: ['Approval Status'],
    }),
    website_url: text({
      label: 'Website URL',
      description: 'Web address as typed.',
      example: 'www.bluecrane.example',
      pii: 'none',
      synonyms: ['Website', 'URL', 'Web Site'],
    }),
    contact_person: text({
      label: 'Contact Person',
      description: 'Full name of the contact.',
      example: 'Lerato Mokoena',
      pii: 'personal',
      synonyms: ['Contact Name', 'Contact'],
    }),
    contact_number: text({
      label: 'Contact Number',
      description: 'Phone number as typed, or several.',
      example: '011 123 4567',
      pii: 'personal',
      synonyms: ['Phone', 'Phone Number', 'Telephone', 'Tel'],
    }),
    contact_email_address: text({
      label: 'Contact Email Address',
      description: 'E-mail address as typed, or several.',
      example: 'info@bluecrane.example',
      pii: 'personal',
      synonyms: ['Contact Email', 'Email', 'Email Address', 'E-mail'],
    }),
  },
})

import { defineContract } from '../define-contract.ts'
import { identifier, requiredText, text } from '../field.ts'

/** Sheet `Contact Info` of the Reachout database: one row a person. */
export const reachoutContactInfo = defineContract({
  id: 'reachout_contact_info',
  version: '1.0.0',
  title: 'Reachout contacts',
  description: 'Sheet `Contact Info` of the Reachout database: one row a person at an organisation.',
  kind: 'source',
  fields: {
    id: identifier({
      label: 'ID',
      description: 'Identifier of the organisation the person belongs to.',
      example: '12',
      pii: 'none',
      primaryKey: true,
      synonyms: ['Organisation ID', 'Organization ID', 'Org ID'],
    }),
    organisation_name: requiredText({
      label: 'Organisation Name',
      description: 'Name of the organisation as typed.',
      example: 'Blue Crane Aviation',
      pii: 'none',
      synonyms: ['Organization Name', 'Organisation', 'Organization', 'Company Name'],
    }),
    reachout_date: text({
      label: 'Reachout Date',
      description: 'Day of the last contact with the person.',
      example: '2025-03-14',
      pii: 'none',
      synonyms: ['Reach Out Date', 'Date Reached Out'],
    }),
    firstname: text({
      label: 'Firstname',
      description: 'Given name.',
      example: 'Lerato',
      pii: 'personal',
      synonyms: ['First Name', 'Given Name'],
    }),
    surname: text({
      label: 'Surname',
      description: 'Family name.',
      example: 'Mokoena',
      pii: 'personal',
      synonyms: ['Last Name', 'Family Name'],
    }),
    position: text({
      label: 'Position',
      description: 'Role of the person in the organisation.',
      example: 'Training Manager',
      pii: 'personal',
      synonyms: ['Role', 'Job Title'],
    }),
    phone: text({
      label: 'Phone',
      description: 'Phone number as typed, or several.',
      example: '082 123 4567',
      pii: 'personal',
      primaryKey: true,
      synonyms: ['Phone Number', 'Telephone', 'Tel', 'Contact Number'],
    }),
    whatsapp: text({
      label: 'WhatsApp',
      description: 'WhatsApp number as typed.',
      example: '0821234567',
      pii: 'personal',
      synonyms: ['WhatsApp Number', 'Whats App'],
    }),
    email: text({
      label: 'Email',
      description: 'E-mail address as typed, or several.',
      example: 'lerato@bluecrane.example',
      pii: 'personal',
      primaryKey: true,
      synonyms: ['E-mail', 'Email Address', 'E-mail Address', 'Mail'],
    }),
    invalid: text({
      label: 'Invalid',
      description: 'Filled when the contact is known to be wrong; such a contact is never primary.',
      example: 'x',
      pii: 'none',
      synonyms: ['Is Invalid', 'Invalid Contact'],
    }),
    unnamed_10: text({
      label: 'Unnamed: 10',
      description: 'The eleventh column, which has no header; free text.',
      example: 'left the company',
      pii: 'personal',
    }),
  },
})

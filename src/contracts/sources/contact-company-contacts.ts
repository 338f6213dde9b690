import { defineContract } from '../define-contract.ts'
import { identifier, requiredText, text } from '../field.ts'

/** Sheet `Company_Contacts` of the contact database: one row a person. */
export const contactCompanyContacts = defineContract({
  id: 'contact_company_contacts',
  version: '1.0.0',
  title: 'Contact database people',
  description: 'Sheet `Company_Contacts` of the contact database: one row a person at a company.',
  kind: 'source',
  fields: {
    c_id: identifier({
      label: 'C_ID',
      description: 'Identifier of the company the person belongs to.',
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
    status: text({
      label: 'Status',
      description: 'Standing of the contact.',
      example: 'Active',
      pii: 'none',
      synonyms: ['Contact Status'],
    }),
    firstname: text({
      label: 'FirstName',
      description: 'Given name.',
      example: 'Pieter',
      pii: 'personal',
      synonyms: ['First Name', 'Given Name'],
    }),
    surname: text({
      label: 'Surname',
      description: 'Family name.',
      example: 'van der Merwe',
      pii: 'personal',
      synonyms: ['Last Name', 'Family Name'],
    }),
    position: text({
      label: 'Position',
      description: 'Role of the person in the company.',
      example: 'Owner',
      pii: 'personal',
      synonyms: ['Role', 'Job Title'],
    }),
    cellnumber: text({
      label: 'Cellnumber',
      description: 'Mobile number as typed, or several.',
      example: '0831234567',
      pii: 'personal',
      primaryKey: true,
      synonyms: ['Cell Number', 'Cell', 'Cellphone', 'Mobile', 'Mobile Number'],
    }),
    email: text({
      label: 'Email',
      description: 'E-mail address as typed, or several.',
      example: 'pieter@karooair.example',
      pii: 'personal',
      primaryKey: true,
      synonyms: ['E-mail', 'Email Address', 'E-mail Address', 'Mail'],
    }),
    landline: text({
      label: 'Landline',
      description: 'Fixed-line number as typed, or several.',
      example: '044 123 4567',
      pii: 'personal',
      primaryKey: true,
      synonyms: ['Telephone', 'Tel', 'Landline Number', 'Phone'],
    }),
  },
})

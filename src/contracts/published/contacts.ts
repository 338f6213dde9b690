import type { z } from 'zod'
import { defineContract } from '../define-contract.ts'
import { pattern, requiredFlag, requiredPattern, requiredText, text } from '../field.ts'
import { contactId, e164, entityId, mailbox } from './forms.ts'

/** The people: one row a person at an organisation. */
export const contacts = defineContract({
  id: 'contacts',
  version: '1.0.0',
  title: 'Contacts',
  description: 'People: one row a person at an organisation, with that person’s own channels.',
  kind: 'published',
  fields: {
    contact_id: requiredPattern(contactId, {
      description: 'Stable identifier of the person at the organisation.',
      example: 'per_5d3f7h2j4l6n3p5r7t2v',
      pii: 'none',
      primaryKey: true,
    }),
    entity_id: requiredPattern(entityId, {
      description: 'Organisation the person belongs to.',
      example: 'org_7k2m4q6s3t5v2x4z6a3c',
      pii: 'none',
    }),
    organization_name: requiredText({
      description: 'Display name of the organisation.',
      example: 'Blue Crane Aviation (Pty) Ltd',
      pii: 'none',
    }),
    person_name: text({ description: 'Full name.', example: 'Lerato Mokoena', pii: 'personal' }),
    person_role: text({ description: 'Role in the organisation.', example: 'Training Manager', pii: 'personal' }),
    emails: text({
      description: 'Every e-mail address of the person, joined.',
      example: 'lerato@bluecrane.example',
      pii: 'personal',
    }),
    phones: text({
      description: 'Every phone number of the person, E.164, joined.',
      example: '+27111234567; +27821234567',
      pii: 'personal',
    }),
    email_primary: pattern(mailbox, {
      description: 'The address to use first.',
      example: 'lerato@bluecrane.example',
      pii: 'personal',
    }),
    phone_primary: pattern(e164, {
      description: 'The number to use first, E.164.',
      example: '+27821234567',
      pii: 'personal',
    }),
    email_status: text({
      description: 'What is known of the first address: deliverable, risky, undeliverable or unknown.',
      example: 'deliverable',
      pii: 'none',
    }),
    phone_status: text({
      description: 'What is known of the first number: deliverable, risky, undeliverable or unknown.',
      example: 'deliverable',
      pii: 'none',
    }),
    is_primary: requiredFlag({
      description: 'Whether this is the person to speak to at the organisation.',
      example: true,
      pii: 'none',
    }),
    is_invalid: requiredFlag({
      description: 'Whether a source marks the contact as wrong.',
      example: false,
      pii: 'none',
    }),
    source_datasets: requiredText({
      description: 'Titles of the sources that speak of the person, joined.',
      example: 'Reachout Database',
      pii: 'none',
    }),
    source_record_ids: requiredText({
      description: 'Source record keys of the person’s rows, joined; a key may hold an address or a number.',
      example: 'reachout_contact_info:12|lerato@bluecrane.example|0821234567',
      pii: 'personal',
    }),
    field_provenance: requiredText({
      description: 'JSON text, a field to where it came from; holds no values.',
      example:
        '{"person_name":{"source":"reachout","file":"Reachout Database.xlsx","sheet":"Contact Info","row_number":9,"rule":"source_priority"}}',
      pii: 'none',
    }),
  },
  rules: [
    {
      id: 'invalid_is_never_primary',
      description: 'A contact that a source marks as invalid is never the primary one.',
      field: 'is_primary',
      holds: (row) => !(row.is_primary === true && row.is_invalid === true),
    },
  ],
})

/** One row of `contacts`. */
export type ContactRow = z.infer<typeof contacts.schema>

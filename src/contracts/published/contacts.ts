import { z } from 'zod'
import { notBoth, together } from '../cross-field-rule.ts'
import { defineContract } from '../define-contract.ts'

const status = z.enum(['deliverable', 'risky', 'undeliverable', 'unknown'])

export const contacts = defineContract({
  id: 'contacts',
  version: '2.0.0',
  title: 'Contacts',
  description: 'One row per person of an organisation: name, role, e-mails and phones that belong together.',
  kind: 'published',
  owner: 'Data stewardship',
  lawfulBasis: 'legitimate_interest',
  retention: { days: 1825, field: null },
  rules: [
    notBoth('is_primary', 'is_invalid'),
    together('emails', 'email_primary'),
    together('phones', 'phone_primary'),
    together('email_primary', 'email_status'),
    together('phone_primary', 'phone_status'),
  ],
  references: [{ fields: ['entity_id'], dataset: 'organizations', to: ['entity_id'] }],
  fields: {
    contact_id: {
      required: true,
      primaryKey: true,
      values: z.string().regex(/^per_[a-z2-7]{20}$/),
      description: 'Stable id of the person.',
      example: 'per_abcdefghij234567abcd',
    },
    entity_id: {
      required: true,
      values: z.string().regex(/^org_[a-z2-7]{20}$/),
      description: 'Their organisation.',
      example: 'org_abcdefghij234567abcd',
    },
    organization_name: {
      required: true,
      description: 'Name of their organisation.',
      example: 'Blue Sky Aviation (Pty) Ltd',
    },
    person_name: { pii: 'personal', description: 'Given and family name.', example: 'Lerato Mokoena' },
    person_role: { description: 'Role.', example: 'Chief Instructor' },
    emails: {
      type: 'list<string>',
      pii: 'personal',
      description: 'All e-mails, sorted.',
      example: ['lerato@bluesky.example'],
    },
    phones: {
      type: 'list<string>',
      pii: 'personal',
      description: 'All phones, E.164, sorted.',
      example: ['+27821234567'],
    },
    email_primary: { pii: 'personal', description: 'First e-mail.', example: 'lerato@bluesky.example' },
    phone_primary: {
      pii: 'personal',
      values: z.string().regex(/^\+[0-9]{6,15}$/),
      description: 'First phone, E.164.',
      example: '+27821234567',
    },
    email_status: { values: status, description: 'Verification of the first e-mail.', example: 'unknown' },
    phone_status: { values: status, description: 'Verification of the first phone.', example: 'deliverable' },
    is_primary: {
      type: 'boolean',
      required: true,
      description: 'Whether this is the person to call first.',
      example: true,
    },
    is_invalid: {
      type: 'boolean',
      required: true,
      description: 'Whether the source marks this person as known to be wrong.',
      example: false,
    },
    source_datasets: {
      type: 'list<string>',
      required: true,
      description: 'Sources that speak of this person.',
      example: ['Reachout Database'],
    },
    source_record_ids: {
      type: 'list<string>',
      required: true,
      description: 'Source records.',
      example: ['reachout:contact-0123456789ab'],
    },
    field_provenance: {
      required: true,
      description: 'JSON: field → source, record, file, sheet, row_number, rule. Holds no values.',
      example: '{}',
    },
  },
})

import { z } from 'zod'
import { LAWFUL_BASES } from '../contract.ts'
import { together } from '../cross-field-rule.ts'
import { defineContract } from '../define-contract.ts'

const score = z.number().min(0).max(1)

export const organizations = defineContract({
  id: 'organizations',
  version: '2.0.0',
  title: 'Organizations',
  description: 'One golden record per organisation. Lists are sorted.',
  kind: 'published',
  owner: 'Data stewardship',
  lawfulBasis: 'legitimate_interest',
  retention: { days: 1825, field: 'last_interaction_date' },
  freshness: { field: 'last_interaction_date', maxAgeDays: 730 },
  volume: { min: 1 },
  rules: [
    together('contact_primary_email', 'contact_primary_email_status'),
    together('contact_primary_email', 'contact_primary_email_confidence'),
    together('contact_primary_phone', 'contact_primary_phone_status'),
    together('contact_primary_phone', 'contact_primary_phone_confidence'),
  ],
  fields: {
    entity_id: {
      required: true,
      primaryKey: true,
      values: z.string().regex(/^org_[a-z2-7]{20}$/),
      description: 'Stable id of the organisation.',
      example: 'org_abcdefghij234567abcd',
    },
    organization_name: {
      required: true,
      description: 'Name in its best spelling.',
      example: 'Blue Sky Aviation (Pty) Ltd',
    },
    organization_slug: { description: 'Name for addresses: lower case, dashes.', example: 'blue-sky-aviation-pty-ltd' },
    province: { description: 'Province from the closed list.', example: 'Gauteng' },
    country_code: { values: z.string().regex(/^[A-Z]{2}$/), description: 'ISO 3166-1 alpha-2.', example: 'ZA' },
    area: { description: 'Area as captured.', example: 'Lanseria' },
    address_primary: { description: 'Address.', example: 'Hangar 12, Lanseria' },
    organization_category: { description: 'Category.', example: 'Flight School' },
    organization_type: { description: 'Type.', example: 'Flight School' },
    status: { description: 'Status from the closed list.', example: 'Active' },
    website: {
      values: z.string().regex(/^https:\/\//),
      description: 'Canonical address, always https.',
      example: 'https://bluesky.example',
    },
    planes: {
      type: 'list<string>',
      description: 'Aircraft, an element a source that names any.',
      example: ['C172, PA-28', 'PA-28'],
    },
    description: {
      type: 'list<string>',
      description: 'Descriptions, one a source.',
      example: ['Training and charter'],
    },
    notes: { type: 'list<string>', pii: 'personal', description: 'Notes, one a source.', example: ['Call after nine'] },
    source_datasets: {
      type: 'list<string>',
      required: true,
      description: 'Sources that speak of it.',
      example: ['Reachout Database', 'SACAA Cleaned'],
    },
    source_record_ids: {
      type: 'list<string>',
      required: true,
      description: 'Its source records.',
      example: ['reachout:12', 'sacaa:Blue Sky Aviation'],
    },
    contact_primary_name: { pii: 'personal', description: 'Name of the primary contact.', example: 'Lerato Mokoena' },
    contact_primary_role: { description: 'Role of the primary contact.', example: 'Chief Instructor' },
    contact_primary_email: {
      pii: 'personal',
      description: 'E-mail of the primary contact.',
      example: 'lerato@bluesky.example',
    },
    contact_primary_email_status: {
      values: z.enum(['deliverable', 'risky', 'undeliverable', 'unknown']),
      description: 'Verification of that e-mail.',
      example: 'unknown',
    },
    contact_primary_email_confidence: {
      type: 'double',
      values: score,
      description: 'Confidence, 0 to 1.',
      example: 0.5,
    },
    contact_primary_phone: {
      pii: 'personal',
      values: z.string().regex(/^\+[0-9]{6,15}$/),
      description: 'Phone of the primary contact, E.164.',
      example: '+27821234567',
    },
    contact_primary_phone_status: {
      values: z.enum(['deliverable', 'risky', 'undeliverable', 'unknown']),
      description: 'Verification of that phone.',
      example: 'deliverable',
    },
    contact_primary_phone_confidence: {
      type: 'double',
      values: score,
      description: 'Confidence, 0 to 1.',
      example: 0.85,
    },
    contact_validation_flags: {
      type: 'list<string>',
      description: 'Problems of the primary values.',
      example: ['email:risky'],
    },
    contact_secondary_emails: {
      type: 'list<string>',
      pii: 'personal',
      description: 'All other e-mails.',
      example: ['info@bluesky.example'],
    },
    contact_secondary_phones: {
      type: 'list<string>',
      pii: 'personal',
      description: 'All other phones.',
      example: ['+27115550100'],
    },
    contact_email_confidence_avg: {
      type: 'double',
      values: score,
      description: 'Mean over all e-mails.',
      example: 0.5,
    },
    contact_phone_confidence_avg: {
      type: 'double',
      values: score,
      description: 'Mean over all phones.',
      example: 0.85,
    },
    contact_verification_score_avg: {
      type: 'double',
      values: score,
      description: 'Mean over all e-mails and phones.',
      example: 0.675,
    },
    completeness_score: {
      type: 'double',
      required: true,
      values: score,
      description: 'Share present of primary e-mail, primary phone, website, province, address.',
      example: 0.8,
    },
    quality_score: {
      type: 'double',
      required: true,
      values: score,
      description: '.25 e-mail confidence + .25 phone confidence + .2 website + .15 province + .15 address.',
      example: 0.6375,
    },
    data_quality_flags: {
      type: 'list<string>',
      required: true,
      description: 'What is missing; the one element none where nothing is.',
      example: ['missing_website'],
    },
    field_provenance: {
      required: true,
      description: 'JSON: field → source, record, file, sheet, row_number, rule. Holds no values.',
      example:
        '{"website":{"source":"sacaa","record":"sacaa:Blue Sky","file":"SACAA.xlsx","sheet":"Cleaned","row_number":2,"rule":"survivorship"}}',
    },
    last_interaction_date: { type: 'date', description: 'Latest interaction.', example: '2025-03-14' },
    priority: { description: 'Priority from the closed list.', example: 'High' },
    privacy_basis: {
      required: true,
      values: z.enum(LAWFUL_BASES),
      description: 'Lawful basis of processing: the one that this contract states.',
      example: 'legitimate_interest',
    },
  },
})

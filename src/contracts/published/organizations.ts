import type { z } from 'zod'
import { defineContract } from '../define-contract.ts'
import { pattern, requiredPattern, requiredShare, requiredText, share, text } from '../field.ts'
import { countryCode, e164, entityId, isoDate, mailbox, webAddress } from './forms.ts'

/** The golden records: one row an organisation. */
export const organizations = defineContract({
  id: 'organizations',
  version: '1.0.0',
  title: 'Organizations',
  description: 'Golden records: one row an organisation, the best value of every field and where it came from.',
  kind: 'published',
  fields: {
    entity_id: requiredPattern(entityId, {
      description: 'Stable identifier of the organisation.',
      example: 'org_7k2m4q6s3t5v2x4z6a3c',
      pii: 'none',
      primaryKey: true,
    }),
    organization_name: requiredText({
      description: 'Display name, in its best spelling.',
      example: 'Blue Crane Aviation (Pty) Ltd',
      pii: 'none',
    }),
    organization_slug: text({
      description: 'The name for use in addresses; null when no letter or digit survives.',
      example: 'blue-crane-aviation',
      pii: 'none',
    }),
    province: text({ description: 'Province, from a closed list.', example: 'KwaZulu-Natal', pii: 'none' }),
    country_code: pattern(countryCode, { description: 'Country, ISO 3166-1 alpha-2.', example: 'ZA', pii: 'none' }),
    area: text({ description: 'Town or area.', example: 'Lanseria', pii: 'none' }),
    address_primary: text({ description: 'Physical address.', example: 'Hangar 4, Lanseria Airport', pii: 'none' }),
    organization_category: text({
      description: 'Category of the organisation.',
      example: 'Flight School',
      pii: 'none',
    }),
    organization_type: text({ description: 'Kind of organisation.', example: 'Flight School', pii: 'none' }),
    status: text({ description: 'Standing of the organisation.', example: 'Active', pii: 'none' }),
    website: pattern(webAddress, { description: 'Web address.', example: 'https://bluecrane.example', pii: 'none' }),
    planes: text({ description: 'Aircraft, several joined.', example: 'C172; PA-28', pii: 'none' }),
    description: text({
      description: 'What the organisation does; joined free text that may speak of people.',
      example: 'PPL and CPL training',
      pii: 'personal',
    }),
    notes: text({
      description: 'Joined free text; may speak of people.',
      example: 'Ask for the training manager',
      pii: 'personal',
    }),
    source_datasets: requiredText({
      description: 'Titles of the sources that speak of the organisation, joined.',
      example: 'Contact Database; Reachout Database',
      pii: 'none',
    }),
    source_record_ids: requiredText({
      description: 'Source record keys of the organisation rows, joined.',
      example: 'contact:204; reachout:12',
      pii: 'none',
    }),
    contact_primary_name: text({
      description: 'Name of the person to speak to.',
      example: 'Lerato Mokoena',
      pii: 'personal',
    }),
    contact_primary_role: text({ description: 'Role of that person.', example: 'Training Manager', pii: 'personal' }),
    contact_primary_email: pattern(mailbox, {
      description: 'E-mail address of that person.',
      example: 'lerato@bluecrane.example',
      pii: 'personal',
    }),
    contact_primary_email_status: text({
      description: 'What is known of the address: deliverable, risky, undeliverable or unknown.',
      example: 'deliverable',
      pii: 'none',
    }),
    contact_primary_email_confidence: share({
      description: 'How sure that status is, 0 to 1.',
      example: 0.75,
      pii: 'none',
    }),
    contact_primary_phone: pattern(e164, {
      description: 'Phone number of that person, E.164.',
      example: '+27821234567',
      pii: 'personal',
    }),
    contact_primary_phone_status: text({
      description: 'What is known of the number: deliverable, risky, undeliverable or unknown.',
      example: 'deliverable',
      pii: 'none',
    }),
    contact_primary_phone_confidence: share({
      description: 'How sure that status is, 0 to 1.',
      example: 0.85,
      pii: 'none',
    }),
    contact_validation_flags: text({
      description: 'What is wrong with the primary contact’s channels, joined.',
      example: 'email:risky',
      pii: 'none',
    }),
    contact_secondary_emails: text({
      description: 'Every other e-mail address, joined.',
      example: 'info@bluecrane.example',
      pii: 'personal',
    }),
    contact_secondary_phones: text({
      description: 'Every other phone number, E.164, joined.',
      example: '+27111234567',
      pii: 'personal',
    }),
    contact_email_confidence_avg: share({
      description: 'Mean confidence over all e-mail addresses.',
      example: 0.75,
      pii: 'none',
    }),
    contact_phone_confidence_avg: share({
      description: 'Mean confidence over all phone numbers.',
      example: 0.85,
      pii: 'none',
    }),
    contact_verification_score_avg: share({
      description: 'Mean verification over all channels.',
      example: 0.8,
      pii: 'none',
    }),
    completeness_score: requiredShare({
      description: 'Share of the main fields that are present, 0 to 1.',
      example: 0.8,
      pii: 'none',
    }),
    quality_score: requiredShare({
      description: 'Completeness weighed by verification, 0 to 1.',
      example: 0.72,
      pii: 'none',
    }),
    data_quality_flags: requiredText({
      description: 'What is missing or doubtful, joined; `none` when nothing is.',
      example: 'missing_website',
      pii: 'none',
    }),
    field_provenance: requiredText({
      description: 'JSON text, a field to its `{source, record, file, sheet, row_number, rule}`; holds no values.',
      example:
        '{"province":{"source":"sacaa","record":"sacaa:blue crane aviation","file":"SACAA.xlsx","sheet":"Cleaned","row_number":7,"rule":"source_priority"}}',
      pii: 'none',
    }),
    last_interaction_date: pattern(isoDate, {
      description: 'Day of the latest contact with the organisation.',
      example: '2025-03-14',
      pii: 'none',
    }),
    priority: text({ description: 'How soon to call on the organisation.', example: 'high', pii: 'none' }),
    privacy_basis: requiredText({
      description: 'Legal ground on which the record is kept.',
      example: 'Legitimate Interest',
      pii: 'none',
    }),
  },
})

/** One row of `organizations`. */
export type OrganizationRow = z.infer<typeof organizations.schema>

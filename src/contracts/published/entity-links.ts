import type { z } from 'zod'
import { defineContract } from '../define-contract.ts'
import { requiredOrdinal, requiredPattern, requiredText, requiredWord, text } from '../field.ts'
import { digest, entityId } from './forms.ts'

/** Every source row and the organisation it ended in. */
export const entityLinks = defineContract({
  id: 'entity_links',
  version: '1.0.0',
  title: 'Entity links',
  description: 'Every source row that was used, the organisation it ended in, and why.',
  kind: 'published',
  fields: {
    file: requiredText({
      description: 'Name of the source file.',
      example: 'Reachout Database.xlsx',
      pii: 'none',
      primaryKey: true,
    }),
    sheet: requiredText({
      description: 'Sheet the row stands in.',
      example: 'Organisation',
      pii: 'none',
      primaryKey: true,
    }),
    row_number: requiredOrdinal({
      description: 'Row number as a spreadsheet program shows it, from 1.',
      example: 2,
      pii: 'none',
      primaryKey: true,
    }),
    source: requiredText({ description: 'Identifier of the source.', example: 'reachout', pii: 'none' }),
    row_hash: requiredPattern(digest, {
      description: 'Digest of the row’s content, hexadecimal.',
      example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      pii: 'none',
    }),
    entity_id: requiredPattern(entityId, {
      description: 'Organisation the row ended in.',
      example: 'org_7k2m4q6s3t5v2x4z6a3c',
      pii: 'none',
    }),
    source_record_id: requiredText({
      description: 'Source record key; that of a contact may hold an address or a number.',
      example: 'reachout:12',
      pii: 'personal',
    }),
    row_class: requiredWord(['published', 'merged', 'attached'], {
      description: 'What became of the row: it leads a golden record, was folded into one, or describes part of one.',
      example: 'published',
      pii: 'none',
    }),
    linked_by: requiredWord(
      [
        'own_record',
        'matching_key',
        'email',
        'phone',
        'registered_domain',
        'owner_key',
        'organization_name',
        'duplicate_row',
      ],
      { description: 'The evidence that ties the row to the organisation.', example: 'matching_key', pii: 'none' },
    ),
    evidence: text({
      description: 'The value or values that tied it; may hold an address or a number.',
      example: 'blue crane aviation',
      pii: 'personal',
    }),
  },
})

/** One row of `entity_links`. */
export type EntityLinkRow = z.infer<typeof entityLinks.schema>

import { z } from 'zod'
import { defineContract } from '../define-contract.ts'

export const entityLinks = defineContract({
  id: 'entity_links',
  version: '2.0.0',
  title: 'Entity links',
  description:
    'Every source row that is not quarantined, for each thing that it describes: the entity it belongs to, and why.',
  kind: 'published',
  owner: 'Data stewardship',
  lawfulBasis: 'legitimate_interest',
  volume: { min: 1 },
  fields: {
    file: { required: true, primaryKey: true, description: 'File.', example: 'Reachout Database.xlsx' },
    sheet: { required: true, primaryKey: true, description: 'Sheet.', example: 'Organisation' },
    row_number: {
      type: 'long',
      required: true,
      primaryKey: true,
      values: z.int().min(1),
      description: 'Row as Excel shows it.',
      example: 12,
    },
    part: {
      type: 'long',
      required: true,
      primaryKey: true,
      values: z.int().min(0),
      description: 'Which of the things that the row describes; 0 is the one that the row is counted by.',
      example: 0,
    },
    entity: {
      required: true,
      description: 'What it describes: the id of an entity of the domain.',
      example: 'organization',
    },
    source: { required: true, description: 'Id of the source.', example: 'reachout' },
    row_hash: {
      required: true,
      description: "128 bits of the row's content hash, hex.",
      example: '0123456789abcdef0123456789abcdef',
    },
    entity_id: {
      required: true,
      values: z.string().regex(/^[a-z]{2,6}_[a-z2-7]{20}$/),
      description: 'The entity; of a row that says nothing of its own, what it belongs to.',
      example: 'org_abcdefghij234567abcd',
    },
    source_record_id: { required: true, description: "The record's id in its source.", example: 'reachout:12' },
    record_key: {
      required: true,
      // The key of a contact row is its phone number or address.
      pii: 'personal',
      description:
        "What the record is known by from version to version: source, contract and primary key, else the row's hash.",
      example: 'reachout|reachout_organisation|12',
    },
    row_class: {
      required: true,
      values: z.enum(['published', 'merged', 'attached']),
      description:
        'published: the record the entity is named after; merged: folded into it; attached: describes part of it.',
      example: 'merged',
    },
    linked_by: {
      required: true,
      values: z.enum(['own_record', 'linkage', 'decision', 'owner_key', 'name', 'same_key', 'duplicate_row']),
      description:
        'The evidence. same_key: other content under the key and name of an earlier row; duplicate_row: the same row again.',
      example: 'linkage',
    },
    evidence: {
      description: 'The record, key or decision it was linked through; never a personal value.',
      example: 'reachout:12',
    },
    match_weight: {
      type: 'double',
      description: 'For linkage: the weight of the pair with that record, in bits.',
      example: 14.2,
    },
  },
})

import { z } from 'zod'
import { defineContract } from '../define-contract.ts'

const entity = z.string().regex(/^[a-z]{2,6}_[a-z2-7]{20}$/)

export const entityChanges = defineContract({
  id: 'entity_changes',
  version: '3.0.0',
  title: 'Entity changes',
  description:
    'The history of entity ids: every birth, death, merge, split and move since the first version, with its records and its cause.',
  kind: 'published',
  owner: 'Data stewardship',
  fields: {
    change_id: {
      required: true,
      primaryKey: true,
      values: z.string().regex(/^chg_[a-z2-7]{20}$/),
      description: 'Id of the change: made of the other columns, so the same change has the same id.',
      example: 'chg_abcdefghij234567abcd',
    },
    base_version: {
      type: 'long',
      required: true,
      values: z.int().min(0),
      description: 'The version of entity_links that the change is measured against; 0 when there was none.',
      example: 3,
    },
    entity: { required: true, description: 'What it is: the id of an entity of the domain.', example: 'organization' },
    entity_id: {
      required: true,
      values: entity,
      description: 'The entity it happened to: born, died, merged away, split off, or given records.',
      example: 'org_abcdefghij234567abcd',
    },
    change: {
      required: true,
      values: z.enum(['born', 'died', 'merged', 'split', 'moved']),
      description:
        'born: of new records; died: no record left; merged: its records went to the related entity and its id ended; split: it took records of the related entity; moved: records went to it from the related entity, and both live.',
      example: 'merged',
    },
    related_entity_id: {
      values: entity,
      description: 'The other entity: the one merged into, split from, or moved from.',
      example: 'org_zyxwvutsrq765432zyxw',
    },
    records: {
      type: 'long',
      required: true,
      values: z.int().min(0),
      description: 'How many source records make the change.',
      example: 2,
    },
    source_record_ids: {
      type: 'list<string>',
      description: 'Those records, sorted; the first 100 of them.',
      example: ['contact:12', 'reachout:7'],
    },
    cause: {
      required: true,
      values: z.enum(['new_records', 'records_gone', 'linkage', 'decision']),
      description:
        'new_records or records_gone: the sources changed; linkage: the records are matched differently; decision: a steward said so.',
      example: 'linkage',
    },
    evidence: {
      description:
        'JSON: the strongest pair of records, or the decision, that stands behind the change. Holds no personal values.',
      example: '{"left":"contact:12","right":"reachout:7","match_weight":14.2}',
    },
  },
})

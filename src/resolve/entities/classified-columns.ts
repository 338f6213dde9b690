import type { Entity } from '../../domain/index.ts'
import type { ColumnDefinition } from '../../engine/index.ts'

/** What a classified row has of its refined row, as it is. */
export const CARRIED: readonly ColumnDefinition[] = [
  { name: '_file', type: 'string' },
  { name: '_sheet', type: 'string' },
  { name: '_row', type: 'long' },
  { name: '_part', type: 'long' },
  { name: '_source', type: 'string' },
  { name: '_row_hash', type: 'string' },
  { name: '_record_id', type: 'string' },
  { name: '_record_key', type: 'string' },
  { name: '_role', type: 'string' },
  { name: '_is_unique', type: 'boolean' },
]

/** The columns of what each row of an entity became (`classifySql`). */
export const classifiedColumns = (entity: Entity): readonly ColumnDefinition[] => [
  { name: 'entity', type: 'string' },
  ...CARRIED,
  { name: '_occurrence', type: 'long' },
  { name: '_key_repeats', type: 'string' },
  { name: 'row_class', type: 'string' },
  { name: 'entity_id', type: 'string' },
  { name: 'linked_by', type: 'string' },
  { name: 'evidence', type: 'string' },
  { name: 'match_weight', type: 'double' },
  ...entity.parents.map((parent): ColumnDefinition => ({ name: `_parent_${parent}`, type: 'string' })),
]

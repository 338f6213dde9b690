import type { Entity } from '../domain/index.ts'

/** Columns of `entity_links` that have another name in the rows of Resolve. */
export const LINK_COLUMNS: Readonly<Record<string, string>> = {
  file: '_file',
  sheet: '_sheet',
  row_number: '_row',
  part: '_part',
  source: '_source',
  row_hash: '_row_hash',
  source_record_id: '_record_id',
  record_key: '_record_key',
}

/** Columns that say whose a row is, the first that has a value: its own entity, else what it belongs to. */
export const linkId = ({ parents }: Entity): readonly string[] => [
  'entity_id',
  ...parents.map((parent) => `_parent_${parent}`),
]

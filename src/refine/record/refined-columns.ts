import type { Entity } from '../../domain/index.ts'
import type { ColumnDefinition } from '../../engine/index.ts'
import { CELLS } from './cells-column.ts'
import { partColumns } from './part-columns.ts'

/** Begin with _, which no attribute can. */
const ROW: readonly ColumnDefinition[] = [
  { name: '_role', type: 'string' },
  { name: '_source', type: 'string' },
  { name: '_table', type: 'string' },
  { name: '_file', type: 'string' },
  { name: '_sheet', type: 'string' },
  { name: '_row', type: 'long' },
  { name: '_row_hash', type: 'string' },
  // Which of the things that its row describes: 0 is the one that the row is counted by.
  { name: '_part', type: 'long' },
  { name: '_trust', type: 'long' },
  { name: '_record_key', type: 'string' },
  { name: '_record_id', type: 'string' },
  { name: '_key', type: 'string' },
  { name: '_name_key', type: 'string' },
  // Rows with the same key are one, whatever else differs.
  { name: '_is_unique', type: 'boolean' },
  // Whether its table says what the row belongs to.
  { name: '_belongs', type: 'boolean' },
  { name: '_is_invalid', type: 'boolean' },
  // Whether the table has a mark at all: a source that cannot mark a value says nothing of it.
  { name: '_can_mark', type: 'boolean' },
  { name: '_invalid', type: 'list<string>' },
  { name: '_issues', type: 'string' },
  // How many cells gave each value; null where one gave each.
  { name: CELLS, type: 'string' },
]

export const parentKeyColumn = (parent: string): string => `_${parent}_key`
export const parentNameColumn = (parent: string): string => `_${parent}_name`

/** The columns of an entity's refined rows: of the row, of what it belongs to, of its attributes, and of their parts. */
export const refinedColumns = (entity: Entity): readonly ColumnDefinition[] => [
  ...ROW,
  ...entity.ties.flatMap((parent): ColumnDefinition[] => [
    { name: parentKeyColumn(parent), type: 'string' },
    { name: parentNameColumn(parent), type: 'string' },
  ]),
  ...entity.attributes.flatMap((attribute): ColumnDefinition[] => [
    { name: attribute.name, type: attribute.isList ? 'list<string>' : attribute.type.column },
    ...partColumns(attribute).map(({ name, type }): ColumnDefinition => ({ name, type })),
  ]),
]

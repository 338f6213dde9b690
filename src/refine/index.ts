/** The door of the refine room: what others may take of it. */
export { type AttributeValue, attributeReader } from './record/attribute-reader.ts'
export { partColumns } from './record/part-columns.ts'
export { ReadingNotes } from './record/reading-notes.ts'
export { parentKeyColumn, parentNameColumn, refinedColumns } from './record/refined-columns.ts'
export type { RowPlace } from './record/row-place.ts'
export { whenTest } from './record/row-tests.ts'
export { type RefinedRowOutcome, tableRefiner } from './record/table-refiner.ts'
export type { ToldField } from './record/told-fields.ts'

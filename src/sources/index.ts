export type { CellErasure, RowEdits } from './cell-erasure.ts'
export { cellText } from './cell-text.ts'
export { eraseCells } from './erase-cells.ts'
export * from './errors.ts'
export { type ColumnMapping, type MappableField, type MappedColumn, mapColumns } from './map-columns.ts'
export { openSource } from './open-source.ts'
export {
  type BadRow,
  type Cell,
  defaultSourceLimits,
  type ErrorCell,
  type ExtraCell,
  type OversizedCell,
  type SheetBatch,
  type SheetSource,
  type SourceDetails,
  type SourceFile,
  type SourceFormat,
  type SourceLimits,
} from './sheet-source.ts'

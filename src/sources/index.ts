/** The door of the sources room: what others may take of it. */

export { cellText } from './cell-text.ts'
export { eraseCells } from './erase-cells.ts'
export {
  EmptySheetError,
  EncryptedWorkbookError,
  NotAZipError,
  SheetMissingError,
  SourceError,
  TooManyColumnsError,
  TooManyRowsError,
  TruncatedWorkbookError,
  UnreadableParquetError,
  UnreadableWorkbookError,
  UnsupportedFormatError,
  ZipBombError,
} from './errors.ts'
export { type ColumnMapping, type MappableField, mapColumns } from './map-columns.ts'
export { NoteBook } from './note-book.ts'
export { openSource } from './open-source.ts'
export {
  type Cell,
  type ColumnRole,
  defaultSourceLimits,
  type ReadSettings,
  type SheetBatch,
  type SheetSource,
  type SourceDetails,
  type SourceLimits,
} from './sheet-source.ts'

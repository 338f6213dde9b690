import type { MappableField } from './map-columns.ts'
import type { SheetNote } from './note-book.ts'

/** A value as a source file holds it. Dates are UTC; blank is null. */
export type Cell = string | number | boolean | Date | null

/** A row that could not be read as a row at all, for example a broken JSON line. */
export interface BadRow {
  readonly rowNumber: number
  /** What it broke, as quarantine names it. */
  readonly rule: 'unreadable_row' | 'wider_than_header' | 'bad_bytes' | 'footer_row'
  readonly message: string
}

/** A cell longer than `maxCellCharacters`: its value in `rows` is null. `length` is in characters (of the raw text). */
export interface OversizedCell {
  readonly rowNumber: number
  readonly column: string
  readonly length: number
}

/** A spreadsheet error (`#N/A`, `#REF!` …): its value in `rows` is null. */
export interface ErrorCell {
  readonly rowNumber: number
  readonly column: string
  readonly code: string
}

/** A value with no column in the header: right of it in a table, or under a key first seen late in JSON lines. */
export interface ExtraCell {
  readonly rowNumber: number
  readonly column: string
  readonly value: Cell
}

/**
 * Some consecutive rows. `rows[i]` has one cell per header column and stands at `rowNumbers[i]`: 1-based as Excel shows it;
 * for CSV the line the record begins on; for JSON lines the line; for Parquet the row index + 2 (the header counts as row 1).
 * Blank rows are rows too. A bad row is only in `bad`, so that rows read = rows + bad.
 */
export interface SheetBatch {
  readonly rowNumbers: number[]
  readonly rows: (readonly Cell[])[]
  readonly bad: readonly BadRow[]
  readonly oversized: readonly OversizedCell[]
  readonly errorCells: readonly ErrorCell[]
  readonly extra: readonly ExtraCell[]
}

export interface SheetSource {
  readonly sheet: string
  /** Trimmed labels; a blank header cell is `Unnamed: <0-based index>`, as pandas names it. */
  readonly header: readonly string[]
  /** Row number of the header; 0 where the format has none (JSON lines). */
  readonly headerRow: number
  readonly details: SourceDetails
  /** What was noticed of the sheet by now: all there is when its batches were read to their end. */
  notes(): readonly SheetNote[]
  /** The rows below the header, in order. Each call reads the file anew; leaving the loop early closes it. */
  batches(): AsyncGenerator<SheetBatch, void, undefined>
}

/** What a column is for, as far as it changes how its cells are read. */
export interface ColumnRole {
  /** Part of a key or a name: a merged cell says the same of every row that it covers. */
  readonly spread: boolean
  /** Numbers in it are days, whatever their format. */
  readonly date: boolean
  /** A link to a mail address is one. */
  readonly mail: boolean
  /** It is about nobody: a value may be shown to whoever reads a report. */
  readonly told: boolean
}

/** How a table is read, where somebody says so. Formats take what concerns them. */
export interface ReadSettings {
  /** The header is the first row from here on that is not blank. */
  readonly headerRow?: number
  /** Rows at the top that are not looked at. */
  readonly skip?: number
  /** What columns may mean: of the first rows, the one with most of these labels is the header. */
  readonly fields?: readonly MappableField[]
  readonly delimiter?: string
  /** Empty: quotes are text. */
  readonly quote?: string
  /** Lines that begin with it are no rows. */
  readonly comment?: string
  readonly encoding?: string
  /** Every row is given, however damaged, and none is taken for a foot: to look through a file, not to read it. */
  readonly whole?: boolean
  /** What the columns of a header are for, in its order. */
  readonly roles?: (header: readonly string[]) => readonly ColumnRole[]
}

/** What was found out about a text file. `fallback` says why the encoding is a guess. */
export interface SourceDetails {
  readonly delimiter?: string
  readonly quote?: string
  readonly comment?: string
  readonly encoding?: string
  readonly how?: 'stated' | 'mark' | 'content' | 'letters' | 'guess'
  readonly bom?: boolean
  readonly fallback?: string
  readonly dateSystem?: '1900' | '1904'
}

export interface SourceFile {
  /** Id of its format: `xlsx`, `csv`, `jsonl`, `parquet`. */
  readonly format: string
  /** Workbook sheets in their order; for the other formats one sheet, named as the file without its extension. */
  readonly sheets: readonly string[]
  readonly details: SourceDetails
  /**
   * Reads as far as the header (formats whose header has no row have it where it always is). What the settings state is not found out.
   * A one-sheet format accepts any name. Throws `SheetMissingError`, `EmptySheetError`, `TooManyColumnsError`.
   */
  read(sheet: string, settings?: ReadSettings): Promise<SheetSource>
}

export interface SourceLimits {
  /** Longer cells become null and are listed in `oversized`. */
  readonly maxCellCharacters: number
  readonly maxColumns: number
  /** Unpacked bytes of one archive entry, or of one Parquet row group. */
  readonly maxEntryBytes: number
  /** Unpacked to packed bytes; judged only on entries and pages above 16 MiB, and on Parquet files that come to more than 64 MiB. */
  readonly maxCompressionRatio: number
  /** Bytes that have to be held at once: of Parquet a page of each column with the dictionaries, of a workbook its shared texts. */
  readonly maxHeldBytes: number
  readonly maxRows?: number
}

/** Limits that genuine workbooks keep: Excel's own cell limit is 32,767 characters, its largest sheets unpack to about 1 GB. */
export const defaultSourceLimits: SourceLimits = {
  maxCellCharacters: 100_000,
  maxColumns: 150,
  maxEntryBytes: 2 * 1024 ** 3,
  maxCompressionRatio: 200,
  maxHeldBytes: 512 * 1024 ** 2,
}

/** Where in the input something went wrong. `file` is a name, not a path; `row` is 1-based as the file shows it. */
export interface SourcePlace {
  readonly file: string
  readonly sheet?: string
  readonly row?: number
}

const describePlace = ({ file, sheet, row }: SourcePlace): string =>
  [`file "${file}"`, sheet === undefined ? '' : `sheet "${sheet}"`, row === undefined ? '' : `row ${row}`]
    .filter(Boolean)
    .join(', ')

/** A source file that cannot be read. The message says what happened, where, and what to do next. */
export class SourceError extends Error {
  readonly place: SourcePlace

  constructor(what: string, place: SourcePlace, next: string, cause?: unknown) {
    super(`${what} (${describePlace(place)}). ${next}`, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.place = place
  }
}

/** An .xlsx name over bytes that are no zip archive. */
export class NotAZipError extends SourceError {
  constructor(place: SourcePlace) {
    super(
      'The workbook is not a zip archive, which every .xlsx is',
      place,
      'Open it in a spreadsheet program and save it as .xlsx, or name it after its real format.',
    )
  }
}

/** A zip archive whose end, or part of whose content, is missing. */
export class TruncatedWorkbookError extends SourceError {
  constructor(what: string, place: SourcePlace, cause?: unknown) {
    super(`The workbook is cut short: ${what}`, place, 'Copy or download it again, completely.', cause)
  }
}

/** A complete zip archive whose content contradicts itself or is no spreadsheet. */
export class UnreadableWorkbookError extends SourceError {
  constructor(what: string, place: SourcePlace, cause?: unknown) {
    super(
      `The workbook cannot be read: ${what}`,
      place,
      'Open it in a spreadsheet program, let it repair the file, and save it as .xlsx.',
      cause,
    )
  }
}

/** A workbook behind a password. */
export class EncryptedWorkbookError extends SourceError {
  constructor(place: SourcePlace) {
    super('The workbook is encrypted', place, 'Remove its password and drop it again.')
  }
}

/** A file that would unpack to more than the limits allow. Decided from declared sizes, and enforced while reading. */
export class ZipBombError extends SourceError {
  constructor(
    what: string,
    place: SourcePlace,
    next = 'If the file is genuine, raise ingest.max_entry_bytes or ingest.max_compression_ratio for this pipeline.',
  ) {
    super(`The file is refused because it unpacks to too much: ${what}`, place, next)
  }
}

/** The asked sheet is not in the file. */
export class SheetMissingError extends SourceError {
  /** `alike`: a sheet that may be it, renamed. */
  constructor(place: SourcePlace, sheets: readonly string[], alike?: string) {
    super(
      'The sheet is missing',
      place,
      `${alike === undefined ? '' : `"${alike}" may be it. `}The file holds: ${sheets.map((name) => `"${name}"`).join(', ') || 'no sheets'}. Rename the sheet or the expectation.`,
    )
  }
}

/** A sheet without even a header. */
export class EmptySheetError extends SourceError {
  constructor(place: SourcePlace) {
    super('The sheet is empty: it has no header row', place, 'Put the column labels in its first row, or remove it.')
  }
}

export class TooManyColumnsError extends SourceError {
  constructor(columns: number, limit: number, place: SourcePlace) {
    super(
      `The sheet has ${columns} columns, more than the ${limit} allowed`,
      place,
      'Remove the columns that are not needed, or raise ingest.max_columns for this pipeline.',
    )
  }
}

/** A cell of the header that is no label: a file without lines, or without its delimiter. */
export class LabelTooLongError extends SourceError {
  constructor(characters: number, limit: number, place: SourcePlace) {
    super(
      `A label of the header has ${characters} characters, more than the ${limit} allowed`,
      place,
      'Is the file what its name says, and its lines ended? Put short labels in its first row.',
    )
  }
}

export class TooManyRowsError extends SourceError {
  constructor(limit: number, place: SourcePlace) {
    super(`The sheet has more than the ${limit} rows allowed`, place, 'Split the file, or raise maxRows.')
  }
}

/** Text (CSV or JSON lines) that cannot be split into records. */
export class UnreadableTextError extends SourceError {
  constructor(what: string, place: SourcePlace, cause?: unknown) {
    super(`The text cannot be read: ${what}`, place, 'Correct the file at that line and drop it again.', cause)
  }
}

export class UnreadableParquetError extends SourceError {
  constructor(what: string, place: SourcePlace, cause?: unknown) {
    super(`The Parquet file cannot be read: ${what}`, place, 'Write or copy it again, completely.', cause)
  }
}

/** A file whose content is none of XLSX, CSV, JSON lines, Parquet. */
export class UnsupportedFormatError extends SourceError {
  constructor(what: string, place: SourcePlace) {
    super(`The file is ${what}, which is not read`, place, 'Save it as .xlsx, .csv, .jsonl or .parquet.')
  }
}

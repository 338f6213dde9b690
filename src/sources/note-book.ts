/** What a reader noticed that is no value: kinds, in the order in which they are told. */
export const NOTE_CODES = [
  'encoding_guessed',
  'encoding_found',
  'bad_bytes',
  'mojibake',
  'date_system_1904',
  'header_row',
  'quote_repaired',
  'comment_lines',
  'wider_than_header',
  'footer_rows',
  'padding_rows',
  'merged_cells',
  'formula_without_value',
  'error_cells',
  'oversized_cells',
  'hidden_rows',
  'hidden_sheet',
  'xml_encoding',
  'sheet_not_read',
  'columns_not_read',
  'columns_missing',
  'key_blank',
  'nested_columns',
  'column_not_readable',
] as const
export type NoteCode = (typeof NOTE_CODES)[number]

/** One kind of thing that was noticed in a sheet: how often, where first, and what there is to say of it. */
export interface SheetNote {
  readonly code: NoteCode
  readonly count: number
  /** The first row that it is about. */
  readonly row?: number
  /** Columns, an encoding, ranges: never a value of a cell. */
  readonly detail?: string
}

/** Collects notes of a sheet while it is read. What was noticed before is told once, however often the sheet is read. */
export class NoteBook {
  readonly #notes = new Map<NoteCode, SheetNote>()

  /** Sets how often something was noticed; 0 is nothing to tell. */
  set(code: NoteCode, count: number, row?: number, detail?: string): void {
    if (count === 0) this.#notes.delete(code)
    else
      this.#notes.set(code, {
        code,
        count,
        ...(row === undefined ? {} : { row }),
        ...(detail === undefined ? {} : { detail }),
      })
  }

  /** Counts one more; the first row stays. */
  add(code: NoteCode, row?: number, count = 1): void {
    const known = this.#notes.get(code)
    if (known === undefined) this.set(code, count, row)
    else this.#notes.set(code, { ...known, count: known.count + count })
  }

  get all(): readonly SheetNote[] {
    return [...this.#notes.values()].sort((a, b) => NOTE_CODES.indexOf(a.code) - NOTE_CODES.indexOf(b.code))
  }
}

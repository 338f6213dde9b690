import type { NoteCode } from '../contracts/note-codes.ts'
import { unguardedText } from '../types/text/formula-text.ts'
import { cellText, plainCellText } from './cell-text.ts'
import {
  EmptySheetError,
  LabelTooLongError,
  type SourcePlace,
  TooManyColumnsError,
  TooManyRowsError,
} from './errors.ts'
import { escapedBytes } from './escaped-bytes.ts'
import { FooterWatch } from './footer-watch.ts'
import { headerAt } from './header-at.ts'
import { isMojibake } from './mojibake.ts'
import type { NoteBook } from './note-book.ts'
import { CellFault, NO_VALUE, type RawCell, type RawRows, TooLong } from './raw-rows.ts'
import type {
  BadRow,
  Cell,
  ErrorCell,
  ExtraCell,
  OversizedCell,
  ReadSettings,
  SheetBatch,
  SheetSource,
  SourceLimits,
} from './sheet-source.ts'

/** Rows looked at for values right of the header's last label, before the width of the table is settled. */
const LOOK_AHEAD_ROWS = 1000
/** Rows among which labels are looked for. */
const HEADER_ROWS = 30
/** A few bytes of XML can stand for a million blank rows: they are widened this many at a time. */
const BATCH_ROWS = 4096

const isBlank = (cell: RawCell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && plainCellText(cell) === null)

function usedWidth(row: readonly RawCell[]): number {
  let width = row.length
  while (width > 0 && isBlank(row[width - 1])) width--
  return width
}

const headerLabel = (cell: RawCell | undefined, index: number): string =>
  (cell === undefined || cell instanceof TooLong || cell instanceof CellFault ? null : cellText(cell)) ??
  `Unnamed: ${index}`

interface TableHead {
  readonly header: string[]
  readonly headerRow: number
  /** Cells of the header as it is written, blank ones at its end among them. */
  readonly written: number
  /** Rows above it that are not blank. */
  readonly above: number
}

/** What makes a table of rows. */
export interface TableReading extends ReadSettings {
  readonly notes: NoteBook
  /** Of delimited text: a row with more cells than the header is damaged. Without it such cells are beside the table. */
  readonly delimited?: {
    /** Cells that most rows have. */
    readonly width: number
    /** Where bytes that are no text stand in the file, from 1, in order; they stand as lone surrogates in the cells. */
    readonly badBytes: readonly number[]
  }
  /** Of files that spreadsheets open: an apostrophe that keeps a text from running as a formula is no part of it. */
  readonly guarded?: boolean
  /** Of a worksheet: reads its cells as the columns of its header ask. */
  readonly asRoles?: (header: readonly string[]) => Promise<{ apply(raw: RawRows): RawRows } | undefined>
}

async function readHead(
  rows: AsyncGenerator<RawRows>,
  place: SourcePlace,
  limits: SourceLimits,
  reading: TableReading,
): Promise<TableHead> {
  const first = reading.headerRow ?? (reading.skip ?? 0) + 1
  const top: { readonly row: readonly RawCell[]; readonly number: number; readonly used: number }[] = []
  const widths: number[] = []
  let above = 0
  for await (const batch of rows) {
    for (const [index, row] of batch.rows.entries()) {
      const used = usedWidth(row)
      const number = batch.rowNumbers[index] ?? 0
      if (used > 0 && number < first) above++
      if (used === 0 || number < first) continue
      if (top.length < HEADER_ROWS) top.push({ row, number, used })
      widths.push(used)
    }
    if (widths.length > LOOK_AHEAD_ROWS) break
  }
  const at =
    reading.headerRow === undefined
      ? headerAt(
          top.map(({ row }) => row.map(headerLabel)),
          reading.fields,
        )
      : 0
  const found = top[at]
  if (found === undefined) throw new EmptySheetError(place)
  if (found.used > limits.maxColumns) throw new TooManyColumnsError(found.used, limits.maxColumns, place)
  const longest = found.row.reduce<number>(
    (most, cell) => Math.max(most, typeof cell === 'string' || cell instanceof TooLong ? cell.length : 0),
    0,
  )
  if (longest > limits.maxCellCharacters) throw new LabelTooLongError(longest, limits.maxCellCharacters, place)
  // A delimited row that is wider than the header is damaged; a cell right of a sheet's header is a column without a label.
  const most =
    reading.delimited === undefined || reading.whole ? limits.maxColumns : Math.min(found.row.length, limits.maxColumns)
  const width = widths.slice(at).reduce((widest, used) => (used <= most ? Math.max(widest, used) : widest), found.used)
  return {
    header: Array.from({ length: width }, (_, index) => headerLabel(found.row[index], index)),
    headerRow: found.number,
    written: found.row.length,
    above: above + at,
  }
}

/** Makes rows of raw ones, and notes what stood in them that is no value. */
export class RowFit {
  readonly #header: readonly string[]
  readonly #limits: SourceLimits
  readonly #notes: NoteBook
  readonly #delimited: (NonNullable<TableReading['delimited']> & { readonly written: number }) | undefined
  readonly #guarded: boolean
  /** Bytes that are no text and stood in earlier rows. */
  #badBytes = 0

  constructor(
    header: readonly string[],
    limits: SourceLimits,
    notes: NoteBook,
    delimited?: NonNullable<TableReading['delimited']> & { readonly written: number },
    guarded = false,
  ) {
    this.#header = header
    this.#limits = limits
    this.#notes = notes
    this.#delimited = delimited
    this.#guarded = guarded
  }

  /** Passes a row that is not read: the header, or what stands above it. */
  pass(row: readonly RawCell[], rowNumber: number): void {
    if ((this.#delimited?.badBytes.length ?? 0) === 0) return
    const bytes = row.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? escapedBytes(cell) : 0), 0)
    if (bytes > 0) this.#notes.add('bad_bytes', rowNumber)
    this.#badBytes += bytes
  }

  /**
   * Fits the rows `from` up to, not with, `to` to the header: pads short ones, moves what is beyond it to `extra`, takes values that cannot
   * be cells out. A row wider than any sheet may be is bad; so is a delimited one with more cells than the header, whose values would stand
   * in columns that are not theirs, and one with bytes that are no text.
   */
  fit(raw: RawRows, from: number, to: number): SheetBatch {
    const header = this.#header
    const { maxCellCharacters } = this.#limits
    const width = header.length
    const rowNumbers: number[] = []
    const rows: (readonly Cell[])[] = []
    const blankRow: readonly Cell[] = new Array<Cell>(width).fill(null)
    const oversized: OversizedCell[] = []
    const errorCells: ErrorCell[] = []
    const extra: ExtraCell[] = []
    const bad: BadRow[] = []
    const column = (index: number): string => header[index] ?? `Unnamed: ${index}`
    for (let at = from; at < to; at++) {
      const source = raw.rows[at] ?? []
      const rowNumber = raw.rowNumbers[at] ?? 0
      const damage = this.#damage(source, rowNumber)
      if (damage !== undefined) {
        bad.push(damage)
        continue
      }
      rowNumbers.push(rowNumber)
      if (source.length === 0) {
        rows.push(blankRow)
        continue
      }
      const row: Cell[] = new Array(width)
      for (let index = 0; index < width; index++) row[index] = null
      let isWide = false
      for (let index = 0; index < source.length; index++) {
        const cell = source[index]
        if (cell === null || cell === undefined) continue
        let kept: Cell
        if (typeof cell === 'string') {
          if (cell.length > maxCellCharacters) {
            oversized.push({ rowNumber, column: column(index), length: cell.length })
            this.#notes.add('oversized_cells', rowNumber)
            continue
          }
          if (isMojibake(cell)) this.#notes.add('mojibake', rowNumber)
          kept = this.#guarded && cell.startsWith("'") ? unguardedText(cell) : cell
        } else if (cell instanceof TooLong) {
          oversized.push({ rowNumber, column: column(index), length: cell.length })
          this.#notes.add('oversized_cells', rowNumber)
          continue
        } else if (cell instanceof CellFault) {
          errorCells.push({ rowNumber, column: column(index), code: cell.code })
          this.#notes.add(cell.code === NO_VALUE ? 'formula_without_value' : 'error_cells', rowNumber)
          continue
        } else kept = cell
        if (index < width) row[index] = kept
        else if (!isBlank(kept)) {
          extra.push({ rowNumber, column: column(index), value: kept })
          isWide = true
        }
      }
      if (isWide) this.#notes.add('wider_than_header', rowNumber)
      rows.push(row)
    }
    return { rowNumbers, rows, bad, oversized, errorCells, extra }
  }

  #damage(source: readonly RawCell[], rowNumber: number): BadRow | undefined {
    const { maxColumns } = this.#limits
    const used = source.length > maxColumns ? usedWidth(source) : source.length
    if (used > maxColumns)
      return { rowNumber, rule: 'unreadable_row', message: `${used} cells stand in it, ${maxColumns} are allowed` }
    if (this.#delimited === undefined) return undefined
    const { written, width, badBytes } = this.#delimited
    if (badBytes.length > 0) {
      const places: string[] = []
      for (const [index, cell] of source.entries()) {
        const bytes = typeof cell === 'string' ? escapedBytes(cell) : 0
        if (bytes === 0) continue
        const label = this.#header[index]
        places.push(
          `${label === undefined ? `cell ${index + 1}` : `column ${index + 1}`} (byte ${badBytes[this.#badBytes] ?? '?'} of the file)`,
        )
        this.#badBytes += bytes
      }
      if (places.length > 0) {
        this.#notes.add('bad_bytes', rowNumber)
        return {
          rowNumber,
          rule: 'bad_bytes',
          message: `The file is UTF-8 and holds bytes that are not in ${places.slice(0, 3).join(', ')}`,
        }
      }
    }
    // Cells that every row has more than the header and that are blank are its delimiter at the end of each line.
    if (source.length <= written || (source.length === width && usedWidth(source) <= written)) return undefined
    if (usedWidth(source) === 0) return undefined
    this.#notes.add('wider_than_header', rowNumber)
    return {
      rowNumber,
      rule: 'wider_than_header',
      message: `It has ${source.length} cells and the header has ${written}, so that nobody can say which value is whose: a value with a delimiter in it may lack its quotes`,
    }
  }
}

/** Notes that a pass over the rows makes anew. */
const OF_A_PASS: readonly NoteCode[] = [
  'bad_bytes',
  'mojibake',
  'wider_than_header',
  'footer_rows',
  'error_cells',
  'formula_without_value',
  'oversized_cells',
  'merged_cells',
]

/**
 * Makes a `SheetSource` of a table. Its header is where the settings say, or the first row that is not blank, or the row of the first
 * `HEADER_ROWS` that has most of the known labels. `open` starts reading from the top. The header is as wide as its last label or, where
 * rows may be wider, as any row of the first thousand; later, wider rows go to `extra`.
 */
export async function openTable(
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
  open: () => AsyncGenerator<RawRows, void, undefined>,
  reading: TableReading,
): Promise<SheetSource> {
  const { notes, whole = false } = reading
  const delimited = whole ? undefined : reading.delimited
  const { header, headerRow, written, above } = await readHead(open(), place, limits, reading)
  notes.set('header_row', above, headerRow)
  async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
    for (const code of OF_A_PASS) notes.set(code, 0)
    const fit = new RowFit(
      header,
      limits,
      notes,
      delimited === undefined ? undefined : { ...delimited, written },
      reading.guarded === true,
    )
    const foot = new FooterWatch(header.length)
    const roles = whole ? undefined : await reading.asRoles?.(header)
    let seen = 0
    for await (const found of open()) {
      const raw = roles === undefined ? found : roles.apply(found)
      let from = 0
      for (; from < raw.rows.length && (raw.rowNumbers[from] ?? 0) <= headerRow; from++)
        fit.pass(raw.rows[from] ?? [], raw.rowNumbers[from] ?? 0)
      const certain = whole
        ? { rowNumbers: raw.rowNumbers.slice(from), rows: raw.rows.slice(from) }
        : foot.take(raw, from)
      for (let at = 0; at < certain.rows.length; at += BATCH_ROWS) {
        const to = Math.min(at + BATCH_ROWS, certain.rows.length)
        seen += to - at
        if (limits.maxRows !== undefined && seen > limits.maxRows) throw new TooManyRowsError(limits.maxRows, place)
        yield fit.fit(certain, at, to)
      }
    }
    const { rows, foot: lines } = foot.end()
    if (rows.rows.length + lines.length === 0) return
    const last = fit.fit(rows, 0, rows.rows.length)
    notes.set('footer_rows', lines.length, lines[0])
    yield {
      ...last,
      bad: [...last.bad, ...lines.map((rowNumber) => ({ rowNumber, rule: 'footer_row' as const, message: FOOTER }))],
    }
  }
  return { sheet, header, headerRow, details: {}, notes: () => notes.all, batches }
}

const FOOTER = 'It stands at the foot of the table and is no row of it: a total, a source or a remark'

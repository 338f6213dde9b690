import { cellText, plainCellText } from './cell-text.ts'
import { EmptySheetError, type SourcePlace, TooManyColumnsError, TooManyRowsError } from './errors.ts'
import { CellFault, type RawCell, type RawRows, TooLong } from './raw-rows.ts'
import type {
  BadRow,
  Cell,
  ErrorCell,
  ExtraCell,
  OversizedCell,
  SheetBatch,
  SheetSource,
  SourceLimits,
} from './sheet-source.ts'

/** Rows looked at for values right of the header's last label, before the width of the table is settled. */
const LOOK_AHEAD_ROWS = 1000
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
}

async function readHead(
  rows: AsyncGenerator<RawRows>,
  place: SourcePlace,
  limits: SourceLimits,
  from: number,
): Promise<TableHead> {
  let labels: readonly RawCell[] | undefined
  let headerRow = 0
  let width = 0
  let seen = 0
  for await (const batch of rows) {
    for (const [index, row] of batch.rows.entries()) {
      const used = usedWidth(row)
      if (labels === undefined) {
        if (used === 0 || (batch.rowNumbers[index] ?? 0) < from) continue
        labels = row
        headerRow = batch.rowNumbers[index] ?? 0
        width = used
        if (width > limits.maxColumns) throw new TooManyColumnsError(width, limits.maxColumns, place)
      } else if (used > width && used <= limits.maxColumns) width = used
      seen++
    }
    if (seen > LOOK_AHEAD_ROWS) break
  }
  if (labels === undefined) throw new EmptySheetError(place)
  const found = labels
  return { header: Array.from({ length: width }, (_, index) => headerLabel(found[index], index)), headerRow }
}

/** Fits the rows `from` up to, not with, `to` to the header: pads short ones, moves what is beyond it to `extra`, takes values that cannot be cells out. A row wider than any sheet may be is bad. */
export function fitRows(
  raw: RawRows,
  header: readonly string[],
  from: number,
  to: number,
  { maxCellCharacters, maxColumns }: SourceLimits,
): SheetBatch {
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
    const cells = source.length > maxColumns ? usedWidth(source) : source.length
    if (cells > maxColumns) {
      bad.push({ rowNumber, message: `${cells} cells stand in it, ${maxColumns} are allowed` })
      continue
    }
    rowNumbers.push(rowNumber)
    if (source.length === 0) {
      rows.push(blankRow)
      continue
    }
    const row: Cell[] = new Array(width)
    for (let index = 0; index < width; index++) row[index] = null
    for (let index = 0; index < source.length; index++) {
      const cell = source[index]
      if (cell === null || cell === undefined) continue
      let kept: Cell
      if (typeof cell === 'string') {
        if (cell.length > maxCellCharacters) {
          oversized.push({ rowNumber, column: column(index), length: cell.length })
          continue
        }
        kept = cell
      } else if (cell instanceof TooLong) {
        oversized.push({ rowNumber, column: column(index), length: cell.length })
        continue
      } else if (cell instanceof CellFault) {
        errorCells.push({ rowNumber, column: column(index), code: cell.code })
        continue
      } else kept = cell
      if (index < width) row[index] = kept
      else if (!isBlank(kept)) extra.push({ rowNumber, column: column(index), value: kept })
    }
    rows.push(row)
  }
  return { rowNumbers, rows, bad, oversized, errorCells, extra }
}

/**
 * Makes a `SheetSource` of a table whose first row that is not blank, from `from` on, is its header. `open` starts reading from the top.
 * The header is as wide as its last label or as any row of the first thousand; later, wider rows go to `extra`.
 */
export async function openTable(
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
  open: () => AsyncGenerator<RawRows, void, undefined>,
  from = 1,
): Promise<SheetSource> {
  const { header, headerRow } = await readHead(open(), place, limits, from)
  async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
    let seen = 0
    for await (const raw of open()) {
      let from = 0
      while (from < raw.rows.length && (raw.rowNumbers[from] ?? 0) <= headerRow) from++
      for (; from < raw.rows.length; from += BATCH_ROWS) {
        const to = Math.min(from + BATCH_ROWS, raw.rows.length)
        seen += to - from
        if (limits.maxRows !== undefined && seen > limits.maxRows) throw new TooManyRowsError(limits.maxRows, place)
        yield fitRows(raw, header, from, to, limits)
      }
    }
  }
  return { sheet, header, headerRow, batches }
}

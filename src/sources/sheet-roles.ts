import { plainCellText } from './cell-text.ts'
import { type DateSystem, serialValue } from './excel-date.ts'
import type { NoteBook } from './note-book.ts'
import { CellFault, type RawCell, type RawRows, TooLong } from './raw-rows.ts'
import type { ColumnRole } from './sheet-source.ts'
import type { MergedCells, SheetTail } from './xlsx-sheet-tail.ts'

const SERIAL = /^\d{5}(?:\.\d+)?$/

const isBlank = (cell: RawCell | undefined): boolean =>
  cell === null || cell === undefined || (typeof cell === 'string' && plainCellText(cell) === null)

/** Reads cells of a worksheet as their columns ask: what a sheet shows, and a single cell does not hold. */
export class SheetRoles {
  readonly #roles: readonly ColumnRole[]
  readonly #dateSystem: DateSystem
  readonly #tail: SheetTail
  readonly #notes: NoteBook
  readonly #merged: readonly MergedCells[]
  #next = 0
  #open: { readonly cells: MergedCells; readonly value: RawCell }[] = []

  constructor(roles: readonly ColumnRole[], dateSystem: DateSystem, tail: SheetTail, notes: NoteBook) {
    this.#roles = roles
    this.#dateSystem = dateSystem
    this.#tail = tail
    this.#notes = notes
    this.#merged = tail.merged.filter(({ left }) => roles[left]?.spread)
  }

  apply({ rowNumbers, rows }: RawRows): RawRows {
    return { rowNumbers, rows: rows.map((row, at) => this.#row(row, rowNumbers[at] ?? 0)) }
  }

  #row(row: RawCell[], number: number): RawCell[] {
    const read = this.#spread(row, number)
    for (const [index, { date, mail }] of this.#roles.entries()) {
      const cell = read[index]
      if (cell === null || cell === undefined) continue
      if (date && this.#dateSystem === '1904') {
        const serial = typeof cell === 'string' && SERIAL.test(cell.trim()) ? Number(cell) : cell
        if (typeof serial === 'number') read[index] = serialValue(serial, 'date', '1904')
      }
      const address = mail ? this.#tail.mails.get(`${number}:${index}`) : undefined
      if (address !== undefined && !(typeof cell === 'string' && cell.includes('@'))) read[index] = address
    }
    return read
  }

  #spread(row: RawCell[], number: number): RawCell[] {
    for (; (this.#merged[this.#next]?.top ?? Number.POSITIVE_INFINITY) <= number; this.#next++) {
      const cells = this.#merged[this.#next]
      const value = cells === undefined ? null : row[cells.left]
      if (cells?.top === number && !isBlank(value) && !(value instanceof TooLong) && !(value instanceof CellFault))
        this.#open.push({ cells, value: value ?? null })
    }
    if (this.#open.length === 0) return row
    let read = row
    // A row that holds nothing but what covers it is blank.
    if (!row.every(isBlank))
      for (const { cells, value } of this.#open)
        if (number > cells.top && number <= cells.bottom && isBlank(row[cells.left])) {
          if (read === row) {
            read = [...row]
            this.#notes.add('merged_cells', number)
          }
          read[cells.left] = value
        }
    this.#open = this.#open.filter(({ cells }) => cells.bottom > number)
    return read
  }
}

import type { Cell } from './mess.ts'

/** What the accounting of a run must make of a row (design.md §4). */
export type ExpectedClass = 'published_or_merged' | 'attached' | 'quarantined' | 'blank'

/** A row and the truth about it; `entity` and `person` are ids of the generator, empty where there is none. */
export interface SheetRow {
  readonly cells: readonly Cell[]
  readonly entity: string
  readonly person: string
  readonly expected: ExpectedClass
}

/** A sheet to write: rows come as they are asked for. Sheets without truth are ones no source reads. */
export interface Sheet {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: Iterable<SheetRow>
  readonly isSource: boolean
}

export interface Workbook {
  readonly file: string
  readonly sheets: readonly Sheet[]
}

export const blankRow = (cells: readonly Cell[]): SheetRow => ({ cells, entity: '', person: '', expected: 'blank' })

/** A sheet that people keep beside the data and that no source reads. */
export function sideSheet(name: string, columns: readonly string[], rows: readonly (readonly Cell[])[]): Sheet {
  return { name, columns, rows: rows.map((cells) => ({ ...blankRow(cells) })), isSource: false }
}

/** The same row once more, byte for byte: a run folds it into the first. */
export const repeated = (row: SheetRow): SheetRow => ({ ...row, expected: 'published_or_merged' })

import type { Cell } from './sheet-source.ts'

/** A value that was too long to keep. */
export class TooLong {
  readonly length: number
  constructor(length: number) {
    this.length = length
  }
}

/** Code of a formula whose value the workbook does not hold: whoever wrote it computed nothing. */
export const NO_VALUE = 'formula without value; open the file and save it'

/** A spreadsheet error value such as `#N/A`. */
export class CellFault {
  readonly code: string
  constructor(code: string) {
    this.code = code
  }
}

export type RawCell = Cell | TooLong | CellFault

/** Rows as a format's reader finds them, the header among them, of any width. */
export interface RawRows {
  readonly rowNumbers: number[]
  readonly rows: RawCell[][]
}

import { NOTE_CODES, type NoteCode } from '../contracts/note-codes.ts'
import type { EncodingReading } from './encoding-readings.ts'

/** One kind of thing that was noticed in a sheet: how often, where first, and what there is to say of it. */
export interface SheetNote {
  readonly code: NoteCode
  readonly count: number
  /** The first row that it is about. */
  readonly row?: number
  /** Columns, an encoding, ranges: never a value of a cell. */
  readonly detail?: string
  /** Of an encoding that is a guess: how some cells read in each that it may be, the guess first. */
  readonly readings?: readonly EncodingReading[]
}

/** Collects notes of a sheet while it is read. What was noticed before is told once, however often the sheet is read. */
export class NoteBook {
  readonly #notes = new Map<NoteCode, SheetNote>()

  /** Sets how often something was noticed; 0 is nothing to tell. */
  set(code: NoteCode, count: number, row?: number, detail?: string, readings?: readonly EncodingReading[]): void {
    if (count === 0) this.#notes.delete(code)
    else
      this.#notes.set(code, {
        code,
        count,
        ...(row === undefined ? {} : { row }),
        ...(detail === undefined ? {} : { detail }),
        ...(readings === undefined ? {} : { readings }),
      })
  }

  /** Counts one more; the first row stays. */
  add(code: NoteCode, row?: number, count = 1): void {
    const known = this.#notes.get(code)
    if (known === undefined) this.set(code, count, row)
    else this.#notes.set(code, { ...known, count: known.count + count })
  }

  get(code: NoteCode): SheetNote | undefined {
    return this.#notes.get(code)
  }

  get all(): readonly SheetNote[] {
    return [...this.#notes.values()].sort((a, b) => NOTE_CODES.indexOf(a.code) - NOTE_CODES.indexOf(b.code))
  }
}

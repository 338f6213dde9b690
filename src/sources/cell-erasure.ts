import type { SourceDetails } from './sheet-source.ts'

/** Row number → the whole row, or the columns (from 0) with the text that stays in them, empty for none. */
export type RowEdits = ReadonlyMap<number, 'all' | ReadonlyMap<number, string>>

export interface CellErasure {
  readonly path: string
  readonly out: string
  readonly details: SourceDetails
  /** By sheet. */
  readonly edits: ReadonlyMap<string, RowEdits>
  /** Line on which each record of a CSV begins, ascending. */
  readonly starts: readonly number[]
  /** Labels by column, for JSON lines. */
  readonly header: readonly string[]
  /** What may stay of a text outside the cells, such as a comment. */
  readonly scrub: (text: string) => string
}

/** A column as far as it was read. */
export interface SampledColumn {
  /** As the file has it; `Unnamed: <index>` where it has none. */
  readonly label: string
  /** 0-based position. */
  readonly index: number
  /** A cell a row, null for a blank one. */
  readonly cells: readonly (string | null)[]
  /** Some of the cells that are not blank, spread over the rows. */
  readonly sample: readonly string[]
  readonly filled: number
  /** Different texts among the cells. */
  readonly distinct: number
}

/** An encoding that nothing proves. */
export interface GuessedEncoding {
  readonly encoding: string
  readonly readings: readonly { readonly encodings: readonly string[]; readonly cells: readonly string[] }[]
}

/** A sheet of a file, or a file of one table, as far as it was read. */
export interface SampledTable {
  /** The file's name. */
  readonly file: string
  /** Null for a format of one table. */
  readonly sheet: string | null
  readonly format: string
  /** The row of the labels where it is not the first that is written; null: the reader finds it. */
  readonly headerRow: number | null
  /** What its text is read in where that is a guess, and how some cells read in each encoding that it may be; null: it is none. */
  readonly guessedEncoding: GuessedEncoding | null
  /** What stands above the labels, a text a row. */
  readonly above: readonly string[]
  readonly rows: number
  /** Whether every row was read. */
  readonly complete: boolean
  readonly columns: readonly SampledColumn[]
}

/** A sheet that nothing can be told of. */
export interface SkippedTable {
  readonly file: string
  readonly sheet: string | null
  /** A sentence: what is wrong, and what to do. */
  readonly why: string
}

/** How a table is called where people read it: `members.csv`, `list.xlsx: Sites`. */
export const tableName = ({ file, sheet }: { readonly file: string; readonly sheet: string | null }): string =>
  sheet === null ? file : `${file}: ${sheet}`

/** A label that the reader made up. */
export const isUnnamed = (label: string): boolean => /^Unnamed: \d+$/.test(label)

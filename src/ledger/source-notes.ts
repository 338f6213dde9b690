import { z } from 'zod'
import { NOTE_CODES, type NoteCode } from '../contracts/note-codes.ts'

/** Something that was noticed of a file while it was read: no value, and no row of its own. */
export const sourceNote = z.object({
  file: z.string(),
  /** As it may be told; null: of the whole file. */
  sheet: z.string().nullable(),
  code: z.enum(NOTE_CODES),
  /** How often: rows, cells or columns. */
  count: z.number().int(),
  /** The first row that it is about. */
  row: z.number().int().optional(),
  detail: z.string().optional(),
  /** Of an encoding that is a guess: how some cells read in each that it may be, the guess first. */
  readings: z
    .array(z.object({ encodings: z.array(z.string()).readonly(), cells: z.array(z.string()).readonly() }))
    .readonly()
    .optional(),
})
export type SourceNote = z.infer<typeof sourceNote>

const many = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? what : what.endsWith('y') ? `${what.slice(0, -1)}ies` : `${what}s`}`

const detailOf = ({ detail }: SourceNote): string => (detail === undefined ? '' : `: ${detail}`)

/** How each encoding reads some cells, the guess first. */
export const readingsTold = ({ readings = [] }: Pick<SourceNote, 'readings'>): string =>
  readings
    .map(({ encodings, cells }) => `As ${encodings.join(', ')}: ${cells.map((cell) => `"${cell}"`).join(', ')}.`)
    .join(' ')

const SENTENCES: Readonly<Record<NoteCode, (note: SourceNote) => string>> = {
  encoding_guessed: (note) => `its encoding is a guess${detailOf(note)}.`,
  encoding_found: ({ detail }) => `it is read as ${detail}.`,
  bad_bytes: ({ count }) => `${many(count, 'row')} with bytes that are no UTF-8 went to quarantine.`,
  mojibake: ({ count }) => `${many(count, 'cell')} ${count === 1 ? 'looks' : 'look'} like UTF-8 read as windows-1252.`,
  date_system_1904: () => 'its days are counted from 1904.',
  header_row: ({ row, count }) =>
    `the labels stand in row ${row}; ${many(count, 'row')} above ${count === 1 ? 'is' : 'are'} not read.`,
  quote_repaired: ({ count }) =>
    `${many(count, 'row')} with quotes that cannot be right ${count === 1 ? 'is' : 'are'} read as the line shows them.`,
  comment_lines: ({ count }) => `${many(count, 'line')} of comment ${count === 1 ? 'is' : 'are'} not read.`,
  wider_than_header: ({ count }) => `${many(count, 'row')} ${count === 1 ? 'has' : 'have'} more cells than the header.`,
  footer_rows: ({ count }) => `${many(count, 'row')} at its foot ${count === 1 ? 'is' : 'are'} no row of the table.`,
  padding_rows: ({ count }) => `${many(count, 'row')} with nothing but a key, constants or formulas count as blank.`,
  merged_cells: (note) => `${many(note.count, 'row')} took a value from a merged cell${detailOf(note)}.`,
  formula_without_value: ({ count }) => `${many(count, 'formula')} without a value; open the file and save it.`,
  error_cells: ({ count }) => `${many(count, 'cell')} hold an error of the spreadsheet.`,
  oversized_cells: ({ count }) => `${many(count, 'cell')} longer than allowed.`,
  hidden_rows: ({ count }) => `${many(count, 'hidden row')} ${count === 1 ? 'is' : 'are'} read like any other.`,
  hidden_sheet: () => 'the sheet is hidden, and read like any other.',
  xml_encoding: ({ detail }) => `a part of it is written in ${detail}.`,
  sheet_not_read: ({ count }) => `the sheet is not read: ${many(count, 'row')}.`,
  columns_not_read: (note) =>
    `${many(note.count, 'column')} of no field ${note.count === 1 ? 'is' : 'are'} not published${detailOf(note)}.`,
  columns_missing: (note) =>
    `${many(note.count, 'column')} that the domain reads ${note.count === 1 ? 'is' : 'are'} not in it${detailOf(note)}. Correct the column in domain.yaml, or in the file.`,
  key_blank: (note) =>
    `the key${note.detail === undefined ? '' : ` ${note.detail}`} is blank in every row, so rows are known by their content, and one that changes is another record. Name another key in domain.yaml, or none.`,
  nested_columns: (note) =>
    `${many(note.count, 'column')} of lists or structs${detailOf(note)}; plain values are joined by "; ", others are read as JSON.`,
  column_not_readable: (note) =>
    `${many(note.count, 'column')} cannot be read and ${note.count === 1 ? 'is' : 'are'} blank${detailOf(note)}.`,
}

/** A note in one sentence, with its place. */
export function noteSentence(note: SourceNote): string {
  const sheet = note.sheet === null ? '' : `, sheet "${note.sheet}"`
  const row =
    note.row === undefined || note.code === 'header_row'
      ? ''
      : `, ${note.count === 1 ? 'row' : 'first in row'} ${note.row}`
  return `${note.file}${sheet}${row}: ${SENTENCES[note.code](note)}`
}

const WARNS: ReadonlySet<NoteCode> = new Set([
  'columns_missing',
  'key_blank',
  'encoding_guessed',
  'mojibake',
  'formula_without_value',
  'column_not_readable',
])

/** Whether values may be other ones than the file means: the gate warns of it. */
export const isWarning = ({ code }: SourceNote): boolean => WARNS.has(code)

/** Notes in sentences: what was left out in one, then each, those that may have cost values first. */
export function noteSentences(notes: readonly SourceNote[]): string[] {
  const of = (code: NoteCode) => notes.filter((note) => note.code === code)
  const sum = (found: readonly SourceNote[]) => found.reduce((total, { count }) => total + count, 0)
  const sheets = of('sheet_not_read')
  const columns = of('columns_not_read')
  const left = [
    sheets.length === 0 ? '' : `Not read: ${many(sheets.length, 'sheet')}, ${many(sum(sheets), 'row')}.`,
    columns.length === 0 ? '' : `Not published: ${many(sum(columns), 'column')}.`,
  ].filter(Boolean)
  const each = [...notes].sort((a, b) => Number(isWarning(b)) - Number(isWarning(a)))
  return [...(left.length === 0 ? [] : [left.join(' ')]), ...each.map(noteSentence)]
}

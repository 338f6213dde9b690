import { basename, extname } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { parquetFiles, sqlName } from '../engine/sql.ts'
import { readingsTold } from '../ledger/source-notes.ts'
import { cellText } from '../sources/cell-text.ts'
import { openSource } from '../sources/open-source.ts'
import { type Cell, defaultSourceLimits } from '../sources/sheet-source.ts'
import { UsageError } from './errors.ts'

export interface AnyFile {
  readonly rows: number
  /** What the reader could not take as it was. */
  readonly notes: readonly string[]
}

/** What people call a delimiter. */
const signOf = (delimiter: string): string => (delimiter === 'tab' ? '\t' : delimiter === 'none' ? '' : delimiter)

const text = (cell: Cell | undefined): string | null => (cell === null || cell === undefined ? null : cellText(cell))

/**
 * Loads one file of any columns into a table of the engine. Parquet keeps its types; CSV, JSON lines and the first sheet of a
 * workbook come as text, blanks as NULL. The columns are the file's own.
 * @throws SourceError, UsageError
 */
export async function readAnyFile(
  engine: Engine,
  path: string,
  table: string,
  { sheet, delimiter }: { readonly sheet?: string | undefined; readonly delimiter?: string | undefined } = {},
): Promise<AnyFile> {
  const source = await openSource(path, { ...defaultSourceLimits, maxColumns: 2000 })
  if (delimiter !== undefined && source.format !== 'csv')
    throw new UsageError(`${basename(path)} is ${source.format} and has no delimiter. Leave --delimiter out.`)
  if (source.format === 'parquet') {
    await engine.run(`CREATE OR REPLACE TABLE ${sqlName(table)} AS SELECT * FROM ${parquetFiles(path)}`)
    const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${sqlName(table)}`)
    return { rows: counted?.n ?? 0, notes: [] }
  }
  const chosen = sheet ?? source.sheets[0]
  if (chosen === undefined) throw new UsageError(`${basename(path)} has no sheet.`)
  const opened = await source.read(chosen, delimiter === undefined ? {} : { delimiter: signOf(delimiter) })
  const twice = opened.header.find(
    (name, at) => opened.header.findIndex((other) => other.toLowerCase() === name.toLowerCase()) !== at,
  )
  if (twice !== undefined)
    throw new UsageError(`${basename(path)} has two columns called "${twice}". Rename one of them.`)
  const writer = await engine.createTable(
    table,
    opened.header.map((name) => ({ name, type: 'string' })),
  )
  let rows = 0
  const counts = { bad: 0, oversized: 0, errorCells: 0, extra: 0 }
  for await (const batch of opened.batches()) {
    const kept = batch.rows.filter((row) => row.some((cell) => text(cell) !== null))
    writer.append(opened.header.map((_, at) => kept.map((row) => text(row[at]))))
    rows += kept.length
    for (const key of ['bad', 'oversized', 'errorCells', 'extra'] as const) counts[key] += batch[key].length
  }
  await writer.finish()
  const others = sheet === undefined ? source.sheets.filter((name) => name !== chosen) : []
  const guess = opened.notes().find(({ code }) => code === 'encoding_guessed')
  const notes = [
    others.length > 0
      ? `this is its sheet "${chosen}"; --sheet names another: ${others.map((name) => `"${name}"`).join(', ')}`
      : '',
    guess === undefined ? '' : `its encoding is a guess. ${readingsTold(guess).replace(/\.$/, '')}`,
    counts.bad > 0 ? `${counts.bad} rows could not be read` : '',
    counts.oversized > 0 ? `${counts.oversized} cells were too long and are left empty` : '',
    counts.errorCells > 0 ? `${counts.errorCells} cells held a spreadsheet error and are left empty` : '',
    counts.extra > 0 ? `${counts.extra} values stood outside the header's columns and are left out` : '',
  ].filter(Boolean)
  return { rows, notes: notes.map((note) => `${basename(path)}: ${note}.`) }
}

/** A file's name without folder and extension. */
export const stem = (path: string): string => basename(path, extname(path))

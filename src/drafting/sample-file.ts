import { basename } from 'node:path'
import { cellText } from '../sources/cell-text.ts'
import { EmptySheetError } from '../sources/errors.ts'
import type { SheetSource } from '../sources/index.ts'
import { openSource } from '../sources/open-source.ts'
import { type Cell, defaultSourceLimits } from '../sources/sheet-source.ts'
import { findHeader } from './find-header.ts'
import {
  type GuessedEncoding,
  isUnnamed,
  type SampledColumn,
  type SampledTable,
  type SkippedTable,
} from './sampled-table.ts'

/** Rows are read until a table has this many cells: enough to tell keys apart, little enough for any machine. */
const MOST_CELLS = 2_000_000
const MOST_ROWS = 100_000
/** An entity may have a thousand attributes. */
const MOST_COLUMNS = 990
const TOP_ROWS = 60
const SAMPLE = 200

export interface SampledFile {
  readonly tables: readonly SampledTable[]
  readonly skipped: readonly SkippedTable[]
}

/**
 * The tables of a file of any format that is read, each with its labels and its cells as text.
 * @throws SourceError for a file that cannot be read
 */
export async function sampleFile(path: string): Promise<SampledFile> {
  const file = await openSource(path, { ...defaultSourceLimits, maxColumns: MOST_COLUMNS })
  const tables: SampledTable[] = []
  const skipped: SkippedTable[] = []
  for (const name of file.sheets) {
    const place = { file: basename(path), sheet: file.format === 'xlsx' ? name : null }
    const skip = (why: string) => skipped.push({ ...place, why })
    const opened = await readable(file.read(name))
    if (opened === undefined) {
      skip('It is empty. Leave it out, or fill it.')
      continue
    }
    // As wide as any row: of delimited text what stands below a title would else be wider than its header, and damaged.
    const placed =
      file.format === 'csv' || file.format === 'xlsx'
        ? await placeHeader(await file.read(name, { whole: true }))
        : AT_THE_TOP
    if (placed === undefined) {
      skip('No row of it looks like labels. Write a label over each column.')
      continue
    }
    const { headerRow, above } = placed
    const source = headerRow === null ? opened : await file.read(name, { headerRow })
    const { cells, rows, complete } = await readCells(source)
    if (rows === 0)
      skip('It has labels and no row below them, so nothing can be told of it. Add rows, or leave it out.')
    else
      tables.push({
        ...place,
        format: file.format,
        headerRow,
        guessedEncoding: guessedEncoding(source),
        above,
        rows,
        complete,
        columns: source.header.map((label, index) => sampledColumn(label, index, cells[index] ?? [])),
      })
  }
  return { tables, skipped }
}

function guessedEncoding(source: SheetSource): GuessedEncoding | null {
  const note = source.notes().find(({ code }) => code === 'encoding_guessed')
  return note?.detail === undefined ? null : { encoding: note.detail, readings: note.readings ?? [] }
}

const AT_THE_TOP = { headerRow: null, above: [] as readonly string[] }

async function readable(opening: Promise<SheetSource>): Promise<SheetSource | undefined> {
  try {
    return await opening
  } catch (error) {
    if (error instanceof EmptySheetError) return undefined
    throw error
  }
}

const textOf = (cell: Cell | undefined): string | null => (cell === undefined ? null : cellText(cell))

/** Where the labels stand, when it is not where the reader looks; undefined when nothing looks like labels. */
async function placeHeader(
  source: SheetSource,
): Promise<typeof AT_THE_TOP | { headerRow: number; above: string[] } | undefined> {
  const numbers = [source.headerRow]
  const top: (string | null)[][] = [source.header.map((label) => (isUnnamed(label) ? null : label))]
  for await (const { rows, rowNumbers } of source.batches()) {
    for (const [at, row] of rows.entries()) {
      if (top.length > TOP_ROWS) break
      numbers.push(rowNumbers[at] ?? 0)
      top.push(row.map(textOf))
    }
    if (top.length > TOP_ROWS) break
  }
  const header = findHeader(top)
  if (header.found === 'none') return undefined
  if (header.at === 0) return AT_THE_TOP
  const above = top.slice(0, header.at).map((row) => row.filter((cell) => cell !== null).join(' '))
  return { headerRow: numbers[header.at] ?? 1, above: above.filter((line) => line !== '') }
}

async function readCells(source: SheetSource) {
  const width = Math.max(1, source.header.length)
  const most = Math.min(MOST_ROWS, Math.floor(MOST_CELLS / width))
  const cells: (string | null)[][] = source.header.map(() => [])
  let rows = 0
  for await (const batch of source.batches())
    for (const row of batch.rows) {
      if (rows === most) return { cells, rows, complete: false }
      const texts = row.map(textOf)
      if (texts.every((text) => text === null)) continue
      for (let at = 0; at < cells.length; at++) cells[at]?.push(texts[at] ?? null)
      rows++
    }
  return { cells, rows, complete: true }
}

/** A column with what is counted of it. */
function sampledColumn(label: string, index: number, cells: readonly (string | null)[]): SampledColumn {
  const filled = cells.filter((cell) => cell !== null)
  const step = Math.max(1, filled.length / SAMPLE)
  const sample = Array.from({ length: Math.min(SAMPLE, filled.length) }, (_, at) => filled[Math.floor(at * step)] ?? '')
  return { label, index, cells, sample, filled: filled.length, distinct: new Set(filled).size }
}

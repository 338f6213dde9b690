import { type FileHandle, open } from 'node:fs/promises'
import { isFlatColumn } from 'hyparquet/src/schema.js'
import {
  EmptySheetError,
  SourceError,
  type SourcePlace,
  TooManyColumnsError,
  TooManyRowsError,
  UnreadableParquetError,
  ZipBombError,
} from './errors.ts'
import { escapedBytes } from './escaped-bytes.ts'
import { listText } from './list-text.ts'
import { mapColumns } from './map-columns.ts'
import { NoteBook } from './note-book.ts'
import { type ColumnReader, FlatColumn } from './parquet/flat-column.ts'
import { NestedColumn } from './parquet/nested-column.ts'
import { cellParsers, type Parsers } from './parquet/page-values.ts'
import { ParquetBudget } from './parquet/parquet-budget.ts'
import { type ParquetFooter, type RowGroup, readFooter } from './parquet/read-footer.ts'
import { type RawRows, TooLong } from './raw-rows.ts'
import type { BadRow, Cell, ReadSettings, SheetBatch, SheetSource, SourceFile, SourceLimits } from './sheet-source.ts'
import { RowFit } from './table-source.ts'

const BATCH_ROWS = 2048

const integerCell = (value: bigint): Cell =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value.toString()

const jsonText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint'
      ? integerCell(inner)
      : inner instanceof Uint8Array
        ? Buffer.from(inner).toString('hex')
        : inner,
  )

function toCell(value: unknown): Cell | TooLong {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return integerCell(value)
  if (value instanceof Date || value instanceof TooLong) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return listText(value) ?? jsonText(value)
}

function refuse(footer: ParquetFooter, columns: number, limits: SourceLimits, place: SourcePlace): void {
  if (columns === 0) throw new EmptySheetError(place)
  const widest = Math.max(columns, footer.leaves)
  if (widest > limits.maxColumns) throw new TooManyColumnsError(widest, limits.maxColumns, place)
  for (const [index, { bytes }] of footer.groups.entries())
    if (bytes > limits.maxEntryBytes)
      throw new ZipBombError(
        `its row group ${index + 1} has ${bytes} bytes, the limit is ${limits.maxEntryBytes}`,
        place,
        'If the file is genuine, write it in smaller row groups, or raise ingest.max_entry_bytes for this pipeline.',
      )
  if (limits.maxRows !== undefined && footer.rows > limits.maxRows) throw new TooManyRowsError(limits.maxRows, place)
}

function explain(error: unknown, place: SourcePlace): SourceError {
  if (error instanceof SourceError) return error
  // What the decoders say of a page that ends before its values do is in terms of their buffers.
  const what = error instanceof RangeError ? 'a page holds less than it says, or is damaged' : String(error)
  return new UnreadableParquetError(what.replace(/^\w*Error: /, ''), place, error)
}

async function withFile<T>(path: string, place: SourcePlace, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await open(path)
  try {
    return await use(file)
  } catch (error) {
    throw explain(error, place)
  } finally {
    await file.close()
  }
}

function readersOf(
  file: FileHandle,
  footer: ParquetFooter,
  group: RowGroup,
  budget: ParquetBudget,
  parsers: Parsers,
): ColumnReader[] {
  return footer.tree.children.map((node) => {
    const chunks = group.chunks.filter(({ path }) => path[1] === node)
    const [first] = chunks
    if (first !== undefined && isFlatColumn([...first.path])) return new FlatColumn(file, first, budget, parsers)
    return new NestedColumn(file, node, chunks, group.rows, budget)
  })
}

/** Columns that nobody asked for: one that cannot be read is blank, and told. */
class SpareColumns {
  /** Indexes of those that could not be read. */
  readonly failed = new Set<number>()
  readonly #spare: ReadonlySet<number>

  constructor(spare: ReadonlySet<number>) {
    this.#spare = spare
  }

  async take(index: number, reader: ColumnReader, count: number): Promise<unknown[]> {
    if (this.failed.has(index)) return new Array<null>(count).fill(null)
    try {
      return await reader.take(count)
    } catch (error) {
      if (!this.#spare.has(index)) throw error
      this.failed.add(index)
      return new Array<null>(count).fill(null)
    }
  }
}

/** Indexes of columns that are mapped to a field, and of the others; none where nobody says what fields there are. */
function indexesBy(header: readonly string[], { fields }: ReadSettings): Record<'mapped' | 'spare', Set<number>> {
  if (fields === undefined) return { mapped: new Set(), spare: new Set() }
  const { mapped, unmapped } = mapColumns(header, fields)
  return { mapped: new Set(mapped.map(({ index }) => index)), spare: new Set(unmapped.map(({ index }) => index)) }
}

/** Takes rows out of which a mapped column holds bytes that are no text. */
function withoutBadBytes(raw: RawRows, mapped: ReadonlySet<number>, notes: NoteBook): RawRows & { bad: BadRow[] } {
  const kept: RawRows & { bad: BadRow[] } = { rowNumbers: [], rows: [], bad: [] }
  for (const [at, row] of raw.rows.entries()) {
    const rowNumber = raw.rowNumbers[at] ?? 0
    const columns = [...mapped].filter((index) => {
      const cell = row[index]
      return typeof cell === 'string' && escapedBytes(cell) > 0
    })
    if (columns.length === 0) {
      kept.rowNumbers.push(rowNumber)
      kept.rows.push(row)
      continue
    }
    notes.add('bad_bytes', rowNumber)
    const places = columns.map((index) => `column ${index + 1}`).join(', ')
    const message = `Bytes that are no text in UTF-8 stand in ${places}`
    kept.bad.push({ rowNumber, rule: 'bad_bytes', message })
  }
  return kept
}

/** The rows of a group in columns, some at a time. */
async function* columnsOf(
  readers: readonly ColumnReader[],
  rows: number,
  spare: SpareColumns,
): AsyncGenerator<{ readonly count: number; readonly columns: unknown[][] }, void, undefined> {
  for (let from = 0; from < rows; from += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, rows - from)
    const columns: unknown[][] = []
    for (const [index, reader] of readers.entries()) columns.push(await spare.take(index, reader, count))
    yield { count, columns }
  }
  for (const reader of readers) reader.close()
}

/**
 * Opens a Parquet file. Of its columns a page each is held at a time, with their dictionaries; of lists and structs a row group. What that
 * and the whole file may come to is bounded, whatever the file says of itself.
 */
export async function openParquet(
  path: string,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const { footer, size } = await withFile(path, place, async (file) => {
    const { size: bytes } = await file.stat()
    return { footer: await readFooter(file, bytes), size: bytes }
  })
  const header = footer.tree.children.map(({ element }) => element.name.trim())
  refuse(footer, header.length, limits, place)

  async function read(name: string, settings: ReadSettings = {}): Promise<SheetSource> {
    const where = { ...place, sheet: name }
    // A cell is a byte at least, as a comma is in a CSV.
    new ParquetBudget(limits, where, size).whole(footer.rows * header.length)
    const notes = new NoteBook()
    const nested = footer.tree.children.filter(({ children }) => children.length > 0).map(({ element }) => element.name)
    notes.set('nested_columns', nested.length, undefined, nested.join(', '))
    const by = indexesBy(header, settings)
    const spare = new SpareColumns(by.spare)
    async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
      for (const code of ['mojibake', 'oversized_cells', 'bad_bytes'] as const) notes.set(code, 0)
      const fit = new RowFit(header, limits, notes)
      const budget = new ParquetBudget(limits, where, size)
      let faulty = false
      const parsers = cellParsers(limits.maxCellCharacters, () => {
        faulty = true
      })
      const file = await open(path)
      let first = 2
      try {
        for (const group of footer.groups)
          for await (const { count, columns } of columnsOf(
            readersOf(file, footer, group, budget, parsers),
            group.rows,
            spare,
          )) {
            const raw = {
              rowNumbers: Array.from({ length: count }, (_, at) => first + at),
              rows: Array.from({ length: count }, (_, at) => columns.map((column) => toCell(column[at]))),
            }
            if (spare.failed.size > 0)
              notes.set(
                'column_not_readable',
                spare.failed.size,
                undefined,
                [...spare.failed].map((index) => header[index]).join(', '),
              )
            const sound = faulty ? withoutBadBytes(raw, by.mapped, notes) : { ...raw, bad: [] }
            const batch = fit.fit(sound, 0, sound.rows.length)
            yield { ...batch, bad: [...batch.bad, ...sound.bad] }
            first += count
          }
      } catch (error) {
        throw explain(error, where)
      } finally {
        await file.close()
      }
    }
    return { sheet: name, header, headerRow: 1, details: {}, notes: () => notes.all, batches }
  }

  return { format: 'parquet', sheets: [sheet], details: {}, read }
}

import { type CsvDialect, detectDialect } from './csv-dialect.ts'
import { CsvRecords, MAX_RECORD_CELLS, TooManyCells } from './csv-records.ts'
import { TellingCells } from './encoding-readings.ts'
import { EmptySheetError, type SourcePlace, UnreadableTextError } from './errors.ts'
import { NoteBook } from './note-book.ts'
import type { RawRows } from './raw-rows.ts'
import type { ReadSettings, SheetBatch, SheetSource, SourceDetails, SourceFile, SourceLimits } from './sheet-source.ts'
import { openTable } from './table-source.ts'
import { detectEncoding, readText, statedEncoding, type TextEncoding } from './text-encoding.ts'

const SAMPLE_CHARACTERS = 64 * 1024

async function sampleOf(text: AsyncGenerator<string>): Promise<{ readonly sample: string; readonly whole: boolean }> {
  let sample = ''
  for await (const piece of text) {
    sample += piece
    if (sample.length > SAMPLE_CHARACTERS) return { sample: sample.slice(0, SAMPLE_CHARACTERS), whole: false }
  }
  return { sample, whole: true }
}

/** Cells by which a person may tell the encoding: names first, then what is about nobody. */
async function tellingCells(
  rows: AsyncGenerator<RawRows>,
  { header, headerRow }: SheetSource,
  { roles }: ReadSettings,
): Promise<TellingCells> {
  const cells = new TellingCells()
  const of = roles?.(header)
  for await (const raw of rows) {
    for (const [at, row] of raw.rows.entries()) {
      if ((raw.rowNumbers[at] ?? 0) <= headerRow) continue
      for (const [index, cell] of row.entries()) {
        if (typeof cell !== 'string') continue
        const { told = false, spread = false } = of?.[index] ?? {}
        cells.add(cell, told ? Number(!spread) : 2, told)
      }
    }
    if (cells.isFull) break
  }
  return cells
}

const detailsOf = (
  { badBytes: _, candidates: __, ...encoding }: TextEncoding,
  { delimiter, quote, comment }: CsvDialect,
): SourceDetails => ({ delimiter, quote, comment, ...encoding })

/** Opens a CSV: detects encoding, byte order mark and delimiter. `head` is the file's beginning. The sheet is named `sheet`. */
export async function openCsv(
  path: string,
  head: Buffer,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const found = await detectEncoding(path, head)
  const foundSample = await sampleOf(readText(path, found))

  async function read(name: string, settings: ReadSettings = {}): Promise<SheetSource> {
    const where = { ...place, sheet: name }
    const encoding =
      settings.encoding === undefined ? found : await statedEncoding(settings.encoding, path, head, where)
    const { sample, whole } = settings.encoding === undefined ? foundSample : await sampleOf(readText(path, encoding))
    if (sample === '') throw new EmptySheetError(where)
    const dialect = detectDialect(sample, settings, whole)
    const notes = new NoteBook()

    async function* rowsIn(bytes: TextEncoding): AsyncGenerator<RawRows, void, undefined> {
      const records = new CsvRecords(dialect, dialect.declared ? 1 : 0)
      try {
        let first = dialect.declared
        let skipped = ''
        for await (const piece of readText(path, bytes)) {
          if (!first) {
            yield* records.feed(piece)
            continue
          }
          skipped += piece
          const line = /^[^\r\n]*(?:\r\n|\n|\r(?!$))/.exec(skipped)
          if (line === null) continue
          first = false
          yield* records.feed(skipped.slice(line[0].length))
        }
        yield* records.feed('', true)
      } catch (error) {
        if (!(error instanceof TooManyCells)) throw error
        const what = `the record of line ${error.line} has more than ${MAX_RECORD_CELLS} cells`
        throw new UnreadableTextError(what, { ...where, row: error.line })
      }
      notes.set('quote_repaired', records.repaired.length, records.repaired[0])
      notes.set('comment_lines', records.comments)
    }

    const { candidates = [] } = encoding
    if (candidates.length > 0) notes.set('encoding_guessed', 1, undefined, encoding.encoding)
    else if (encoding.encoding !== 'utf-8') notes.set('encoding_found', 1, undefined, encoding.encoding)
    const table = await openTable(name, where, limits, () => rowsIn(encoding), {
      ...settings,
      notes,
      guarded: true,
      delimited: { width: dialect.width, badBytes: encoding.badBytes ?? [] },
    })
    async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
      if (candidates.length > 0 && notes.get('encoding_guessed')?.readings === undefined) {
        const raw = rowsIn({ encoding: 'latin1', bom: false, how: 'guess' })
        const readings = (await tellingCells(raw, table, settings)).readings(candidates)
        notes.set('encoding_guessed', 1, undefined, encoding.encoding, readings)
      }
      yield* table.batches()
    }
    return { ...table, details: detailsOf(encoding, dialect), batches }
  }

  return {
    format: 'csv',
    sheets: [sheet],
    details: detailsOf(found, detectDialect(foundSample.sample, {}, foundSample.whole)),
    read,
  }
}

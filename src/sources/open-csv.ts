import { CsvError, type Parser, parse } from 'csv-parse'
import { detectDialect } from './csv-dialect.ts'
import { EmptySheetError, type SourcePlace, UnreadableTextError } from './errors.ts'
import type { RawCell, RawRows } from './raw-rows.ts'
import type { SourceFile, SourceLimits } from './sheet-source.ts'
import { openTable } from './table-source.ts'
import { detectEncoding, readText } from './text-encoding.ts'

const SAMPLE_CHARACTERS = 64 * 1024
/** A longer record is one whose quote was never closed. */
const MAX_RECORD_CHARACTERS = 64 * 1024 ** 2

/** A record of more cells than this is not read to its end: a sheet of Excel has 16,384 columns. */
const MAX_RECORD_CELLS = 262_144

function explain(error: CsvError, place: SourcePlace, lastLine: number): UnreadableTextError {
  const begun = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
  const line = begun ? lastLine + 1 : Number(error.lines)
  const what =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `a quote that opens in the record of line ${line} is never closed`
      : error.code === 'CSV_MAX_RECORD_SIZE'
        ? `the record of line ${line} has more than ${MAX_RECORD_CHARACTERS} characters, as when a quote in it is never closed`
        : `line ${line}: ${error.message}`
  return new UnreadableTextError(what, { ...place, row: line }, error)
}

/** Cells of the record that is being read. csv-parse limits its characters, among which it counts no delimiters. */
function cellsUnderWay(parser: Parser): number {
  const state: unknown = Reflect.get(parser, 'state')
  const record = typeof state === 'object' && state !== null ? Reflect.get(state, 'record') : undefined
  return Array.isArray(record) ? record.length : 0
}

const lineBreaks = (cell: string): number =>
  cell.includes('\n') || cell.includes('\r') ? (cell.match(/\r\n|\n|\r/g)?.length ?? 0) : 0

interface Collector {
  rowNumbers: number[]
  rows: RawCell[][]
  /** Last line of the last record. */
  line: number
}

function parserInto(collector: Collector, delimiter: string): Parser {
  return parse({
    delimiter,
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_CHARACTERS,
    on_record(record: string[]) {
      collector.rowNumbers.push(collector.line + 1)
      collector.rows.push(record.map((cell) => (cell === '' ? null : cell)))
      // csv-parse counts the CR and the LF of one line end inside quotes as two lines, so its own count is no use.
      collector.line += 1 + record.reduce((breaks, cell) => breaks + lineBreaks(cell), 0)
      return null
    },
  })
}

/** Feeds one piece of text; resolves when all its records are collected. */
const write = (parser: Parser, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.write(text, (error) => (error ? reject(error) : resolve()))
  })

const end = (parser: Parser): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.once('error', reject)
    parser.once('end', resolve)
    parser.resume()
    parser.end()
  })

async function sampleOf(text: AsyncGenerator<string>): Promise<string> {
  let sample = ''
  for await (const piece of text) {
    sample += piece
    if (sample.length >= SAMPLE_CHARACTERS) break
  }
  return sample.slice(0, SAMPLE_CHARACTERS)
}

/** Opens a CSV: detects encoding, byte order mark and delimiter. `head` is the file's beginning. The sheet is named `sheet`. */
export async function openCsv(
  path: string,
  head: Buffer,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const encoding = await detectEncoding(path, head)
  const sample = await sampleOf(readText(path, encoding))
  const dialect = detectDialect(sample)

  async function* rows(): AsyncGenerator<RawRows, void, undefined> {
    const collector: Collector = { rowNumbers: [], rows: [], line: dialect.declared ? 1 : 0 }
    const take = (): RawRows => {
      const taken = { rowNumbers: collector.rowNumbers, rows: collector.rows }
      collector.rowNumbers = []
      collector.rows = []
      return taken
    }
    const parser = parserInto(collector, dialect.delimiter)
    // Errors reach us through the callbacks; without a listener they would end the process as well.
    parser.on('error', () => {})
    let failure: unknown
    try {
      let first = dialect.declared
      for await (const piece of readText(path, encoding)) {
        await write(parser, first ? piece.slice(piece.indexOf('\n') + 1) : piece)
        first = false
        if (cellsUnderWay(parser) > MAX_RECORD_CELLS) {
          const line = collector.line + 1
          const what = `the record of line ${line} has more than ${MAX_RECORD_CELLS} cells`
          throw new UnreadableTextError(what, { ...place, row: line })
        }
        if (collector.rows.length > 0) yield take()
      }
      await end(parser)
    } catch (error) {
      if (!(error instanceof CsvError)) throw error
      failure = explain(error, place, collector.line)
    } finally {
      parser.destroy()
    }
    if (failure !== undefined) throw failure
    if (collector.rows.length > 0) yield take()
  }

  return {
    format: 'csv',
    sheets: [sheet],
    details: { delimiter: dialect.delimiter, ...encoding },
    read(name, headerRow) {
      const where = { ...place, sheet: name }
      if (sample === '') return Promise.reject(new EmptySheetError(where))
      return openTable(name, where, limits, rows, headerRow)
    },
  }
}

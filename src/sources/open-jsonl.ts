import { EmptySheetError, type SourcePlace, TooManyColumnsError, TooManyRowsError } from './errors.ts'
import { parseJsonLine } from './json-line.ts'
import { NoteBook } from './note-book.ts'
import type {
  BadRow,
  Cell,
  ExtraCell,
  OversizedCell,
  SheetBatch,
  SheetSource,
  SourceFile,
  SourceLimits,
} from './sheet-source.ts'
import { detectEncoding, readText, type TextEncoding } from './text-encoding.ts'

const HEADER_LINES = 1000
/** A longer line is rejected without being parsed. */
const MAX_LINE_CHARACTERS = 32 * 1024 ** 2

interface Line {
  readonly rowNumber: number
  /** Undefined when the line is longer than any record. */
  readonly text: string | undefined
}

async function* readLines(path: string, encoding: TextEncoding): AsyncGenerator<Line[], void, undefined> {
  let rest = ''
  let skipping = false
  let rowNumber = 0
  for await (const piece of readText(path, encoding)) {
    const parts = piece.split('\n')
    const lines: Line[] = []
    for (let index = 0; index < parts.length - 1; index++) {
      lines.push({ rowNumber: ++rowNumber, text: skipping ? undefined : rest + (parts[index] ?? '') })
      rest = ''
      skipping = false
    }
    rest += parts.at(-1) ?? ''
    if (skipping || rest.length > MAX_LINE_CHARACTERS) {
      rest = ''
      skipping = true
    }
    if (lines.length > 0) yield lines
  }
  if (rest !== '' || skipping) yield [{ rowNumber: rowNumber + 1, text: skipping ? undefined : rest }]
}

const parseLine = ({ text }: Line): ReturnType<typeof parseJsonLine> =>
  text === undefined
    ? { ok: false, message: `longer than ${MAX_LINE_CHARACTERS} characters` }
    : text.trim() === ''
      ? { ok: true, cells: new Map() }
      : parseJsonLine(text)

async function readHeader(
  path: string,
  encoding: TextEncoding,
  limits: SourceLimits,
  place: SourcePlace,
): Promise<string[]> {
  const header = new Set<string>()
  let seen = 0
  for await (const lines of readLines(path, encoding)) {
    for (const line of lines) {
      if (++seen > HEADER_LINES) break
      const parsed = parseLine(line)
      if (parsed.ok) for (const key of parsed.cells.keys()) header.add(key)
      if (header.size > limits.maxColumns) throw new TooManyColumnsError(header.size, limits.maxColumns, place)
    }
    if (seen > HEADER_LINES) break
  }
  if (header.size === 0) throw new EmptySheetError(place)
  return [...header]
}

class BatchBuilder {
  readonly #columns: ReadonlyMap<string, number>
  readonly #limits: SourceLimits

  constructor(header: readonly string[], limits: SourceLimits) {
    this.#columns = new Map(header.map((key, index) => [key, index]))
    this.#limits = limits
  }

  build(lines: readonly Line[]): SheetBatch {
    const { maxCellCharacters, maxColumns } = this.#limits
    const rowNumbers: number[] = []
    const rows: Cell[][] = []
    const bad: BadRow[] = []
    const oversized: OversizedCell[] = []
    const extra: ExtraCell[] = []
    for (const line of lines) {
      const { rowNumber } = line
      const parsed = parseLine(line)
      if (!parsed.ok) {
        bad.push({ rowNumber, rule: 'unreadable_row', message: parsed.message })
        continue
      }
      if (parsed.cells.size > maxColumns) {
        bad.push({
          rowNumber,
          rule: 'unreadable_row',
          message: `${parsed.cells.size} keys stand in it, ${maxColumns} are allowed`,
        })
        continue
      }
      const row: Cell[] = new Array<Cell>(this.#columns.size).fill(null)
      for (const [column, value] of parsed.cells) {
        if (value === null) continue
        const index = this.#columns.get(column)
        if (typeof value === 'string' && value.length > maxCellCharacters)
          oversized.push({ rowNumber, column, length: value.length })
        else if (index === undefined) extra.push({ rowNumber, column, value })
        else row[index] = value
      }
      rowNumbers.push(rowNumber)
      rows.push(row)
    }
    return { rowNumbers, rows, bad, oversized, errorCells: [], extra }
  }
}

/** Opens JSON lines. The header is the union of the keys of the first thousand lines; later keys go to `extra`, broken lines to `bad`. */
export async function openJsonl(
  path: string,
  head: Buffer,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const encoding = await detectEncoding(path, head)

  async function read(name: string): Promise<SheetSource> {
    const where = { ...place, sheet: name }
    const header = await readHeader(path, encoding, limits, where)
    const builder = new BatchBuilder(header, limits)
    const notes = new NoteBook()
    if (encoding.fallback !== undefined) notes.set('encoding_guessed', 1, undefined, encoding.fallback)
    async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
      let seen = 0
      for await (const lines of readLines(path, encoding)) {
        seen += lines.length
        if (limits.maxRows !== undefined && seen > limits.maxRows) throw new TooManyRowsError(limits.maxRows, where)
        yield builder.build(lines)
      }
    }
    return { sheet: name, header, headerRow: 0, details: {}, notes: () => notes.all, batches }
  }

  return { format: 'jsonl', sheets: [sheet], details: { ...encoding }, read }
}

import { TellingCells } from './encoding-readings.ts'
import { EmptySheetError, type SourcePlace, TooManyColumnsError, TooManyRowsError } from './errors.ts'
import { escapedBytes } from './escaped-bytes.ts'
import { parseJsonLine } from './json-line.ts'
import { NoteBook } from './note-book.ts'
import type {
  BadRow,
  Cell,
  ExtraCell,
  OversizedCell,
  ReadSettings,
  SheetBatch,
  SheetSource,
  SourceFile,
  SourceLimits,
} from './sheet-source.ts'
import { detectEncoding, readText, statedEncoding, type TextEncoding } from './text-encoding.ts'

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
    : escapedBytes(text) > 0
      ? { ok: false, rule: 'bad_bytes', message: 'The file is UTF-8 and holds bytes that are not in this line' }
      : text.trim() === ''
        ? { ok: true, cells: new Map() }
        : parseJsonLine(text)

/** Where in the file the bytes of damaged lines stand: lines are asked for in their order. */
class FaultPlaces {
  readonly #places: readonly number[]
  #seen = 0

  constructor(places: readonly number[]) {
    this.#places = places
  }

  next({ text = '' }: Line): number | string {
    const place = this.#places[this.#seen] ?? '?'
    this.#seen += escapedBytes(text)
    return place
  }
}

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

  build(lines: readonly Line[], notes: NoteBook, faults: FaultPlaces): SheetBatch {
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
        const { rule = 'unreadable_row', message } = parsed
        if (rule === 'bad_bytes') notes.add('bad_bytes', rowNumber)
        bad.push({
          rowNumber,
          rule,
          message: rule === 'bad_bytes' ? `${message} (byte ${faults.next(line)})` : message,
        })
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

/** Cells by which a person may tell the encoding. */
async function tellingCells(path: string, roles: ReadSettings['roles']): Promise<TellingCells> {
  const cells = new TellingCells()
  for await (const lines of readLines(path, { encoding: 'latin1', bom: false, how: 'guess' })) {
    for (const line of lines) {
      const parsed = parseLine(line)
      if (!parsed.ok) continue
      const of = roles?.([...parsed.cells.keys()])
      for (const [index, cell] of [...parsed.cells.values()].entries()) {
        const { told = false, spread = false } = of?.[index] ?? {}
        if (typeof cell === 'string') cells.add(cell, told ? Number(!spread) : 2, told)
      }
    }
    if (cells.isFull) break
  }
  return cells
}

/** Opens JSON lines. The header is the union of the keys of the first thousand lines; later keys go to `extra`, broken lines to `bad`. */
export async function openJsonl(
  path: string,
  head: Buffer,
  sheet: string,
  place: SourcePlace,
  limits: SourceLimits,
): Promise<SourceFile> {
  const found = await detectEncoding(path, head)

  async function read(name: string, settings: ReadSettings = {}): Promise<SheetSource> {
    const where = { ...place, sheet: name }
    const encoding =
      settings.encoding === undefined ? found : await statedEncoding(settings.encoding, path, head, where)
    const header = await readHeader(path, encoding, limits, where)
    const builder = new BatchBuilder(header, limits)
    const notes = new NoteBook()
    const { candidates = [], badBytes = [] } = encoding
    if (candidates.length > 0) notes.set('encoding_guessed', 1, undefined, encoding.encoding)
    else if (encoding.encoding !== 'utf-8') notes.set('encoding_found', 1, undefined, encoding.encoding)
    async function* batches(): AsyncGenerator<SheetBatch, void, undefined> {
      let seen = 0
      notes.set('bad_bytes', 0)
      if (candidates.length > 0 && notes.get('encoding_guessed')?.readings === undefined) {
        const readings = (await tellingCells(path, settings.roles)).readings(candidates)
        notes.set('encoding_guessed', 1, undefined, encoding.encoding, readings)
      }
      const faults = new FaultPlaces(badBytes)
      for await (const lines of readLines(path, encoding)) {
        seen += lines.length
        if (limits.maxRows !== undefined && seen > limits.maxRows) throw new TooManyRowsError(limits.maxRows, where)
        yield builder.build(lines, notes, faults)
      }
    }
    return { sheet: name, header, headerRow: 0, details: {}, notes: () => notes.all, batches }
  }

  const { badBytes: _, candidates: __, ...details } = found
  return { format: 'jsonl', sheets: [sheet], details, read }
}

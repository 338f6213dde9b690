import type { RawCell, RawRows } from './raw-rows.ts'

/** How a text is cut into records. */
export interface CsvShape {
  /** Empty: every line is one cell. */
  readonly delimiter: string
  /** Empty: quotes are text. */
  readonly quote: string
  /** Lines that begin with it are no records; empty: none are. */
  readonly comment: string
  /** Cells that most records have: which of two readings of a damaged record is right. 0: not known. */
  readonly width: number
}

interface Parsed {
  readonly cells: RawCell[]
  /** Where the next record begins. */
  readonly end: number
  readonly repaired: boolean
}

type Attempt = Parsed | 'more' | 'broken'
type Quoting = 'strict' | 'backslash' | 'lenient'

const MAX_RECORD_CHARACTERS = 64 * 1024 ** 2
/** A record of more cells is not read to its end: a sheet of Excel has 16,384 columns. */
export const MAX_RECORD_CELLS = 262_144
const BATCH_ROWS = 1024
/** From so many delimiters in a cell of several lines, all of them where a record has them, it is records that a stray quote took. */
const TELLING_DELIMITERS = 4
const MOST_LENIENT_LINES = 100

/** A record with too many cells to be one. */
export class TooManyCells extends Error {
  readonly line: number
  constructor(line: number) {
    super()
    this.line = line
  }
}

const LF = 10
const CR = 13

/** Where the line that holds `from` ends, and where the next begins; undefined when the text ends first and there is more. */
function lineEnd(
  text: string,
  from: number,
  final: boolean,
): { readonly at: number; readonly next: number } | undefined {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LF) return { at, next: at + 1 }
    if (code !== CR) continue
    if (at + 1 === text.length && !final) return undefined
    return { at, next: text.charCodeAt(at + 1) === LF ? at + 2 : at + 1 }
  }
  return final ? { at: text.length, next: text.length } : undefined
}

/** Ends of lines in some text. */
function lineBreaks(text: string, from: number, to: number): number {
  let breaks = 0
  for (let at = from; at < to; at++) {
    const code = text.charCodeAt(at)
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) breaks++
  }
  return breaks
}

const cellOf = (text: string): RawCell => (text === '' ? null : text)

/**
 * Cuts delimited text, fed in pieces of any cut, into records. Quotes may have spaces around them and be escaped by doubling or by a
 * backslash. Where a quote cannot be right (it is never closed, or something follows it) the record is read as its line shows it, and
 * listed in `repaired`: one stray quote takes no row with it.
 */
export class CsvRecords {
  readonly #shape: CsvShape
  #pieces: string[] = []
  #size = 0
  #waitFor = 0
  #line: number
  /** The first quote at or after where it was last asked for, so that a text without any is looked through once. */
  #quoteAt = -1
  /** Rows whose quotes could not be right, by the line they begin on. */
  readonly repaired: number[] = []
  comments = 0

  /** `line`: lines that stand above. */
  constructor(shape: CsvShape, line = 0) {
    this.#shape = shape
    this.#line = line
  }

  /** Records that are whole by now. @throws TooManyCells */
  *feed(piece: string, final = false): Generator<RawRows, void, undefined> {
    this.#pieces.push(piece)
    this.#size += piece.length
    // Waiting until there is twice as much keeps a record that is long in coming from being read again for every piece.
    if (!final && this.#size < this.#waitFor) return
    const text = this.#pieces.length === 1 ? piece : this.#pieces.join('')
    let at = 0
    this.#quoteAt = -1
    while (at < text.length) {
      const rows: RawRows = { rowNumbers: [], rows: [] }
      let waits = false
      while (at < text.length && rows.rows.length < BATCH_ROWS) {
        const record = this.#record(text, at, final || text.length - at > MAX_RECORD_CHARACTERS)
        if (record === 'more') {
          waits = true
          break
        }
        const line = this.#line + 1
        this.#line += Math.max(1, lineBreaks(text, at, record.end))
        const isComment = this.#shape.comment !== '' && text.startsWith(this.#shape.comment, at)
        at = record.end
        if (isComment) {
          this.comments++
          continue
        }
        if (record.repaired) this.repaired.push(line)
        rows.rowNumbers.push(line)
        rows.rows.push(record.cells)
      }
      if (rows.rows.length > 0) yield rows
      if (waits) break
    }
    const rest = text.slice(at)
    this.#pieces = rest === '' ? [] : [rest]
    this.#size = rest.length
    this.#waitFor = Math.min(rest.length * 2, MAX_RECORD_CHARACTERS + 1)
  }

  /** The record that a text begins with, and the lines that it takes. */
  first(text: string): { readonly cells: readonly RawCell[]; readonly lines: number } {
    this.#quoteAt = -1
    const record = this.#record(text, 0, true)
    if (record === 'more') return { cells: [], lines: 1 }
    return { cells: record.cells, lines: Math.max(1, lineBreaks(text, 0, record.end)) }
  }

  #nextQuote(text: string, at: number): number {
    if (this.#quoteAt >= at) return this.#quoteAt
    const found = text.indexOf(this.#shape.quote, at)
    this.#quoteAt = found < 0 ? text.length : found
    return this.#quoteAt
  }

  #record(text: string, at: number, final: boolean): Parsed | 'more' {
    const { quote, comment, width } = this.#shape
    const line = lineEnd(text, at, final)
    if (line === undefined) return 'more'
    const plain = (): Parsed => ({ cells: this.#split(text.slice(at, line.at)), end: line.next, repaired: false })
    if (comment !== '' && text.startsWith(comment, at)) return { cells: [], end: line.next, repaired: false }
    if (quote === '' || this.#nextQuote(text, at) >= line.at) return plain()
    const strict = this.#quoted(text, at, final, 'strict')
    if (strict === 'more') return 'more'
    const asLine = () => this.#asLine(text, at, line.at, line.next)
    if (strict !== 'broken') {
      if (strict.end <= line.next) return strict
      if (strict.cells.length === width || width === 0)
        return this.#tookRecords(text, at, strict.end, width) ? asLine() : strict
      const alone = asLine()
      return alone.cells.length === width ? alone : strict
    }
    if (text.slice(at, line.at).includes(`\\${quote}`)) {
      const escaped = this.#quoted(text, at, final, 'backslash')
      if (escaped === 'more') return 'more'
      if (escaped !== 'broken' && (width === 0 || escaped.cells.length === width)) return escaped
    }
    const alone = asLine()
    if (alone.cells.length === width) return alone
    const lenient = this.#quoted(text, at, final, 'lenient')
    if (lenient === 'more') return 'more'
    const fits = lenient !== 'broken' && lenient.cells.length === width
    return fits && lineBreaks(text, at, lenient.end) <= MOST_LENIENT_LINES ? { ...lenient, repaired: true } : alone
  }

  /** Whether a record of several lines is records of their own, each as wide as the table. */
  #tookRecords(text: string, at: number, end: number, width: number): boolean {
    const lines = text.slice(at, end).split(/\r\n|\n|\r/)
    if (lines.at(-1) === '') lines.pop()
    if ((lines.length - 1) * (width - 1) < TELLING_DELIMITERS) return false
    return lines.every((line) => line.split(this.#shape.delimiter).length === width)
  }

  #split(line: string): RawCell[] {
    const { delimiter } = this.#shape
    if (delimiter === '') return [cellOf(line)]
    const cells: RawCell[] = []
    let from = 0
    for (let to = line.indexOf(delimiter); to >= 0; to = line.indexOf(delimiter, from)) {
      cells.push(from === to ? null : line.slice(from, to))
      from = to + 1
      if (cells.length > MAX_RECORD_CELLS) throw new TooManyCells(this.#line + 1)
    }
    cells.push(cellOf(line.slice(from)))
    return cells
  }

  #skipSpaces(text: string, from: number): number {
    let at = from
    while (text[at] === ' ' || (text[at] === '\t' && this.#shape.delimiter !== '\t')) at++
    return at
  }

  /** Where the quote that opens before `from` is closed, and where the cell ends. */
  #closing(
    text: string,
    from: number,
    final: boolean,
    quoting: Quoting,
  ): { at: number; next: number } | 'more' | 'broken' {
    const { quote, delimiter } = this.#shape
    for (let at = text.indexOf(quote, from); at >= 0; ) {
      if (quoting === 'backslash' && escapes(text, at, from) % 2 === 1) {
        at = text.indexOf(quote, at + 1)
        continue
      }
      if (at + 1 >= text.length) return final ? { at, next: at + 1 } : 'more'
      if (text[at + 1] === quote) {
        at = text.indexOf(quote, at + 2)
        continue
      }
      const next = this.#skipSpaces(text, at + 1)
      if (next >= text.length) return final ? { at, next } : 'more'
      const code = text.charCodeAt(next)
      if (code === LF || code === CR || (delimiter !== '' && text[next] === delimiter)) return { at, next }
      if (quoting !== 'lenient') return 'broken'
      at = text.indexOf(quote, at + 1)
    }
    return final ? 'broken' : 'more'
  }

  #quoted(text: string, start: number, final: boolean, quoting: Quoting): Attempt {
    const { quote, delimiter } = this.#shape
    const cells: RawCell[] = []
    for (let at = start; ; ) {
      if (cells.length > MAX_RECORD_CELLS) throw new TooManyCells(this.#line + 1)
      const opening = this.#skipSpaces(text, at)
      let end: number
      if (text[opening] === quote) {
        const closed = this.#closing(text, opening + 1, final, quoting)
        if (closed === 'more' || closed === 'broken') return closed
        const inner = text.slice(opening + 1, closed.at)
        cells.push(cellOf(quoting === 'backslash' ? unescaped(inner, quote) : inner.replaceAll(quote + quote, quote)))
        end = closed.next
      } else {
        end = at
        for (; end < text.length; end++) {
          const code = text.charCodeAt(end)
          if (code === LF || code === CR || (delimiter !== '' && text[end] === delimiter)) break
        }
        cells.push(cellOf(text.slice(at, end)))
      }
      if (end >= text.length) return final ? { cells, end, repaired: false } : 'more'
      if (text.charCodeAt(end) === LF) return { cells, end: end + 1, repaired: false }
      if (text.charCodeAt(end) === CR) {
        if (end + 1 === text.length && !final) return 'more'
        return { cells, end: text.charCodeAt(end + 1) === LF ? end + 2 : end + 1, repaired: false }
      }
      at = end + 1
    }
  }

  /** The record as one line shows it: a quote that is not closed in it is no quote, one without a partner is dropped. */
  #asLine(text: string, from: number, to: number, next: number): Parsed {
    const line = text.slice(from, to)
    const closing = this.#cellsOfLine(line, true)
    const literal = this.#cellsOfLine(line, false)
    const cells = literal.length === this.#shape.width && closing.length !== literal.length ? literal : closing
    return { cells, end: next, repaired: true }
  }

  #cellsOfLine(line: string, lenient: boolean): RawCell[] {
    const { quote, delimiter } = this.#shape
    const cells: RawCell[] = []
    for (let at = 0; ; ) {
      const opening = this.#skipSpaces(line, at)
      const strict = line[opening] === quote ? this.#closing(line, opening + 1, true, 'strict') : 'broken'
      const closed =
        strict === 'broken' && lenient && line[opening] === quote
          ? this.#closing(line, opening + 1, true, 'lenient')
          : strict
      let end: number
      if (typeof closed === 'object') {
        cells.push(cellOf(line.slice(opening + 1, closed.at).replaceAll(quote + quote, quote)))
        end = closed.next
      } else {
        const until = delimiter === '' ? -1 : line.indexOf(delimiter, at)
        end = until < 0 ? line.length : until
        cells.push(cellOf(withoutStray(line.slice(at, end), quote)))
      }
      if (end >= line.length) return cells
      at = end + 1
    }
  }
}

function escapes(text: string, at: number, from: number): number {
  let count = 0
  while (at - 1 - count >= from && text[at - 1 - count] === '\\') count++
  return count
}

const unescaped = (text: string, quote: string): string =>
  text
    .replaceAll(quote + quote, quote)
    .replaceAll(`\\${quote}`, quote)
    .replaceAll('\\\\', '\\')

/** Without a quote that opens or ends a cell and has no partner in it. Inches inside a text stay. */
function withoutStray(cell: string, quote: string): string {
  if (cell.split(quote).length !== 2) return cell
  const text = cell.trim()
  if (text.startsWith(quote)) return text.slice(1)
  return cell
}

import { type DateSystem, serialValue } from './excel-date.ts'
import { maskedDigits, type NumberFormat } from './number-format.ts'
import { CellFault, NO_VALUE, type RawCell, type RawRows, TooLong } from './raw-rows.ts'
import { joinRuns } from './xlsx-shared-strings.ts'
import { XmlError, type XmlHandler, type XmlScanner } from './xml-scanner.ts'

/** What the cells of a sheet refer to. */
export interface CellContext {
  readonly strings: readonly (string | TooLong)[]
  readonly kinds: readonly NumberFormat[]
  readonly dateSystem: DateSystem
}

const MAX_ROW = 1_048_576
const MAX_COLUMN = 16_384
const nothing: never[] = []

/** Collects the rows of a worksheet part. Rows that the part leaves out between others are blank rows, as Excel shows them. */
export class XlsxRows implements XmlHandler {
  closed = false
  readonly #context: CellContext
  #rowNumbers: number[] = []
  #rows: RawCell[][] = []
  #rowNumber = 0
  #row: RawCell[] = []
  #inSheetData = false
  #column = 0
  #style = 0
  #type = ''
  #value: RawCell = null
  #inline: string | TooLong | undefined
  #inInline = false
  #inPhonetic = false
  #formula = false
  /** Rows that the sheet hides, and the first of them. */
  hidden = 0
  firstHidden: number | undefined

  constructor(context: CellContext) {
    this.#context = context
  }

  get count(): number {
    return this.#rows.length
  }

  take(): RawRows {
    const taken = { rowNumbers: this.#rowNumbers, rows: this.#rows }
    this.#rowNumbers = []
    this.#rows = []
    return taken
  }

  open(name: string, xml: XmlScanner): void {
    switch (name) {
      case 'c':
        if (this.#inSheetData) this.#openCell(xml)
        break
      case 'v':
        if (this.#inSheetData) xml.collect()
        break
      case 't':
        if (this.#inInline && !this.#inPhonetic) xml.collect()
        break
      case 'is':
        this.#inInline = this.#inSheetData
        break
      case 'f':
        this.#formula = true
        break
      case 'rPh':
        this.#inPhonetic = true
        break
      case 'row':
        if (this.#inSheetData) this.#openRow(xml)
        break
      case 'sheetData':
        this.#inSheetData = true
        break
    }
  }

  close(name: string, xml: XmlScanner): void {
    switch (name) {
      case 'v':
        if (this.#inSheetData) this.#value = this.#read(xml)
        break
      case 'c':
        if (this.#inSheetData) this.#closeCell()
        break
      case 't':
        if (this.#inInline && !this.#inPhonetic) this.#inline = joinRuns(this.#inline, xml.takeText())
        break
      case 'is':
        this.#inInline = false
        break
      case 'rPh':
        this.#inPhonetic = false
        break
      case 'row':
        if (!this.#inSheetData) break
        this.#rowNumbers.push(this.#rowNumber)
        this.#rows.push(this.#row)
        break
      case 'sheetData':
        this.#inSheetData = false
        break
      case 'worksheet':
        this.closed = true
        break
    }
  }

  #openRow(xml: XmlScanner): void {
    const written = xml.attribute('r')
    const rowNumber = written === undefined ? this.#rowNumber + 1 : Number(written)
    if (!Number.isInteger(rowNumber) || rowNumber <= this.#rowNumber || rowNumber > MAX_ROW)
      throw new XmlError(`row "${written ?? rowNumber}" after row ${this.#rowNumber}`)
    for (let skipped = this.#rowNumber + 1; skipped < rowNumber; skipped++) {
      this.#rowNumbers.push(skipped)
      this.#rows.push(nothing)
    }
    this.#rowNumber = rowNumber
    this.#row = []
    if (/^(?:1|true)$/.test(xml.attribute('hidden') ?? '')) {
      this.hidden++
      this.firstHidden ??= rowNumber
    }
    this.#column = -1
  }

  #openCell(xml: XmlScanner): void {
    const { bytes, attributesEnd: end } = xml
    this.#column++
    this.#style = 0
    this.#type = 'n'
    this.#value = null
    this.#inline = undefined
    this.#formula = false
    for (let at = xml.attributesStart; at < end; ) {
      while (at < end && (bytes[at] ?? 0) <= 32) at++
      const name = bytes[at]
      const equals = bytes.indexOf(61, at)
      if (equals < 0 || equals >= end) break
      const single = equals === at + 1
      at = equals + 1
      while (at < end && (bytes[at] ?? 0) <= 32) at++
      const quote = bytes[at]
      const start = at + 1
      at = start
      while (at < end && bytes[at] !== quote) at++
      if (single && name === 114) this.#column = columnOf(bytes, start, at)
      else if (single && name === 115) this.#style = Number(bytes.toString('latin1', start, at))
      else if (single && name === 116) this.#type = bytes.toString('latin1', start, at)
      at++
    }
    if (this.#column >= MAX_COLUMN) throw new XmlError(`a cell beyond column ${MAX_COLUMN}`)
  }

  #read(xml: XmlScanner): RawCell {
    if (this.#type === 'n') {
      const number = xml.takeNumber()
      if (Number.isNaN(number)) return textCell(xml.takeText())
      const kind = this.#context.kinds[this.#style]
      if (kind === undefined || kind === 'number') return number
      return typeof kind === 'string' ? serialValue(number, kind, this.#context.dateSystem) : maskedDigits(number, kind)
    }
    if (this.#type === 's') {
      const index = xml.takeNumber()
      // Some programs write a blank cell as a text without a number.
      if (Number.isNaN(index)) {
        const text = xml.takeText()
        if (typeof text === 'string' && text.trim() === '') return null
      }
      const text = this.#context.strings[index]
      if (text === undefined) throw new XmlError(`a cell that refers to shared text ${index}, which is missing`)
      return textCell(text)
    }
    const text = xml.takeText()
    if (text instanceof TooLong) return text
    if (this.#type === 'b')
      return text.trim() === '' ? null : text.trim() === '1' || text.trim().toLowerCase() === 'true'
    if (this.#type === 'e') return new CellFault(text)
    if (this.#type === 'd') return isoDate(text)
    return textCell(text)
  }

  #closeCell(): void {
    const value = this.#type === 'inlineStr' ? textCell(this.#inline ?? '') : this.#value
    if (value === null && this.#formula && this.#type === 'n') {
      this.#row[this.#column] = new CellFault(NO_VALUE)
      return
    }
    if (value === null) return
    // What lies between stays unset: a cell far to the right takes a few bytes in the file, and would take 16,384 places here.
    this.#row[this.#column] = value
  }
}

const textCell = (text: string | TooLong): RawCell => (text === '' ? null : text)

function isoDate(text: string): RawCell {
  const date = new Date(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}${text.includes('T') ? 'Z' : ''}`)
  return Number.isNaN(date.getTime()) ? textCell(text) : date
}

/** 0-based column of a reference such as `AB12`. */
function columnOf(bytes: Buffer, start: number, end: number): number {
  let column = 0
  for (let at = start; at < end; at++) {
    const letter = (bytes[at] ?? 0) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  if (column === 0) throw new XmlError('a cell without a column')
  return column - 1
}

import { strToU8, Zip, ZipDeflate } from 'fflate'
import { openSink } from './byte-sink.ts'
import type { Cell } from './mess.ts'
import type { Sheet, SheetRow, Workbook } from './sheet-row.ts'

/** Called for each row below a header, with its number as Excel shows it. */
export type RowListener = (sheet: Sheet, rowNumber: number, row: SheetRow) => void

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const FILLED_STYLE = 1
const DATE_STYLE = 2
const CHUNK_CHARACTERS = 1 << 16

/**
 * Writes a workbook sheet by sheet and row by row: memory does not grow with the rows, and equal input gives equal bytes
 * (fixed zip times, a deflate in JavaScript, texts inline instead of in a shared table).
 */
export function writeWorkbook(path: string, workbook: Workbook, onRow: RowListener): void {
  const sink = openSink(path)
  try {
    const zip = new Zip((error, bytes) => {
      if (error) throw error
      sink.write(bytes)
    })
    for (const [name, text] of fixedParts(workbook)) {
      const part = openPart(zip, name)
      part.push(strToU8(text), true)
    }
    for (const [index, sheet] of workbook.sheets.entries())
      writeSheet(openPart(zip, `xl/worksheets/sheet${index + 1}.xml`), sheet, onRow)
    zip.end()
    sink.finish()
  } catch (error) {
    sink.abandon()
    throw error
  }
}

function openPart(zip: Zip, name: string): ZipDeflate {
  const part = new ZipDeflate(name, { level: 4 })
  // The zip format keeps local time: building the date from local fields gives the same bytes in every time zone.
  part.mtime = new Date(1980, 0, 1)
  zip.add(part)
  return part
}

function writeSheet(part: ZipDeflate, sheet: Sheet, onRow: RowListener): void {
  const letters = sheet.columns.map((_, at) => columnLetters(at))
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(1, sheet.columns, letters, false)}`
  let rowNumber = 1
  for (const row of sheet.rows) {
    rowNumber += 1
    onRow(sheet, rowNumber, row)
    text += rowXml(rowNumber, row.cells, letters, row.expected === 'blank')
    if (text.length > CHUNK_CHARACTERS) {
      part.push(strToU8(text))
      text = ''
    }
  }
  part.push(strToU8(`${text}</sheetData></worksheet>`), true)
}

function rowXml(rowNumber: number, cells: readonly Cell[], letters: readonly string[], isPadding: boolean): string {
  let xml = `<row r="${rowNumber}">`
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] as Cell
    const place = `${letters[at]}${rowNumber}`
    if (cell === null) xml += isPadding ? `<c r="${place}" s="${FILLED_STYLE}"/>` : ''
    else if (typeof cell === 'number') xml += `<c r="${place}"><v>${cell}</v></c>`
    else if (typeof cell === 'string')
      xml += `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`
    else xml += `<c r="${place}" s="${DATE_STYLE}"><v>${cell.date}</v></c>`
  }
  return `${xml}</row>`
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeXml = (text: string): string =>
  /[&<>"]/.test(text) ? text.replace(/[&<>"]/g, (mark) => ESCAPES[mark] as string) : text

function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : `${columnLetters(Math.floor(index / 26) - 1)}${last}`
}

function fixedParts(workbook: Workbook): [string, string][] {
  const numbered = workbook.sheets.map((sheet, at) => ({ name: escapeXml(sheet.name), number: at + 1 }))
  const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const overrides = numbered.map(
    ({ number }) => `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${content}.worksheet+xml"/>`,
  )
  const sheets = numbered.map(({ name, number }) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`)
  const relations = numbered.map(
    ({ number }) =>
      `<Relationship Id="rId${number}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
  )
  const styles = `<Relationship Id="rId${numbered.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`
  return [
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/>${overrides.join('')}</Types>`,
    ],
    [
      '_rels/.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}${styles}</Relationships>`,
    ],
    [
      'xl/styles.xml',
      `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF0F0F0"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fillId="2" applyFill="1"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    ],
  ]
}

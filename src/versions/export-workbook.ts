import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import { guardedText } from '../types/text/formula-text.ts'
import type { TableColumn } from './table-column.ts'
import {
  cellFormat,
  cellText,
  columnLetters,
  type SheetEntry,
  sheetEndXml,
  sheetStartXml,
  workbookParts,
} from './workbook-parts.ts'
import { ZipFile } from './zip-file.ts'

/** Excel's own limits. */
export const excelLimits = { rows: 1_048_576, characters: 32_767 } as const

// Far enough below the zip's 4 GiB that the rows of one more block still fit.
const sheetBytes = 3.5 * 2 ** 30
/** Shares from 0 to 1, whatever of, as columns are called that hold them. */
const SCORE = /(?:^|_)score$/

export interface WorkbookRequest {
  readonly engine: Engine
  /** Gives exactly `fields`: texts, numbers and flags. */
  readonly query: string
  readonly fields: readonly Pick<TableColumn, 'name'>[]
  readonly path: string
  /** First rows of the summary sheet: what the data is. */
  readonly about: readonly (readonly [string, string | number])[]
  /** Header included; Excel's limit unless told otherwise. */
  readonly maxRowsPerSheet?: number
}

export interface WorkbookOutcome {
  readonly rows: number
  readonly sheets: number
  /** Cells longer than Excel can hold, cut to its limit. */
  readonly cutCells: number
  /** Cells that got a leading apostrophe, because a spreadsheet would have run them. */
  readonly neutralisedCells: number
}

interface Tally {
  rows: number
  cut: number
  neutralised: number
}

interface Profile {
  readonly rows: number
  readonly present: readonly number[]
  readonly widths: readonly number[]
}

/** Counts and widths must be known before the first row is written, so one pass of the engine goes ahead. */
async function profileOf(
  engine: Engine,
  query: string,
  fields: readonly Pick<TableColumn, 'name'>[],
): Promise<Profile> {
  const parts = fields.map(
    ({ name }, i) => `count(${sqlName(name)}) AS c${i}, max(length(${sqlName(name)}::VARCHAR)) AS w${i}`,
  )
  const [row] = await engine.rows(`SELECT count(*) AS n, ${parts.join(', ')} FROM (${query})`)
  return {
    rows: Number(row?.n ?? 0),
    present: fields.map((_, i) => Number(row?.[`c${i}`] ?? 0)),
    widths: fields.map(({ name }, i) => Math.min(50, Math.max(15, name.length + 2, Number(row?.[`w${i}`] ?? 0) + 2))),
  }
}

function textCell(at: string, format: number, text: string): string {
  const space = /^\s|\s$|[\n\r]| {2}/.test(text) ? ' xml:space="preserve"' : ''
  return `<c r="${at}" s="${format}" t="inlineStr"><is><t${space}>${cellText(text)}</t></is></c>`
}

function safeText(value: string, tally: Tally): string {
  const text = guardedText(value)
  if (text !== value) tally.neutralised++
  if (text.length <= excelLimits.characters) return text
  tally.cut++
  const end =
    text.charCodeAt(excelLimits.characters - 1) >>> 10 === 0x36 ? excelLimits.characters - 1 : excelLimits.characters
  return text.slice(0, end)
}

function scoreFormat(score: number): number {
  if (score >= 0.8) return cellFormat.excellent
  if (score >= 0.6) return cellFormat.good
  return score >= 0.4 ? cellFormat.poor : cellFormat.bad
}

function cell(at: string, format: number, value: unknown, tally: Tally): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${at}" s="${format}"><v>${value}</v></c>`
  if (typeof value === 'boolean') return `<c r="${at}" s="${format}" t="b"><v>${value ? 1 : 0}</v></c>`
  return textCell(at, format, safeText(String(value), tally))
}

/** Writes the data sheets, splitting where Excel's rows or the zip's bytes end. */
async function writeData(
  zip: ZipFile,
  request: WorkbookRequest,
  profile: Profile,
  tally: Tally,
): Promise<SheetEntry[]> {
  const { fields } = request
  const letters = fields.map((_, i) => columnLetters(i))
  const isScore = fields.map(({ name }) => SCORE.test(name))
  const lastRow = Math.min(request.maxRowsPerSheet ?? excelLimits.rows, excelLimits.rows)
  const sheets: SheetEntry[] = []
  let line = 0
  const begin = async () => {
    await zip.begin(`xl/worksheets/sheet${sheets.length + 1}.xml`)
    const labels = fields.map(({ name }, i) => textCell(`${letters[i]}1`, cellFormat.header, name))
    await zip.write(`${sheetStartXml(profile.widths, true)}<row r="1">${labels.join('')}</row>`)
    line = 1
  }
  const end = async () => {
    await zip.write(sheetEndXml(`A1:${letters.at(-1)}${line}`))
    await zip.end()
    const name = sheets.length === 0 ? 'Data' : `Data ${sheets.length + 1}`
    sheets.push({ name, filter: `$A$1:$${letters.at(-1)}$${line}` })
  }
  await begin()
  for await (const { columns, rowCount } of request.engine.columns(request.query)) {
    for (let r = 0; r < rowCount; r++) {
      if (line >= lastRow || zip.entrySize > sheetBytes) {
        await end()
        await begin()
      }
      line++
      const format = line % 2 === 0 ? cellFormat.striped : cellFormat.body
      let xml = `<row r="${line}" s="${format}" customFormat="1">`
      for (let c = 0; c < fields.length; c++) {
        const value = columns[c]?.[r]
        xml += cell(
          `${letters[c]}${line}`,
          isScore[c] && typeof value === 'number' ? scoreFormat(value) : format,
          value,
          tally,
        )
      }
      const full = zip.write(`${xml}</row>`)
      if (full) await full
    }
    tally.rows += rowCount
  }
  await end()
  return sheets
}

async function writeSummary(
  zip: ZipFile,
  request: WorkbookRequest,
  profile: Profile,
  tally: Tally,
  sheets: number,
): Promise<void> {
  const percent = (count: number) => (profile.rows === 0 ? 0 : Math.round((count / profile.rows) * 1000) / 10)
  const lines: (readonly [string, string | number])[] = [
    ...request.about,
    ['Records', tally.rows],
    ['Data sheets', sheets],
    ['Cells cut to 32,767 characters (the limit of Excel)', tally.cut],
    ['Cells with a leading apostrophe (text that would run as a formula)', tally.neutralised],
    ['Completeness, % of records with a value', ''],
    ...request.fields.map(({ name }, i) => [name, percent(profile.present[i] ?? 0)] as const),
  ]
  await zip.begin(`xl/worksheets/sheet${sheets + 1}.xml`)
  await zip.write(sheetStartXml([50, 40], false))
  for (const [i, [label, value]] of lines.entries()) {
    const cells = `${cell(`A${i + 1}`, cellFormat.body, label, tally)}${cell(`B${i + 1}`, cellFormat.body, value, tally)}`
    await zip.write(`<row r="${i + 1}">${cells}</row>`)
  }
  await zip.write(sheetEndXml(undefined))
  await zip.end()
}

/**
 * Writes a query as a formatted XLSX workbook with bounded memory: sheet `Data` (`Data 2` … past Excel's rows) and sheet
 * `Summary`. Our own writer, because no streaming one has filters, header styles and a second kind of sheet.
 */
export async function exportWorkbook(request: WorkbookRequest): Promise<WorkbookOutcome> {
  const profile = await profileOf(request.engine, request.query, request.fields)
  const tally: Tally = { rows: 0, cut: 0, neutralised: 0 }
  const zip = await ZipFile.create(request.path)
  try {
    const sheets = await writeData(zip, request, profile, tally)
    const counts = { ...tally }
    await writeSummary(zip, request, profile, tally, sheets.length)
    for (const [name, text] of workbookParts([...sheets, { name: 'Summary' }])) await zip.add(name, text)
    await zip.finish()
    return { rows: counts.rows, sheets: sheets.length, cutCells: counts.cut, neutralisedCells: counts.neutralised }
  } finally {
    await zip.close()
  }
}

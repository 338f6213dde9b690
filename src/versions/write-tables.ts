import { guardedText } from '../types/text/formula-text.ts'
import { excelLimits } from './export-workbook.ts'
import { cellFormat, cellText, columnLetters, sheetEndXml, sheetStartXml, workbookParts } from './workbook-parts.ts'
import { ZipFile } from './zip-file.ts'

export interface TextTable {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: Iterable<readonly (string | null)[]>
}

const forbidden = /[[\]:*?/\\]/g

/** Names that Excel takes: up to 31 characters, some signs not, each once whatever the case. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>()
  return wanted.map((name) => {
    const base =
      name
        .replaceAll(forbidden, ' ')
        .replaceAll(/^'+|'+$/g, '')
        .trim() || 'Sheet'
    for (let n = 1; ; n++) {
      const mark = n === 1 ? '' : ` ${n}`
      const tried = `${base.slice(0, 31 - mark.length)}${mark}`
      if (taken.has(tried.toLowerCase())) continue
      taken.add(tried.toLowerCase())
      return tried
    }
  })
}

/** A text as the workbook holds it: guarded against running as a formula, cut where Excel would cut it. */
export const workbookText = (text: string): string => guardedText(text).slice(0, excelLimits.characters)

/** Writes tables of text as one XLSX workbook, a sheet each, with frozen headers and filters, for its owner alone to read. Every value is a text. */
export async function writeTables(path: string, tables: readonly TextTable[]): Promise<void> {
  const zip = await ZipFile.create(path, 0o600)
  try {
    const names = sheetNames(tables.map(({ name }) => name))
    const entries: { name: string; filter?: string }[] = []
    for (const [at, table] of tables.entries()) {
      const widths = table.header.map((label) => Math.min(50, Math.max(15, label.length + 2)))
      await zip.begin(`xl/worksheets/sheet${at + 1}.xml`)
      await zip.write(sheetStartXml(widths, true))
      await zip.write(rowXml(1, table.header, cellFormat.header))
      let line = 1
      for (const row of table.rows) {
        line++
        await zip.write(rowXml(line, row, cellFormat.plain))
      }
      const last = columnLetters(table.header.length - 1)
      await zip.write(sheetEndXml(`A1:${last}${line}`))
      await zip.end()
      entries.push({ name: names[at] as string, filter: `$A$1:$${last}$${line}` })
    }
    for (const [name, text] of workbookParts(
      entries.map((entry) => ({ ...entry, name: entry.name.replaceAll("'", '’') })),
    ))
      await zip.add(name, text)
    await zip.finish()
  } finally {
    await zip.close()
  }
}

function rowXml(line: number, row: readonly (string | null)[], format: number): string {
  const cells = row.map((text, column) =>
    text === null
      ? ''
      : `<c r="${columnLetters(column)}${line}" s="${format}" t="inlineStr"><is><t xml:space="preserve">${cellText(workbookText(text))}</t></is></c>`,
  )
  return `<row r="${line}">${cells.join('')}</row>`
}

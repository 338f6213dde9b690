import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { cellText } from '../../src/sources/cell-text.ts'
import { defaultSourceLimits, openSource, type ReadSettings } from '../../src/sources/index.ts'
import { fileOf, readSheetWhole } from '../sources/build-xlsx.ts'

const CASES = new URL('../fixtures/cases/reading/', import.meta.url)
let files = 0

/** The bytes of a case. */
export const caseBytes = (name: string): Buffer => readFileSync(fileURLToPath(new URL(name, CASES)))

/** What is read of one sheet: cells as every later stage sees them, rows that are bad with why, what was noticed. */
export async function readCase(
  name: string,
  content: Uint8Array | string = caseBytes(name),
  { sheet, ...settings }: ReadSettings & { readonly sheet?: string } = {},
) {
  const file = await openSource(fileOf(`${files++}-${name}`, content), { ...defaultSourceLimits, name })
  const source = await file.read(sheet ?? file.sheets[0] ?? '', settings)
  const all = await readSheetWhole(source)
  return {
    header: source.header,
    headerRow: source.headerRow,
    encoding: source.details.encoding ?? file.details.encoding,
    rows: all.rows.map((row) => row.map(cellText)),
    bad: all.bad.map(({ rowNumber, rule }) => [rowNumber, rule]),
    messages: all.bad.map(({ message }) => message),
    errors: all.errorCells.map(({ rowNumber, column, code }) => [rowNumber, column, code]),
    notes: source.notes(),
    codes: source.notes().map(({ code }) => code),
  }
}

/** Columns that a domain knows, by their labels. */
export const fieldsOf = (...labels: readonly string[]) =>
  labels.map((label) => ({ name: label.toLowerCase().replaceAll(' ', '_'), label, synonyms: [], required: false }))

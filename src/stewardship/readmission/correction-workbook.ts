import type { Contract } from '../../contracts/index.ts'
import { ReadmissionRefusedError } from '../../ledger/errors.ts'
import type { SourceRow } from '../../ledger/source-row.ts'
import { cellText } from '../../sources/cell-text.ts'
import { openSource } from '../../sources/open-source.ts'
import { defaultSourceLimits } from '../../sources/sheet-source.ts'
import { unguardedText } from '../../types/text/formula-text.ts'
import { type TextTable, workbookText, writeTables } from '../../versions/write-tables.ts'
import type { OriginalRow } from './original-rows.ts'

export const ID_COLUMN = 'hotpass_row'
const REASON_COLUMN = 'hotpass_reason'

const HELP = [
  'Each sheet holds the rows of one sheet of one source that were held back.',
  `Correct the cells. Leave ${ID_COLUMN} as it is: it says which row is which. ${REASON_COLUMN} is for you to read.`,
  'A row that you leave as it is stays in quarantine; you may delete its line here.',
  'New rows do not belong here: put them into the source.',
  'A leading apostrophe keeps a spreadsheet from running a text as a formula; it is taken off again.',
  'These rows may hold personal data. Delete this file when you are done.',
]

/** Writes quarantined rows as a workbook to correct: a sheet for each sheet they come from, named by the contract's labels. */
export async function writeCorrectionWorkbook(path: string, run: string, rows: readonly OriginalRow[]): Promise<void> {
  const whole = rows.filter((one) => one.row !== undefined)
  const tables: TextTable[] = [
    { name: 'Read me', header: [`Rows held back by ${run}`], rows: HELP.map((line) => [line]) },
  ]
  for (const group of Map.groupBy(whole, ({ quarantined: { file, sheet } }) => `${file}\0${sheet}`).values()) {
    const { contract, quarantined } = group[0] as OriginalRow & { contract: Contract }
    tables.push({
      name: quarantined.sheet,
      header: [ID_COLUMN, REASON_COLUMN, ...contract.fields.map(({ label }) => label)],
      rows: group.map(({ quarantined: { id, reasons }, row }) => [
        id,
        reasons.map(({ message }) => message).join(' '),
        ...contract.fields.map(({ name }) => row?.fields[name] ?? null),
      ]),
    })
  }
  const missing = rows.filter((one) => one.row === undefined)
  if (missing.length > 0)
    tables.push({
      name: 'Not here',
      header: ['File', 'Sheet', 'Row', 'Reason', 'Why it is not here'],
      rows: missing.map(({ quarantined: { file, sheet, rowNumber, reasons }, missing: why }) => [
        file,
        sheet,
        String(rowNumber),
        reasons.map(({ message }) => message).join(' '),
        why ?? '',
      ]),
    })
  await writeTables(path, tables)
}

/** The text of a cell as it comes back when nobody touched it. */
const untouched = (text: string | null): string | null =>
  text === null ? null : cellText(unguardedText(workbookText(text)))

/** What a corrected row changed; empty when nothing. */
export function changesOf(
  row: SourceRow,
  contract: Contract,
  corrected: ReadonlyMap<string, string | null>,
): Record<string, string | null> {
  const changes: Record<string, string | null> = {}
  for (const { name, label } of contract.fields) {
    const text = corrected.get(label)
    if (text === undefined) continue
    const before = row.fields[name] ?? null
    if (text !== before && text !== untouched(before)) changes[name] = text
  }
  return changes
}

export interface CorrectedLine {
  readonly id: string
  readonly where: string
  /** By column label. */
  readonly cells: ReadonlyMap<string, string | null>
}

/**
 * Reads the lines of a workbook that came back. @throws ReadmissionRefusedError for a line without an identifier, or one identifier
 * on two lines; the sources' errors for a file that is no table.
 */
export async function readCorrectionWorkbook(path: string): Promise<CorrectedLine[]> {
  const file = await openSource(path, { ...defaultSourceLimits, name: path })
  const lines: CorrectedLine[] = []
  const problems: string[] = []
  const seen = new Map<string, string>()
  let tables = 0
  for (const name of file.sheets) {
    if (file.format === 'xlsx' && (name === 'Read me' || name === 'Not here')) continue
    const sheet = await file.read(name)
    const idAt = sheet.header.indexOf(ID_COLUMN)
    if (idAt < 0) continue
    tables++
    for await (const batch of sheet.batches())
      for (const [at, cells] of batch.rows.entries()) {
        const where = `sheet "${name}", row ${batch.rowNumbers[at]}`
        const texts = cells.map(cellText)
        if (texts.every((text) => text === null)) continue
        const id = texts[idAt] ?? null
        if (id === null) {
          problems.push(`${where} has no ${ID_COLUMN}: rows that were never quarantined belong into the source.`)
          continue
        }
        const twin = seen.get(id)
        if (twin !== undefined) problems.push(`${where} has the identifier of ${twin}. Keep one of the two.`)
        seen.set(id, where)
        lines.push({ id, where, cells: new Map(sheet.header.map((label, column) => [label, texts[column] ?? null])) })
      }
  }
  if (tables === 0)
    problems.push(
      `No sheet has a column ${ID_COLUMN}. Hand back the workbook that "hotpass quarantine export" wrote, its columns as they were.`,
    )
  if (problems.length > 0) throw new ReadmissionRefusedError(problems)
  return lines
}

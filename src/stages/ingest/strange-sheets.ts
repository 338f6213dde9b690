import type { SourceTable } from '../../domain/index.ts'
import { mappedSheet } from '../../ledger/source-row.ts'
import type { openSource } from '../../sources/index.ts'

/**
 * Sheets that stand beside a table which names none, and have not one column of it: a summary, a page of notes. Where no sheet has a
 * column of it, all are the table's, so that what is missing is told.
 */
export async function strangeSheets(
  file: Awaited<ReturnType<typeof openSource>>,
  tableOf: (sheet: string) => SourceTable | undefined,
): Promise<ReadonlySet<string>> {
  const strange = new Set<string>()
  const candidates = file.sheets.filter((sheet) => tableOf(sheet)?.sheet === null)
  if (file.format !== 'xlsx' || candidates.length < 2) return strange
  for (const sheet of candidates) {
    const table = tableOf(sheet)
    if (table === undefined) continue
    const { mapping } = await mappedSheet(file, sheet, table)
    if (mapping.mapped.length === 0 && mapping.suggested.length === 0) strange.add(sheet)
  }
  return strange.size === candidates.length ? new Set() : strange
}

import type { SourceNote } from '../../ledger/source-notes.ts'
import type { IngestWork } from '../../ledger/works/ingest-work.ts'
import type { NoteCounts } from '../../quality/index.ts'

/**
 * How often each thing was noticed of each table of the sources. What is of a whole file, or of a sheet that is not read, counts for every
 * table that the file was read into.
 */
export function noteCounts(
  ingests: readonly { readonly work: Pick<IngestWork, 'sheets' | 'notes'> }[],
): ReadonlyMap<string, NoteCounts> {
  const found = new Map<string, Record<string, number>>()
  for (const { work } of ingests) {
    const sheets = new Map<string, Set<string>>()
    for (const { contract, sheet } of work.sheets) {
      const own = sheets.get(contract) ?? new Set<string>()
      sheets.set(contract, own.add(sheet))
      if (!found.has(contract)) found.set(contract, {})
    }
    const isOf = (note: SourceNote, own: ReadonlySet<string>): boolean =>
      note.sheet === null || note.code === 'sheet_not_read' || own.has(note.sheet)
    for (const [contract, own] of sheets) {
      const counts = found.get(contract) ?? {}
      for (const note of work.notes) if (isOf(note, own)) counts[note.code] = (counts[note.code] ?? 0) + note.count
    }
  }
  return found
}

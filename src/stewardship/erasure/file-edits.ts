import type { SourceTable } from '../../domain/index.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { type MappedSheet, mappedSheet, rowOutcomes } from '../../ledger/source-row.ts'
import { cellText } from '../../sources/cell-text.ts'
import { EmptySheetError } from '../../sources/errors.ts'
import type { openSource, SheetBatch, SourceDetails } from '../../sources/index.ts'
import { type PeopleReader, readerOf } from './said-of-people.ts'
import type { SeenRows } from './seen-rows.ts'
import { suppressedRow } from './suppressed-row.ts'
import type { Suppression } from './suppression.ts'

type RowEdit = 'all' | Map<number, string>

export interface FileEdits {
  readonly bySheet: ReadonlyMap<string, ReadonlyMap<number, RowEdit>>
  /** Rows that hold the person, wholly or in part. */
  readonly rows: number
  /** Where the records of a one-table file begin, and its labels. */
  readonly starts: readonly number[]
  readonly header: readonly string[]
  /** How the file is written. */
  readonly details: SourceDetails
}

/**
 * What of a source file has to go: whole rows that describe a forgotten person, cells that name one. Sheets without a contract, which
 * no run reads, are looked through cell by cell.
 */
export async function fileEdits(
  file: Awaited<ReturnType<typeof openSource>>,
  sources: readonly PinnedDomain[],
  source: string | undefined,
  name: string,
  suppressions: readonly Suppression[],
  seen?: SeenRows,
): Promise<FileEdits> {
  const bySheet = new Map<string, Map<number, RowEdit>>()
  let rows = 0
  let starts: number[] = []
  let header: readonly string[] = []
  let details = file.details
  for (const sheet of file.sheets) {
    const tables = await mappedTables(file, sources, source, name, sheet)
    // Read from the top, whatever row the labels stand in, and every row, however damaged: a title may name a person as well.
    const table = await readable(() => file.read(sheet, { ...tables[0]?.writing, whole: true }))
    if (table === undefined) continue
    header = table.header
    details = { ...file.details, ...table.details }
    starts = table.headerRow > 0 ? [table.headerRow] : []
    const edits = new Map<number, RowEdit>()
    for await (const batch of table.batches()) {
      for (const row of batch.rowNumbers) starts.push(row)
      for (const mapped of tables) editsByContract(mapped, batch, suppressions, edits, seen)
      editsByCell(batch, header, suppressions, tables.length === 0, edits)
    }
    rows += edits.size
    bySheet.set(sheet, edits)
  }
  return { bySheet, rows, starts, header, details }
}

interface MappedTable extends MappedSheet {
  /** What people say of how it is written. */
  readonly writing: Pick<SourceTable['reading'], 'delimiter' | 'quote' | 'comment' | 'encoding'>
  readonly read: PeopleReader
}

/** The sheet as each pipeline of the store maps it: mostly one, or none. */
async function mappedTables(
  file: Awaited<ReturnType<typeof openSource>>,
  sources: readonly PinnedDomain[],
  source: string | undefined,
  name: string,
  sheet: string,
): Promise<MappedTable[]> {
  const found: MappedTable[] = []
  if (source === undefined) return found
  const seen = new Set<string>()
  for (const domain of sources) {
    const table = domain.matchSheet(source, name, sheet, file.format)
    if (table === undefined || seen.has(domain.compiled.sha256)) continue
    seen.add(domain.compiled.sha256)
    const mapped = await readable(() => mappedSheet(file, sheet, table))
    const { headerRow: _, skip: __, ...writing } = table.reading
    if (mapped !== undefined) found.push({ ...mapped, writing, read: readerOf(domain, table.id) })
  }
  return found
}

async function readable<T>(read: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof EmptySheetError) return undefined
    throw error
  }
}

function editsByContract(
  mapped: MappedTable,
  batch: SheetBatch,
  suppressions: readonly Suppression[],
  edits: Map<number, RowEdit>,
  seen: SeenRows | undefined,
): void {
  const columns = new Map(mapped.mapping.mapped.map(({ field, index }) => [field, index]))
  for (const one of rowOutcomes(mapped, batch)) {
    if (one.outcome === 'blank' || one.outcome === 'unreadable') continue
    const left = suppressedRow(mapped.read, one.row, suppressions)
    seen?.see(mapped.read, mapped.sheet, one.row, left.outcome)
    if (left.outcome === 'forgotten') edits.set(one.row.rowNumber, 'all')
    if (left.outcome !== 'changed') continue
    const held = edits.get(one.row.rowNumber)
    if (held === 'all') continue
    const cells = held ?? new Map<number, string>()
    for (const [field, text] of Object.entries(left.row.fields)) {
      const column = columns.get(field)
      if (column !== undefined && text !== one.row.fields[field]) cells.set(column, text ?? '')
    }
    const extra = JSON.parse(left.row.extra ?? '{}') as Record<string, string>
    const before = JSON.parse(one.row.extra ?? '{}') as Record<string, string>
    for (const { header, index } of mapped.mapping.unmapped)
      if (extra[header] !== before[header]) cells.set(index, extra[header] ?? '')
    edits.set(one.row.rowNumber, cells)
  }
}

/** Cells that hold what is the person's alone, whatever column they stand in; in tables no contract describes, names too. */
function editsByCell(
  batch: SheetBatch,
  header: readonly string[],
  suppressions: readonly Suppression[],
  named: boolean,
  edits: Map<number, RowEdit>,
): void {
  const look = (row: number, column: number, text: string | null) => {
    const held = edits.get(row)
    if (text === null || held === 'all' || held?.has(column)) return
    let left = text
    for (const suppression of suppressions) left = suppression.scrub(left, named)
    if (left === text) return
    // In a table that no contract describes nothing says which cells are whose: an address or number of theirs makes the row theirs.
    if (named && suppressions.some((one) => one.scrub(text, false) !== text)) edits.set(row, 'all')
    else if (held) held.set(column, left)
    else edits.set(row, new Map([[column, left]]))
  }
  for (const [at, cells] of batch.rows.entries())
    for (const [column, cell] of cells.entries()) look(batch.rowNumbers[at] as number, column, cellText(cell))
  for (const { rowNumber, column, value } of batch.extra) {
    const index = header.indexOf(column)
    look(rowNumber, index < 0 ? Number(/\d+$/.exec(column)?.[0] ?? header.length) : index, cellText(value))
  }
}

import { join } from 'node:path'
import { mask } from '../../contracts/mask.ts'
import { compileRowCheck } from '../../contracts/row-check.ts'
import type { SourceTable } from '../../domain/index.ts'
import type { ColumnDefinition } from '../../engine/engine.ts'
import { fedName } from '../../ledger/cell-accounting.ts'
import { RequiredColumnMissingError, SourceMovedError } from '../../ledger/errors.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { type IngestItem, ingestItemSchema } from '../../ledger/plan-document.ts'
import { type RejectedRow, writeRejected } from '../../ledger/quarantine.ts'
import type { RowFilter } from '../../ledger/row-filter.ts'
import { sourceLimits } from '../../ledger/source-limits.ts'
import type { SourceNote } from '../../ledger/source-notes.ts'
import { mappedSheet, rowOutcomes, unreadableHash } from '../../ledger/source-row.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type IngestedSheet, type IngestWork, ingestWork } from '../../ledger/works/ingest-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { cellText } from '../../sources/cell-text.ts'
import { SheetMissingError, SourceError } from '../../sources/errors.ts'
import { NoteBook } from '../../sources/note-book.ts'
import { openSource } from '../../sources/open-source.ts'
import { sha256File } from '../../storage/sha256.ts'
import { SheetCells } from './sheet-cells.ts'
import { mostAlike, shownLabels, shownSheet } from './shown-labels.ts'
import { strangeSheets } from './strange-sheets.ts'
import { toldColumn, unreadColumns } from './unread-columns.ts'

export type IngestOutput = { work: string; sheets: number; rows: number }

/** Reads one source file: typed rows out, as text in the contract's columns; rows that break the contract to quarantine. */
export async function ingest(
  context: PlannedContext,
  rawItem: unknown,
): Promise<StageResult<IngestOutput> & { work: IngestWork }> {
  const item = ingestItemSchema.parse(rawItem)
  const sources = context.plan.domain
  const filter = await context.people.rowFilter(context.plan, item.source)
  const config = {
    ingest: sources.configuration.ingest,
    source: item.source,
    domain: context.plan.profileHash,
    contracts: context.plan.contractVersions,
    ...filter.fingerprint,
  }
  // The file's name is part of what is written (provenance), so it is part of what the work is known by.
  const print = fingerprint('ingest', context.code('Ingest'), config, { sha256: item.sha256, file: item.file })
  const { value: work, reused } = await once(context, 'ingest', print, ingestWork, (prefix) =>
    readFile(context, item, sources, filter, prefix),
  )
  const sum = (pick: (sheet: IngestedSheet) => number) => work.sheets.reduce((total, sheet) => total + pick(sheet), 0)
  const passed = work.sheets.reduce(
    (total, sheet) => total + sheet.parts.reduce((rows, part) => rows + part.rows, 0),
    0,
  )
  const read = sum((sheet) => sheet.read)
  return {
    output: { work: `work/ingest/${print}`, sheets: work.sheets.length, rows: read },
    counts: {
      read,
      blank: sum((sheet) => sheet.blank),
      quarantined: sum((sheet) => sheet.rejected),
      readmitted: sum((sheet) => sheet.readmitted),
      passed,
    },
    balance: {
      read,
      accounted: { blank: sum((sheet) => sheet.blank), quarantined: sum((sheet) => sheet.rejected), passed },
    },
    cells: work.sheets.flatMap(({ sheet, cells }) =>
      cells.map(({ read, quarantined, broken, passed, ...of }) => ({
        of: `${item.file}, sheet "${sheet}", ${fedName(of)}`,
        read,
        accounted: { quarantined, broken, passed },
      })),
    ),
    lineage: {
      inputs: [{ name: item.key, rows: read, bytes: item.size }],
      outputs: work.sheets.map((sheet) => ({
        name: `work/ingest/${sheet.contract}`,
        rows: sheet.parts.reduce((rows, part) => rows + part.rows, 0),
      })),
    },
    work,
    reused,
  }
}

async function readFile(
  context: PlannedContext,
  item: IngestItem,
  sources: PinnedDomain,
  filter: RowFilter,
  prefix: string,
): Promise<IngestWork> {
  const path = await context.store.fetchFile(item.key, join(context.scratch, 'source'))
  const found = await sha256File(path)
  if (found !== item.sha256) throw new SourceMovedError(item.key, item.sha256, found)
  const file = await openSource(path, { ...sourceLimits(sources.configuration.ingest), name: item.file })
  const wanted = sources.requiredSheets(item.source, file.format)
  const sheets: IngestedSheet[] = []
  const ignoredSheets: string[] = []
  const rejected: RejectedRow[] = []
  const notes: SourceNote[] = []
  const decided = filter.open()
  const tableOf = (sheet: string) => sources.matchSheet(item.source, item.file, sheet, file.format)
  const strangers = await strangeSheets(file, tableOf)
  for (const sheet of file.sheets) {
    const table = strangers.has(sheet) ? undefined : tableOf(sheet)
    if (table === undefined) {
      const shown = shownSheet(sheet, wanted)
      ignoredSheets.push(shown)
      const rows = await filledRows(file, sheet)
      if (rows > 0) notes.push({ file: item.file, sheet: shown, code: 'sheet_not_read', count: rows })
      continue
    }
    sheets.push(
      await readSheet({
        context,
        item,
        sources,
        prefix,
        file,
        sheet,
        table,
        decided,
        rejected,
        notes,
      }),
    )
  }
  const absent = wanted.find((name) => !sheets.some(({ sheet }) => sheet.toLowerCase() === name.toLowerCase()))
  if (absent !== undefined)
    throw new SheetMissingError(
      { file: item.file, sheet: absent },
      [...sheets.map(({ sheet }) => sheet), ...ignoredSheets],
      mostAlike(
        absent,
        file.sheets.filter((name) => !sheets.some(({ sheet }) => sheet === name)),
      ),
    )
  const quarantine =
    rejected.length === 0
      ? null
      : await storeWork(
          context.store,
          prefix,
          'quarantine.parquet',
          await writeRejected(await context.engine(), rejected, context.scratch),
          new Set(rejected.map((row) => `${row.sheet}\0${row.row_number}`)).size,
        )
  return { sheets, ignoredSheets, quarantine, notes }
}

interface SheetWork {
  readonly context: PlannedContext
  readonly item: IngestItem
  readonly sources: PinnedDomain
  readonly prefix: string
  readonly file: Awaited<ReturnType<typeof openSource>>
  readonly sheet: string
  readonly table: SourceTable
  readonly decided: ReturnType<RowFilter['open']>
  readonly rejected: RejectedRow[]
  readonly notes: SourceNote[]
}

/** Missing columns without which no row of a table can be a record: all that a required attribute is read from. */
function columnsNeeded({ describes: [first] }: SourceTable, found: ReadonlySet<string>): ReadonlySet<string> {
  // What belongs to something stands as a part of it without its own values.
  if (first === undefined || first.role !== 'record' || first.when !== null || first.belongsTo.length > 0)
    return new Set()
  return new Set(
    first.attributes
      .filter(({ attribute }) => attribute.required)
      .flatMap(({ readings }) => {
        const columns = readings.flatMap(({ reading, besides }) =>
          besides !== undefined
            ? []
            : reading.way === 'column' || reading.way === 'match'
              ? [reading.column]
              : reading.way === 'join'
                ? reading.columns
                : [''],
        )
        return columns.some((column) => column === '' || found.has(column)) ? [] : columns
      }),
  )
}

async function readSheet(work: SheetWork): Promise<IngestedSheet> {
  const { context, item, sources, prefix, file, sheet, rejected } = work
  const mapped = await mappedSheet(file, sheet, work.table)
  const { contract, source, mapping } = mapped
  const label = shownLabels(mapping)
  const found = new Set(mapping.mapped.map(({ field }) => field))
  const needed = columnsNeeded(work.table, found)
  const missingRequired = contract.fields.filter(
    ({ name, required }) => (required && mapping.missing.includes(name)) || needed.has(name),
  )
  if (missingRequired.length > 0) {
    const near = mapping.suggested.map((guess) => `"${label(guess.header)}" may be "${guess.field}"`).join(', ')
    throw new RequiredColumnMissingError(
      item.file,
      sheet,
      missingRequired.map((field) => field.label),
      source.header.map(label),
      near === '' ? '' : ` ${near}.`,
    )
  }
  const key = work.table.describes[0]?.key ?? []
  const check = compileRowCheck(contract)
  const cells = new SheetCells(work.table, mapped)
  const names = contract.fields.map((field) => field.name)
  const pii = new Map(contract.fields.map((field) => [field.name, field.pii]))
  const columns: ColumnDefinition[] = [
    { name: 'row_number', type: 'long' },
    { name: 'row_hash', type: 'string' },
    ...names.map((name): ColumnDefinition => ({ name, type: 'string' })),
    { name: 'extra', type: 'string' },
  ]
  const parts: WorkFile[] = []
  // Two names may have one slug, so the sheet's place in the workbook is what tells them apart.
  const partFolder = `${String(file.sheets.indexOf(sheet)).padStart(2, '0')}-${slugOf(sheet)}`
  const padding = new NoteBook()
  let read = 0
  let blank = 0
  let bad = 0
  let footers = 0
  let keyed = 0
  let readmitted = 0
  let buffer: unknown[][] = columns.map(() => [])
  let characters = 0

  const flush = async () => {
    const rows = buffer[0]?.length ?? 0
    if (rows === 0) return
    const engine = await context.engine()
    const writer = await engine.createTable('part', columns)
    writer.append(buffer)
    await writer.finish()
    buffer = columns.map(() => [])
    characters = 0
    const name = `${partFolder}/part-${String(parts.length).padStart(5, '0')}.parquet`
    const path = join(context.scratch, `part-${parts.length}.parquet`)
    await engine.writeParquet('SELECT * FROM part', path)
    await engine.run('DROP TABLE part')
    parts.push(await storeWork(context.store, prefix, name, path, rows))
  }
  const reject = (
    rowNumber: number,
    hash: string,
    field: string | null,
    rule: string,
    value: string | null,
    message: string,
  ) =>
    rejected.push({
      file: item.file,
      sheet,
      row_number: rowNumber,
      source: item.source,
      row_hash: hash,
      field,
      rule,
      value: value === null ? null : mask(value, pii.get(field ?? '') ?? 'personal'),
      message,
    })

  for await (const batch of source.batches()) {
    if (context.signal.aborted) throw context.signal.reason
    cells.open(batch)
    for (const one of rowOutcomes(mapped, batch)) {
      read++
      if (one.outcome === 'blank') {
        blank++
        if (one.padding) padding.add('padding_rows', one.rowNumber)
        continue
      }
      if (one.outcome === 'unreadable') {
        bad++
        if (one.rule === 'footer_row') footers++
        const hash = unreadableHash(item.sha256, one.rowNumber)
        reject(one.rowNumber, hash, null, one.rule, null, one.message)
        continue
      }
      const left = work.decided(contract.id, sheet, one.row)
      if (left.outcome === 'forgotten') {
        bad++
        cells.read(one, null)
        cells.reject(one.row)
        reject(one.row.rowNumber, left.hash, null, 'forgotten_person', null, FORGOTTEN)
        continue
      }
      const { row, corrected } = left
      if (corrected) readmitted++
      cells.read(one, corrected ? row : null)
      const { rowNumber, hash, fields } = row
      // A correction gives the cell that could not be read a value of its own.
      if (one.outcome === 'too_long' && !corrected) {
        bad++
        cells.reject(row)
        reject(
          rowNumber,
          hash,
          label(one.column),
          'cell_too_long',
          null,
          `The cell in column "${label(one.column)}" holds ${one.length} characters; ${limits(sources)} are allowed. Shorten it, or raise ingest.max_cell_characters.`,
        )
        continue
      }
      const verdict = check(fields)
      if (!verdict.ok) {
        bad++
        cells.reject(row)
        for (const failure of verdict.failures)
          reject(rowNumber, hash, failure.field, failure.rule, fields[failure.field ?? ''] ?? null, failure.message)
        continue
      }
      if (key.some((column) => fields[column] !== null)) keyed++
      buffer[0]?.push(rowNumber)
      buffer[1]?.push(hash)
      const values = cells.valuesOf(row)
      for (const [c, text] of values.entries()) {
        buffer[c + 2]?.push(text)
        characters += text?.length ?? 0
      }
      cells.pass(row, values)
      buffer[names.length + 2]?.push(row.extra)
      characters += row.extra?.length ?? 0
      const rows = buffer[0]?.length ?? 0
      if (rows >= sources.configuration.ingest.part_rows || characters >= PART_CHARACTERS) await flush()
    }
    context.progress(read, sheet)
  }
  await flush()
  const told = file.format === 'xlsx' ? sheet : null
  for (const note of [...source.notes(), ...padding.all]) work.notes.push({ file: item.file, sheet: told, ...note })
  if (mapping.unmapped.length > 0)
    work.notes.push({
      file: item.file,
      sheet: told,
      code: 'columns_not_read',
      count: mapping.unmapped.length,
      detail: mapping.unmapped
        .slice(0, MOST_LABELS)
        .map(({ header }) => label(header))
        .join(', '),
    })
  const called = (column: string) => contract.fields.find(({ name }) => name === column)?.label ?? column
  const absent = unreadColumns(work.table, found)
  if (absent.length > 0)
    work.notes.push({
      file: item.file,
      sheet: told,
      code: 'columns_missing',
      count: absent.length,
      detail: absent
        .slice(0, MOST_LABELS)
        .map((column) => toldColumn(called(column), mapping, label))
        .join(', '),
    })
  const used = read - blank - bad
  if (used > 1 && keyed === 0 && key.length > 0 && key.every((column) => found.has(column)))
    work.notes.push({
      file: item.file,
      sheet: told,
      code: 'key_blank',
      count: used,
      detail: key.map((column) => `"${called(column)}"`).join(', '),
    })
  return {
    sheet,
    contract: contract.id,
    parts,
    read,
    blank,
    rejected: bad,
    footers,
    readmitted,
    mapped: mapping.mapped.map(({ header, ...how }) => ({ ...how, header: label(header) })),
    unmapped: mapping.unmapped.map(({ header }) => label(header)),
    cells: cells.counts(),
    unfed: cells.unfed(label),
    missing: [...mapping.missing],
  }
}

/** Rows of a sheet that nobody reads, its labels not among them. A sheet that cannot be read has none. */
async function filledRows(file: SheetWork['file'], sheet: string): Promise<number> {
  let rows = 0
  try {
    for await (const batch of (await file.read(sheet, { whole: true })).batches())
      for (const row of batch.rows) if (row.some((cell) => cellText(cell) !== null)) rows++
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return rows
}

const MOST_LABELS = 20

/** A part ends here even before it has its rows: a row may hold many long cells. */
const PART_CHARACTERS = 64 * 1024 ** 2

const FORGOTTEN =
  'The row describes a person who was forgotten on request. Take the person out of the source; rows like it stay out of every version.'

const limits = (sources: PinnedDomain): number => sources.configuration.ingest.max_cell_characters

const slugOf = (sheet: string): string =>
  sheet
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '') || 'sheet'

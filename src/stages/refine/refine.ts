import { join } from 'node:path'
import { mask } from '../../contracts/mask.ts'
import type { Engine } from '../../engine/index.ts'
import { parquetFiles, sqlName } from '../../engine/sql.ts'
import { fedName } from '../../ledger/cell-accounting.ts'
import { isWorkbookName } from '../../ledger/pinned-domain.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import { type RefineItem, refineItemSchema } from '../../ledger/plan-document.ts'
import { SET_ASIDE_WORK } from '../../ledger/published-name.ts'
import { type RejectedRow, writeRejected } from '../../ledger/quarantine.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import { type RefineWork, refineWork } from '../../ledger/works/refine-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { RecordWriters } from '../../refine/record/record-writers.ts'
import { tableRefiner } from '../../refine/record/table-refiner.ts'
import { CellCounter } from './cell-counter.ts'
import { measuredSheets, type SheetPart } from './measured-sheets.ts'

import { SetAsideWriter } from './set-aside-writer.ts'

export type RefineOutput = { work: string; rows: number }

/** Refines one shard: what each row says of each thing, in canonical form or null with an issue; rows of no use to quarantine. */
export async function refine(
  context: PlannedContext,
  rawItem: unknown,
): Promise<StageResult<RefineOutput> & { work: RefineWork; quality: MeasuredShard[] }> {
  const item = refineItemSchema.parse(rawItem)
  const record = await readStageRecord(context.store, context.run, 'Ingest', item.ingest)
  const { domain } = context.plan
  // The table that read a sheet also decides which shard refines it, so that patterns which overlap do not refine it twice.
  const sheets = record.work.sheets.filter(
    ({ sheet }) =>
      !isWorkbookName(item.file) ||
      (domain.matchSheet(item.source, item.file, sheet, 'xlsx')?.sheet ?? '*') === item.sheet,
  )
  const parts = sheets
    .flatMap((sheet) => sheet.parts.map((file): SheetPart => ({ sheet, file })))
    .filter((_, index) => index % item.of === item.part)
  const inputs = {
    source: item.source,
    file: item.file,
    parts: parts.map(({ sheet, file }) => [sheet.sheet, sheet.contract, file.sha256]),
  }
  const print = fingerprint('refine', context.code('Refine'), { domain: domain.compiled.sha256 }, inputs)
  const { value: work, reused } = await once(context, 'refine', print, refineWork, (prefix) =>
    refineParts(context, item, parts, prefix),
  )
  const passed = work.read - work.rejected
  const quality = await measuredSheets(context, await pinnedSuites(domain), item.file, parts)
  return {
    output: { work: `work/refine/${print}`, rows: passed },
    counts: {
      read: work.read,
      quarantined: work.rejected,
      passed,
      set_aside: work.setAside?.rows ?? 0,
    },
    balance: { read: work.read, accounted: { quarantined: work.rejected, passed } },
    cells: work.cells.map(({ read, quarantined, refused, silent, lost_in_row, given, ...of }) => ({
      of: fedName(of),
      read,
      accounted: { quarantined, refused, silent, lost_in_row, given },
    })),
    lineage: {
      inputs: [...new Set(sheets.map(({ contract }) => contract))].map((contract) => ({
        name: `work/ingest/${contract}`,
        rows: parts.reduce((sum, { sheet, file }) => sum + (sheet.contract === contract ? file.rows : 0), 0),
      })),
      outputs: [
        ...Object.entries(work.refined).map(([entity, { rows }]) => ({ name: `work/refine/${entity}`, rows })),
        { name: SET_ASIDE_WORK, rows: work.setAside?.rows ?? 0 },
      ],
    },
    work,
    quality,
    reused,
  }
}

async function refineParts(
  context: PlannedContext,
  item: RefineItem,
  parts: readonly SheetPart[],
  prefix: string,
): Promise<RefineWork> {
  const { compiled } = context.plan.domain
  const engine = await context.engine()
  const writers = await RecordWriters.open(engine, compiled.entities)
  const setAside = new SetAsideWriter(engine, item.source)
  const cellCounter = new CellCounter()
  const rejected: RejectedRow[] = []
  let read = 0
  for (const { sheet, file } of parts) {
    const table = context.plan.domain.table(sheet.contract)
    const refiner = tableRefiner(compiled, table)
    const counted = cellCounter.of(table, refiner)
    const columns = ['row_number', 'row_hash', ...refiner.columns].map(sqlName).join(', ')
    const [path = ''] = await fetchWork(context, [file])
    for await (const chunk of engine.columns(`SELECT ${columns} FROM ${parquetFiles(path)}`)) {
      if (context.signal.aborted) throw context.signal.reason
      for (let r = 0; r < chunk.rowCount; r++) {
        const cells = refiner.columns.map((_, at) => (chunk.columns[at + 2]?.[r] ?? null) as string | null)
        const rowNumber = chunk.columns[0]?.[r] as number
        const rowHash = chunk.columns[1]?.[r] as string
        const place = { file: item.file, sheet: sheet.sheet, rowNumber, rowHash }
        const outcome = refiner.refine(cells, place)
        read++
        counted.add(cells, outcome)
        if (outcome.rejected !== null) {
          const { field, rule, value, message } = outcome.rejected
          rejected.push({
            file: item.file,
            sheet: sheet.sheet,
            row_number: rowNumber,
            source: item.source,
            row_hash: rowHash,
            field,
            rule,
            value: value === null ? null : mask(value, 'personal'),
            message,
          })
          continue
        }
        setAside.add(sheet.contract, refiner.fields, place, outcome)
        for (const { entity, values } of outcome.records) writers.add(entity, values)
      }
      writers.flush()
      await setAside.flush()
      context.progress(read, sheet.sheet)
    }
  }
  const refined = await storeRecords(context, engine, writers, prefix)
  const quarantine =
    rejected.length === 0
      ? null
      : await storeWork(
          context.store,
          prefix,
          'quarantine.parquet',
          await writeRejected(engine, rejected, context.scratch),
          rejected.length,
        )
  const path = await setAside.finish(context.scratch)
  return {
    refined,
    quarantine,
    setAside: path === null ? null : await storeWork(context.store, prefix, 'set-aside.parquet', path, setAside.rows),
    said: setAside.said(),
    cells: cellCounter.counts(),
    read,
    rejected: rejected.length,
  }
}

async function storeRecords(
  context: PlannedContext,
  engine: Engine,
  writers: RecordWriters,
  prefix: string,
): Promise<Record<string, WorkFile>> {
  const refined: Record<string, WorkFile> = {}
  for (const { entity, table, rows } of await writers.finish()) {
    const path = join(context.scratch, `${entity}.parquet`)
    await engine.writeParquet(`SELECT * FROM ${sqlName(table)}`, path)
    await engine.run(`DROP TABLE ${sqlName(table)}`)
    refined[entity] = await storeWork(context.store, prefix, `${entity}.parquet`, path, rows)
  }
  return refined
}

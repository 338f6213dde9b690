import { join } from 'node:path'
import { mask } from '../../contracts/mask.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { layoutFor } from '../../ledger/layouts.ts'
import { isWorkbookName } from '../../ledger/pinned-domain.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import { type RefineItem, refineItemSchema } from '../../ledger/plan-document.ts'
import { type RejectedRow, writeRejected } from '../../ledger/quarantine.ts'
import { REFINED_COLUMNS, type RefinedRow } from '../../ledger/refined-row.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import { type RefineWork, refineWork } from '../../ledger/works/refine-work.ts'
import { measuredSheets, type SheetPart } from './measured-sheets.ts'
import { refineRow } from './refine-row.ts'

interface ShardConfig {
  readonly country: string
  /** By contract. */
  readonly dateOrder: Readonly<Record<string, 'dmy' | 'mdy' | 'ymd'>>
  readonly freeMail: readonly string[]
}

export type RefineOutput = { work: string; rows: number }

/** Normalises one shard: every value in canonical form or null with an issue; rows without a usable name to quarantine. */
export async function refine(
  context: PlannedContext,
  rawItem: unknown,
): Promise<StageResult<RefineOutput> & { work: RefineWork; quality: MeasuredShard[] }> {
  const item = refineItemSchema.parse(rawItem)
  const record = await readStageRecord(context.store, context.run, 'Ingest', item.ingest)
  const sources = context.plan.domain
  // The layout that read a sheet also decides which shard refines it, so that patterns which overlap do not refine it twice.
  const sheets = record.work.sheets.filter(
    ({ sheet }) =>
      !isWorkbookName(item.file) || sources.matchSheet(item.source, item.file, sheet, 'xlsx')?.sheet === item.sheet,
  )
  const parts = sheets
    .flatMap((sheet) => sheet.parts.map((file): SheetPart => ({ sheet, file })))
    .filter((_, index) => index % item.of === item.part)
  const config: ShardConfig = {
    country: sources.profile.country_code,
    dateOrder: Object.fromEntries(sheets.map(({ contract }) => [contract, sources.dateOrder(item.source, contract)])),
    freeMail: sources.profile.free_mail_domains,
  }
  const inputs = {
    source: item.source,
    file: item.file,
    parts: parts.map(({ sheet, file }) => [sheet.sheet, sheet.contract, file.sha256]),
  }
  const print = fingerprint('refine', context.code('Refine'), config, inputs)
  const { value: work, reused } = await once(context, 'refine', print, refineWork, (prefix) =>
    refineParts(context, item, parts, config, prefix),
  )
  const passed = work.refined?.rows ?? 0
  const quality = await measuredSheets(context, await pinnedSuites(sources), item.file, parts)
  return {
    output: { work: `work/refine/${print}`, rows: passed },
    counts: {
      read: work.read,
      quarantined: work.rejected,
      passed,
      issues: Object.values(work.issues).reduce((sum, count) => sum + count, 0),
    },
    balance: { read: work.read, accounted: { quarantined: work.rejected, passed } },
    lineage: {
      inputs: [...new Set(sheets.map(({ contract }) => contract))].map((contract) => ({
        name: `work/ingest/${contract}`,
        rows: parts.reduce((sum, { sheet, file }) => sum + (sheet.contract === contract ? file.rows : 0), 0),
      })),
      outputs: [{ name: 'work/refine/rows', rows: passed }],
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
  config: ShardConfig,
  prefix: string,
): Promise<RefineWork> {
  const issues: Record<string, number> = {}
  const engine = await context.engine()
  const writer = await engine.createTable('refined', REFINED_COLUMNS)
  const names = REFINED_COLUMNS.map(({ name }) => name as keyof RefinedRow)
  const rejected: RejectedRow[] = []
  let read = 0
  let passed = 0
  for (const { sheet, file } of parts) {
    const layout = layoutFor(sheet.contract)
    const rules = {
      country: config.country,
      dateOrder: config.dateOrder[sheet.contract] ?? 'dmy',
      freeMailDomains: config.freeMail,
    }
    const [path = ''] = await fetchWork(context, [file])
    for await (const chunk of engine.columns(`SELECT * FROM ${parquetFiles(path)}`)) {
      if (context.signal.aborted) throw context.signal.reason
      const out: unknown[][] = names.map(() => [])
      for (let r = 0; r < chunk.rowCount; r++) {
        const fields: Record<string, string | null> = {}
        for (let c = 2; c < chunk.names.length; c++)
          fields[chunk.names[c] as string] = chunk.columns[c]?.[r] as string | null
        const rowNumber = chunk.columns[0]?.[r] as number
        const rowHash = chunk.columns[1]?.[r] as string
        const outcome = refineRow(
          layout(fields),
          { contract: sheet.contract, source: item.source, file: item.file, sheet: sheet.sheet, rowNumber, rowHash },
          rules,
        )
        read++
        if (outcome.outcome === 'rejected') {
          rejected.push({
            file: item.file,
            sheet: sheet.sheet,
            row_number: rowNumber,
            source: item.source,
            row_hash: rowHash,
            field: outcome.field,
            rule: outcome.rule,
            value: outcome.value === null ? null : mask(outcome.value, 'personal'),
            message: outcome.message,
          })
          continue
        }
        passed++
        if (outcome.row.issues !== null)
          for (const issue of JSON.parse(outcome.row.issues) as { field: string; code: string }[])
            issues[`${issue.field}.${issue.code}`] = (issues[`${issue.field}.${issue.code}`] ?? 0) + 1
        for (let c = 0; c < names.length; c++) out[c]?.push(outcome.row[names[c] as keyof RefinedRow])
      }
      writer.append(out)
      context.progress(read, sheet.sheet)
    }
  }
  await writer.finish()
  const path = join(context.scratch, 'refined.parquet')
  await engine.writeParquet('SELECT * FROM refined', path)
  await engine.run('DROP TABLE refined')
  const refined = await storeWork(context.store, prefix, 'refined.parquet', path, passed)
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
  return { refined, quarantine, issues, read, rejected: rejected.length }
}

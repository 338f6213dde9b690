import type { CellDocument } from '../../ledger/cell-accounting.ts'
import { readJson } from '../../ledger/documents.ts'
import { MissingShardsError, RowsNotConservedError } from '../../ledger/errors.ts'
import { keys } from '../../ledger/keys.ts'
import type { RowAccounting } from '../../ledger/plan-document.ts'
import type { SourceNote } from '../../ledger/source-notes.ts'
import type { PlannedContext, StageRecord } from '../../ledger/stage.ts'
import { readShardRecords, readStageRecord } from '../../ledger/stage-records.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { SaidField } from '../../ledger/works/refine-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { accountForCells } from './cell-account.ts'

export interface RunAccount {
  readonly rows: RowAccounting
  readonly cells: CellDocument
  /** What was noticed of the sources. */
  readonly notes: readonly SourceNote[]
  /** Values that are not used, and how many each field was given. */
  readonly setAside: { readonly files: readonly WorkFile[]; readonly said: readonly SaidField[] }
  readonly quarantine: { readonly stage: 'ingest' | 'refine' | 'resolve'; readonly files: readonly WorkFile[] }[]
}

/**
 * Adds up what every state did with the rows of every sheet and with their cells, reused work included.
 * @throws RowsNotConservedError, CellsNotConservedError when a sum is off: nothing may be published then.
 */
export async function accountForRun(context: PlannedContext, consolidated: ConsolidateWork): Promise<RunAccount> {
  const ingests = await readShardRecords(context.store, context.run, 'Ingest')
  const refines = await readShardRecords(context.store, context.run, 'Refine')
  const { work: resolved } = await readStageRecord(context.store, context.run, 'Resolve')
  const files = await requireAll(context, 'Ingest', ingests)
  await requireAll(context, 'Refine', refines)
  const total = (records: readonly StageRecord[], count: string) =>
    records.reduce((sum, record) => sum + (record.counts[count] ?? 0), 0)
  const rows: RowAccounting = {
    read: total(ingests, 'read'),
    blank: total(ingests, 'blank'),
    quarantined: total(ingests, 'quarantined') + total(refines, 'quarantined') + resolved.quarantined,
    attached: resolved.attached,
    merged: resolved.merged,
    published: resolved.published,
  }
  const accounted = rows.blank + rows.quarantined + rows.attached + rows.merged + rows.published
  if (rows.read !== accounted) throw new RowsNotConservedError('The run', rows.read, accounted, JSON.stringify(rows))
  const quarantined = (work: { quarantine: WorkFile | null }) => (work.quarantine === null ? [] : [work.quarantine])
  return {
    setAside: {
      files: refines.flatMap(({ work }) => (work.setAside === null ? [] : [work.setAside])),
      said: refines.flatMap(({ work }) => work.said),
    },
    rows,
    cells: accountForCells({ ingests, refines, resolved, consolidated, files }),
    notes: ingests.flatMap((record) => record.work.notes),
    quarantine: [
      { stage: 'ingest', files: ingests.flatMap((record) => quarantined(record.work)) },
      { stage: 'refine', files: refines.flatMap((record) => quarantined(record.work)) },
      { stage: 'resolve', files: quarantined(resolved) },
    ],
  }
}

/**
 * A Map may go on over failed items (`run.tolerated_failure_percentage`); what they held must not be missing in silence.
 * @returns the file of each item
 */
async function requireAll(
  context: PlannedContext,
  state: 'Ingest' | 'Refine',
  records: readonly StageRecord[],
): Promise<ReadonlyMap<number, string>> {
  const map = state === 'Ingest' ? 'ingest' : 'refine'
  const items = await readJson<{ index: number; file: string; sheet?: string }[]>(
    context.store,
    keys.items(context.run, map),
  )
  const done = new Set(records.map(({ shard }) => shard))
  const missing = items.filter(({ index }) => !done.has(index))
  if (missing.length > 0)
    throw new MissingShardsError(
      state,
      items.length,
      missing.map(({ file, sheet }) => (sheet === undefined ? file : `${file}, sheet ${sheet}`)),
    )
  return new Map(items.map(({ index, file }) => [index, file]))
}

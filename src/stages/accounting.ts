import { shardRecords, stageRecord } from './documents.ts'
import { RowsNotConservedError } from './errors.ts'
import type { IngestWork } from './ingest.ts'
import type { RowAccounting } from './plan-document.ts'
import type { RefineWork } from './refine.ts'
import type { ResolveWork } from './resolve.ts'
import type { PlannedContext, StageRecord } from './stage.ts'
import type { WorkFile } from './work.ts'

export interface RunAccount {
  readonly rows: RowAccounting
  readonly quarantine: { readonly stage: 'ingest' | 'refine' | 'resolve'; readonly files: readonly WorkFile[] }[]
}

/**
 * Adds up what every state did with the rows of every sheet, reused work included.
 * @throws RowsNotConservedError when the sum is off: nothing may be published then.
 */
export async function accountForRows(context: PlannedContext): Promise<RunAccount> {
  const ingests = await shardRecords<StageRecord & { work: IngestWork }>(context.store, context.run, 'Ingest')
  const refines = await shardRecords<StageRecord & { work: RefineWork }>(context.store, context.run, 'Refine')
  const { work: resolved } = await stageRecord<StageRecord & { work: ResolveWork }>(
    context.store,
    context.run,
    'Resolve',
  )
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
  const files = (work: { quarantine: WorkFile | null }) => (work.quarantine === null ? [] : [work.quarantine])
  return {
    rows,
    quarantine: [
      { stage: 'ingest', files: ingests.flatMap((record) => files(record.work)) },
      { stage: 'refine', files: refines.flatMap((record) => files(record.work)) },
      { stage: 'resolve', files: files(resolved) },
    ],
  }
}

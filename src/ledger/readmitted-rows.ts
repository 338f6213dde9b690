import type { PlannedContext } from './stage.ts'
import { readAnyShardRecords } from './stage-records.ts'

/** What the run's version must say of corrections: how many rows they changed, and the decisions; undefined when none did. */
export async function readmittedRows(context: PlannedContext) {
  const records = await readAnyShardRecords(context.store, context.run, 'Ingest')
  const rows = records.reduce((sum, record) => sum + (record.counts.readmitted ?? 0), 0)
  if (rows === 0) return undefined
  const decisions = context.plan.decisions
    .filter(({ kind }) => kind === 'readmission')
    .map(({ key, sha256 }) => ({ key, sha256 }))
  return { rows, decisions }
}

import { keys } from '../../ledger/keys.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import { cellsOf, notesOf, setAsideOf } from '../../ledger/run-result.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'

/** Writes down that the gate said no: the result with the golden records there would have been. The current release stays. */
export async function recordBlocked(context: PlannedContext): Promise<StageResult<{ reasons: string[] }>> {
  const { work } = await readStageRecord(context.store, context.run, 'Gate')
  const result: RunResult = {
    run: context.run,
    status: 'blocked',
    versions: context.plan.baseVersions,
    rows: work.rows,
    ...cellsOf(work),
    gate: 'blocked',
    reasons: work.reasons,
    quarantine: work.quarantine,
    ...setAsideOf(work),
    unmatched: context.plan.unmatched,
    ...notesOf(context.plan, work.notes),
    release: context.plan.baseRelease,
  }
  await context.store.put(keys.result(context.run), JSON.stringify(result))
  return { output: { reasons: work.reasons.slice(0, 10).map((reason) => reason.slice(0, 300)) }, counts: {} }
}

import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { GateCheck, GatePolicy } from '../../quality/index.ts'
import { mergeChecks } from '../../quality/merge-checks.ts'

/** What the gate makes of the merges of an entity's dataset; nothing of other datasets. */
export async function doubtedMerges(
  { plan, store, run }: PlannedContext,
  dataset: string,
  policy: GatePolicy,
): Promise<GateCheck[]> {
  const { entities } = plan.domain.compiled
  const entity = entities.find((one) => one.dataset === dataset)
  if (entity === undefined) return []
  const { work } = await readStageRecord(store, run, 'Resolve')
  const doubted = work.entities.find((one) => one.entity === entity.id)?.doubted
  if (doubted === undefined) return []
  return mergeChecks(policy, { ...doubted, named: entities.length === 1 ? null : entity.id })
}

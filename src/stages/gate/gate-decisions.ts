import { readPinnedDecisions } from '../../ledger/decisions.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { type GateDecision, gateDecision } from '../../quality/gate-decision.ts'

/** A decision that let a run of the pipeline through, with the key that it stands under. */
export interface KeptGateDecision {
  readonly key: string
  readonly decision: GateDecision
}

/** The decisions about the pipeline's gate that the plan pinned, the earliest first. */
export async function gateDecisions({ store, plan }: PlannedContext): Promise<readonly KeptGateDecision[]> {
  const held = await readPinnedDecisions(store, plan.decisions, 'gate')
  return held
    .flatMap(({ key, body }): KeptGateDecision[] => {
      const decision = gateDecision.safeParse(JSON.parse(new TextDecoder().decode(body))).data
      return decision?.pipeline === plan.pipelineId ? [{ key, decision }] : []
    })
    .sort((a, b) => a.decision.at.localeCompare(b.decision.at))
}

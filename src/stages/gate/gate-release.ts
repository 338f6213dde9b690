import { readPinnedDecisions } from '../../ledger/decisions.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import { gateDecision } from '../../quality/gate-decision.ts'
import type { GateRelease, Reason } from '../../quality/index.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { sha256 } from '../../storage/sha256.ts'

/**
 * What a decision lets through: this content of these datasets on this base release, blocked for these reasons. Other data, a reason
 * more, or a release in between is another subject.
 */
export const subjectOf = (
  plan: Pick<Plan, 'pipelineId' | 'baseRelease'>,
  work: ConsolidateWork,
  reasons: readonly Reason[],
): string =>
  sha256(
    canonicalJson({
      pipeline: plan.pipelineId,
      base: plan.baseRelease,
      content: Object.fromEntries(Object.entries(work.datasets).map(([id, { contentHash }]) => [id, contentHash])),
      blocked: reasons
        .filter(({ blocks }) => blocks)
        .map(({ dataset, id }) => `${dataset} ${id}`)
        .sort(),
    }),
  )

/** The decision among those the plan pinned that lets this subject through; the earliest of several. */
export async function releaseFor(context: PlannedContext, subject: string): Promise<GateRelease | null> {
  const found: GateRelease[] = []
  for (const { key, body } of await readPinnedDecisions(context.store, context.plan.decisions, 'gate')) {
    const decision = gateDecision.safeParse(JSON.parse(new TextDecoder().decode(body))).data
    if (decision?.subject === subject && decision.pipeline === context.plan.pipelineId)
      found.push({ decision: key, by: decision.by, at: decision.at, why: decision.why, blockedRun: decision.run })
  }
  return found.sort((a, b) => a.at.localeCompare(b.at))[0] ?? null
}

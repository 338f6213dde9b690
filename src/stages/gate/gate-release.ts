import type { Plan } from '../../ledger/plan-document.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { GateRelease, Reason } from '../../quality/index.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { sha256 } from '../../storage/sha256.ts'
import type { KeptGateDecision } from './gate-decisions.ts'

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

/** The decision that lets this subject through; the earliest of several. @param decisions the earliest first */
export function releaseFor(decisions: readonly KeptGateDecision[], subject: string): GateRelease | null {
  const found = decisions.find(({ decision }) => decision.subject === subject)
  if (found === undefined) return null
  const { by, at, why, run } = found.decision
  return { decision: found.key, by, at, why, blockedRun: run }
}

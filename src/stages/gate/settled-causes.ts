import type { GateDecision } from '../../quality/gate-decision.ts'
import type { Reason } from '../../quality/index.ts'
import type { KeptGateDecision } from './gate-decisions.ts'

/**
 * Causes that people settled when they let earlier runs of the pipeline through, with the first decision of each.
 * @param decisions the earliest first
 */
export function settledCauses(decisions: readonly KeptGateDecision[]): ReadonlyMap<string, GateDecision> {
  const settled = new Map<string, GateDecision>()
  for (const { decision } of decisions)
    for (const cause of decision.causes) if (!settled.has(cause)) settled.set(cause, decision)
  return settled
}

/** The reasons that still stand: what a person settled is known, or only warns from then on. */
export const standingReasons = (
  reasons: readonly Reason[],
  settled: ReadonlyMap<string, GateDecision>,
): readonly Reason[] =>
  reasons.flatMap((reason) => {
    const decision = reason.cause === undefined ? undefined : settled.get(reason.cause)
    if (decision === undefined) return [reason]
    if (reason.settledAs !== 'warning') return []
    const said = `${decision.by} let it stand on ${decision.at.slice(0, 10)}: ${decision.why}`
    return [{ ...reason, blocks: false, sentence: `${reason.sentence.replace(' (error): ', ' (warning): ')} ${said}` }]
  })

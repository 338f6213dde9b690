import { readDecision, settleRun } from '../../ledger/commit-decision.ts'
import { standingOf } from '../../ledger/current-release.ts'
import { BaseReleaseMovedError, RunStoppedError } from '../../ledger/errors.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { type Release, type ReleaseFacts, release } from '../../versions/release.ts'

type Fenced = Pick<PlannedContext, 'store' | 'plan' | 'run'>

/**
 * Proves that the run may publish: nobody has decided that it stops, and the release that it stands on is the current one. A run that
 * has decided to publish may go on. Cheap, and asked before anything is committed; `publishOnce` asks again.
 * @throws RunStoppedError, BaseReleaseMovedError
 */
export async function proveMayPublish({ store, plan, run }: Fenced): Promise<void> {
  const decision = await readDecision(store, run)
  if (decision?.decision === 'publish') return
  if (decision?.decision === 'stop') throw new RunStoppedError(run, decision, plan.pipeline)
  const { current, newest } = await standingOf(store, plan.pipelineId)
  if ((current?.release ?? null) === plan.baseRelease && newest === newestOf(plan)) return
  // Another call of this very run may have published in between: the release that moved the base is its own.
  if ((await readDecision(store, run))?.decision !== 'publish')
    throw new BaseReleaseMovedError(run, plan.pipelineId, current, plan.pipeline)
}

/**
 * Publishes the run's release: exactly the number after the newest one that the plan saw, so that of runs that stand on one release
 * one publishes; and only if nobody has decided meanwhile that the run stops. A run publishes once: repeated, it finds its release.
 * @throws RunStoppedError, BaseReleaseMovedError and the store's errors
 */
export async function publishOnce({ store, plan, run }: Fenced, facts: ReleaseFacts): Promise<Release> {
  await proveMayPublish({ store, plan, run })
  const previous = newestOf(plan)
  const wanted = release.parse({ ...facts, format: 1, release: (previous ?? 0) + 1, previous })
  const settled = await settleRun(store, run, { format: 1, decision: 'publish', release: wanted })
  if (settled.kind === 'published') return settled.release
  if (settled.kind === 'stopped') throw new RunStoppedError(run, settled.stop, plan.pipeline)
  throw new BaseReleaseMovedError(run, plan.pipelineId, settled.by, plan.pipeline)
}

/** A plan from before the newest release was pinned stands on the newest. */
const newestOf = ({ newestRelease, baseRelease }: PlannedContext['plan']): number | null =>
  newestRelease === undefined ? baseRelease : newestRelease

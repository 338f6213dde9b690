import { keys } from '../../ledger/keys.ts'
import { planSchema } from '../../ledger/plan-document.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { type SourceHistory, sourceHistory } from '../../quality/dataset-metrics.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { type Release, readRelease } from '../../versions/release.ts'
import { tableKeys } from '../../versions/table-keys.ts'

/** The release that a run is measured against. */
export interface LastRelease {
  readonly release: Release
  readonly sources: SourceHistory | null
  /** Why a difference may be nobody's loss, so that it is told and does not block: another domain, another program. Null: like with like. */
  readonly otherwise: string | null
  /** Whether somebody was erased since: rows of sources went with them, nobody says how many. */
  readonly erasedSince: boolean
}

/** Null for the first run. @throws the store's errors */
export async function lastRelease({ plan, store }: PlannedContext): Promise<LastRelease | null> {
  if (plan.baseRelease === null) return null
  const release = await readRelease(store, plan.pipelineId, plan.baseRelease)
  const held = await store.get(tableKeys.sourceMetrics(plan.pipelineId, release.release))
  const before = await store.get(keys.plan(release.run))
  const pinned = before && planSchema.safeParse(JSON.parse(new TextDecoder().decode(before.body))).data
  return {
    release,
    sources: (held && sourceHistory.safeParse(JSON.parse(new TextDecoder().decode(held.body))).data) ?? null,
    otherwise:
      pinned === undefined
        ? 'what it was made with is not known'
        : pinned.profileHash !== plan.profileHash
          ? 'the domain has changed since'
          : canonicalJson(pinned.code) !== canonicalJson(plan.code)
            ? 'the program has changed since'
            : null,
    erasedSince: pinned !== undefined && pinned.suppressions !== plan.suppressions,
  }
}

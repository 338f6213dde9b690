import type { Engine } from '../../engine/engine.ts'
import type { ModelPin } from '../../ledger/plan-document.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { ChallengerComparison, ChallengerOutcome } from '../../ledger/works/challenger-work.ts'
import { clusterPairs } from '../../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../../resolve/clusters/cluster-scores.ts'
import { compareClusters } from '../../resolve/clusters/compare-clusters.ts'
import { RESCORES, rescorePairs } from '../../resolve/scoring/rescore-pairs.ts'
import { differingPairs } from './differing-pairs.ts'
import type { EntityRows } from './entity-rows.ts'
import type { LinkedRecords } from './link-records.ts'
import { readPinnedModel } from './promoted-model.ts'
import type { ResolveInputs } from './resolve-inputs.ts'

/**
 * Weighs the compared pairs with the challenger and clusters them under the same decisions: what it would link, and what not. Nothing
 * that is published looks at it, and whatever goes wrong is a sentence. Needs tables `link_score` and `link_record`, and leaves them as
 * they are. @returns null where there is no challenger, or it is the model in use
 */
export async function scoreChallenger(
  context: PlannedContext,
  engine: Engine,
  inputs: ResolveInputs,
  rows: EntityRows,
  linked: LinkedRecords,
): Promise<ChallengerOutcome | null> {
  const pin = inputs.challenger
  if (pin === undefined || pin.id === linked.model.id) return null
  const tell = (message: string) =>
    context.progress(rows.recordKeys.length, `The challenger of ${inputs.entity.dataset} was not scored: ${message}`)
  try {
    return await attempted(pin, tell, async () => {
      const model = await readPinnedModel(context.store, pin, inputs.linkage)
      await rescorePairs(engine, linked.settings, linked.prepared, model, linked.frequencies)
      const counts = await countPairs(engine, linked)
      const clusters = await clustersOf(engine, linked)
      const { before, after, gained, lost } = compareClusters(linked.clusters.clusterOf, clusters)
      return {
        threshold: linked.threshold,
        ...counts,
        entities: { used: before, challenger: after, gained, lost },
        examples: await differingPairs(engine, context.plan.domain.compiled, inputs.entity, rows, linked.matchBits),
      }
    })
  } finally {
    await engine.run(`DROP TABLE IF EXISTS ${RESCORES}`).catch(() => undefined)
  }
}

/** The comparison that `compare` makes or, whatever it throws, a sentence in its place. */
export async function attempted(
  { id, version }: Pick<ModelPin, 'id' | 'version'>,
  tell: (message: string) => void,
  compare: () => Promise<Omit<ChallengerComparison, 'kind' | 'challenger'>>,
): Promise<ChallengerOutcome> {
  const challenger = { id, version }
  try {
    return { kind: 'compared', challenger, ...(await compare()) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tell(message)
    return { kind: 'failed', challenger, message }
  }
}

async function countPairs(engine: Engine, { matchBits, reviewBits }: LinkedRecords) {
  const used = `used_weight >= ${matchBits}`
  const own = `match_weight >= ${matchBits}`
  const names = ['compared', 'both', 'onlyUsed', 'onlyChallenger', 'usedReview', 'ownReview'] as const
  const [found] = await engine.rows<Record<(typeof names)[number], number>>(
    `SELECT count(*) AS compared, count(*) FILTER (${used} AND ${own}) AS "both",
       count(*) FILTER (${used} AND NOT ${own}) AS "onlyUsed", count(*) FILTER (${own} AND NOT ${used}) AS "onlyChallenger",
       count(*) FILTER (NOT ${used} AND used_weight >= ${reviewBits}) AS "usedReview",
       count(*) FILTER (NOT ${own} AND match_weight >= ${reviewBits}) AS "ownReview" FROM ${RESCORES}`,
  )
  const { compared = 0, both = 0, onlyUsed = 0, onlyChallenger = 0, usedReview = 0, ownReview = 0 } = found ?? {}
  return {
    pairs: { compared, both, onlyUsed, onlyChallenger },
    review: { used: usedReview, challenger: ownReview },
  }
}

/** A cluster a record, as the challenger would have it. */
async function clustersOf(
  engine: Engine,
  { settings, prepared, matchBits, held, decided, together }: LinkedRecords,
): Promise<Int32Array> {
  const input = await clusterInput(engine, settings, prepared, {
    threshold: matchBits,
    held,
    mustLink: decided.same.map(({ a, b }) => [a, b]),
    cannotLink: [...decided.different, ...together].map(({ a, b }) => [a, b]),
    scores: RESCORES,
  })
  return clusterPairs(input).clusterOf
}

import type { Engine } from '../../engine/index.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { ChallengerOutcome } from '../../ledger/works/challenger-work.ts'
import type { ResolvedEntity } from '../../ledger/works/resolve-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { clusterFunction } from '../../resolve/clusters/cluster-function.ts'
import { valueColumns } from '../../resolve/entities/evidence-columns.ts'
import { waterfallOf } from '../../resolve/review/waterfall.ts'
import type { EntityRows } from './entity-rows.ts'
import type { LinkedRecords } from './link-records.ts'
import { makeLinkRows } from './link-rows.ts'
import { linkagePage } from './linkage-page.ts'
import type { ResolveInputs } from './resolve-inputs.ts'
import { makeQuestionRows, makeReviewRows } from './review-rows.ts'

const PAGE = 'linkage.html'

/** Keeps what stands behind the entities: pairs and decisions that hold them, pairs in doubt, and a page for people. */
export async function writeLinkage(
  context: PlannedContext,
  engine: Engine,
  inputs: ResolveInputs,
  made: {
    readonly rows: EntityRows
    readonly ids: readonly string[]
    readonly linked: LinkedRecords
    readonly challenger: ChallengerOutcome | null
  },
  to: { readonly prefix: string; readonly put: (name: string, query: string) => Promise<WorkFile> },
): Promise<Pick<ResolvedEntity, 'links' | 'review' | 'questions' | 'page'>> {
  const { entity } = inputs
  const { rows, ids, linked, challenger } = made
  const { compiled } = context.plan.domain
  const names = { recordKeys: rows.recordKeys, sourceRecordIds: rows.sourceRecordIds, ids }
  const explain = waterfallOf(linked.settings, linked.prepared, linked.model.model, linked.weights)
  const cluster = clusterFunction(engine, linked.clusters.clusterOf)
  await makeLinkRows(engine, names, linked.forest.links, linked.reviewBits, cluster, explain)
  const asked = { subject: entity.dataset, shown: valueColumns(compiled, entity) }
  const apart = [...linked.decided.different, ...linked.together]
  await makeReviewRows(engine, names, { ...linked, ...asked, cluster, apart }, explain)
  await makeQuestionRows(engine, names, asked, explain)
  const page = `${to.prefix}/${PAGE}`
  await context.store.put(
    page,
    await linkagePage(engine, compiled, entity, inputs.blocked, linked, names, linked.threshold, challenger),
  )
  return {
    // Without the keys: those of a person's rows are phone numbers and addresses.
    links: await to.put(
      'links',
      'SELECT * EXCLUDE (left_key, right_key) FROM link_row ORDER BY entity_id, left_key, right_key, decision',
    ),
    review: await to.put('review', 'SELECT * FROM review_row ORDER BY match_weight DESC, pair_id'),
    questions: await to.put('questions', 'SELECT * FROM question_row ORDER BY abs(match_weight), pair_id'),
    page,
  }
}

import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { baseDataset } from '../../ledger/base-version.ts'
import { readPinnedDecisions } from '../../ledger/decisions.ts'
import { keys } from '../../ledger/keys.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { contentOf, refinedFiles } from '../../ledger/refined-files.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readShardRecords, readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type ResolveWork, resolveWork } from '../../ledger/works/resolve-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { clusterFunction } from '../../resolve/clusters/cluster-function.ts'
import { parseDecisionFile } from '../../resolve/review/decision-files.ts'
import { waterfallOf } from '../../resolve/review/waterfall.ts'
import { pairWeights } from '../../resolve/scoring/pair-weights.ts'
import { stableIds } from '../../resolve/stable-ids.ts'
import { changesOf, countChanges } from './entity-change-causes.ts'
import { createChangeTable } from './entity-changes.ts'
import { linkOrganizations } from './link-organizations.ts'
import { makeLinkRows, makeReviewRows } from './link-rows.ts'
import { linkagePage } from './linkage-page.ts'
import { writeMembership } from './membership.ts'
import { organizationRows } from './organization-rows.ts'
import { baseModel } from './resolution-model.ts'
import type { ResolveInputs } from './resolve-inputs.ts'
import { resolveSql } from './resolve-sql.ts'

export type ResolveOutput = { work: string; entities: number; review: number }

/** Who is who: repeated keys, contacts tied to their organizations, organization rows joined to entities that keep their ids. */
export async function resolve(context: PlannedContext): Promise<StageResult<ResolveOutput> & { work: ResolveWork }> {
  const inputs = await gatherInputs(context)
  const { refined, blocked, shares, base, linkage, model, config } = inputs
  const { match_probability: match, review_probability: review, linkage_model: choice, train_records: least } = config
  const print = fingerprint(
    'resolve',
    context.code('Resolve'),
    { match, review, choice, least, linkage: linkage.hash, numbers: linkage.numbersHash },
    {
      refined: contentOf(refined),
      records: blocked.records.sha256,
      pairs: [...contentOf(shares), blocked.known?.pairs.sha256 ?? null],
      base: [base.version, base.contentHash],
      decisions: context.plan.decisions.filter(({ kind }) => kind === 'resolution').map(({ sha256 }) => sha256),
      model: model?.id ?? null,
    },
  )
  const { value: work, reused } = await once(context, 'resolve', print, resolveWork, (prefix) =>
    resolveRows(context, inputs, prefix),
  )
  for (const [key, file] of [
    [keys.links(context.run), work.links],
    [keys.review(context.run), work.review],
  ] as const) {
    const [path = ''] = await fetchWork(context, [file])
    await context.store.putFile(key, path)
  }
  const page = await context.store.get(work.page)
  if (page !== undefined) await context.store.put(keys.linkagePage(context.run), page.body)
  for (const sentence of [...work.decisions.contradictions, ...work.decisions.vanished])
    context.progress(work.read, sentence)
  const { read, quarantined, attached, merged, published } = work
  return {
    output: { work: `work/resolve/${print}`, entities: published, review: work.review.rows },
    counts: {
      ...{ read, quarantined, attached, merged, published },
      pairs: work.pairs.rows,
      review: work.review.rows,
      decisions: work.decisions.applied,
      contradictions: work.decisions.contradictions.length,
      vanished_decisions: work.decisions.vanished.length,
      cuts: work.cuts,
      ...idCounts(work),
    },
    balance: { read, accounted: { quarantined, attached, merged, published } },
    lineage: {
      inputs: [
        { name: 'work/refine/rows', rows: read },
        { name: 'work/score/pairs', rows: work.pairs.rows },
      ],
      outputs: [{ name: 'work/resolve/rows', rows: read - quarantined }],
    },
    work,
    reused,
  }
}

async function gatherInputs(context: PlannedContext): Promise<ResolveInputs> {
  const { store, run, plan } = context
  const { work: blocked } = await readStageRecord(store, run, 'Block')
  const scored = await readShardRecords(store, run, 'Score')
  const linkage = pinnedLinkage(plan.domain)
  const { configuration } = plan.domain
  const files = await readPinnedDecisions(store, plan.decisions, 'resolution')
  return {
    refined: await refinedFiles(context),
    blocked,
    shares: scored.map(({ work }) => work.pairs),
    base: await baseDataset(context, 'entity_links'),
    decisions: files
      .flatMap(({ key, body }) => parseDecisionFile(key, body))
      .filter(({ subject }) => subject === 'organizations'),
    linkage,
    model: await baseModel(context, linkage, configuration.resolve.linkage_model),
    config: configuration.resolve,
  }
}

async function resolveRows(context: PlannedContext, inputs: ResolveInputs, prefix: string): Promise<ResolveWork> {
  const { refined, base, linkage, config } = inputs
  const engine = await context.engine()
  const paths = await fetchWork(context, refined)
  await engine.run(resolveSql.rows(paths))
  await engine.run(resolveSql.organizations)
  const rows = await organizationRows(engine, base)
  const linked = await linkOrganizations(context, engine, inputs, rows, prefix)
  const { prepared, model, judged, decided, clusters, forest } = linked
  const identities = stableIds({
    prefix: 'org',
    recordKeys: rows.recordKeys,
    clusterOf: clusters.clusterOf,
    baseEntityOf: rows.baseEntityOf,
    baseEntities: rows.baseEntities,
  })
  await writeMembership(engine, rows, identities.ids, linked)
  for (const statement of resolveSql.classify) await engine.run(statement)
  const [counts] = await engine.rows<Record<'read' | 'quarantined' | 'attached' | 'merged' | 'published', number>>(
    resolveSql.counts,
  )
  if (counts === undefined) throw new Error('an aggregate without groups gives one row')
  const changes = changesOf(identities.changes, {
    baseVersion: base.version,
    sourceRecordIds: rows.sourceRecordIds,
    baseEntityOf: rows.baseEntityOf,
    ids: identities.ids,
    paths: forest,
    cannotLink: decided.different,
    shrunk: await shrunkEntities(engine),
    absorbed: await absorbedEntities(engine),
  })
  await createChangeTable(engine, changes)
  const names = { recordKeys: rows.recordKeys, sourceRecordIds: rows.sourceRecordIds, ids: identities.ids }
  const weights = pairWeights(linkage.derived, prepared, model.model)
  const explain = waterfallOf(linkage.derived, prepared, model.model, weights)
  const cluster = clusterFunction(engine, clusters.clusterOf)
  const links = await makeLinkRows(engine, names, forest.links, linked.reviewBits, cluster, explain)
  const review = await makeReviewRows(engine, names, { ...linked, cluster, apart: decided.different }, explain)
  const put = async (name: string, query: string, count: number): Promise<WorkFile> => {
    const path = join(context.scratch, `${name}.parquet`)
    await engine.writeParquet(query, path)
    return storeWork(context.store, prefix, `${name}.parquet`, path, count)
  }
  await context.store.put(
    `${prefix}/${PAGE}`,
    await linkagePage(engine, inputs.blocked, linkage, linked, config.match_probability),
  )
  return {
    refined: [...refined],
    resolved: await put('resolved', resolveSql.resolved, counts.read - counts.quarantined),
    quarantine: counts.quarantined > 0 ? await put('quarantine', resolveSql.rejected, counts.quarantined) : null,
    changes: await put('changes', 'SELECT * FROM new_change', changes.length),
    identity: countChanges(changes),
    pairs: linked.pairs,
    links: await put('links', 'SELECT * FROM link_row ORDER BY entity_id, left_key, right_key, decision', links),
    review: await put('review', 'SELECT * FROM review_row ORDER BY match_weight DESC, pair_id', review),
    page: `${prefix}/${PAGE}`,
    model: { id: model.id, origin: model.origin, linkageHash: linkage.hash },
    decisions: {
      applied: judged.applied,
      contradictions: judged.contradictions.map(({ message }) => message),
      vanished: judged.vanished.map(({ message }) => message),
    },
    cuts: clusters.cuts.length,
    ...counts,
  }
}

const PAGE = 'linkage.html'

const idCounts = ({ identity }: ResolveWork): Record<string, number> =>
  Object.fromEntries(Object.entries(identity).map(([change, count]) => [`entities_${change}`, count]))

/** Base entities of which some record is not there any more. */
async function shrunkEntities(engine: Engine): Promise<Set<string>> {
  const rows = await engine.rows<{ entity_id: string }>(resolveSql.shrunk)
  return new Set(rows.map(({ entity_id }) => entity_id))
}

/** Base entities whose records describe another entity now. */
async function absorbedEntities(engine: Engine): Promise<{ base: string; entity: string; records: string[] }[]> {
  const rows = await engine.rows<{ base_entity: string; entity_id: string; records: { items: string[] } }>(
    resolveSql.absorbed,
  )
  return rows.map(({ base_entity, entity_id, records }) => ({
    ...{ base: base_entity, entity: entity_id, records: records.items },
  }))
}

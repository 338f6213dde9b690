import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { baseDataset } from '../../ledger/base-version.ts'
import { readPinnedDecisions } from '../../ledger/decisions.ts'
import { keys } from '../../ledger/keys.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import { contentOf, refinedFiles } from '../../ledger/refined-files.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readShardRecords, readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type ResolvedEntity, type ResolveWork, resolveWork } from '../../ledger/works/resolve-work.ts'
import { entityRowsSql } from '../../resolve/entities/entity-rows-sql.ts'
import { repeatedKeysSql } from '../../resolve/entities/repeated-keys-sql.ts'
import { placedRowColumns } from '../../resolve/entities/row-columns.ts'
import { classifiedTable, classifySql, memberSql, placeSql } from '../../resolve/entities/ties-sql.ts'
import { parseDecisionFile } from '../../resolve/review/decision-files.ts'
import { stableIds } from '../../resolve/stable-ids.ts'
import { doubtedEntities } from './doubted-entities.ts'
import { changesOf, countChanges } from './entity-change-causes.ts'
import { createChangeTable } from './entity-changes.ts'
import { type EntityRows, entityRows } from './entity-rows.ts'
import { type LinkedRecords, linkRecords } from './link-records.ts'
import { writeMembership } from './membership.ts'
import { championOf, pinOf, unpromoted } from './promoted-model.ts'
import { baseModel } from './resolution-model.ts'
import type { ResolveInputs } from './resolve-inputs.ts'
import {
  absorbedEntities,
  countRows,
  placedEntities,
  rejectedRows,
  shrunkEntities,
  withheldRows,
} from './resolved-rows.ts'
import { scoreChallenger } from './score-challenger.ts'
import { trackModels } from './track-models.ts'
import { trainingFacts } from './training-facts.ts'
import { writeLinkage } from './write-linkage.ts'

export type ResolveOutput = { work: string; entities: number; review: number }

/** Who is who: repeated keys, rows tied to what they belong to, records joined to entities that keep their ids. Parents come first. */
export async function resolve(context: PlannedContext): Promise<StageResult<ResolveOutput> & { work: ResolveWork }> {
  const all = await gatherInputs(context)
  const print = fingerprint('resolve', context.code('Resolve'), { domain: context.plan.domain.compiled.sha256 }, [
    ...all.map(fingerprintOf),
    context.plan.decisions.filter(({ kind }) => kind === 'resolution').map(({ sha256 }) => sha256),
  ])
  const { value: made, reused } = await once(context, 'resolve', print, resolveWork, (prefix) =>
    resolveEntities(context, all, prefix),
  )
  await fileLinkage(context, made)
  const work = await trackModels(context, made, reused)
  const { read, quarantined, attached, merged, published } = work
  const sum = (of: (entity: ResolvedEntity) => number) => work.entities.reduce((total, one) => total + of(one), 0)
  for (const { decisions } of work.entities)
    for (const sentence of [...decisions.contradictions, ...decisions.vanished]) context.progress(read, sentence)
  return {
    output: {
      work: `work/resolve/${print}`,
      entities: sum(({ entities }) => entities),
      review: sum(({ review }) => review.rows),
    },
    counts: {
      ...{ read, quarantined, attached, merged, published },
      pairs: sum(({ pairs }) => pairs.rows),
      review: sum(({ review }) => review.rows),
      decisions: sum(({ decisions }) => decisions.applied),
      contradictions: sum(({ decisions }) => decisions.contradictions.length),
      vanished_decisions: sum(({ decisions }) => decisions.vanished.length),
      cuts: sum(({ cuts }) => cuts),
      ...idCounts(work),
    },
    balance: { read, accounted: { quarantined, attached, merged, published } },
    lineage: {
      inputs: work.entities.flatMap(({ entity, refined, pairs }) => [
        { name: `work/refine/${entity}`, rows: refined.reduce((rows, file) => rows + file.rows, 0) },
        { name: `work/score/${entity}`, rows: pairs.rows },
      ]),
      outputs: work.entities.map(({ entity, resolved }) => ({ name: `work/resolve/${entity}`, rows: resolved.rows })),
    },
    work,
    reused,
  }
}

const fingerprintOf = ({
  entity,
  refined,
  blocked,
  shares,
  base,
  linkage,
  model,
  challenger,
  config,
}: ResolveInputs) => ({
  entity: entity.id,
  config: [
    config.match_probability,
    config.match_precision,
    config.review_probability,
    config.linkage_model,
    config.train_records,
    linkage.hash,
    linkage.numbersHash,
  ],
  refined: contentOf(refined),
  records: blocked.records.sha256,
  pairs: [...contentOf(shares), blocked.known?.pairs.sha256 ?? null],
  base: [base.links.version, base.links.contentHash, base.golden.contentHash],
  model: model?.id ?? null,
  ...(challenger === undefined ? {} : { challenger: [challenger.id, challenger.version] }),
})

/** Pairs that hold entities and pairs in doubt, of all entities in one file each, and a page an entity. */
async function fileLinkage(context: PlannedContext, work: ResolveWork): Promise<void> {
  const engine = await context.engine()
  for (const [key, pick] of [
    [keys.links(context.run), (one: ResolvedEntity) => one.links],
    [keys.review(context.run), (one: ResolvedEntity) => one.review],
    [keys.questions(context.run), (one: ResolvedEntity) => one.questions],
  ] as const) {
    const filed = work.entities.map(pick).filter((file) => file !== undefined)
    if (filed.length === 0) continue
    const files = await fetchWork(context, filed)
    const path = join(context.scratch, 'filed.parquet')
    await engine.writeParquet(`SELECT * FROM ${parquetFiles(files)}`, path)
    await context.store.putFile(key, path)
  }
  for (const [at, { entity, page }] of work.entities.entries()) {
    const held = await context.store.get(page)
    if (held !== undefined)
      await context.store.put(keys.linkagePage(context.run, at === 0 ? undefined : entity), held.body)
  }
}

async function gatherInputs(context: PlannedContext): Promise<ResolveInputs[]> {
  const { store, run, plan } = context
  const { work: blocked } = await readStageRecord(store, run, 'Block')
  const scored = await readShardRecords(store, run, 'Score')
  const refined = await refinedFiles(context)
  const { configuration, compiled } = plan.domain
  const files = await readPinnedDecisions(store, plan.decisions, 'resolution')
  const decisions = files.flatMap(({ key, body }) => parseDecisionFile(key, body))
  const links = await baseDataset(context, 'entity_links')
  const inputs: ResolveInputs[] = []
  for (const entity of compiled.entities) {
    const found = blocked.entities.find((one) => one.entity === entity.id)
    if (found === undefined) throw new Error(`Block left nothing of "${entity.id}"`)
    const linkage = pinnedLinkage(plan.domain, entity.id)
    inputs.push({
      entity,
      refined: refined[entity.id] ?? [],
      blocked: found,
      shares: scored.slice(found.first, found.first + found.shares).map(({ work }) => work.pairs),
      base: { links, golden: await baseDataset(context, entity.dataset) },
      decisions: decisions.filter(({ subject }) => subject === entity.dataset),
      linkage,
      model:
        (await championOf(store, pinOf(plan, entity.id, 'champion'), linkage)) ??
        (await baseModel(
          context,
          entity,
          linkage,
          unpromoted(configuration.resolve.linkage_model),
          found.records.rows,
        )),
      challenger: pinOf(plan, entity.id, 'challenger'),
      config: configuration.resolve,
    })
  }
  return inputs
}

async function resolveEntities(
  context: PlannedContext,
  all: readonly ResolveInputs[],
  prefix: string,
): Promise<ResolveWork> {
  const engine = await context.engine()
  const entities: ResolvedEntity[] = []
  for (const inputs of all) entities.push(await resolveEntity(context, engine, inputs, `${prefix}/${inputs.entity.id}`))
  const resolved = all.map(({ entity }) => entity)
  const counts = await countRows(engine, resolved)
  const quarantine = await rejectedRows(context, engine, resolved, prefix)
  return { entities, quarantine, ...counts }
}

async function resolveEntity(
  context: PlannedContext,
  engine: Engine,
  inputs: ResolveInputs,
  prefix: string,
): Promise<ResolvedEntity> {
  const { entity, refined } = inputs
  const paths = await fetchWork(context, refined)
  for (const statement of entityRowsSql(entity.id, paths, placedRowColumns(entity))) await engine.run(statement)
  await engine.run(placeSql(entity))
  const rows = await entityRows(engine, entity, inputs.base)
  const linked = await linkRecords(context, engine, inputs, rows, prefix)
  const identities = stableIds({
    prefix: entity.idPrefix,
    recordKeys: rows.recordKeys,
    clusterOf: linked.clusters.clusterOf,
    baseEntityOf: rows.baseEntityOf,
    baseEntities: rows.baseEntities,
  })
  await writeMembership(engine, rows, identities.ids, linked)
  for (const statement of memberSql(entity)) await engine.run(statement)
  await engine.run(classifySql(entity))
  const there = await placedEntities(engine, entity)
  const changes = await changesIn(engine, inputs, rows, identities, linked, there)
  const challenger = await scoreChallenger(context, engine, inputs, rows, linked)
  await createChangeTable(engine, context.plan.domain.contract('entity_changes'), entity.id, changes)
  const names = { ids: identities.ids, sourceRecordIds: rows.sourceRecordIds }
  const doubts = { clusterOf: linked.clusters.clusterOf, doubtful: linked.doubtful }
  const put = async (name: string, query: string) => {
    const path = join(context.scratch, `${entity.id}-${name}.parquet`)
    await engine.writeParquet(query, path)
    const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM (${query})`)
    return storeWork(context.store, prefix, `${name}.parquet`, path, counted?.n ?? 0)
  }
  return {
    entity: entity.id,
    refined: [...refined],
    resolved: await put(
      'resolved',
      `SELECT * FROM ${classifiedTable(entity.id)} WHERE row_class <> 'quarantined' ORDER BY _file, _sheet, _row, _part`,
    ),
    changes: await put('changes', 'SELECT * FROM new_change'),
    identity: countChanges(changes),
    pairs: linked.pairs,
    ...(await writeLinkage(
      context,
      engine,
      inputs,
      { rows, ids: identities.ids, linked, challenger },
      { prefix, put },
    )),
    challenger,
    training:
      inputs.model === undefined || linked.model.untaught !== undefined
        ? await trainingFacts(engine, inputs, linked)
        : null,
    model: {
      ...{ id: linked.model.id, origin: linked.model.origin, linkageHash: inputs.linkage.hash },
      ...(linked.model.untaught === undefined ? {} : { untaught: linked.model.untaught }),
    },
    decisions: {
      applied: linked.judged.applied,
      contradictions: linked.judged.contradictions.map(({ message }) => message),
      vanished: linked.judged.vanished.map(({ message }) => message),
    },
    mergedByDecision: changes.filter(({ change, cause }) => change === 'merged' && cause === 'decision').length,
    repeatedKeys: (await engine.rows<{ sentence: string }>(repeatedKeysSql(entity))).map(({ sentence }) => sentence),
    cuts: linked.clusters.cuts.length,
    doubted: await doubtedEntities(engine, context.plan.domain.compiled, entity, names, doubts, there),
    withheld: await withheldRows(engine, entity),
    entities: there.size,
  }
}

/** What became of ids, without those that only records had which wait for a person. */
async function changesIn(
  engine: Engine,
  { entity, base }: ResolveInputs,
  rows: EntityRows,
  identities: ReturnType<typeof stableIds>,
  linked: LinkedRecords,
  there: ReadonlySet<string>,
) {
  const changes = changesOf(identities.changes, {
    baseVersion: base.links.version,
    sourceRecordIds: rows.sourceRecordIds,
    baseEntityOf: rows.baseEntityOf,
    ids: identities.ids,
    paths: linked.forest,
    cannotLink: linked.decided.different,
    shrunk: await shrunkEntities(engine, entity),
    absorbed: await absorbedEntities(engine, entity),
  })
  return changes.filter(({ change, entity_id }) => change === 'died' || change === 'merged' || there.has(entity_id))
}

const idCounts = ({ entities }: ResolveWork): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const { identity } of entities)
    for (const [change, count] of Object.entries(identity))
      counts[`entities_${change}`] = (counts[`entities_${change}`] ?? 0) + count
  return counts
}

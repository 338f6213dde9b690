import { join } from 'node:path'
import type { Configuration } from '../config/index.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlFiles, sqlText } from '../engine/sql.ts'
import { clusterPairs } from '../resolve/clusters/cluster-pairs.ts'
import { clusterInput } from '../resolve/clusters/cluster-scores.ts'
import { type SpanningPaths, spanningPaths } from '../resolve/clusters/spanning-paths.ts'
import { loadPairs } from '../resolve/comparing/load-pairs.ts'
import { type IdentityChange, stableIds } from '../resolve/index.ts'
import { type PreparedRecords, prepareRecords } from '../resolve/records/prepare-records.ts'
import {
  type DecidedPair,
  describeDecision,
  type JudgedDecisions,
  judgeDecisions,
  parseDecisionFile,
  type ResolutionDecision,
  waterfallOf,
} from '../resolve/review/index.ts'
import { pairWeights } from '../resolve/scoring/pair-weights.ts'
import { scorePairs, thresholdBits } from '../resolve/scoring/score-pairs.ts'
import { type BaseDataset, baseDataset, columnsOf } from './base-version.ts'
import type { BlockWork } from './block.ts'
import { readPinnedDecisions } from './decisions.ts'
import { shardRecords, stageRecord } from './documents.ts'
import { changesOf, countChanges } from './entity-change-causes.ts'
import { createChangeTable } from './entity-changes.ts'
import { keys } from './keys.ts'
import { makeLinkRows, makeReviewRows } from './link-rows.ts'
import { type PlannedLinkage, plannedLinkage } from './planned-linkage.ts'
import { plannedSources } from './planned-sources.ts'
import { contentOf, refinedFiles } from './refined-files.ts'
import { baseModel, type ChosenModel, makeModel, type UsedModel } from './resolution-model.ts'
import { resolveSql } from './resolve-sql.ts'
import type { ScoreWork } from './score.ts'
import type { PlannedContext, StageRecord, StageResult } from './stage.ts'
import { STAGE_VERSIONS } from './stage-versions.ts'
import { fetchWork, fingerprint, once, storeWork, type WorkFile } from './work.ts'

export interface ResolveWork {
  readonly refined: WorkFile[]
  readonly resolved: WorkFile
  readonly quarantine: WorkFile | null
  /** What became of ids since the base version: the rows this version adds to `entity_changes`. */
  readonly changes: WorkFile
  readonly identity: Readonly<Record<IdentityChange['change'], number>>
  /** Every compared pair, by position of its records in the records of Block: what the next run need not compare again. */
  readonly pairs: WorkFile
  /** Pairs and decisions behind the entities, and pairs that wait for a person. */
  readonly links: WorkFile
  readonly review: WorkFile
  readonly model: UsedModel
  readonly decisions: { readonly applied: number; readonly contradictions: string[]; readonly vanished: string[] }
  readonly cuts: number
  readonly read: number
  readonly quarantined: number
  readonly attached: number
  readonly merged: number
  readonly published: number
}

export type ResolveOutput = { work: string; entities: number; review: number }

interface ResolveInputs {
  readonly refined: readonly WorkFile[]
  readonly blocked: BlockWork
  readonly shares: readonly WorkFile[]
  readonly base: BaseDataset
  readonly decisions: readonly ResolutionDecision[]
  readonly linkage: PlannedLinkage
  readonly model: ChosenModel | undefined
  readonly config: Configuration['resolve']
}

/** Who is who: repeated keys, contacts tied to their organisations, organisation rows joined to entities that keep their ids. */
export async function resolve(context: PlannedContext): Promise<StageResult<ResolveOutput> & { work: ResolveWork }> {
  const inputs = await gatherInputs(context)
  const { refined, blocked, shares, base, linkage, model, config } = inputs
  const { match_probability: match, review_probability: review, linkage_model: choice, train_records: least } = config
  const print = fingerprint(
    'resolve',
    STAGE_VERSIONS.Resolve,
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
  const { value: work, reused } = await once(context.store, 'resolve', print, (prefix) =>
    resolveRows(context, inputs, prefix),
  )
  for (const [key, file] of [
    [keys.links(context.run), work.links],
    [keys.review(context.run), work.review],
  ] as const)
    await context.store.putFile(key, await context.store.fetchFile(file.key, join(context.scratch, 'filed')))
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
  const { work: blocked } = await stageRecord<StageRecord & { work: BlockWork }>(store, run, 'Block')
  const scored = await shardRecords<StageRecord & { work: ScoreWork }>(store, run, 'Score')
  const linkage = await plannedLinkage(plan)
  const { configuration } = await plannedSources(plan)
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
  const { refined, base, config, linkage } = inputs
  const engine = await context.engine()
  const paths = await fetchWork(context.store, refined, context.scratch)
  await engine.run(resolveSql.rows(sqlFiles(paths)))
  await engine.run(resolveSql.organizations)
  const rows = await organizationRows(engine, base)
  const prepared = await loadScoredPairs(context, engine, inputs)
  if (prepared.rows !== rows.recordKeys.length)
    throw new Error(`Block saw ${prepared.rows} organization records, Resolve ${rows.recordKeys.length}`)
  context.progress(prepared.rows, 'organization records')
  const pairs = await storePairs(context, engine, prefix)
  const model =
    inputs.model ?? (await makeModel(context, engine, linkage, prepared, config.linkage_model, config.train_records))
  await scorePairs(engine, linkage.derived, prepared, model.model)
  const matchBits = thresholdBits(config.match_probability)
  const reviewBits = Math.min(matchBits, thresholdBits(config.review_probability))
  const judged = judgeDecisions(inputs.decisions, (key) => positionOf(rows.recordKeys, key) >= 0)
  const decided = {
    same: judged.mustLink.map((pair) => atPositions(pair, rows.recordKeys)),
    different: judged.cannotLink.map((pair) => atPositions(pair, rows.recordKeys)),
  }
  const input = await clusterInput(engine, linkage.derived, prepared, {
    threshold: matchBits,
    mustLink: decided.same.map(({ a, b }) => [a, b]),
    cannotLink: decided.different.map(({ a, b }) => [a, b]),
  })
  const { clusterOf, cuts } = clusterPairs(input)
  const forest = spanningPaths(
    clusterOf,
    { ...input.pairs, threshold: matchBits },
    decided.same.map(({ a, b, decision }) => ({ a, b, weight: Number.POSITIVE_INFINITY, decision: decision.id })),
  )
  const identities = stableIds({
    prefix: 'org',
    recordKeys: rows.recordKeys,
    clusterOf,
    baseEntityOf: rows.baseEntityOf,
    baseEntities: rows.baseEntities,
  })
  await writeMembership(engine, rows, identities.ids, forest)
  for (const statement of resolveSql.classify) await engine.run(statement)
  const [counts] = await engine.rows<Record<'read' | 'quarantined' | 'attached' | 'merged' | 'published', number>>(
    resolveSql.counts,
  )
  if (counts === undefined) throw new Error('an aggregate without groups gives one row')
  const absorbed = await engine.rows<{ base_entity: string; entity_id: string; records: { items: string[] } }>(
    resolveSql.absorbed,
  )
  const changes = changesOf(identities.changes, {
    baseVersion: base.version,
    sourceRecordIds: rows.sourceRecordIds,
    baseEntityOf: rows.baseEntityOf,
    ids: identities.ids,
    paths: forest,
    cannotLink: decided.different,
    shrunk: await shrunkEntities(engine),
    absorbed: absorbed.map(({ base_entity, entity_id, records }) => ({
      ...{ base: base_entity, entity: entity_id, records: records.items },
    })),
  })
  await createChangeTable(engine, changes)
  const names = { recordKeys: rows.recordKeys, sourceRecordIds: rows.sourceRecordIds, ids: identities.ids }
  const explain = waterfallOf(
    linkage.derived,
    prepared,
    model.model,
    pairWeights(linkage.derived, prepared, model.model),
  )
  await writeClusters(engine, clusterOf, decided.different)
  const links = await makeLinkRows(engine, names, forest.links, reviewBits, explain)
  const review = await makeReviewRows(engine, names, { reviewBits, matchBits }, explain)
  const put = async (name: string, query: string, count: number): Promise<WorkFile> => {
    const path = join(context.scratch, `${name}.parquet`)
    await engine.writeParquet(query, path)
    return storeWork(context.store, prefix, `${name}.parquet`, path, count)
  }
  return {
    refined: [...refined],
    resolved: await put('resolved', resolveSql.resolved, counts.read - counts.quarantined),
    quarantine: counts.quarantined > 0 ? await put('quarantine', resolveSql.rejected, counts.quarantined) : null,
    changes: await put('changes', 'SELECT * FROM new_change', changes.length),
    identity: countChanges(changes),
    pairs,
    links: await put('links', 'SELECT * FROM link_row ORDER BY entity_id, left_key, right_key, decision', links),
    review: await put('review', 'SELECT * FROM review_row ORDER BY match_weight DESC, pair_id', review),
    model: { id: model.id, origin: model.origin, linkageHash: linkage.hash },
    decisions: describeJudgement(judged),
    cuts: cuts.length,
    ...counts,
  }
}

const idCounts = ({ identity }: ResolveWork): Record<string, number> =>
  Object.fromEntries(Object.entries(identity).map(([change, count]) => [`entities_${change}`, count]))

/** Tables `link_record` and `link_pair`. */
async function loadScoredPairs(
  context: PlannedContext,
  engine: Engine,
  { blocked, shares, linkage }: ResolveInputs,
): Promise<PreparedRecords> {
  const [records = '', ...sharePaths] = await fetchWork(context.store, [blocked.records, ...shares], context.scratch)
  const known = blocked.known
    ? await fetchWork(context.store, [blocked.known.records, blocked.known.pairs], context.scratch)
    : undefined
  await engine.run(`CREATE TABLE organization_record AS SELECT * FROM read_parquet(${sqlText(records)})`)
  const prepared = await prepareRecords(engine, linkage.derived, 'organization_record')
  await loadPairs(
    engine,
    sharePaths,
    linkage.derived.idColumn,
    known && { records: known[0] as string, pairs: known[1] as string },
  )
  return prepared
}

async function storePairs(context: PlannedContext, engine: Engine, prefix: string): Promise<WorkFile> {
  const path = join(context.scratch, 'pairs.parquet')
  await engine.writeParquet('SELECT a, b, rules, pattern FROM link_pair ORDER BY a, b', path)
  const [counted] = await engine.rows<{ n: number }>('SELECT count(*) AS n FROM link_pair')
  return storeWork(context.store, prefix, 'pairs.parquet', path, counted?.n ?? 0)
}

interface OrganizationRows {
  /** By byte order: a record's position is its place. */
  readonly recordKeys: string[]
  readonly sourceRecordIds: string[]
  readonly baseEntityOf: (string | null)[]
  readonly baseEntities: string[]
}

/** The organisation rows by position, and the entity each had in the base version. */
async function organizationRows(engine: Engine, base: BaseDataset): Promise<OrganizationRows> {
  const files = await base.files()
  const keyed = files.length === 0 || (await columnsOf(engine, files)).has('record_key')
  await engine.run(resolveSql.baseLinks(files.length === 0 ? undefined : sqlFiles(files), keyed))
  const rows: OrganizationRows = { recordKeys: [], sourceRecordIds: [], baseEntityOf: [], baseEntities: [] }
  for await (const { columns, rowCount } of engine.columns(resolveSql.organizationRows(keyed))) {
    for (let r = 0; r < rowCount; r++) {
      rows.recordKeys.push(columns[0]?.[r] as string)
      rows.sourceRecordIds.push(columns[1]?.[r] as string)
      rows.baseEntityOf.push((columns[2]?.[r] as string | null) ?? null)
    }
  }
  for await (const { columns } of engine.columns('SELECT DISTINCT entity_id FROM base_link'))
    rows.baseEntities.push(...(columns[0] as string[]))
  return rows
}

/** Base entities of which some record is not there any more. */
async function shrunkEntities(engine: Engine): Promise<Set<string>> {
  const rows = await engine.rows<{ entity_id: string }>(resolveSql.shrunk)
  return new Set(rows.map(({ entity_id }) => entity_id))
}

/** The place of a key in the sorted list, −1 when it is not there. */
function positionOf(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle] as string
    if (found === key) return middle
    if (Buffer.compare(Buffer.from(found), Buffer.from(key)) < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function atPositions(pair: DecidedPair, sorted: readonly string[]): DecidedPair & { a: number; b: number } {
  const ends = [positionOf(sorted, pair.left), positionOf(sorted, pair.right)]
  return { ...pair, a: Math.min(...ends), b: Math.max(...ends) }
}

/** Table `membership`: each organisation row's entity, and the link by which it hangs on it. */
async function writeMembership(
  engine: Engine,
  rows: OrganizationRows,
  ids: readonly string[],
  { parent, linkOf }: SpanningPaths,
): Promise<void> {
  const writer = await engine.createTable('membership', [
    { name: 'position', type: 'long' },
    { name: 'entity_id', type: 'string' },
    { name: 'linked_by', type: 'string' },
    { name: 'evidence', type: 'string' },
    { name: 'match_weight', type: 'double' },
  ])
  const links = rows.recordKeys.map((_, position) => linkOf.get(position))
  writer.append([
    rows.recordKeys.map((_, position) => position),
    ids,
    links.map((link) => (link === undefined ? 'own_record' : link.decision === null ? 'linkage' : 'decision')),
    links.map((link, position) =>
      link === undefined ? null : (link.decision ?? rows.sourceRecordIds[parent[position] as number]),
    ),
    links.map((link) => (link === undefined || link.decision !== null ? null : Math.round(link.weight * 1000) / 1000)),
  ])
  await writer.finish()
}

/** Tables `cluster_of`, and `wall`: the clusters that decisions keep apart. */
async function writeClusters(
  engine: Engine,
  clusterOf: Int32Array,
  different: readonly { readonly a: number; readonly b: number }[],
): Promise<void> {
  const clusters = await engine.createTable('cluster_of', [
    { name: 'position', type: 'long' },
    { name: 'cluster', type: 'long' },
  ])
  clusters.append([Array.from(clusterOf, (_, position) => position), Array.from(clusterOf)])
  await clusters.finish()
  const walls = await engine.createTable('wall', [
    { name: 'low', type: 'long' },
    { name: 'high', type: 'long' },
  ])
  const ends = different.map(({ a, b }) => [clusterOf[a] as number, clusterOf[b] as number])
  walls.append([ends.map((pair) => Math.min(...pair)), ends.map((pair) => Math.max(...pair))])
  await walls.finish()
}

/** Sentences for people; kept with the run and shown by it. */
function describeJudgement({ applied, contradictions, vanished }: JudgedDecisions): ResolveWork['decisions'] {
  return {
    applied,
    contradictions: contradictions.map(({ message }) => message),
    vanished: vanished.map(
      ({ decision, missing }) =>
        `Decision ${describeDecision(decision)} is about ${missing.join(' and ')}, which no source has now. It is kept, and holds again when the record returns.`,
    ),
  }
}

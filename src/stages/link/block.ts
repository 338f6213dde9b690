import { join } from 'node:path'
import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { keys } from '../../ledger/keys.ts'
import { pinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { ScoreItem } from '../../ledger/plan-document.ts'
import { contentOf, refinedFiles } from '../../ledger/refined-files.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import {
  type BlockedEntity,
  type BlockWork,
  type CountedBlocks,
  countedBlocks,
  type KnownPairs,
} from '../../ledger/works/block-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { analyseBlocking, maskBlocks } from '../../resolve/blocking/analyse-blocking.ts'
import { entityRecordSql } from '../../resolve/entities/entity-record-sql.ts'
import { entityRowsSql } from '../../resolve/entities/entity-rows-sql.ts'
import { maskerOf } from '../../resolve/entities/evidence-class.ts'
import { comparedRowColumns } from '../../resolve/entities/row-columns.ts'
import { ENTITY_RECORD } from '../../resolve/entities/tables.ts'
import { prepareRecords } from '../../resolve/records/prepare-records.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { readRelease } from '../../versions/release.ts'

export type BlockOutput = { work: string; records: number; shards: number }

/** Bytes that a pair costs to compare, for what decides between this process and workers. */
const PAIR_BYTES = 8

type Refined = Readonly<Record<string, readonly WorkFile[]>>

/** One comparable record a record of each entity, the sizes of all blocks, and the shares in which pairs are compared. */
export async function block(context: PlannedContext): Promise<StageResult<BlockOutput> & { work: BlockWork }> {
  const refined = await refinedFiles(context)
  const { compiled, configuration } = context.plan.domain
  const entities: BlockedEntity[] = []
  const items: ScoreItem[] = []
  const prints: string[] = []
  const loaded = new Set<string>()
  let isReused = true
  for (const entity of compiled.entities) {
    const { print, made, reused } = await blockEntity(context, entity, refined, loaded)
    prints.push(print)
    isReused &&= reused
    const { bound } = made.blocking
    const shares = Math.max(1, Math.ceil(bound / configuration.resolve.shard_pairs))
    entities.push({
      ...made,
      entity: entity.id,
      known: await knownPairs(context, entity, made),
      first: items.length,
      shares,
    })
    for (let part = 0; part < shares; part++)
      items.push({
        index: items.length,
        entity: entity.id,
        part,
        of: shares,
        bytes: Math.ceil((bound * PAIR_BYTES) / shares),
      })
  }
  await context.store.put(keys.items(context.run, 'score'), JSON.stringify(items))
  const read = Object.values(refined).reduce((sum, files) => sum + rowsOf(files), 0)
  const records = entities.reduce((sum, { records: file }) => sum + file.rows, 0)
  return {
    output: { work: prints.map((print) => `work/block/${print}`).join(' '), records, shards: items.length },
    counts: {
      read,
      records,
      pairs_at_most: entities.reduce((sum, { blocking }) => sum + blocking.bound, 0),
      skipped_blocks: entities
        .flatMap(({ blocking }) => blocking.rules)
        .reduce((sum, rule) => sum + rule.skippedBlocks, 0),
      shards: items.length,
    },
    lineage: {
      inputs: compiled.entities.map(({ id }) => ({ name: `work/refine/${id}`, rows: rowsOf(refined[id] ?? []) })),
      outputs: entities.map(({ entity, records: file }) => ({ name: `work/block/${entity}`, rows: file.rows })),
    },
    work: { entities },
    reused: isReused,
  }
}

const rowsOf = (files: readonly WorkFile[]): number => files.reduce((sum, { rows }) => sum + rows, 0)

/** Entities whose rows are looked at for the records of one: itself, and what belongs to it. */
const lookedAt = (context: PlannedContext, entity: Entity): Entity[] =>
  context.plan.domain.compiled.entities.filter(({ id, parents }) => id === entity.id || parents.includes(entity.id))

async function blockEntity(
  context: PlannedContext,
  entity: Entity,
  refined: Refined,
  loaded: Set<string>,
): Promise<{ print: string; made: CountedBlocks; reused: boolean }> {
  const { domain } = context.plan
  const linkage = pinnedLinkage(domain, entity.id)
  const names = domain.configuration.resolve.switchboard_names
  const comparing = { settings: linkage.hash, rules: context.code('Score') }
  const config = { entity: entity.id, domain: domain.compiled.sha256, names, comparing }
  const read = lookedAt(context, entity).map(({ id }) => [id, contentOf(refined[id] ?? [])])
  const print = fingerprint('block', context.code('Block'), config, read)
  const { value: made, reused } = await once(context, 'block', print, countedBlocks, async (prefix) => {
    const engine = await context.engine()
    await loadRows(context, engine, lookedAt(context, entity), refined, loaded)
    for (const statement of entityRecordSql(domain.compiled, entity, names)) await engine.run(statement)
    const prepared = await prepareRecords(engine, linkage.settings, ENTITY_RECORD)
    const path = join(context.scratch, `records-${entity.id}.parquet`)
    await engine.writeParquet(
      'SELECT * EXCLUDE (link_position, link_row_id, link_source, link_is_new) FROM link_record ORDER BY link_position',
      path,
    )
    context.progress(prepared.rows, `records of ${entity.id}`)
    const analysis = await analyseBlocking(engine, linkage.settings, prepared)
    return {
      records: await storeWork(context.store, prefix, 'records.parquet', path, prepared.rows),
      blocking: maskBlocks(analysis, linkage.settings, maskerOf(domain.compiled, entity)),
      comparedBy: sha256(canonicalJson([comparing, analysis.leftOut])),
    }
  })
  return { print, made, reused }
}

/** Rows of entities that are not loaded yet: those of what belongs to another are looked at twice. */
async function loadRows(
  context: PlannedContext,
  engine: Engine,
  entities: readonly Entity[],
  refined: Refined,
  loaded: Set<string>,
): Promise<void> {
  for (const entity of entities) {
    if (loaded.has(entity.id)) continue
    const paths = await fetchWork(context, refined[entity.id] ?? [])
    const columns = comparedRowColumns(context.plan.domain.compiled, entity)
    for (const statement of entityRowsSql(entity.id, paths, columns)) await engine.run(statement)
    loaded.add(entity.id)
  }
}

/**
 * The compared pairs of the current release, when they were compared alike and are still there; null means that all pairs are
 * compared. Either way the same pairs come out.
 */
async function knownPairs(context: PlannedContext, entity: Entity, made: CountedBlocks): Promise<KnownPairs | null> {
  const { store, plan } = context
  if (plan.baseRelease === null) return null
  const { run } = await readRelease(store, plan.pipelineId, plan.baseRelease)
  const before = await Promise.all([
    readStageRecord(store, run, 'Block'),
    readStageRecord(store, run, 'Resolve'),
  ]).catch(() => undefined)
  const blocked = before?.[0].work.entities.find((one) => one.entity === entity.id)
  const resolved = before?.[1].work.entities.find((one) => one.entity === entity.id)
  if (blocked === undefined || resolved === undefined || blocked.comparedBy !== made.comparedBy) return null
  const isThere = await Promise.all([blocked.records, resolved.pairs].map((file) => holds(store, file.key)))
  return isThere.every(Boolean) ? { records: blocked.records, pairs: resolved.pairs } : null
}

async function holds(store: ObjectStore, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true
  return false
}

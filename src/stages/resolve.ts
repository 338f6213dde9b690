import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { sqlFiles } from '../engine/engine.ts'
import { type Evidence, type EvidenceKind, type IdentityChange, resolveEntities, stableIds } from '../resolve/index.ts'
import { type BaseDataset, baseDataset, columnsOf } from './base-version.ts'
import { shardRecords } from './documents.ts'
import { createChangeTable, type EntityChange, nameRecords } from './entity-changes.ts'
import { plannedSources } from './planned-sources.ts'
import type { RefineWork } from './refine.ts'
import { freeMailList, resolveSql } from './resolve-sql.ts'
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
  readonly read: number
  readonly quarantined: number
  readonly attached: number
  readonly merged: number
  readonly published: number
  readonly links: Readonly<Record<string, number>>
  readonly shared: number
}

export type ResolveOutput = { work: string; entities: number }

/** Who is who: repeated keys, contacts tied to their organisations, organisation rows joined to entities. */
export async function resolve(context: PlannedContext): Promise<StageResult<ResolveOutput> & { work: ResolveWork }> {
  const records = await shardRecords<StageRecord & { work: RefineWork }>(context.store, context.run, 'Refine')
  const refined = records.flatMap((record) => (record.work.refined === null ? [] : [record.work.refined]))
  const sources = await plannedSources(context.plan)
  const config = { names: sources.configuration.resolve.switchboard_names, freeMail: sources.profile.free_mail_domains }
  const base = await baseDataset(context, 'entity_links')
  const print = fingerprint('resolve', STAGE_VERSIONS.Resolve, config, {
    refined: refined.map((file) => file.sha256).sort(),
    base: [base.version, base.contentHash],
  })
  const { value: work, reused } = await once(context.store, 'resolve', print, (prefix) =>
    resolveRows(context, refined, base, config, prefix),
  )
  const { read, quarantined, attached, merged, published } = work
  return {
    output: { work: `work/resolve/${print}`, entities: published },
    counts: { read, quarantined, attached, merged, published, shared_values: work.shared, ...idCounts(work) },
    balance: { read, accounted: { quarantined, attached, merged, published } },
    lineage: {
      inputs: [{ name: 'work/refine/rows', rows: read }],
      outputs: [{ name: 'work/resolve/rows', rows: read - quarantined }],
    },
    work,
    reused,
  }
}

async function resolveRows(
  context: PlannedContext,
  refined: readonly WorkFile[],
  base: BaseDataset,
  config: { names: number; freeMail: readonly string[] },
  prefix: string,
): Promise<ResolveWork> {
  const engine = await context.engine()
  const paths = await fetchWork(context.store, refined, context.scratch)
  await engine.run(resolveSql.rows(sqlFiles(paths)))
  await engine.run(resolveSql.organizations)
  const records = await organizationRows(engine, base)
  const { recordKeys, names } = records
  context.progress(recordKeys.length, 'organisation rows')
  const evidence = await gatherEvidence(engine, config.freeMail)
  const resolution = resolveEntities({ recordKeys, names, evidence, maximumNames: config.names })
  const clusterOf = clusterNumbers(resolution.rows.map((row) => row.entityId))
  const identities = stableIds({
    prefix: 'org',
    recordKeys,
    clusterOf,
    baseEntityOf: records.baseEntityOf,
    baseEntities: records.baseEntities,
  })
  const writer = await engine.createTable('membership', [
    { name: 'position', type: 'long' },
    { name: 'entity_id', type: 'string' },
    { name: 'linked_by', type: 'string' },
  ])
  writer.append([recordKeys.map((_, position) => position), identities.ids, resolution.rows.map((row) => row.linkedBy)])
  await writer.finish()
  for (const statement of resolveSql.classify) await engine.run(statement)
  const [counts] = await engine.rows<Record<'read' | 'quarantined' | 'attached' | 'merged' | 'published', number>>(
    resolveSql.counts,
  )
  if (counts === undefined) throw new Error('an aggregate without groups gives one row')
  const changes = await accountForIdentities(engine, base.version, identities.changes, records.sourceRecordIds)
  await createChangeTable(engine, changes)
  const changesPath = join(context.scratch, 'changes.parquet')
  await engine.writeParquet('SELECT * FROM new_change', changesPath)
  const resolvedPath = join(context.scratch, 'resolved.parquet')
  await engine.writeParquet(resolveSql.resolved, resolvedPath)
  const rejectedPath = join(context.scratch, 'rejected.parquet')
  if (counts.quarantined > 0) await engine.writeParquet(resolveSql.rejected, rejectedPath)
  return {
    refined: [...refined],
    resolved: await storeWork(
      context.store,
      prefix,
      'resolved.parquet',
      resolvedPath,
      counts.read - counts.quarantined,
    ),
    quarantine:
      counts.quarantined > 0
        ? await storeWork(context.store, prefix, 'quarantine.parquet', rejectedPath, counts.quarantined)
        : null,
    changes: await storeWork(context.store, prefix, 'changes.parquet', changesPath, changes.length),
    identity: countChanges(changes),
    ...counts,
    links: resolution.links,
    shared: resolution.shared,
  }
}

const idCounts = ({ identity }: ResolveWork): Record<string, number> =>
  Object.fromEntries(Object.entries(identity).map(([change, count]) => [`entities_${change}`, count]))

interface OrganizationRows {
  readonly recordKeys: string[]
  readonly names: string[]
  readonly sourceRecordIds: string[]
  readonly baseEntityOf: (string | null)[]
  readonly baseEntities: string[]
}

/** The organisation rows by position, and the entity each had in the base version. */
async function organizationRows(engine: Engine, base: BaseDataset): Promise<OrganizationRows> {
  const files = await base.files()
  const keyed = files.length === 0 || (await columnsOf(engine, files)).has('record_key')
  await engine.run(resolveSql.baseLinks(files.length === 0 ? undefined : sqlFiles(files), keyed))
  const rows: OrganizationRows = { recordKeys: [], names: [], sourceRecordIds: [], baseEntityOf: [], baseEntities: [] }
  for await (const { columns, rowCount } of engine.columns(resolveSql.organizationRows(keyed))) {
    for (let r = 0; r < rowCount; r++) {
      rows.recordKeys.push(columns[0]?.[r] as string)
      rows.names.push(columns[1]?.[r] as string)
      rows.sourceRecordIds.push(columns[2]?.[r] as string)
      rows.baseEntityOf.push((columns[3]?.[r] as string | null) ?? null)
    }
  }
  for await (const { columns } of engine.columns('SELECT DISTINCT entity_id FROM base_link'))
    rows.baseEntities.push(...(columns[0] as string[]))
  return rows
}

/** Clusters by number, from any names of them. */
function clusterNumbers(names: readonly string[]): Int32Array {
  const known = new Map<string, number>()
  return Int32Array.from(names, (name) => {
    const found = known.get(name) ?? known.size
    known.set(name, found)
    return found
  })
}

/** What the changes of ids are in the words of the dataset, each with its records and its cause. */
async function accountForIdentities(
  engine: Engine,
  baseVersion: number,
  found: readonly IdentityChange[],
  sourceRecordIds: readonly string[],
): Promise<EntityChange[]> {
  const absorbed = await engine.rows<{ base_entity: string; entity_id: string; records: { items: string[] } }>(
    resolveSql.absorbed,
  )
  return found.flatMap((change): EntityChange[] => {
    const shared = { base_version: baseVersion, entity_id: change.entityId, change: change.change }
    // A capture row that describes a company now is no death: it is known where its records went.
    const homes = change.change === 'died' ? absorbed.filter((row) => row.base_entity === change.entityId) : []
    if (homes.length > 0)
      return homes.map((home) => ({
        ...shared,
        change: 'merged',
        related_entity_id: home.entity_id,
        records: home.records.items.length,
        source_record_ids: nameRecords(home.records.items),
        cause: 'linkage',
        evidence: null,
      }))
    return [
      {
        ...shared,
        related_entity_id: change.related,
        records: change.records.length,
        source_record_ids: nameRecords(change.records.map((record) => sourceRecordIds[record] as string)),
        cause: change.change === 'born' ? 'new_records' : change.change === 'died' ? 'records_gone' : 'linkage',
        evidence: null,
      },
    ]
  })
}

const countChanges = (changes: readonly EntityChange[]): Record<IdentityChange['change'], number> => {
  const counts = { born: 0, died: 0, merged: 0, split: 0, moved: 0 }
  for (const { change } of changes) counts[change]++
  return counts
}

async function gatherEvidence(engine: Engine, freeMail: readonly string[]): Promise<Evidence[]> {
  const evidence: Evidence[] = []
  for await (const { columns, rowCount } of engine.columns(resolveSql.evidence(freeMailList(freeMail)))) {
    const [row, kind, value] = columns as [number[], EvidenceKind[], string[]]
    for (let i = 0; i < rowCount; i++)
      evidence.push({ row: row[i] as number, kind: kind[i] as EvidenceKind, value: value[i] as string })
  }
  return evidence
}

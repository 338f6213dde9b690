import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { sqlFiles } from '../engine/engine.ts'
import { type Evidence, type EvidenceKind, resolveEntities } from '../resolve/index.ts'
import { shardRecords } from './documents.ts'
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
  const print = fingerprint('resolve', STAGE_VERSIONS.Resolve, config, refined.map((file) => file.sha256).sort())
  const { value: work, reused } = await once(context.store, 'resolve', print, (prefix) =>
    resolveRows(context, refined, config, prefix),
  )
  const { read, quarantined, attached, merged, published } = work
  return {
    output: { work: `work/resolve/${print}`, entities: published },
    counts: { read, quarantined, attached, merged, published, shared_values: work.shared },
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
  config: { names: number; freeMail: readonly string[] },
  prefix: string,
): Promise<ResolveWork> {
  const engine = await context.engine()
  const paths = await fetchWork(context.store, refined, context.scratch)
  await engine.run(resolveSql.rows(sqlFiles(paths)))
  await engine.run(resolveSql.organizations)
  const { recordKeys, names } = await organizationRows(engine)
  context.progress(recordKeys.length, 'organisation rows')
  const evidence = await gatherEvidence(engine, config.freeMail)
  const resolution = resolveEntities({ recordKeys, names, evidence, maximumNames: config.names })
  const writer = await engine.createTable('membership', [
    { name: 'position', type: 'long' },
    { name: 'entity_id', type: 'string' },
    { name: 'linked_by', type: 'string' },
  ])
  writer.append([
    recordKeys.map((_, position) => position),
    resolution.rows.map((row) => row.entityId),
    resolution.rows.map((row) => row.linkedBy),
  ])
  await writer.finish()
  for (const statement of resolveSql.classify) await engine.run(statement)
  const [counts] = await engine.rows<Record<'read' | 'quarantined' | 'attached' | 'merged' | 'published', number>>(
    resolveSql.counts,
  )
  if (counts === undefined) throw new Error('an aggregate without groups gives one row')
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
    ...counts,
    links: resolution.links,
    shared: resolution.shared,
  }
}

async function organizationRows(engine: Engine): Promise<{ recordKeys: string[]; names: string[] }> {
  const recordKeys: string[] = []
  const names: string[] = []
  for await (const { columns } of engine.columns(
    'SELECT record_key, matching_key FROM organization ORDER BY position',
  )) {
    for (const key of columns[0] as string[]) recordKeys.push(key)
    for (const name of columns[1] as string[]) names.push(name)
  }
  return { recordKeys, names }
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

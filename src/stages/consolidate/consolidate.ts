import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { publishedTable } from '../../consolidate/golden/columns.ts'
import { conflictsSql, goldenSql } from '../../consolidate/golden/golden-sql.ts'
import { makeLookups } from '../../consolidate/golden/lookups.ts'
import { primaryTables, publishedSql } from '../../consolidate/golden/published-sql.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../engine/sql.ts'
import { type BaseDataset, baseDataset } from '../../ledger/base-version.ts'
import type { ConsolidatedCells } from '../../ledger/cell-accounting.ts'
import { columnsOfContract } from '../../ledger/dataset-columns.ts'
import { LINK_COLUMNS, linkId } from '../../ledger/link-columns.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type ConsolidateWork, consolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import type { ResolveWork } from '../../ledger/works/resolve-work.ts'
import type { DatasetFile } from '../../ledger/works/work-file.ts'
import { consolidatedCells } from './consolidated-cells.ts'
import { loadEntityRows } from './entity-rows.ts'
import { measuredDatasets } from './measured-datasets.ts'

export type ConsolidateOutput = { work: string; entities: Record<string, number>; conflicts: number }

/** Golden records: one an entity, what belongs to it, and where every source row went. */
export async function consolidate(
  context: PlannedContext,
): Promise<StageResult<ConsolidateOutput> & { work: ConsolidateWork; quality: MeasuredShard[] }> {
  const { work: resolved } = await readStageRecord(context.store, context.run, 'Resolve')
  const { domain } = context.plan
  const history = await baseDataset(context, 'entity_changes')
  const inputs = resolved.entities.map(({ entity, resolved: rows, refined, changes }) => [
    entity,
    rows.sha256,
    refined.map((file) => file.sha256).sort(),
    changes.sha256,
  ])
  const print = fingerprint(
    'consolidate',
    context.code('Consolidate'),
    { domain: domain.compiled.sha256, contracts: context.plan.contractVersions },
    [...inputs, history.contentHash],
  )
  const { value: work, reused } = await once(context, 'consolidate', print, consolidateWork, (prefix) =>
    buildDatasets(context, resolved, history, prefix),
  )
  const quality = await measuredDatasets(context, await pinnedSuites(domain), work.datasets)
  const read = resolved.read - resolved.quarantined
  return {
    output: { work: `work/consolidate/${print}`, entities: work.entities, conflicts: work.conflicts?.rows ?? 0 },
    counts: {
      read,
      published: resolved.published,
      conflicts: work.conflicts?.rows ?? 0,
      ...Object.fromEntries(Object.entries(work.entities).map(([entity, rows]) => [`golden_${entity}`, rows])),
    },
    balance: {
      read,
      accounted: { attached: resolved.attached, merged: resolved.merged, published: resolved.published },
    },
    lineage: {
      inputs: resolved.entities.map(({ entity, resolved: rows }) => ({
        name: `work/resolve/${entity}`,
        rows: rows.rows,
      })),
      outputs: domain.datasets.map((id) => ({ name: `work/consolidate/${id}`, rows: work.datasets[id]?.rows ?? 0 })),
    },
    work,
    quality,
    reused,
  }
}

async function buildDatasets(
  context: PlannedContext,
  resolved: ResolveWork,
  history: BaseDataset,
  prefix: string,
): Promise<ConsolidateWork> {
  const engine = await context.engine()
  const { domain } = context.plan
  const { compiled } = domain
  const entities: Record<string, number> = {}
  const cells: ConsolidatedCells[] = []
  const filled: Record<string, Readonly<Record<string, number>>> = {}
  const withheld: Record<string, number> = {}
  for (const entity of compiled.entities) {
    const rows = await loadEntityRows(context, engine, entity, resolved)
    for (const statement of goldenSql(compiled, entity)) await engine.run(statement)
    const counted = await consolidatedCells(engine, compiled, entity, rows.refined, rows.resolved)
    cells.push(...counted.cells)
    filled[entity.dataset] = counted.filled
    withheld[entity.id] = counted.withheld
    await makeLookups(engine, entity)
  }
  for (const statement of primaryTables(compiled)) await engine.run(statement)
  const datasets: Record<string, DatasetFile> = {}
  for (const entity of compiled.entities) {
    await engine.run(publishedSql(compiled, entity, domain.contract(entity.dataset).lawfulBasis))
    const stored = await storeQuery(
      context,
      engine,
      prefix,
      entity.dataset,
      `SELECT * FROM ${publishedTable(entity.id)} ORDER BY ${sqlName(entity.idColumn)}`,
    )
    datasets[entity.dataset] = stored
    entities[entity.id] = stored.rows
    context.progress(stored.rows, `golden records of ${entity.id}`)
  }
  datasets.entity_links = await storeQuery(context, engine, prefix, 'entity_links', await linksQuery(context, resolved))
  datasets.entity_changes = await storeQuery(
    context,
    engine,
    prefix,
    'entity_changes',
    await changesQuery(context, resolved, history),
  )
  const conflicts = compiled.entities.map((entity) => `(${conflictsSql(entity)})`).join(' UNION ALL ')
  const { rows, ...file } = await storeQuery(context, engine, prefix, 'conflicts', `SELECT * FROM (${conflicts})`)
  return { cells, filled, withheld, entities, datasets, conflicts: rows === 0 ? null : { ...file, rows } }
}

/** Every row that is not in quarantine, for each thing that it describes; references to nothing that is here are left out. */
async function linksQuery(context: PlannedContext, resolved: ResolveWork): Promise<string> {
  const parts = []
  for (const { entity, resolved: file } of resolved.entities) {
    const [path = ''] = await fetchWork(context, [file])
    const id = linkId(context.plan.domain.entity(entity)).map(sqlName).join(', ')
    const named = Object.entries(LINK_COLUMNS).map(([name, column]) => `${column} AS ${name}`)
    parts.push(
      `SELECT ${named.join(', ')}, entity, coalesce(${id}) AS entity_id, row_class, linked_by, evidence, match_weight
       FROM ${parquetFiles(path)} WHERE _role <> 'reference' OR entity_id IS NOT NULL`,
    )
  }
  const columns = columnsOfContract(context.plan.domain.contract('entity_links')).map(({ name }) => name)
  return `SELECT ${columns.join(', ')} FROM (${parts.join(' UNION ALL ')}) ORDER BY file, sheet, row_number, part`
}

/**
 * The history so far, and what this version adds to it. Rows written when only one kind of thing had a history name no entity: the prefix
 * of their ids tells it.
 */
async function changesQuery(context: PlannedContext, resolved: ResolveWork, history: BaseDataset): Promise<string> {
  const columns = columnsOfContract(context.plan.domain.contract('entity_changes'))
  const names = columns.map(({ name }) => name).join(', ')
  const told = context.plan.domain.compiled.entities
    .map(({ id, idPrefix }) => `WHEN starts_with(entity_id, ${sqlText(`${idPrefix}_`)}) THEN ${sqlText(id)}`)
    .join(' ')
  const files = await fetchWork(
    context,
    resolved.entities.map(({ changes }) => changes),
  )
  return `SELECT ${names} FROM (
      SELECT * REPLACE (coalesce(entity, CASE ${told} END) AS entity) FROM (${await history.query(columns)})
      UNION ALL BY NAME SELECT ${names} FROM ${parquetFiles(files)})
    ORDER BY base_version, entity_id, change, related_entity_id, change_id`
}

/** Writes a query to the work prefix. Content is hashed row by row, so that the same rows have the same hash whatever wrote the file. */
async function storeQuery(
  context: PlannedContext,
  engine: Engine,
  prefix: string,
  name: string,
  query: string,
): Promise<DatasetFile> {
  const path = join(context.scratch, `${name}.parquet`)
  await engine.writeParquet(query, path)
  const hash = createHash('sha256')
  let rows = 0
  for await (const { columns, rowCount } of engine.columns(
    `SELECT md5(to_json(t)::VARCHAR) AS h FROM ${parquetFiles(path)} t`,
  )) {
    hash.update((columns[0] as string[]).join(''))
    rows += rowCount
  }
  return { ...(await storeWork(context.store, prefix, `${name}.parquet`, path, rows)), contentHash: hash.digest('hex') }
}

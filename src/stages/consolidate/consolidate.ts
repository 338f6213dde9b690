import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { type Conflict, goldenRecord } from '../../consolidate/golden-record.ts'
import type { CandidateRow, ConsolidationRules } from '../../consolidate/index.ts'
import { contractById } from '../../contracts/registry.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlFile, sqlText } from '../../engine/sql.ts'
import { type BaseDataset, baseDataset } from '../../ledger/base-version.ts'
import { contractColumns } from '../../ledger/dataset-columns.ts'
import { DATASETS, type DatasetId } from '../../ledger/datasets.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork, fingerprint, once, storeWork } from '../../ledger/work.ts'
import { type ConsolidateWork, consolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { MeasuredShard } from '../../ledger/works/measured-work.ts'
import type { ResolveWork } from '../../ledger/works/resolve-work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { nameKey } from '../../refine/person-name.ts'
import { slug } from '../../refine/slug.ts'
import { verifyEmail, verifyPhone } from '../../refine/verification.ts'
import { contactIds, keptContacts } from './contact-ids.ts'
import { DatasetTable } from './dataset-table.ts'
import { measuredDatasets } from './measured-datasets.ts'

export type ConsolidateOutput = { work: string; organizations: number; contacts: number; conflicts: number }

/** Golden records: one organization per entity, its people, and where every source row went. */
export async function consolidate(
  context: PlannedContext,
): Promise<StageResult<ConsolidateOutput> & { work: ConsolidateWork; quality: MeasuredShard[] }> {
  const { work: resolved } = await readStageRecord(context.store, context.run, 'Resolve')
  const sources = context.plan.domain
  const config = {
    priority: sources.priority,
    title: sources.title,
    contracts: DATASETS.map((id) => context.plan.contractVersions[id]),
  }
  const history = await baseDataset(context, 'entity_changes')
  const contacts = await baseDataset(context, 'contacts')
  const inputs = {
    resolved: resolved.resolved.sha256,
    refined: resolved.refined.map((file) => file.sha256).sort(),
    changes: resolved.changes.sha256,
    history: history.contentHash,
    contacts: contacts.contentHash,
  }
  const print = fingerprint('consolidate', context.code('Consolidate'), config, inputs)
  const rules: Omit<ConsolidationRules, 'contactIds'> = {
    sourcePriority: sources.priority,
    sourceTitle: sources.title,
    lawfulBasis: contractById('organizations').lawfulBasis,
    verifyEmail,
    verifyPhone,
    slug,
    nameKey,
  }
  const { value: work, reused } = await once(context, 'consolidate', print, consolidateWork, (prefix) =>
    buildDatasets(context, resolved, rules, { history, contacts }, prefix),
  )
  const quality = await measuredDatasets(context, await pinnedSuites(sources), work.datasets)
  const read = resolved.read - resolved.quarantined
  return {
    output: {
      work: `work/consolidate/${print}`,
      organizations: work.entities,
      contacts: work.datasets.contacts.rows,
      conflicts: work.conflicts?.rows ?? 0,
    },
    counts: {
      read,
      published: work.entities,
      contacts: work.datasets.contacts.rows,
      conflicts: work.conflicts?.rows ?? 0,
    },
    balance: { read, accounted: { attached: resolved.attached, merged: resolved.merged, published: work.entities } },
    lineage: {
      inputs: [{ name: 'work/resolve/rows', rows: read }],
      outputs: DATASETS.map((id) => ({ name: `work/consolidate/${id}`, rows: work.datasets[id].rows })),
    },
    work,
    quality,
    reused,
  }
}

const CONFLICT_COLUMNS: readonly ColumnDefinition[] = [
  'entity_id',
  'field',
  'chosen_record',
  'chosen_value',
  'alternative_record',
  'alternative_value',
].map((name) => ({ name, type: 'string' }))

/** What survivorship reads; the other columns of a refined row stay in its file. */
const CANDIDATE_COLUMNS: readonly (keyof CandidateRow)[] = [
  'kind',
  'source',
  'file',
  'sheet',
  'row_number',
  'record_key',
  'source_record_id',
  'organization_name',
  'province',
  'country_code',
  'area',
  'address',
  'category',
  'organization_type',
  'status',
  'website',
  'planes',
  'description',
  'notes',
  'last_interaction_date',
  'priority',
  'person_name',
  'person_role',
  'emails',
  'phones',
  'is_invalid',
  'base_contact_id',
]

async function buildDatasets(
  context: PlannedContext,
  resolved: ResolveWork,
  given: Omit<ConsolidationRules, 'contactIds'>,
  base: { readonly history: BaseDataset; readonly contacts: BaseDataset },
  prefix: string,
): Promise<ConsolidateWork> {
  const engine = await context.engine()
  const refined = await fetchWork(context, resolved.refined)
  const [links, changes] = await fetchWork(context, [resolved.resolved, resolved.changes])
  const rules = { ...given, contactIds: contactIds(await keptContacts(engine, base.contacts, links as string)) }
  const organizations = new DatasetTable(engine, 'organizations', contractColumns('organizations'), context.scratch)
  const contacts = new DatasetTable(engine, 'contacts', contractColumns('contacts'), context.scratch)
  const conflicts = new DatasetTable(engine, 'conflicts', CONFLICT_COLUMNS, context.scratch)
  const names = CANDIDATE_COLUMNS
  let entity: string | undefined
  let rows: CandidateRow[] = []
  let entities = 0
  const finish = () => {
    if (entity === undefined) return
    const golden = goldenRecord(entity, rows, rules)
    organizations.add(golden.organization)
    for (const contact of golden.contacts) contacts.add(contact)
    for (const conflict of golden.conflicts) conflicts.add({ ...conflict } satisfies Conflict)
    entities++
    rows = []
  }
  const sorted = join(context.scratch, 'sorted.parquet')
  await engine.writeParquet(
    `SELECT l.entity_id, ${names.map((name) => (name === 'base_contact_id' ? 'k.contact_id AS base_contact_id' : `r.${name}`)).join(', ')}
     FROM ${parquetFiles(refined)} r
     JOIN ${parquetFiles(links as string)} l ON l.file = r.file AND l.sheet = r.sheet AND l.row_number = r.row_number
     LEFT JOIN kept_contact k ON k.source_record_id = l.source_record_id AND k.entity_id = l.entity_id
     WHERE l.occurrence = 1
     ORDER BY l.entity_id, r.record_key, r.file, r.sheet, r.row_number`,
    sorted,
  )
  // One range of entities at a time: what a range makes is on disk before the next is read, so memory does not grow.
  for (const range of await entityRanges(engine, sorted)) {
    for await (const { columns, rowCount } of engine.columns(`SELECT * FROM ${parquetFiles(sorted)} WHERE ${range}`)) {
      if (context.signal.aborted) throw context.signal.reason
      for (let r = 0; r < rowCount; r++) {
        const id = columns[0]?.[r] as string
        if (id !== entity) {
          finish()
          entity = id
        }
        const row: Record<string, unknown> = {}
        for (let c = 0; c < names.length; c++) row[names[c] as string] = columns[c + 1]?.[r]
        rows.push(row as unknown as CandidateRow)
      }
      context.progress(entities, 'golden records')
    }
    for (const table of [organizations, contacts, conflicts]) await table.writePart()
  }
  finish()
  const columnNames = (id: DatasetId) =>
    contractColumns(id)
      .map(({ name }) => name)
      .join(', ')
  const history = await base.history.query(contractColumns('entity_changes'))
  const linkColumns = columnNames('entity_links')
  const changeColumns = columnNames('entity_changes')
  return {
    entities,
    datasets: {
      organizations: await organizations.store(context.store, prefix),
      contacts: await contacts.store(context.store, prefix),
      entity_links: await storeQuery(
        context,
        engine,
        prefix,
        'entity_links',
        `SELECT ${linkColumns} FROM ${parquetFiles(links as string)} ORDER BY file, sheet, row_number`,
      ),
      // The history so far, and what this version adds to it.
      entity_changes: await storeQuery(
        context,
        engine,
        prefix,
        'entity_changes',
        `SELECT ${changeColumns} FROM (${history} UNION ALL BY NAME SELECT ${changeColumns} FROM ${parquetFiles(changes as string)})
         ORDER BY base_version, entity_id, change, related_entity_id, change_id`,
      ),
    },
    conflicts: conflicts.count === 0 ? null : await conflicts.store(context.store, prefix),
  }
}

/** Conditions that cut a file sorted by entity into one range per row group, in order; each entity is in exactly one. */
async function entityRanges(engine: Engine, sorted: string): Promise<string[]> {
  const groups = await engine.rows<{ least: string }>(
    `SELECT DISTINCT stats_min_value AS least FROM parquet_metadata(${sqlFile(sorted)})
     WHERE path_in_schema = 'entity_id' AND row_group_num_rows > 0 ORDER BY least`,
  )
  return groups.map(({ least }, index) => {
    const next = groups[index + 1]?.least
    return [
      index === 0 ? 'true' : `entity_id >= ${sqlText(least)}`,
      next === undefined ? 'true' : `entity_id < ${sqlText(next)}`,
    ].join(' AND ')
  })
}

/** Writes a query to the work prefix. Content is hashed row by row, so that the same rows have the same hash whatever wrote the file. */
async function storeQuery(
  context: PlannedContext,
  engine: Engine,
  prefix: string,
  name: string,
  query: string,
): Promise<WorkFile & { contentHash: string }> {
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

import { join } from 'node:path'
import { describeContract } from '../../contracts/contract-document.ts'
import { contractById } from '../../contracts/registry.ts'
import { sqlText } from '../../engine/sql.ts'
import { CODE_VERSION } from '../../ledger/code-version.ts'
import { contractColumns } from '../../ledger/dataset-columns.ts'
import { DATASETS, type DatasetId } from '../../ledger/datasets.ts'
import { readJson } from '../../ledger/documents.ts'
import { lineageIds } from '../../ledger/job-identity.ts'
import { keys } from '../../ledger/keys.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import { readmittedRows } from '../../ledger/readmitted-rows.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { SourceHistory, VerdictDocument, VersionMetrics } from '../../quality/index.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { sha256 } from '../../storage/sha256.ts'
import { commitVersion } from '../../versions/commit-version.ts'
import { writeDataFile } from '../../versions/data-file.ts'
import { pullVersion } from '../../versions/pull-version.ts'
import { isOldTable, tableKeys } from '../../versions/table-keys.ts'
import { publishManifest } from '../../versions/version-manifest.ts'
import { followCatalog } from './follow-catalog.ts'
import { proveMayPublish, publishOnce } from './publish-release.ts'
import { describeChanges } from './version-changes.ts'

export type PublishOutput = { release: number; versions: Record<string, number>; exports: number }

/**
 * Commits one version of each dataset, then publishes them together: the release is the one atomic write.
 * @throws RunStoppedError, BaseReleaseMovedError
 */
export async function publish(context: PlannedContext): Promise<StageResult<PublishOutput>> {
  const { store, plan, run } = context
  await proveMayPublish(context)
  const { work } = await readStageRecord(store, run, 'Consolidate')
  const { work: gated } = await readStageRecord(store, run, 'Gate')
  const { work: resolved } = await readStageRecord(store, run, 'Resolve')
  const verdict = gated.verdict
  if (verdict === 'blocked') throw new Error('a blocked run never reaches Publish')
  const lineage = lineageIds(run).runId
  const sources = plan.sources.map(({ source, key, sha256, size }) => ({ source, key, sha256, bytes: size }))
  const readmitted = await readmittedRows(context)
  const shared = {
    verdict,
    sources,
    accounting: gated.rows,
    ...(readmitted === undefined ? {} : { readmitted }),
    configHash: plan.configuration.hash,
    codeVersion: CODE_VERSION,
    lineageRunId: lineage,
    run,
    createdAt: new Date().toISOString(),
  } as const
  const datasets: Record<
    string,
    {
      version: number
      table?: string
      semanticVersion: string
      rows: number
      contentHash: string
      contractVersion: string
    }
  > = {}
  const outputs = []
  for (const dataset of DATASETS) {
    const { contentHash, rows } = work.datasets[dataset]
    const contract = contractById(dataset)
    const table = plannedTable(plan, dataset)
    const committed = await context.span('commit', () => commitDataset(context, dataset, work), { dataset })
    await publishManifest(store, {
      ...shared,
      dataset: table,
      version: committed.version,
      contract: describeContract(contract),
      modelId: resolved.model.id,
      gate: { verdict, reasons: gated.reasons, released: gated.released },
    })
    await keepMetrics(context, dataset, committed.version, contract.version)
    datasets[dataset] = {
      version: committed.version,
      ...(isOldTable(table) ? {} : { table }),
      semanticVersion: committed.semanticVersion,
      rows,
      contentHash,
      contractVersion: contract.version,
    }
    outputs.push({
      name: tableKeys.root(table),
      rows,
      version: String(committed.version),
      fields: contract.fields.map(({ name, type, description }) => ({ name, type, description })),
      columns: Object.fromEntries(
        contract.fields.map(({ name }) => [name, [{ dataset: `work/consolidate/${dataset}`, field: name }]]),
      ),
    })
    context.progress(rows, dataset)
  }
  const release = await publishOnce(context, {
    ...shared,
    pipeline: plan.pipelineId,
    released: gated.released,
    datasets,
    fingerprint: plan.inputsHash,
    nominalTime: plan.nominalTime,
  })
  await keepSourceMetrics(context, release.release)
  const versions = Object.fromEntries(Object.entries(datasets).map(([id, { version }]) => [id, version]))
  const result: RunResult = {
    run,
    status: 'published',
    versions,
    rows: gated.rows,
    gate: verdict,
    reasons: gated.reasons,
    quarantine: gated.quarantine,
    unmatched: plan.unmatched,
    release: release.release,
    ...(readmitted === undefined ? {} : { readmitted: readmitted.rows }),
  }
  // The release stands: whatever becomes of what follows it, the run is known to have published.
  await store.put(keys.result(run), JSON.stringify(result))
  const exported = await writeExports(context, release.release, versions)
  await describeChanges(context, versions)
  const database = process.env.HOTPASS_GLUE_DATABASE
  const catalog = database && store.kind === 's3' ? await followCatalog(store, database, tablesOf(datasets)) : undefined
  if (catalog !== undefined) await store.put(keys.result(run), JSON.stringify({ ...result, catalog }))
  return {
    output: { release: release.release, versions, exports: exported.length },
    counts: { published: work.entities },
    lineage: {
      inputs: DATASETS.map((id) => ({ name: `work/consolidate/${id}`, rows: work.datasets[id].rows })),
      outputs,
    },
  }
}

/** Table → its released version. */
const tablesOf = (datasets: Readonly<Record<string, { version: number; table?: string }>>): Record<string, number> =>
  Object.fromEntries(Object.entries(datasets).map(([dataset, { table = dataset, version }]) => [table, version]))

/** The version in numbers, once, for the expectations of later runs: what the gate measured. */
async function keepMetrics(
  context: PlannedContext,
  dataset: string,
  version: number,
  contractVersion: string,
): Promise<void> {
  const { store, run, plan } = context
  const verdict = await readJson<VerdictDocument>(store, keys.verdict(run))
  const metrics = verdict.datasets.find(({ id }) => id === dataset)?.metrics
  if (!metrics) return
  const { nominalTime } = plan
  const document: VersionMetrics = { format: 1, dataset, version, run, nominalTime, contractVersion, metrics }
  await store.create(tableKeys.metrics(plannedTable(plan, dataset), version), canonicalJson(document))
}

/** The sources of the release in numbers, likewise. */
async function keepSourceMetrics({ store, run, plan }: PlannedContext, release: number): Promise<void> {
  const verdict = await readJson<VerdictDocument>(store, keys.verdict(run))
  const { nominalTime, pipelineId: pipeline } = plan
  const datasets = Object.fromEntries(
    verdict.datasets.flatMap(({ id, kind, metrics }) =>
      kind === 'source' && metrics !== null ? [[id, { contractVersion: contractById(id).version, metrics }]] : [],
    ),
  )
  const document: SourceHistory = { format: 1, pipeline, release, run, nominalTime, datasets }
  await store.create(tableKeys.sourceMetrics(pipeline, release), canonicalJson(document))
}

/** The files a pipeline asks for at publication (`publish.exports`): `exports/<pipeline>/<release>/<dataset>.<format>`. */
async function writeExports(
  context: PlannedContext,
  release: number,
  versions: Readonly<Record<string, number>>,
): Promise<string[]> {
  const { configuration } = context.plan.domain
  const written: string[] = []
  for (const format of configuration.publish.exports)
    for (const dataset of DATASETS) {
      const out = join(context.scratch, 'exports', `${dataset}.${format}`)
      const engine = await context.engine()
      await pullVersion({
        store: context.store,
        engine,
        dataset: plannedTable(context.plan, dataset),
        version: versions[dataset] as number,
        format,
        out,
        scratch: context.scratch,
      })
      const key = `exports/${context.plan.pipelineId}/${release}/${dataset}.${format}`
      await context.store.putFile(key, out)
      written.push(key)
    }
  return written
}

async function commitDataset(context: PlannedContext, dataset: DatasetId, work: ConsolidateWork) {
  const { store, plan } = context
  const { contentHash } = work.datasets[dataset]
  const contract = contractById(dataset)
  const base = plan.baseVersions[dataset]
  const columns = contract.fields.map(({ name, type, description, required }) => ({
    name,
    type,
    doc: description,
    required,
  }))
  return commitVersion({
    store,
    dataset: plannedTable(plan, dataset),
    columns,
    primaryKey: contract.fields.filter((field) => field.primaryKey).map(({ name }) => name),
    mode: 'overwrite',
    commitId: sha256(`${dataset}\n${contentHash}\n${contract.version}\n${base ?? 0}`),
    contentHash,
    contractVersion: contract.version,
    nominalTime: new Date(plan.nominalTime),
    ...(base === undefined ? {} : { baseVersion: base }),
    data: async (fieldIds) => {
      const engine = await context.engine()
      const [path] = await fetchWork(store, [work.datasets[dataset]], context.scratch)
      const out = join(context.scratch, `${dataset}-${fieldIds.size}.parquet`)
      return [
        await writeDataFile(
          engine,
          `SELECT * FROM read_parquet(${sqlText(path as string)})`,
          out,
          contractColumns(dataset),
          fieldIds,
        ),
      ]
    },
  })
}

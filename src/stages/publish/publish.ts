import { describeContract } from '../../contracts/contract-document.ts'
import type { Contract } from '../../contracts/index.ts'
import { CODE_VERSION } from '../../ledger/code-version.ts'
import { lineageIds } from '../../ledger/job-identity.ts'
import { keys } from '../../ledger/keys.ts'
import type { RunResult } from '../../ledger/plan-document.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import { readmittedRows } from '../../ledger/readmitted-rows.ts'
import { cellsOf, impactOfRelease, modelsOfRelease, notesOf, setAsideOf, versionsOf } from '../../ledger/run-result.ts'
import type { LineageDataset, PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { GateWork } from '../../ledger/works/gate-work.ts'
import type { ResolveWork } from '../../ledger/works/resolve-work.ts'
import { greatestImpact } from '../../versions/impact.ts'
import type { ManifestFacts, VersionModel } from '../../versions/index.ts'
import type { Release } from '../../versions/release.ts'
import { isOldTable, tableKeys } from '../../versions/table-keys.ts'
import { publishManifest } from '../../versions/version-manifest.ts'
import { commitDataset, madeOf } from './commit-dataset.ts'
import { followCatalog } from './follow-catalog.ts'
import { keepMetrics, keepSourceMetrics } from './keep-metrics.ts'
import { proveMayPublish, publishOnce } from './publish-release.ts'
import { changesOf, keepChanges, withImpact } from './version-changes.ts'
import { writeExports } from './write-exports.ts'

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
  const facts = await sharedFacts(context, gated)
  const gate = { verdict: facts.verdict, reasons: gated.reasons, released: gated.released }
  const staged: Release['datasets'] = {}
  const ids = plan.domain.datasets
  for (const dataset of ids) {
    const models = modelsBehind(context, resolved, dataset)
    const modelId = models.map(({ id }) => id).join(' ')
    staged[dataset] = await stageVersion(context, dataset, work, { ...facts, modelId, models, gate })
    context.progress(work.datasets[dataset]?.rows ?? 0, dataset)
  }
  const changes = await changesOf(context, numbersOf(staged))
  const datasets = withImpact(staged, changes)
  const release = await publishOnce(context, {
    ...facts,
    pipeline: plan.pipelineId,
    released: gated.released,
    datasets,
    models: modelsBehind(context, resolved),
    impact: greatestImpact(Object.values(datasets).flatMap(({ impact = [] }) => impact)),
    fingerprint: plan.inputsHash,
    nominalTime: plan.nominalTime,
  })
  await keepSourceMetrics(context, release.release)
  const versions = versionsOf(release)
  const result = resultOf(context, gated, release)
  // The release stands: whatever becomes of what follows it, the run is known to have published.
  await store.put(keys.result(run), JSON.stringify(result))
  await keepChanges(context, changes)
  const exported = await writeExports(context, release.release, versions)
  const database = process.env.HOTPASS_GLUE_DATABASE
  const catalog = database && store.kind === 's3' ? await followCatalog(store, database, tablesOf(datasets)) : undefined
  if (catalog !== undefined) await store.put(keys.result(run), JSON.stringify({ ...result, catalog }))
  return {
    output: { release: release.release, versions, exports: exported.length },
    counts: { published: Object.values(work.entities).reduce((sum, rows) => sum + rows, 0) },
    lineage: {
      inputs: ids.map((id) => ({ name: `work/consolidate/${id}`, rows: work.datasets[id]?.rows ?? 0 })),
      outputs: ids.map((id) => publishedDataset(plannedTable(plan, id), plan.domain.contract(id), datasets)),
    },
  }
}

/** The model that told who is who in a dataset; in those of all entities, and without one, the models. */
function modelsBehind({ plan }: PlannedContext, { entities }: ResolveWork, dataset?: string): VersionModel[] {
  const own = plan.domain.compiled.entities.find((entity) => entity.dataset === dataset)
  return entities
    .filter(({ entity }) => own === undefined || entity === own.id)
    .map(({ entity, model: { id, version = null, origin } }) => ({
      ...{ dataset: plan.domain.entity(entity).dataset, id, version, origin },
    }))
}

type SharedFacts = Awaited<ReturnType<typeof sharedFacts>>

/** What every manifest and the release say of the run. */
async function sharedFacts(context: PlannedContext, { verdict, rows }: GateWork) {
  const { plan, run } = context
  if (verdict === 'blocked') throw new Error('a blocked run never reaches Publish')
  const readmitted = await readmittedRows(context)
  return {
    verdict,
    sources: plan.sources.map(({ source, key, sha256, size }) => ({ source, key, sha256, bytes: size })),
    accounting: rows,
    ...(readmitted === undefined ? {} : { readmitted }),
    configHash: plan.configuration.hash,
    codeVersion: CODE_VERSION,
    lineageRunId: lineageIds(run).runId,
    run,
    createdAt: new Date().toISOString(),
  }
}

/** Commits a version of one dataset with what it proves of itself, and says it as a release names it. */
async function stageVersion(
  context: PlannedContext,
  dataset: string,
  work: ConsolidateWork,
  facts: SharedFacts & Pick<ManifestFacts, 'modelId' | 'models' | 'gate'>,
): Promise<Release['datasets'][string]> {
  const { store, plan } = context
  const contract = plan.domain.contract(dataset)
  const table = plannedTable(plan, dataset)
  const { version, semanticVersion } = await context.span('commit', () => commitDataset(context, dataset, work), {
    dataset,
  })
  await publishManifest(store, {
    ...facts,
    dataset: table,
    version,
    contract: describeContract(contract),
  })
  await keepMetrics(context, dataset, version, contract.version)
  const { rows, contentHash } = madeOf(work, dataset)
  return {
    version,
    ...(isOldTable(table) ? {} : { table }),
    semanticVersion,
    rows,
    contentHash,
    contractVersion: contract.version,
  }
}

const resultOf = ({ plan, run }: PlannedContext, gated: GateWork, release: Release): RunResult => ({
  run,
  status: 'published',
  versions: versionsOf(release),
  rows: gated.rows,
  ...cellsOf(gated),
  gate: gated.verdict,
  reasons: gated.reasons,
  quarantine: gated.quarantine,
  ...setAsideOf(gated),
  unmatched: plan.unmatched,
  ...notesOf(plan, gated.notes),
  release: release.release,
  ...impactOfRelease(release),
  ...modelsOfRelease(release),
  ...(release.readmitted === undefined ? {} : { readmitted: release.readmitted.rows }),
})

/** A published dataset as lineage names it. */
function publishedDataset(table: string, { id, fields }: Contract, datasets: Release['datasets']): LineageDataset {
  const committed = datasets[id]
  return {
    name: tableKeys.root(table),
    ...(committed && { rows: committed.rows, version: String(committed.version) }),
    ...(committed?.impact === undefined ? {} : { impact: committed.impact }),
    fields: fields.map(({ name, type, description }) => ({ name, type, description })),
    columns: Object.fromEntries(fields.map(({ name }) => [name, [{ dataset: `work/consolidate/${id}`, field: name }]])),
  }
}

/** Dataset → its version. */
const numbersOf = (datasets: Release['datasets']): Record<string, number> =>
  Object.fromEntries(Object.entries(datasets).map(([dataset, { version }]) => [dataset, version]))

/** Table → its released version. */
const tablesOf = (datasets: Release['datasets']): Record<string, number> =>
  Object.fromEntries(Object.entries(datasets).map(([dataset, { table = dataset, version }]) => [table, version]))

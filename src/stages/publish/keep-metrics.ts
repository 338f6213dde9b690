import { readJson } from '../../ledger/documents.ts'
import { keys } from '../../ledger/keys.ts'
import { mappedColumns } from '../../ledger/mapped-columns.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { SourceHistory, VerdictDocument, VersionMetrics } from '../../quality/index.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { tableKeys } from '../../versions/table-keys.ts'

/** The version in numbers, once, for the expectations of later runs: what the gate measured. */
export async function keepMetrics(
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
export async function keepSourceMetrics(context: PlannedContext, release: number): Promise<void> {
  const { store, run, plan } = context
  const verdict = await readJson<VerdictDocument>(store, keys.verdict(run))
  const { nominalTime, pipelineId: pipeline } = plan
  const found = await mappedColumns(context)
  const datasets = Object.fromEntries(
    verdict.datasets.flatMap(({ id, kind, metrics }) =>
      kind === 'source' && metrics !== null
        ? [[id, { contractVersion: plan.domain.contract(id).version, metrics, columns: found.get(id)?.mapped ?? {} }]]
        : [],
    ),
  )
  const document: SourceHistory = { format: 1, pipeline, release, run, nominalTime, arrived: plan.arrivals, datasets }
  await store.create(tableKeys.sourceMetrics(pipeline, release), canonicalJson(document))
}

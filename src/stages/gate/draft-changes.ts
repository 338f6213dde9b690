import { parquetFiles } from '../../engine/sql.ts'
import { type DatasetChange, datasetChange, firstChange, natureOf } from '../../ledger/dataset-change.ts'
import { columnsOfContract } from '../../ledger/dataset-columns.ts'
import { keys } from '../../ledger/keys.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { SiteChange } from '../../site/index.ts'
import { dataFilesQuery } from '../../versions/data-file.ts'
import type { DiffSide } from '../../versions/index.ts'
import { localDataFiles } from '../../versions/pull-version.ts'
import { describeVersion } from '../../versions/version-files.ts'

const LINKS = 'entity_links'

/** What a blocked run would have changed, against the release that stays: `runs/<run>/changes.json`, for whoever decides. */
export async function keepDraftChanges(context: PlannedContext, work: ConsolidateWork): Promise<void> {
  const changes: SiteChange[] = []
  for (const dataset of context.plan.domain.datasets) {
    const from = context.plan.baseVersions[dataset] ?? null
    const found = await draftChange(context, work, dataset)
    if (found !== null) changes.push({ dataset, from, to: null, semanticVersion: null, ...found })
  }
  await context.store.put(keys.changes(context.run), JSON.stringify(changes))
}

async function draftChange(
  context: PlannedContext,
  work: ConsolidateWork,
  dataset: string,
): Promise<DatasetChange | null> {
  const { plan } = context
  const made = work.datasets[dataset]
  if (made === undefined) return null
  const before = await released(context, dataset)
  if (before === null) return firstChange(made.rows)
  const [linksBefore, linksAfter] = [await released(context, LINKS), await draft(context, work, LINKS)]
  return datasetChange(await context.engine(), {
    before,
    after: (await draft(context, work, dataset)) ?? before,
    fields: plan.domain.contract(dataset).fields,
    ...natureOf(plan.domain, dataset),
    majorRose: false,
    links:
      linksBefore === null || linksAfter === null ? undefined : { before: linksBefore.query, after: linksAfter.query },
  })
}

async function released(context: PlannedContext, dataset: string): Promise<DiffSide | null> {
  const version = context.plan.baseVersions[dataset]
  if (version === undefined) return null
  const described = await describeVersion(context.store, plannedTable(context.plan, dataset), version)
  const paths = await localDataFiles(context.store, described, context.scratch)
  return { query: dataFilesQuery(paths, described.fields), columns: described.fields }
}

async function draft(context: PlannedContext, work: ConsolidateWork, dataset: string): Promise<DiffSide | null> {
  const made = work.datasets[dataset]
  if (made === undefined) return null
  const paths = await fetchWork(context, [made])
  return {
    query: `SELECT * FROM ${parquetFiles(paths)}`,
    columns: columnsOfContract(context.plan.domain.contract(dataset)),
  }
}

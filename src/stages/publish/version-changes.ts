import { join } from 'node:path'
import { type DatasetChange, datasetChange, firstChange, natureOf, unchanged } from '../../ledger/dataset-change.ts'
import { keys } from '../../ledger/keys.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { SiteChange } from '../../site/index.ts'
import { dataFilesQuery } from '../../versions/data-file.ts'
import type { Impact, Release } from '../../versions/index.ts'
import { tableKeys } from '../../versions/table-keys.ts'
import { describeVersion, type VersionDescription } from '../../versions/version-files.ts'

const LINKS = 'entity_links'

/** What each version changes against the plan's base, by the contract's key. */
export async function changesOf(
  context: PlannedContext,
  versions: Readonly<Record<string, number>>,
): Promise<SiteChange[]> {
  const changes: SiteChange[] = []
  for (const [dataset, to] of Object.entries(versions)) {
    const from = context.plan.baseVersions[dataset] ?? null
    const after = await describeVersion(context.store, plannedTable(context.plan, dataset), to)
    const { semanticVersion } = after
    changes.push({ dataset, from, to, semanticVersion, ...(await changeOf(context, dataset, from, after, versions)) })
  }
  return changes
}

/** Writes them for the pages: `runs/<run>/changes.json`. */
export const keepChanges = ({ store, run }: PlannedContext, changes: readonly SiteChange[]): Promise<unknown> =>
  store.put(keys.changes(run), JSON.stringify(changes))

/** The datasets of a release, each with what it changes. */
export const withImpact = (datasets: Release['datasets'], changes: readonly SiteChange[]): Release['datasets'] =>
  Object.fromEntries(
    Object.entries(datasets).map(([id, one]) => {
      const impact: Impact | undefined = changes.find(({ dataset }) => dataset === id)?.impact
      return [id, impact === undefined ? one : { ...one, impact }]
    }),
  )

async function changeOf(
  context: PlannedContext,
  dataset: string,
  from: number | null,
  after: VersionDescription,
  versions: Readonly<Record<string, number>>,
): Promise<DatasetChange> {
  if (from === null) return firstChange(after.rows)
  if (from === after.version) return unchanged(after.rows)
  const { plan } = context
  const before = await describeVersion(context.store, plannedTable(plan, dataset), from)
  return datasetChange(await context.engine(), {
    before: { query: await query(context, before), columns: before.fields },
    after: { query: await query(context, after), columns: after.fields },
    fields: plan.domain.contract(dataset).fields,
    ...natureOf(plan.domain, dataset),
    majorRose: majorOf(after) > majorOf(before),
    links: await linksOf(context, plan.baseVersions[LINKS], versions[LINKS]),
  })
}

const majorOf = ({ semanticVersion }: VersionDescription): number => Number(semanticVersion.split('.')[0])

async function linksOf(context: PlannedContext, from: number | undefined, to: number | undefined) {
  if (from === undefined || to === undefined) return undefined
  const table = plannedTable(context.plan, LINKS)
  const [before, after] = await Promise.all([from, to].map((one) => describeVersion(context.store, table, one)))
  if (before === undefined || after === undefined) return undefined
  return { before: await query(context, before), after: await query(context, after) }
}

async function query(context: PlannedContext, version: VersionDescription): Promise<string> {
  const paths: string[] = []
  for (const { path } of version.files)
    paths.push(
      await context.store.fetchFile(`${tableKeys.root(version.dataset)}/${path}`, join(context.scratch, 'versions')),
    )
  return dataFilesQuery(paths, version.fields)
}

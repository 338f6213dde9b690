import type { ObjectStore } from '../storage/object-store.ts'
import { VersionNotFoundError } from './errors.ts'
import { readRelease, releaseNumbers } from './release.ts'
import { datasetOf, isOldTable, tableOf } from './table-keys.ts'

/** A dataset of one pipeline, and the table that holds it. */
export interface PublishedDataset {
  readonly pipeline: string
  readonly dataset: string
  /** As `tableKeys` takes it. */
  readonly table: string
}

/** The pipelines that ever released anything. */
export async function listPipelines(store: ObjectStore): Promise<string[]> {
  const found = new Set<string>()
  for await (const { key } of store.list('releases/')) {
    const name = /^releases\/([^/]+)\/\d+\.json$/.exec(key)?.[1]
    if (name) found.add(name)
  }
  return [...found]
}

/** Every table in the store, whatever its layout, those that nothing was released of included. */
export async function listTables(store: ObjectStore): Promise<string[]> {
  const found = new Set<string>()
  for await (const { key } of store.list('datasets/')) {
    const name = /^datasets\/([^/]+(?:\/[^/]+)?)\/metadata\/v\d+\.metadata\.json$/.exec(key)?.[1]
    if (name) found.add(name)
  }
  return [...found]
}

/** The datasets of a pipeline's newest release, each with its table. */
export async function datasetsOfPipeline(store: ObjectStore, pipeline: string): Promise<PublishedDataset[]> {
  const newest = await readRelease(store, pipeline)
  return Object.entries(newest?.datasets ?? {}).map(([dataset, { table }]) => ({
    pipeline,
    dataset,
    table: table ?? dataset,
  }))
}

/** Where a pipeline has a dataset, as its newest release says; where it will have it, before its first. */
export async function locateTable(store: ObjectStore, pipeline: string, dataset: string): Promise<string> {
  const found = (await datasetsOfPipeline(store, pipeline)).find((one) => one.dataset === dataset)
  return found?.table ?? tableOf(pipeline, dataset)
}

/** Every dataset of the store, those that are only staged included, by pipeline and name. */
export async function listDatasets(store: ObjectStore): Promise<PublishedDataset[]> {
  const found = new Map<string, PublishedDataset>()
  for (const pipeline of await listPipelines(store))
    for (const one of await datasetsOfPipeline(store, pipeline)) found.set(tableOf(pipeline, one.dataset), one)
  for (const table of await listTables(store)) {
    const [pipeline = '', dataset = ''] = table.split('/')
    if (!isOldTable(table) && !found.has(table)) found.set(table, { pipeline, dataset, table })
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
}

/** What people call each dataset: its own name where one pipeline has it, else with the pipeline's before it. */
export function shortNames(datasets: readonly PublishedDataset[]): Map<PublishedDataset, string> {
  const owners = Map.groupBy(datasets, ({ dataset }) => dataset)
  return new Map(
    datasets.map((one) => [
      one,
      owners.get(one.dataset)?.length === 1 ? one.dataset : tableOf(one.pipeline, one.dataset),
    ]),
  )
}

/**
 * The dataset that a person means: `<pipeline>/<dataset>`, or the dataset's name alone where one pipeline publishes it or `pipeline` says whose.
 * @throws VersionNotFoundError with the names there are.
 */
export async function findDataset(store: ObjectStore, name: string, pipeline?: string): Promise<PublishedDataset> {
  const dataset = datasetOf(name)
  const named = name === dataset ? undefined : name.slice(0, -dataset.length - 1)
  if (named !== undefined && pipeline !== undefined && named !== pipeline)
    throw new VersionNotFoundError(
      `${name} is a dataset of ${named}, and --pipeline says ${pipeline}. Give one of them.`,
    )
  const owner = named ?? pipeline
  const released: PublishedDataset[] = []
  for (const one of owner === undefined ? await listPipelines(store) : [owner])
    released.push(...(await datasetsOfPipeline(store, one)).filter((found) => found.dataset === dataset))
  const [only] = released
  if (only !== undefined && released.length === 1) return only
  if (released.length > 1) {
    const pipelines = released.map((one) => one.pipeline)
    throw new VersionNotFoundError(
      `Several pipelines publish ${dataset}: ${pipelines.join(', ')}. Say whose is meant with --pipeline ${pipelines[0]}.`,
    )
  }
  return findUnreleased(store, dataset, owner)
}

/** A dataset that was committed and not released yet can be looked at. */
async function findUnreleased(
  store: ObjectStore,
  dataset: string,
  owner: string | undefined,
): Promise<PublishedDataset> {
  const all = await listDatasets(store)
  const held = all.filter((one) => one.dataset === dataset && (owner === undefined || one.pipeline === owner))
  const [only] = held
  if (only !== undefined && held.length === 1) return only
  if (held.length > 1)
    throw new VersionNotFoundError(
      `Several pipelines have ${dataset}: ${held.map((one) => one.pipeline).join(', ')}. Say whose is meant with --pipeline.`,
    )
  const names = [...shortNames(all).values()]
  const whose = owner === undefined ? '' : ` of ${owner}`
  const why =
    owner === undefined || (await releaseNumbers(store, owner)).length > 0
      ? ''
      : ` Pipeline ${owner} has released nothing yet: run it first, or look at "hotpass runs".`
  throw new VersionNotFoundError(
    `No release in ${store.uri('')} holds a dataset ${dataset}${whose}. ${names.length > 0 ? `There are: ${names.join(', ')}.` : 'Nothing was published there yet: run a pipeline first, or check the store and the name.'}${why}`,
  )
}

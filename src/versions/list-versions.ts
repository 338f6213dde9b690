import type { ObjectStore } from '../storage/object-store.ts'
import { listChannels } from './channel.ts'
import { VersionNotFoundError } from './errors.ts'
import { listPipelines, type PublishedDataset } from './find-dataset.ts'
import type { Impact } from './impact.ts'
import { type Release, readRelease, releaseNumbers } from './release.ts'
import { findHead } from './table-head.ts'
import { datasetOf, isOldTable } from './table-keys.ts'
import type { VersionModel } from './version-manifest.ts'

export interface ListedVersion {
  readonly version: number
  readonly semanticVersion: string
  readonly rows: number
  readonly contentHash: string
  readonly contractVersion: string
  readonly nominalTime: string
  /** How much it changed, as the first release that names it says; null of a staged one, and of releases from before it was kept. */
  readonly impact: Impact | null
  /** The releases that name it, `pipeline/R`; none: staged, no reader sees it. */
  readonly releases: readonly string[]
  /** The channels that reach it now, `pipeline/channel`. */
  readonly channels: readonly string[]
  /** The linkage model that told who is who in it; in a dataset of all entities, the models. Empty where none is known. */
  readonly models: readonly VersionModel[]
  /** Names of the table's tags on it. */
  readonly tags: readonly string[]
}

async function releasesOf(store: ObjectStore, pipeline: string): Promise<Release[]> {
  const numbers = await releaseNumbers(store, pipeline)
  return Promise.all(numbers.map((number) => readRelease(store, pipeline, number)))
}

/** For each version of a pipeline's dataset, its releases that name it, newest release last. */
export async function releasesOfDataset(
  store: ObjectStore,
  of: Pick<PublishedDataset, 'pipeline' | 'dataset'>,
): Promise<Map<number, string[]>> {
  return namesOf(await releasesOf(store, of.pipeline), of)
}

function namesOf(
  releases: readonly Release[],
  { pipeline, dataset }: Pick<PublishedDataset, 'pipeline' | 'dataset'>,
): Map<number, string[]> {
  const found = new Map<number, string[]>()
  for (const item of releases) {
    const version = item.datasets[dataset]?.version
    if (version !== undefined) found.set(version, [...(found.get(version) ?? []), `${pipeline}/${item.release}`])
  }
  return found
}

/** For each version of a table, the releases that name it there, whosever they are. */
export async function releasesOfTable(store: ObjectStore, table: string): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  const dataset = datasetOf(table)
  for (const pipeline of await listPipelines(store))
    for (const item of await releasesOf(store, pipeline)) {
      const one = item.datasets[dataset]
      if (one !== undefined && (one.table ?? dataset) === table)
        found.set(one.version, [...(found.get(one.version) ?? []), `${pipeline}/${item.release}`])
    }
  return found
}

/** What other pipelines released of the dataset, in the table that they shared or in what became of it. */
async function versionsOfOthers(store: ObjectStore, { pipeline, dataset }: PublishedDataset): Promise<Set<number>> {
  const found = new Set<number>()
  for (const other of await listPipelines(store))
    if (other !== pipeline)
      for (const version of (await releasesOfDataset(store, { pipeline: other, dataset })).keys()) found.add(version)
  return found
}

async function channelsOfDataset(
  store: ObjectStore,
  pipeline: string,
  releases: ReadonlyMap<number, readonly string[]>,
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  for (const [channel, release] of await listChannels(store, pipeline))
    for (const [version, names] of releases)
      if (names.includes(`${pipeline}/${release}`))
        found.set(version, [...(found.get(version) ?? []), `${pipeline}/${channel}`])
  return found
}

/**
 * The kept versions of a dataset, oldest first. Where pipelines still share a table of the old layout, those that only others
 * released are left out. @throws VersionNotFoundError for a dataset that was never written.
 */
export async function listVersions(store: ObjectStore, of: PublishedDataset): Promise<ListedVersion[]> {
  const head = await findHead(store, of.table)
  if (!head)
    throw new VersionNotFoundError(
      `Pipeline ${of.pipeline} has no dataset ${of.dataset} in ${store.uri('')}. "hotpass versions" lists what there is.`,
    )
  const all = await releasesOf(store, of.pipeline)
  const releases = namesOf(all, of)
  const channels = await channelsOfDataset(store, of.pipeline, releases)
  const others = isOldTable(of.table) ? await versionsOfOthers(store, of) : new Set<number>()
  const mine = head.metadata.snapshots.filter(
    ({ 'snapshot-id': version }) => releases.has(version) || !others.has(version),
  )
  return mine.map((snapshot) => {
    const version = snapshot['snapshot-id']
    const said = (name: string) => snapshot.summary[name] ?? ''
    return {
      version,
      semanticVersion: said('semantic-version'),
      rows: Number(said('total-records')),
      contentHash: said('content-hash'),
      contractVersion: said('contract-version'),
      nominalTime: new Date(snapshot['timestamp-ms']).toISOString(),
      impact: impactOf(all, of.dataset, version),
      models: modelsOf(all, of.dataset, version),
      releases: releases.get(version) ?? [],
      channels: channels.get(version) ?? [],
      tags: Object.entries(head.metadata.refs).flatMap(([name, ref]) =>
        ref.type === 'tag' && ref['snapshot-id'] === version ? [name] : [],
      ),
    }
  })
}

const impactOf = (releases: readonly Release[], dataset: string, version: number): Impact | null =>
  releases.find(({ datasets }) => datasets[dataset]?.version === version)?.datasets[dataset]?.impact ?? null

function modelsOf(releases: readonly Release[], dataset: string, version: number): readonly VersionModel[] {
  const { models = [] } = releases.find(({ datasets }) => datasets[dataset]?.version === version) ?? {}
  const own = models.filter((one) => one.dataset === dataset)
  return own.length === 0 ? models : own
}

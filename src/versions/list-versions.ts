import type { ObjectStore } from '../storage/object-store.ts'
import { listChannels } from './channel.ts'
import { VersionNotFoundError } from './errors.ts'
import { readRelease, releaseNumbers } from './release.ts'
import { findHead } from './table-head.ts'
import { tableKeys } from './table-keys.ts'

export interface ListedVersion {
  readonly version: number
  readonly semanticVersion: string
  readonly rows: number
  readonly contentHash: string
  readonly contractVersion: string
  readonly nominalTime: string
  /** The releases that name it, `pipeline/R`; none: staged, no reader sees it. */
  readonly releases: readonly string[]
  /** The channels that reach it now, `pipeline/channel`. */
  readonly channels: readonly string[]
  /** Names of the table's tags on it. */
  readonly tags: readonly string[]
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

/** For each version of a dataset, the releases that name it, newest release last. */
export async function releasesOfDataset(store: ObjectStore, dataset: string): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  for (const pipeline of await listPipelines(store)) {
    const numbers = await releaseNumbers(store, pipeline)
    const all = await Promise.all(numbers.map((number) => readRelease(store, pipeline, number)))
    for (const item of all) {
      const version = item.datasets[dataset]?.version
      if (version !== undefined) found.set(version, [...(found.get(version) ?? []), `${pipeline}/${item.release}`])
    }
  }
  return found
}

async function channelsOfDataset(
  store: ObjectStore,
  releases: ReadonlyMap<number, readonly string[]>,
): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>()
  for (const pipeline of await listPipelines(store))
    for (const [channel, release] of await listChannels(store, pipeline))
      for (const [version, names] of releases)
        if (names.includes(`${pipeline}/${release}`))
          found.set(version, [...(found.get(version) ?? []), `${pipeline}/${channel}`])
  return found
}

/** The kept versions of a dataset, oldest first. @throws VersionNotFoundError for a dataset that was never written. */
export async function listVersions(store: ObjectStore, dataset: string): Promise<ListedVersion[]> {
  const head = await findHead(store, dataset)
  if (!head) {
    const known = await listDatasets(store)
    throw new VersionNotFoundError(
      `No dataset ${dataset} in ${store.uri('')}. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'Nothing was published there yet: run a pipeline first.'}`,
    )
  }
  const releases = await releasesOfDataset(store, dataset)
  const channels = await channelsOfDataset(store, releases)
  return head.metadata.snapshots.map((snapshot) => {
    const version = snapshot['snapshot-id']
    const said = (name: string) => snapshot.summary[name] ?? ''
    return {
      version,
      semanticVersion: said('semantic-version'),
      rows: Number(said('total-records')),
      contentHash: said('content-hash'),
      contractVersion: said('contract-version'),
      nominalTime: new Date(snapshot['timestamp-ms']).toISOString(),
      releases: releases.get(version) ?? [],
      channels: channels.get(version) ?? [],
      tags: Object.entries(head.metadata.refs).flatMap(([name, ref]) =>
        ref.type === 'tag' && ref['snapshot-id'] === version ? [name] : [],
      ),
    }
  })
}

/** The names of every dataset in the store. */
export async function listDatasets(store: ObjectStore): Promise<string[]> {
  const found = new Set<string>()
  for await (const { key } of store.list(tableKeys.root('x').slice(0, -1))) {
    const name = /^datasets\/([^/]+)\/metadata\/v\d+\.metadata\.json$/.exec(key)?.[1]
    if (name) found.add(name)
  }
  return [...found]
}

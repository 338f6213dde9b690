import { join } from 'node:path'
import { type ComparedStates, natureOf } from '../ledger/dataset-change.ts'
import { RunDocumentError } from '../ledger/errors.ts'
import type { PinnedDomain } from '../ledger/pinned-domain.ts'
import { domainOfRun } from '../ledger/store-domains.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { dataFilesQuery } from '../versions/data-file.ts'
import type { PublishedDataset, Release } from '../versions/index.ts'
import { localDataFiles } from '../versions/pull-version.ts'
import { describeVersion, type VersionDescription } from '../versions/version-files.ts'
import { readManifest } from '../versions/version-manifest.ts'
import { releaseOfVersion } from './version-named.ts'

/** A released version as `hotpass diff` tells it. */
export interface ToldVersion {
  readonly version: number
  readonly semanticVersion: string
  readonly release: number | null
  readonly run: string | null
  readonly rows: number
  readonly asOf: string
}

const LINKS = 'entity_links'

/** Two released versions of a dataset, ready to be compared, and what they are called. Their files are checked against their hashes. */
export async function openVersions(
  store: ObjectStore,
  of: PublishedDataset,
  numbers: { readonly before: number; readonly after: number },
  scratch: string,
): Promise<{ states: ComparedStates; before: ToldVersion; after: ToldVersion }> {
  const [before, after] = await Promise.all([open(numbers.before), open(numbers.after)])
  const contract = (await readManifest(store, of.table, numbers.after))?.contract
  const domain = await domainBehind(store, of, after.release ?? before.release)
  const links = await linksOf(before.release, after.release)
  const known = contract?.fields ?? domain?.contracts.get(of.dataset)?.fields
  const states: ComparedStates = {
    before: before.side,
    after: after.side,
    fields: known ?? [],
    ...(domain === undefined ? { telling: new Set(), ids: new Set(), tells: false } : natureOf(domain, of.dataset)),
    majorRose: majorOf(after.described) > majorOf(before.described),
    links,
  }
  return { states, before: told(before), after: told(after) }

  async function open(version: number) {
    const described = await describeVersion(store, of.table, version)
    return { described, release: await releaseOfVersion(store, of, version), side: await sideOf(described) }
  }

  async function sideOf(described: VersionDescription) {
    const paths = await localDataFiles(store, described, join(scratch, `v${described.version}`))
    return { query: dataFilesQuery(paths, described.fields), columns: described.fields }
  }

  async function linksOf(...releases: (Release | undefined)[]) {
    const sides: string[] = []
    for (const release of releases) {
      const links = release?.datasets[LINKS]
      if (links === undefined) return undefined
      sides.push((await sideOf(await describeVersion(store, links.table ?? LINKS, links.version))).query)
    }
    const [from, to] = sides
    return from === undefined || to === undefined ? undefined : { before: from, after: to }
  }
}

const majorOf = ({ semanticVersion }: VersionDescription): number => Number(semanticVersion.split('.')[0])

const told = ({
  described,
  release,
}: {
  described: VersionDescription
  release: Release | undefined
}): ToldVersion => ({
  version: described.version,
  semanticVersion: described.semanticVersion,
  release: release?.release ?? null,
  run: release?.run ?? null,
  rows: described.rows,
  asOf: described.nominalTime,
})

/** The domain of the later version; undefined where nothing tells it any more. */
async function domainBehind(
  store: ObjectStore,
  { pipeline }: PublishedDataset,
  release: Release | undefined,
): Promise<PinnedDomain | undefined> {
  try {
    return await domainOfRun(store, release?.run ?? '', pipeline)
  } catch (error) {
    if (error instanceof RunDocumentError) return undefined
    throw error
  }
}

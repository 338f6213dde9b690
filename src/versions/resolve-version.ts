import type { ObjectStore } from '../storage/object-store.ts'
import { listChannels, readChannel } from './channel.ts'
import { VersionNotFoundError, VersionStagedError } from './errors.ts'
import type { PublishedDataset } from './find-dataset.ts'
import { releasesOfDataset } from './list-versions.ts'
import { readRelease } from './release.ts'
import { readTable } from './table-head.ts'
import { tableOf } from './table-keys.ts'

/** Which version a reader wants: one by number, or what a channel of the pipeline (default `latest`) points at. */
export type VersionChoice = { readonly version: number } | { readonly channel?: string }

/**
 * The number of the released version that the choice means. Staged versions, and those of another pipeline, are never given out.
 * @throws VersionNotFoundError, VersionStagedError
 */
export async function resolveVersion(store: ObjectStore, of: PublishedDataset, choice: VersionChoice): Promise<number> {
  const { pipeline, dataset, table } = of
  if ('version' in choice) {
    await readTable(store, table, choice.version)
    if (!(await releasesOfDataset(store, of)).has(choice.version))
      throw new VersionStagedError(tableOf(pipeline, dataset), choice.version)
    return choice.version
  }
  const channel = choice.channel ?? 'latest'
  const number = await readChannel(store, pipeline, channel)
  if (number === undefined) {
    const known = [...(await listChannels(store, pipeline)).keys()]
    throw new VersionNotFoundError(
      known.length > 0
        ? `Pipeline ${pipeline} has no channel ${channel} in ${store.uri('')}. It has: ${known.join(', ')}.`
        : `No release in ${store.uri('')} holds ${tableOf(pipeline, dataset)}: pipeline ${pipeline} has released nothing yet. Run it first.`,
    )
  }
  const found = (await readRelease(store, pipeline, number)).datasets[dataset]
  if (found) return found.version
  throw new VersionNotFoundError(`Release ${number} of ${pipeline} (channel ${channel}) holds no dataset ${dataset}.`)
}

import type { ObjectStore } from '../storage/object-store.ts'
import { listChannels, readChannel } from './channel.ts'
import { VersionNotFoundError, VersionStagedError } from './errors.ts'
import { listPipelines, releasesOfDataset } from './list-versions.ts'
import { readRelease, releaseNumbers } from './release.ts'
import { readTable } from './table-head.ts'

/** Which version a reader wants: one by number, or what a channel (default `latest`) points at. */
export type VersionChoice = { readonly version: number } | { readonly channel?: string; readonly pipeline?: string }

/**
 * The number of the released version that the choice means. Staged versions are never given out.
 * @throws VersionNotFoundError, VersionStagedError
 */
export async function resolveVersion(store: ObjectStore, dataset: string, choice: VersionChoice): Promise<number> {
  if ('version' in choice) {
    await readTable(store, dataset, choice.version)
    if (!(await releasesOfDataset(store, dataset)).has(choice.version))
      throw new VersionStagedError(dataset, choice.version)
    return choice.version
  }
  const channel = choice.channel ?? 'latest'
  const pipeline = choice.pipeline ?? (await pipelineOf(store, dataset))
  const number = await readChannel(store, pipeline, channel)
  if (number === undefined) {
    const known = [...(await listChannels(store, pipeline)).keys()]
    throw new VersionNotFoundError(
      `Pipeline ${pipeline} has no channel ${channel} in ${store.uri('')}. ${known.length > 0 ? `It has: ${known.join(', ')}.` : 'It has released nothing yet: run it first.'}`,
    )
  }
  const found = (await readRelease(store, pipeline, number)).datasets[dataset]
  if (found) return found.version
  throw new VersionNotFoundError(`Release ${number} of ${pipeline} (channel ${channel}) holds no dataset ${dataset}.`)
}

async function pipelineOf(store: ObjectStore, dataset: string): Promise<string> {
  const holding: string[] = []
  for (const pipeline of await listPipelines(store)) {
    const newest = (await releaseNumbers(store, pipeline)).at(-1)
    if (newest !== undefined && dataset in (await readRelease(store, pipeline, newest)).datasets) holding.push(pipeline)
  }
  const [only] = holding
  if (only !== undefined && holding.length === 1) return only
  throw new VersionNotFoundError(
    holding.length > 1
      ? `Several pipelines release ${dataset}: ${holding.join(', ')}. Name one.`
      : `No release in ${store.uri('')} holds a dataset ${dataset}. Run a pipeline first, or check the store and the name.`,
  )
}

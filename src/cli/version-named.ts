import type { ObjectStore } from '../storage/object-store.ts'
import { readChannel } from '../versions/channel.ts'
import { VersionsError } from '../versions/errors.ts'
import type { PublishedDataset } from '../versions/index.ts'
import { listVersions, releasesOfDataset } from '../versions/list-versions.ts'
import { readRelease, releaseNumbers, releaseOfRun } from '../versions/release.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { UsageError } from './errors.ts'

/** The released versions of a dataset, the one that was released last at the end. */
export async function releasedInOrder(store: ObjectStore, of: PublishedDataset): Promise<number[]> {
  const releases = await releasesOfDataset(store, of)
  const last = (names: readonly string[]) => Math.max(...names.map((name) => Number(name.split('/').at(-1))))
  return [...releases].sort(([, a], [, b]) => last(a) - last(b)).map(([version]) => version)
}

/**
 * The released version that a person names: by its number (`3`, `v3`), its semantic version, the run that published it, or a channel.
 * @param name what the dataset is called in the commands that are suggested
 * @throws UsageError
 */
export async function versionNamed(
  store: ObjectStore,
  of: PublishedDataset,
  typed: string,
  name: string,
): Promise<number> {
  try {
    const digits = /^v?([1-9]\d{0,14})$/.exec(typed)?.[1]
    if (digits !== undefined) return await resolveVersion(store, of, { version: Number(digits) })
    if (/^\d+\.\d+\.\d+$/.test(typed)) {
      const found = (await listVersions(store, of)).find((one) => one.semanticVersion === typed)
      if (found !== undefined) return await resolveVersion(store, of, { version: found.version })
    } else if (/^[A-Za-z][\w-]{0,127}$/.test(typed)) {
      const numbers = await releaseNumbers(store, of.pipeline)
      const release = (await releaseOfRun(store, of.pipeline, typed, numbers))?.datasets[of.dataset]
      if (release !== undefined) return release.version
      if ((await readChannel(store, of.pipeline, typed)) !== undefined)
        return await resolveVersion(store, of, { channel: typed })
    }
  } catch (error) {
    if (!(error instanceof VersionsError)) throw error
    throw new UsageError(
      `${error.message.replace(/ "?hotpass versions[^.]*\.$/, '')} List them with: hotpass versions ${name}`,
      {
        cause: error,
      },
    )
  }
  throw new UsageError(
    `"${typed}" is no released version of ${name}: give a number (3), a semantic version (1.0.2), a run that published, or a channel. List them with: hotpass versions ${name}`,
  )
}

/** The newest release that names a version. */
export async function releaseOfVersion(store: ObjectStore, of: PublishedDataset, version: number) {
  const names = (await releasesOfDataset(store, of)).get(version) ?? []
  const number = Math.max(0, ...names.map((name) => Number(name.split('/').at(-1))))
  return number === 0 ? undefined : readRelease(store, of.pipeline, number)
}

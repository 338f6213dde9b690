import type { ObjectStore } from '../storage/object-store.ts'
import { readChannel } from './channel.ts'
import { listPipelines } from './list-versions.ts'
import { readRelease } from './release.ts'

/** The version of each dataset that is released now: the newest, where several pipelines release one. */
export async function releasedVersions(store: ObjectStore): Promise<Record<string, number>> {
  const versions: Record<string, number> = {}
  for (const pipeline of await listPipelines(store)) {
    const number = await readChannel(store, pipeline, 'latest')
    if (number === undefined) continue
    const { datasets } = await readRelease(store, pipeline, number)
    for (const [dataset, { version }] of Object.entries(datasets))
      versions[dataset] = Math.max(versions[dataset] ?? 0, version)
  }
  return versions
}

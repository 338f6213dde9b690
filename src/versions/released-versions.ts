import type { ObjectStore } from '../storage/object-store.ts'
import { readChannel } from './channel.ts'
import { listPipelines, type PublishedDataset } from './find-dataset.ts'
import { readRelease } from './release.ts'

export interface ReleasedVersion extends PublishedDataset {
  readonly version: number
}

/** The version of every pipeline's every dataset that is released now. */
export async function releasedVersions(store: ObjectStore): Promise<ReleasedVersion[]> {
  const versions: ReleasedVersion[] = []
  for (const pipeline of await listPipelines(store)) {
    const number = await readChannel(store, pipeline, 'latest')
    if (number === undefined) continue
    const { datasets } = await readRelease(store, pipeline, number)
    for (const [dataset, { version, table = dataset }] of Object.entries(datasets))
      versions.push({ pipeline, dataset, table, version })
  }
  return versions
}

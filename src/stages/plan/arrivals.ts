import { basename } from 'node:path'
import type { Source } from '../../domain/index.ts'
import type { SourceFilePin } from '../../ledger/plan-document.ts'
import { sourceHistory } from '../../quality/dataset-metrics.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { Release } from '../../versions/release.ts'
import { tableKeys } from '../../versions/table-keys.ts'

/** Source → the time of the run that found its newest file first, ISO 8601. */
export type Arrivals = Readonly<Record<string, string>>

const fileOf = (name: string, sha256: string): string => `${basename(name)}\0${sha256}`

/**
 * When the newest file of each source was first there. A file is new when the current release was made without one of its name and content:
 * times of files are those of whoever copied them last. A source that has no file any more keeps the time of its last one.
 */
export function arrivals(
  sources: readonly Pick<Source, 'id' | 'keyName'>[],
  files: readonly Pick<SourceFilePin, 'source' | 'key' | 'sha256'>[],
  current: Pick<Release, 'sources' | 'nominalTime'> | undefined,
  known: Arrivals,
  nominalTime: string,
): Arrivals {
  return Object.fromEntries(
    sources.flatMap(({ id, keyName }) => {
      const own = (file: { readonly source: string }) => file.source === id || file.source === keyName
      const before = new Set((current?.sources ?? []).filter(own).map(({ key, sha256 }) => fileOf(key, sha256)))
      const isNew = files.filter(own).some(({ key, sha256 }) => !before.has(fileOf(key, sha256)))
      const arrived = isNew
        ? nominalTime
        : (known[id] ?? known[keyName] ?? (before.size === 0 ? undefined : current?.nominalTime))
      return arrived === undefined ? [] : [[id, arrived]]
    }),
  )
}

/** What the current release knows of when its files came; nothing where it was made before that was kept. */
export async function knownArrivals(
  store: ObjectStore,
  pipeline: string,
  current: Pick<Release, 'release'> | undefined,
): Promise<Arrivals> {
  if (current === undefined) return {}
  const held = await store.get(tableKeys.sourceMetrics(pipeline, current.release))
  return (held && sourceHistory.safeParse(JSON.parse(new TextDecoder().decode(held.body))).data?.arrived) ?? {}
}

import type { ObjectStore } from '../storage/object-store.ts'
import { VersionDamagedError, VersionNotFoundError } from './errors.ts'
import { parseDocument } from './parse-document.ts'
import { keyOfUri, tableKeys, versionOfKey } from './table-keys.ts'
import { decodeManifest, decodeManifestList, type ListedManifest, type ManifestEntry } from './table-manifest.ts'
import { currentSnapshot, type TableMetadata, tableMetadata } from './table-metadata.ts'

export interface TableVersion {
  readonly version: number
  readonly metadata: TableMetadata
  /** The metadata file as stored. */
  readonly bytes: Uint8Array
}

/** Every version whose metadata file exists, ascending by number (v99 before v100). */
export async function storedVersions(store: ObjectStore, dataset: string): Promise<number[]> {
  const found: number[] = []
  for await (const item of store.list(tableKeys.metadataPrefix(dataset))) {
    const version = versionOfKey(item.key)
    if (version !== undefined) found.push(version)
  }
  return found.sort((a, b) => a - b)
}

/** Reads one version's metadata. @throws VersionNotFoundError, VersionDamagedError */
export async function readTable(store: ObjectStore, dataset: string, version: number): Promise<TableVersion> {
  const key = tableKeys.metadata(dataset, version)
  const held = await store.get(key)
  if (!held) {
    const known = await storedVersions(store, dataset)
    const there =
      known.length > 0 ? `It has ${known[0]} to ${known.at(-1)}.` : 'Nothing was ever published under that name.'
    throw new VersionNotFoundError(`${dataset} has no version ${version} in ${store.uri('')}. ${there}`)
  }
  return { version, metadata: parseDocument(tableMetadata, held.body, store.uri(key)), bytes: held.body }
}

/**
 * The newest version, or undefined for a table that was never written. The listing decides; the hint, which may lag or be lost,
 * only proves that nobody removed what it points at.
 */
export async function findHead(store: ObjectStore, dataset: string): Promise<TableVersion | undefined> {
  const hintKey = tableKeys.hint(dataset)
  const hint = Number(
    Buffer.from((await store.get(hintKey))?.body ?? [])
      .toString('utf8')
      .trim() || 0,
  )
  const newest = (await storedVersions(store, dataset)).at(-1) ?? 0
  if (hint > newest)
    throw new VersionDamagedError(store.uri(tableKeys.metadata(dataset, hint)), `${hintKey} names it, but it is gone`)
  return newest === 0 ? undefined : readTable(store, dataset, newest)
}

async function mustGet(store: ObjectStore, key: string): Promise<Uint8Array> {
  const held = await store.get(key)
  if (!held) throw new VersionDamagedError(store.uri(key), 'the metadata names it, but it is gone')
  return held.body
}

/** The manifests of the version's own snapshot. */
export async function readManifestList(
  store: ObjectStore,
  dataset: string,
  metadata: TableMetadata,
): Promise<ListedManifest[]> {
  const snapshot = currentSnapshot(metadata)
  if (!snapshot)
    throw new VersionDamagedError(store.uri(tableKeys.root(dataset)), 'its current snapshot is not in its metadata')
  const key = keyOfUri(dataset, snapshot['manifest-list'])
  return decodeManifestList(await mustGet(store, key), store.uri(key))
}

/** The live entries of the manifests, with the numbers they inherit filled in. */
export async function readLiveEntries(
  store: ObjectStore,
  dataset: string,
  manifests: readonly ListedManifest[],
): Promise<ManifestEntry[]> {
  const live: ManifestEntry[] = []
  for (const manifest of manifests) {
    const key = keyOfUri(dataset, manifest.manifest_path)
    for (const entry of decodeManifest(await mustGet(store, key), store.uri(key))) {
      if (entry.status === 2) continue
      live.push({
        ...entry,
        snapshot_id: entry.snapshot_id ?? manifest.added_snapshot_id,
        sequence_number: entry.sequence_number ?? manifest.sequence_number,
        file_sequence_number: entry.file_sequence_number ?? manifest.sequence_number,
      })
    }
  }
  return live
}

import { basename } from 'node:path'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import type { VersionFile } from './data-file.ts'
import { columnOf, type VersionColumn } from './table-column.ts'
import { readLiveEntries, readManifestList, readTable, type TableVersion } from './table-head.ts'
import { keyOfUri, tableKeys } from './table-keys.ts'
import { currentSnapshot } from './table-metadata.ts'
import { currentSchema, schemaHash } from './table-schema.ts'

async function filesOf(store: ObjectStore, dataset: string, table: TableVersion): Promise<VersionFile[]> {
  const entries = await readLiveEntries(store, dataset, await readManifestList(store, dataset, table.metadata))
  return entries.map(({ data_file: file }) => {
    const key = keyOfUri(dataset, file.file_path)
    return {
      path: key.slice(tableKeys.root(dataset).length + 1),
      sha256: basename(key, '.parquet'),
      bytes: file.file_size_in_bytes,
      rows: file.record_count,
    }
  })
}

/** The data files of a version, as its manifests list them. Paths are relative to the dataset's root. */
export async function versionFiles(store: ObjectStore, dataset: string, version: number): Promise<VersionFile[]> {
  return filesOf(store, dataset, await readTable(store, dataset, version))
}

/** What the table itself says of a version. */
export interface VersionDescription {
  readonly dataset: string
  readonly version: number
  readonly semanticVersion: string
  readonly commitId: string
  readonly contentHash: string
  readonly contractVersion: string
  /** ISO 8601; the run's nominal time (moved on where two versions share one). */
  readonly nominalTime: string
  readonly rows: number
  readonly files: readonly VersionFile[]
  readonly fields: readonly VersionColumn[]
  readonly schemaHash: string
  /** sha256 of `vN.metadata.json`. */
  readonly metadataSha256: string
}

/** Reads a version from the table alone. @throws VersionNotFoundError, VersionDamagedError */
export async function describeVersion(
  store: ObjectStore,
  dataset: string,
  version: number,
): Promise<VersionDescription> {
  const table = await readTable(store, dataset, version)
  const snapshot = currentSnapshot(table.metadata)
  const files = await filesOf(store, dataset, table)
  const { fields } = currentSchema(table.metadata)
  const said = (name: string) => snapshot?.summary[name] ?? ''
  return {
    dataset,
    version,
    semanticVersion: said('semantic-version'),
    commitId: said('commit-id'),
    contentHash: said('content-hash'),
    contractVersion: said('contract-version'),
    nominalTime: new Date(snapshot?.['timestamp-ms'] ?? 0).toISOString(),
    rows: files.reduce((sum, file) => sum + file.rows, 0),
    files,
    fields: fields.map(columnOf),
    schemaHash: schemaHash(fields),
    metadataSha256: sha256(table.bytes),
  }
}

import { findPersonalData } from '../contracts/personal-data.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { boundBytes, type ColumnStats } from './column-bounds.ts'
import type { CommitRequest } from './commit-request.ts'
import type { LocalDataFile } from './data-file.ts'
import { nextSemanticVersion, shapeChange } from './semantic-version.ts'
import { columnOf, leafId, type VersionColumn } from './table-column.ts'
import { readLiveEntries, readManifestList, type TableVersion } from './table-head.ts'
import { tableKeys } from './table-keys.ts'
import { encodeManifest, encodeManifestList, type ListedManifest, type ManifestEntry } from './table-manifest.ts'
import { currentSnapshot, type TableSchema, type TableSnapshot } from './table-metadata.ts'
import { currentColumns } from './table-schema.ts'

/** A data file that the store holds under its hash. */
export interface StoredFile extends LocalDataFile {
  readonly key: string
  readonly bytes: number
}

type SnapshotRequest = Omit<CommitRequest, 'data'>

const mergeManifestsAbove = 100

/**
 * Writes the manifests and the manifest list of the snapshot that would follow `head`, and returns the snapshot. Nothing reads
 * them until a metadata file names them.
 */
export async function writeSnapshot(
  request: SnapshotRequest,
  head: TableVersion | undefined,
  version: number,
  schema: TableSchema,
  files: readonly StoredFile[],
): Promise<TableSnapshot> {
  const { store, dataset } = request
  const before = head && currentSnapshot(head.metadata)
  const added = files.map(
    (file): ManifestEntry => addedEntry(store, schema, file, ({ name }) => !request.unbounded?.includes(name)),
  )
  const listed = head ? await readManifestList(store, dataset, head.metadata) : []
  // A manifest of nothing but deletions has told its story in the snapshot that wrote it.
  const standing = listed.filter((manifest) => manifest.added_files_count + manifest.existing_files_count > 0)
  const live =
    request.mode === 'overwrite' || standing.length >= mergeManifestsAbove
      ? await readLiveEntries(store, dataset, standing)
      : undefined
  const manifests: ListedManifest[] = live ? [] : [...standing]
  const replaced = live && request.mode === 'overwrite' ? live : []
  if (live && live.length > 0) {
    const entries = live.map(
      (entry): ManifestEntry =>
        request.mode === 'overwrite' ? { ...entry, status: 2, snapshot_id: version } : { ...entry, status: 0 },
    )
    manifests.push(await writeManifest(store, dataset, schema, entries, version))
  }
  if (added.length > 0) manifests.push(await writeManifest(store, dataset, schema, added, version))
  const list = encodeManifestList(version, before?.['snapshot-id'], manifests)
  const listKey = tableKeys.avro(dataset, `snap-${version}-${sha256(list).slice(0, 32)}`)
  await store.put(listKey, list)
  return {
    'snapshot-id': version,
    ...(before ? { 'parent-snapshot-id': before['snapshot-id'] } : {}),
    'sequence-number': version,
    'timestamp-ms': Math.max(request.nominalTime.getTime(), (head?.metadata['last-updated-ms'] ?? -1) + 1),
    'manifest-list': store.uri(listKey),
    'schema-id': schema['schema-id'],
    summary: summaryOf(request, head, files, replaced),
  }
}

/**
 * The entry of a manifest for a file that its snapshot adds. A manifest is read by whoever may list the table, so the least and the
 * greatest value, which Iceberg leaves free, are told of the columns `bounded` alone, and not where they hold personal data.
 */
export function addedEntry(
  store: ObjectStore,
  schema: TableSchema,
  file: StoredFile,
  bounded: (column: VersionColumn) => boolean,
): ManifestEntry {
  const measured = schema.fields.map(columnOf).flatMap((column) => {
    const stats = file.stats[column.name]
    return stats === undefined ? [] : [{ key: leafId(column), type: column.type, stats, told: bounded(column) }]
  })
  const bounds = (upper: boolean) =>
    measured.flatMap(({ key, type, stats, told }) => {
      const end = upper ? stats.max : stats.min
      const value = boundBytes(type, end, upper)
      return value && told && !isPersonal(type, end) ? [{ key, value }] : []
    })
  const counts = (pick: (stats: ColumnStats) => number | null) =>
    measured.flatMap(({ key, stats }) => {
      const value = pick(stats)
      return value === null ? [] : [{ key, value }]
    })
  return {
    status: 1,
    snapshot_id: null,
    sequence_number: null,
    file_sequence_number: null,
    data_file: {
      content: 0,
      file_path: store.uri(file.key),
      file_format: 'PARQUET',
      partition: {},
      record_count: file.rows,
      file_size_in_bytes: file.bytes,
      column_sizes: counts(({ bytes }) => bytes),
      value_counts: counts(({ values }) => values),
      null_value_counts: counts(({ nulls }) => nulls),
      nan_value_counts: counts(({ nans }) => nans),
      lower_bounds: bounds(false),
      upper_bounds: bounds(true),
      sort_order_id: 0,
    },
  }
}

/** Days and times are numbers here, which no one should take for a phone. */
const isPersonal = (type: VersionColumn['type'], end: ColumnStats['min']): boolean =>
  (type === 'string' || type === 'list<string>') && findPersonalData(String(end)).length > 0

const rowsOf = (entries: readonly ManifestEntry[]) =>
  entries.reduce((sum, entry) => sum + entry.data_file.record_count, 0)

/** Names are the content's hash: no two writers ever touch one file with different bytes. */
async function writeManifest(
  store: ObjectStore,
  dataset: string,
  schema: TableSchema,
  entries: readonly ManifestEntry[],
  version: number,
): Promise<ListedManifest> {
  const bytes = encodeManifest(schema, entries)
  const key = tableKeys.avro(dataset, `manifest-${sha256(bytes).slice(0, 40)}`)
  await store.put(key, bytes)
  const of = (status: number) => entries.filter((entry) => entry.status === status)
  return {
    manifest_path: store.uri(key),
    manifest_length: bytes.length,
    partition_spec_id: 0,
    content: 0,
    sequence_number: version,
    min_sequence_number: Math.min(...entries.map((entry) => entry.sequence_number ?? version)),
    added_snapshot_id: version,
    added_files_count: of(1).length,
    existing_files_count: of(0).length,
    deleted_files_count: of(2).length,
    added_rows_count: rowsOf(of(1)),
    existing_rows_count: rowsOf(of(0)),
    deleted_rows_count: rowsOf(of(2)),
  }
}

function summaryOf(
  request: SnapshotRequest,
  head: TableVersion | undefined,
  files: readonly StoredFile[],
  replaced: readonly ManifestEntry[],
): Record<string, string> {
  const before = head && currentSnapshot(head.metadata)
  const base = (name: string) => (request.mode === 'overwrite' ? 0 : Number(before?.summary[name] ?? 0))
  const sum = (pick: (file: StoredFile) => number) => files.reduce((total, file) => total + pick(file), 0)
  const required = request.columns.filter((column) => column.required).map((column) => column.name)
  const list = (name: string) => (before?.summary[name] ?? '').split(',').filter(Boolean)
  const change = head
    ? shapeChange(
        {
          columns: currentColumns(head.metadata),
          required: list('required-columns'),
          primaryKey: list('primary-key'),
        },
        { columns: request.columns, required, primaryKey: request.primaryKey },
      )
    : 'major'
  return {
    ...request.summary,
    operation: request.mode,
    'commit-id': request.commitId,
    'content-hash': request.contentHash,
    'contract-version': request.contractVersion,
    'semantic-version': nextSemanticVersion(before?.summary['semantic-version'], change),
    'primary-key': request.primaryKey.join(','),
    'required-columns': required.join(','),
    'added-data-files': String(files.length),
    'added-records': String(sum((file) => file.rows)),
    'added-files-size': String(sum((file) => file.bytes)),
    ...(replaced.length > 0
      ? { 'deleted-data-files': String(replaced.length), 'deleted-records': String(rowsOf(replaced)) }
      : {}),
    'total-data-files': String(base('total-data-files') + files.length),
    'total-records': String(base('total-records') + sum((file) => file.rows)),
    'total-files-size': String(base('total-files-size') + sum((file) => file.bytes)),
  }
}

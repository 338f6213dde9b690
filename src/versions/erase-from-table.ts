import { basename, join } from 'node:path'
import type { ColumnDefinition, Engine } from '../engine/engine.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256, sha256File } from '../storage/sha256.ts'
import { writeDataFile } from './data-file.ts'
import { CommitContentionError } from './errors.ts'
import { parquetColumns } from './parquet-columns.ts'
import { columnOf, fieldIdsOf, leafId, type VersionColumn } from './table-column.ts'
import { readTable, storedVersions } from './table-head.ts'
import { keyOfUri, tableKeys } from './table-keys.ts'
import {
  decodeManifest,
  decodeManifestList,
  encodeManifest,
  encodeManifestList,
  type ListedManifest,
  type ManifestEntry,
  manifestSchema,
} from './table-manifest.ts'
import { currentSnapshot, type TableMetadata, type TableSchema, type TableSnapshot } from './table-metadata.ts'
import { describeVersion } from './version-files.ts'
import { readManifest } from './version-manifest.ts'
import { addedEntry, type StoredFile } from './write-snapshot.ts'

export interface TableErasure {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly dataset: string
  readonly scratch: string
  /** Goes into the content hashes of rewritten versions, which then equal nobody's content. */
  readonly mark: string
  /** False looks only. */
  readonly apply: boolean
  /** The query that gives a data file's rows without what has to go, or undefined when nothing has to. */
  readonly rewrite: (
    path: string,
    columns: readonly ColumnDefinition[],
  ) => Promise<{ query: string; rows: number } | undefined>
  /** Told old → new sha256 and keys before anything in place is changed. */
  readonly journal: (changes: Readonly<Record<string, string>>) => Promise<void>
}

export interface TableErasureOutcome {
  /** Rows that went or changed, over all data files. */
  readonly rows: number
  /** Versions whose metadata was rewritten. */
  readonly versions: readonly number[]
}

/**
 * Rewrites a table as if it had always been without some rows and values: data files, manifests, manifest lists, then each
 * `vN.metadata.json` in place (`If-Match`), then the versions' manifests; what they replaced is removed with all of its object versions.
 * Version numbers stay. Safe to repeat at any point: what is done is found done.
 * @throws CommitContentionError when somebody keeps changing a metadata file.
 */
export async function eraseFromTable(erasure: TableErasure): Promise<TableErasureOutcome> {
  const { store, dataset, apply } = erasure
  const versions = await storedVersions(store, dataset)
  if (versions.length === 0) return { rows: 0, versions: [] }
  const { files, rows } = await rewriteFiles(erasure, await everyColumn(store, dataset, versions))
  if (!apply) return { rows, versions: files.size > 0 ? versions : [] }
  const avro = new AvroFiles(erasure, files)
  const changed: number[] = []
  for (const version of versions) {
    for (let attempt = 1; ; attempt++) {
      const held = await store.get(tableKeys.metadata(dataset, version))
      if (held === undefined) break
      const before = JSON.parse(Buffer.from(held.body).toString('utf8')) as TableMetadata
      const snapshots: TableSnapshot[] = []
      for (const snapshot of before.snapshots) snapshots.push(await avro.snapshot(snapshot))
      const after = JSON.stringify({ ...before, snapshots })
      if (after === JSON.stringify(before)) break
      await erasure.journal({ ...avro.changes, [sha256(held.body)]: sha256(after) })
      if (await store.swap(tableKeys.metadata(dataset, version), after, held.etag)) {
        changed.push(version)
        break
      }
      if (attempt === 20) throw new CommitContentionError(dataset, attempt)
    }
    await store.purge(tableKeys.metadata(dataset, version), { keepCurrent: true })
  }
  await rewriteManifests(erasure, versions)
  // Bounds in a manifest are values too. The data files go last: as long as they are there, a repeated erasure finds the rest.
  for (const key of await staleAvro(erasure, files)) await store.purge(key, { keepCurrent: false })
  for (const key of files.keys()) await store.purge(key, { keepCurrent: false })
  return { rows, versions: changed }
}

/** Every column that the table ever had, by field id: a file is read with the columns of its own time. */
async function everyColumn(store: ObjectStore, dataset: string, versions: readonly number[]) {
  const columns = new Map<number, VersionColumn>()
  for (const version of versions)
    for (const { fields } of (await readTable(store, dataset, version)).metadata.schemas)
      for (const column of fields.map(columnOf)) columns.set(column.id, column)
  return columns
}

/** Each data file that holds something to erase → the file in its place; null when no row is left. Files that no manifest names count too. */
async function rewriteFiles(erasure: TableErasure, known: ReadonlyMap<number, VersionColumn>) {
  const { store, engine, dataset, scratch } = erasure
  const files = new Map<string, StoredFile | null>()
  let rows = 0
  const keys: string[] = []
  for await (const { key } of store.list(`${tableKeys.root(dataset)}/data/`)) keys.push(key)
  for (const [at, key] of keys.entries()) {
    const path = await store.fetchFile(key, join(scratch, 'data'))
    const columns = (await parquetColumns(engine, path)).flatMap(({ id }) => known.get(id ?? 0) ?? [])
    const left = await erasure.rewrite(path, columns)
    if (left === undefined) continue
    rows += left.rows
    if (!erasure.apply) {
      files.set(key, null)
      continue
    }
    const written = await writeDataFile(
      engine,
      left.query,
      join(scratch, `${dataset.replace('/', '-')}-${at}.parquet`),
      columns,
      fieldIdsOf(columns),
    )
    if (written.rows === 0) files.set(key, null)
    else {
      const digest = await sha256File(written.path)
      const target = tableKeys.data(dataset, digest)
      await store.putFile(target, written.path)
      files.set(key, { ...written, key: target, bytes: written.bytes })
    }
  }
  return { files, rows }
}

interface Totals {
  readonly files: number
  readonly rows: number
  readonly bytes: number
}

/** Manifests and their lists, each rewritten once however many versions name it. */
class AvroFiles {
  readonly changes: Record<string, string> = {}
  readonly #erasure: TableErasure
  readonly #files: ReadonlyMap<string, StoredFile | null>
  readonly #manifests = new Map<string, { listed: ListedManifest | undefined; entries: ManifestEntry[] }>()
  readonly #snapshots = new Map<string, TableSnapshot>()

  constructor(erasure: TableErasure, files: ReadonlyMap<string, StoredFile | null>) {
    this.#erasure = erasure
    this.#files = files
    for (const [key, file] of files) {
      this.changes[key] = file?.key ?? ''
      if (file) this.changes[basename(key, '.parquet')] = basename(file.key, '.parquet')
    }
  }

  /** The snapshot as it is without what was erased: the very same when nothing of it was. */
  async snapshot(before: TableSnapshot): Promise<TableSnapshot> {
    const done = this.#snapshots.get(before['manifest-list'])
    if (done) return done
    const { store, dataset, mark } = this.#erasure
    const key = keyOfUri(dataset, before['manifest-list'])
    const held = await store.get(key)
    // Retention removed the list with the version it belonged to, or an erasure that was cut off did.
    if (held === undefined) return before
    const listed = decodeManifestList(held.body, store.uri(key))
    const kept: { listed: ListedManifest; entries: ManifestEntry[] }[] = []
    let same = true
    for (const manifest of listed) {
      const now = await this.#manifest(manifest)
      if (now.listed?.manifest_path !== manifest.manifest_path) same = false
      if (now.listed !== undefined) kept.push({ listed: now.listed, entries: now.entries })
    }
    if (same) return before
    const version = before['snapshot-id']
    const list = encodeManifestList(
      version,
      before['parent-snapshot-id'],
      kept.map((one) => one.listed),
    )
    const target = tableKeys.avro(dataset, `snap-${version}-${sha256(list).slice(0, 32)}`)
    await store.put(target, list)
    this.#replace(key, target)
    const own = kept.filter((one) => one.listed.added_snapshot_id === version)
    const live = total(kept.flatMap(({ entries }) => entries.filter((entry) => entry.status !== 2)))
    const added = total(own.flatMap(({ entries }) => entries.filter((entry) => entry.status === 1)))
    const deleted = total(own.flatMap(({ entries }) => entries.filter((entry) => entry.status === 2)))
    const old = before.summary
    const after: TableSnapshot = {
      ...before,
      'manifest-list': store.uri(target),
      summary: {
        ...old,
        'content-hash': sha256(`${old['content-hash'] ?? ''}\nerased ${mark}`),
        'added-data-files': String(added.files),
        'added-records': String(added.rows),
        'added-files-size': String(added.bytes),
        ...(old['deleted-data-files'] === undefined
          ? {}
          : { 'deleted-data-files': String(deleted.files), 'deleted-records': String(deleted.rows) }),
        'total-data-files': String(live.files),
        'total-records': String(live.rows),
        'total-files-size': String(live.bytes),
      },
    }
    this.changes[String(old['content-hash'])] = after.summary['content-hash'] ?? ''
    this.#snapshots.set(before['manifest-list'], after)
    return after
  }

  async #manifest(manifest: ListedManifest) {
    const known = this.#manifests.get(manifest.manifest_path)
    if (known) return known
    const { store, dataset } = this.#erasure
    const key = keyOfUri(dataset, manifest.manifest_path)
    const held = await store.get(key)
    const entries = held ? decodeManifest(held.body, store.uri(key)) : []
    const touched = entries.some((entry) => this.#files.has(keyOfUri(dataset, entry.data_file.file_path)))
    const now =
      held && touched
        ? await this.#rewritten(manifest, key, entries, manifestSchema(held.body, store.uri(key)))
        : { listed: manifest, entries }
    this.#manifests.set(manifest.manifest_path, now)
    return now
  }

  async #rewritten(manifest: ListedManifest, key: string, before: readonly ManifestEntry[], schema: TableSchema) {
    const { store, dataset } = this.#erasure
    const entries = before.flatMap((entry): ManifestEntry[] => {
      const file = this.#files.get(keyOfUri(dataset, entry.data_file.file_path))
      if (file === undefined) return [entry]
      return file === null
        ? []
        : [{ ...entry, data_file: addedEntry(store, schema, file, boundedBefore(entry)).data_file }]
    })
    if (entries.length === 0) {
      this.changes[key] = ''
      return { listed: undefined, entries }
    }
    const bytes = encodeManifest(schema, entries)
    const target = tableKeys.avro(dataset, `manifest-${sha256(bytes).slice(0, 40)}`)
    await store.put(target, bytes)
    this.#replace(key, target)
    const of = (status: number) => total(entries.filter((entry) => entry.status === status))
    return {
      entries,
      listed: {
        ...manifest,
        manifest_path: store.uri(target),
        manifest_length: bytes.length,
        added_files_count: of(1).files,
        existing_files_count: of(0).files,
        deleted_files_count: of(2).files,
        added_rows_count: of(1).rows,
        existing_rows_count: of(0).rows,
        deleted_rows_count: of(2).rows,
      },
    }
  }

  #replace(key: string, target: string): void {
    if (key !== target) this.changes[key] = target
  }
}

/** Manifests that still name an erased data file, whoever left them, and the lists that name those manifests. */
async function staleAvro({ store, dataset }: TableErasure, files: ReadonlyMap<string, unknown>): Promise<string[]> {
  const manifests = new Set<string>()
  const lists: string[] = []
  for await (const { key } of store.list(`${tableKeys.root(dataset)}/metadata/`)) {
    if (/\/snap-[^/]+\.avro$/.test(key)) lists.push(key)
    if (!/\/manifest-[^/]+\.avro$/.test(key)) continue
    const held = await store.get(key)
    const entries = held ? decodeManifest(held.body, store.uri(key)) : []
    if (entries.some((entry) => files.has(keyOfUri(dataset, entry.data_file.file_path)))) manifests.add(key)
  }
  const stale: string[] = []
  for (const key of lists) {
    const held = await store.get(key)
    const named = held ? decodeManifestList(held.body, store.uri(key)) : []
    if (named.some(({ manifest_path: path }) => manifests.has(keyOfUri(dataset, path)))) stale.push(key)
  }
  return [...stale, ...manifests]
}

const total = (entries: readonly ManifestEntry[]): Totals => ({
  files: entries.length,
  rows: entries.reduce((sum, { data_file }) => sum + data_file.record_count, 0),
  bytes: entries.reduce((sum, { data_file }) => sum + data_file.file_size_in_bytes, 0),
})

/** Brings each version's own manifest in step with its table. */
async function rewriteManifests(erasure: TableErasure, versions: readonly number[]): Promise<void> {
  const { store, dataset } = erasure
  for (const version of versions) {
    const manifest = await readManifest(store, dataset, version)
    if (manifest === undefined || currentSnapshot((await readTable(store, dataset, version)).metadata) === undefined)
      continue
    const { fields: _, contractVersion: __, ...described } = await describeVersion(store, dataset, version)
    const after = canonicalJson({ ...manifest, ...described })
    if (after === canonicalJson(manifest)) continue
    await erasure.journal({ [manifest.metadataSha256]: described.metadataSha256 })
    await store.put(tableKeys.manifest(dataset, version), after)
    await store.purge(tableKeys.manifest(dataset, version), { keepCurrent: true })
  }
}

/** The columns whose bounds the entry told: a rewritten one tells no others. */
function boundedBefore({ data_file: { lower_bounds, upper_bounds } }: ManifestEntry) {
  const told = new Set([...(lower_bounds ?? []), ...(upper_bounds ?? [])].map(({ key }) => key))
  return (column: VersionColumn): boolean => told.has(leafId(column))
}

import { join } from 'node:path'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { type AvroRecord, type AvroSchema, type AvroValue, readAvro, writeAvro } from './avro-container.ts'
import { VersionDamagedError } from './errors.ts'
import { parseDocument } from './parse-document.ts'
import { isOwnKey } from './plan-upgrade.ts'
import { storedVersions } from './table-head.ts'
import { keyOfUri, tableKeys } from './table-keys.ts'
import { type TableMetadata, type TableSnapshot, tableMetadata } from './table-metadata.ts'
import { describeVersion } from './version-files.ts'
import { readManifest } from './version-manifest.ts'

export interface Relocation {
  readonly store: ObjectStore
  readonly from: string
  readonly to: string
  /** The versions that go along; absent: the whole table, every object of it. */
  readonly versions?: ReadonlySet<number>
  /** A local folder for copies of remote data files. */
  readonly scratch: string
}

/**
 * Copies a table, or some of its versions, to another place of the store, so that it is whole and true there: data files keep their
 * bytes and names; manifests, manifest lists and metadata keep theirs but for the URIs, which say the new place; each version's own
 * manifest says the new hash of its metadata. Nothing of the old place changes. Written again it writes the same, so a copy that was cut
 * off is gone on with. @returns old key → new key of everything that was copied
 * @throws VersionDamagedError when the table is not whole.
 */
export async function relocateTable(relocation: Relocation): Promise<Map<string, string>> {
  const { store, from, to, versions } = relocation
  const stored = (await storedVersions(store, from)).filter((version) => versions?.has(version) ?? true)
  const copy = new TableCopy(relocation, stored)
  for (const version of stored) await copy.version(version)
  if (versions === undefined) await copy.rest()
  await copy.metadata()
  for (const version of stored) await copy.manifest(version)
  const newest = stored.at(-1)
  if (newest !== undefined) await store.put(tableKeys.hint(to), String(newest))
  return copy.moved
}

const isFile = (key: string, prefix: string, ending: string) => key.startsWith(prefix) && key.endsWith(ending)

class TableCopy {
  readonly moved = new Map<string, string>()
  readonly #relocation: Relocation
  readonly #kept: readonly number[]
  readonly #documents = new Map<number, TableMetadata>()
  /** Manifest lists of kept snapshots by their old key → how many bytes each manifest has now. */
  readonly #manifests = new Map<string, number | undefined>()

  constructor(relocation: Relocation, kept: readonly number[]) {
    this.#relocation = relocation
    this.#kept = kept
  }

  get #parted(): boolean {
    return this.#relocation.versions !== undefined
  }

  /** The key in the new place of one in the old. */
  #place(key: string): string {
    const { from, to } = this.#relocation
    return `${tableKeys.root(to)}${key.slice(tableKeys.root(from).length)}`
  }

  /** The URI in the new place of what a file of the old one names. */
  #uri(uri: string): string {
    const { store, from } = this.#relocation
    return store.uri(this.#place(keyOfUri(from, uri)))
  }

  async #read(key: string): Promise<Uint8Array> {
    const { store } = this.#relocation
    const held = await store.get(key)
    if (held) return held.body
    throw new VersionDamagedError(store.uri(key), 'the table names it, but it is gone')
  }

  async #write(key: string, body: Uint8Array | string): Promise<void> {
    const target = this.#place(key)
    this.moved.set(key, target)
    await this.#relocation.store.put(target, body)
  }

  async #data(key: string): Promise<void> {
    if (this.moved.has(key)) return
    const { store, scratch } = this.#relocation
    this.moved.set(key, this.#place(key))
    await store.putFile(this.#place(key), await store.fetchFile(key, join(scratch, 'moving')))
  }

  /** Copies what the snapshots of a version reach, and keeps its metadata for the end. */
  async version(version: number): Promise<void> {
    const { store, from } = this.#relocation
    const key = tableKeys.metadata(from, version)
    const before = parseDocument(tableMetadata, await this.#read(key), store.uri(key))
    this.#documents.set(version, before)
    for (const snapshot of this.#snapshots(before)) await this.#snapshot(snapshot, version)
  }

  #snapshots = (metadata: TableMetadata): TableSnapshot[] =>
    metadata.snapshots.filter((one) => !this.#parted || this.#kept.includes(one['snapshot-id']))

  async #snapshot(snapshot: TableSnapshot, version: number): Promise<void> {
    const { store, from } = this.#relocation
    const key = keyOfUri(from, snapshot['manifest-list'])
    if (this.moved.has(key)) return
    const held = await store.get(key)
    // Retention takes the list of a snapshot that left; only a version's own has to be there.
    if (held === undefined && snapshot['snapshot-id'] !== version) return
    const rows: AvroRecord[] = []
    const { schema, properties, rows: listed } = opened(await this.#read(key), store.uri(key))
    for (const row of listed) {
      const length = await this.#manifest(keyOfUri(from, text(row, 'manifest_path')))
      if (length !== undefined && this.#parted && !this.#kept.includes(Number(row.added_snapshot_id)))
        throw new VersionDamagedError(
          store.uri(key),
          `version ${version} carries rows that version ${String(row.added_snapshot_id)} added, which is another pipeline's`,
        )
      if (length !== undefined)
        rows.push({ ...row, manifest_path: this.#uri(text(row, 'manifest_path')), manifest_length: length })
    }
    await this.#write(key, writeAvro(schema, this.#withParent(properties, snapshot['snapshot-id']), rows))
  }

  /** The properties of a manifest list; one that was parted may follow another than before. */
  #withParent(properties: Readonly<Record<string, string>>, snapshot: number): Record<string, string> {
    if (!this.#parted || !('parent-snapshot-id' in properties)) return { ...properties }
    return { ...properties, 'parent-snapshot-id': String(this.#parent(snapshot) ?? 'null') }
  }

  #parent = (snapshot: number): number | undefined => this.#kept.filter((one) => one < snapshot).at(-1)

  /** @returns its bytes now; undefined for one that only tells of files that do not come along */
  async #manifest(key: string): Promise<number | undefined> {
    if (this.#manifests.has(key)) return this.#manifests.get(key)
    const { store, from } = this.#relocation
    const { schema, properties, rows } = opened(await this.#read(key), store.uri(key))
    // In a table that is parted, files that a snapshot took out may have been the other pipeline's.
    const staying = this.#parted ? rows.filter((row) => row.status !== 2) : rows
    let length: number | undefined
    if (staying.length > 0 || !this.#parted) {
      const entries: AvroRecord[] = []
      for (const row of staying) {
        const file = record(row, 'data_file')
        const data = keyOfUri(from, text(file, 'file_path'))
        // What a snapshot took out may be gone from the store by now.
        if (row.status !== 2) await this.#data(data)
        entries.push({ ...row, data_file: { ...file, file_path: this.#uri(text(file, 'file_path')) } })
      }
      const bytes = writeAvro(schema, properties, entries)
      await this.#write(key, bytes)
      length = bytes.length
    }
    this.#manifests.set(key, length)
    return length
  }

  /** Everything else of the table: what versions that nobody finished left, and documents that say nothing of places. */
  async rest(): Promise<void> {
    const { store, from } = this.#relocation
    const root = tableKeys.root(from)
    const keys: string[] = []
    for await (const { key } of store.list(`${root}/`)) keys.push(key)
    for (const key of keys) {
      const later =
        isFile(key, tableKeys.metadataPrefix(from), '.metadata.json') || /\/versions\/\d+\/manifest\.json$/.test(key)
      if (this.moved.has(key) || later || !isOwnKey(from, key) || key === tableKeys.hint(from)) continue
      if (isFile(key, `${root}/metadata/manifest-`, '.avro')) await this.#manifest(key)
      else if (isFile(key, `${root}/metadata/snap-`, '.avro')) await this.#list(key)
      else if (key.startsWith(`${root}/data/`)) await this.#data(key)
      else await this.#write(key, await this.#read(key))
    }
  }

  /** A manifest list that no version names. */
  async #list(key: string): Promise<void> {
    const { store, from } = this.#relocation
    const { schema, properties, rows } = opened(await this.#read(key), store.uri(key))
    const now: AvroRecord[] = []
    for (const row of rows) {
      const manifest = keyOfUri(from, text(row, 'manifest_path'))
      const length = (await store.get(manifest)) === undefined ? undefined : await this.#manifest(manifest)
      now.push({
        ...row,
        manifest_path: this.#uri(text(row, 'manifest_path')),
        ...(length === undefined ? {} : { manifest_length: length }),
      })
    }
    await this.#write(key, writeAvro(schema, properties, now))
  }

  /** Each version's metadata, oldest first and after all it names: what is listed is whole. */
  async metadata(): Promise<void> {
    const { from, to } = this.#relocation
    for (const [version, before] of this.#documents)
      await this.#create(tableKeys.metadata(from, version), tableKeys.metadata(to, version), this.#metadata(before))
  }

  /** A version's metadata is written once; what stands there must be this. */
  async #create(key: string, target: string, body: string): Promise<void> {
    const { store } = this.#relocation
    if ((await store.create(target, body)) === 'exists')
      throw new VersionDamagedError(store.uri(target), 'it is another version than the one that is moved there')
    this.moved.set(key, target)
  }

  #metadata(before: TableMetadata): string {
    const { store, to } = this.#relocation
    const log = before['metadata-log'].filter(
      ({ 'metadata-file': file }) =>
        !this.#parted || this.#kept.includes(Number(/v(\d+)\.metadata\.json$/.exec(file)?.[1])),
    )
    const snapshots = this.#snapshots(before).map((snapshot) => {
      const moved = { ...snapshot, 'manifest-list': this.#uri(snapshot['manifest-list']) }
      if (!this.#parted) return moved
      const { 'parent-snapshot-id': _, ...own } = moved
      const parent = this.#parent(snapshot['snapshot-id'])
      const summary = Object.fromEntries(Object.entries(own.summary).filter(([name]) => !name.startsWith('deleted-')))
      return { ...own, ...(parent === undefined ? {} : { 'parent-snapshot-id': parent }), summary }
    })
    const ids = new Set(snapshots.map((one) => one['snapshot-id']))
    return JSON.stringify({
      ...before,
      // One table must not be two for readers that know it by its id.
      ...(this.#parted ? { 'table-uuid': uuidOf(`${to}\n${before['table-uuid']}`) } : {}),
      location: store.uri(tableKeys.root(to)),
      refs: Object.fromEntries(Object.entries(before.refs).filter(([, one]) => ids.has(one['snapshot-id']))),
      snapshots,
      'snapshot-log': before['snapshot-log'].filter((one) => !this.#parted || ids.has(one['snapshot-id'])),
      'metadata-log': log.map((one) => ({ ...one, 'metadata-file': this.#uri(one['metadata-file']) })),
    })
  }

  /** The version's own documents: its manifest in step with the table, its numbers as they are. */
  async manifest(version: number): Promise<void> {
    const { store, from, to } = this.#relocation
    const metrics = tableKeys.metrics(from, version)
    const numbers = await store.get(metrics)
    if (numbers !== undefined && !this.moved.has(metrics)) await this.#write(metrics, numbers.body)
    const manifest = await readManifest(store, from, version)
    if (manifest === undefined) return
    const { fields: _, contractVersion: __, ...described } = await describeVersion(store, to, version)
    await this.#write(tableKeys.manifest(from, version), canonicalJson({ ...manifest, ...described }))
  }
}

function opened(bytes: Uint8Array, where: string) {
  const { properties, rows } = readAvro(bytes, where)
  const { 'avro.schema': schema = '', 'avro.codec': _, ...own } = properties
  return { schema: JSON.parse(schema) as AvroSchema, properties: own, rows: rows.map((row) => asRecord(row, where)) }
}

function asRecord(value: AvroValue | undefined, where: string): AvroRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array))
    return value as AvroRecord
  throw new VersionDamagedError(where, 'it holds something else than records')
}

const record = (row: AvroRecord, name: string): AvroRecord => asRecord(row[name], `A manifest's ${name}`)

function text(row: AvroRecord, name: string): string {
  const value = row[name]
  if (typeof value === 'string') return value
  throw new VersionDamagedError(`A manifest's ${name}`, 'it is no text')
}

function uuidOf(said: string): string {
  const hex = sha256(said)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

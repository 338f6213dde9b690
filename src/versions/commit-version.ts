import { setTimeout as sleep } from 'node:timers/promises'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256, sha256File } from '../storage/sha256.ts'
import type { CommitRequest } from './commit-request.ts'
import type { LocalDataFile, VersionFile } from './data-file.ts'
import { CommitContentionError, RequiredColumnError } from './errors.ts'
import { nextMetadata } from './next-metadata.ts'
import { columnOf, fieldIdsOf } from './table-column.ts'
import { findHead, type TableVersion } from './table-head.ts'
import { tableKeys } from './table-keys.ts'
import { currentSnapshot, type TableSchema, type TableSnapshot } from './table-metadata.ts'
import { evolveSchema } from './table-schema.ts'
import { versionFiles } from './version-files.ts'
import { type StoredFile, writeSnapshot } from './write-snapshot.ts'

export type { CommitRequest } from './commit-request.ts'

export interface CommitOutcome {
  /** `adopted`: this commit id was there already. `unchanged`: the head (or the base) holds this content. */
  readonly outcome: 'committed' | 'adopted' | 'unchanged'
  readonly version: number
  readonly semanticVersion: string
  readonly files: readonly VersionFile[]
}

const mostTries = 200

/**
 * Publishes one version of a dataset as an Iceberg v2 snapshot: version N = `vN.metadata.json` = snapshot N. Creating that file
 * is the commit; everything before it is invisible, everything after it a cache. Safe to repeat at any point and from any number
 * of processes.
 * @throws ColumnTypeError, RequiredColumnError, CommitContentionError, VersionDamagedError and the store's errors.
 */
export async function commitVersion(request: CommitRequest): Promise<CommitOutcome> {
  const { store, dataset } = request
  let stored: { readonly ids: string; readonly files: readonly StoredFile[] } | undefined
  const tries = request.tries ?? mostTries
  for (let attempt = 1; attempt <= tries; attempt++) {
    const head = await findHead(store, dataset)
    const evolved = evolveSchema(head?.metadata, { ...request, majorRose: majorRose(request, head) })
    const settled = head && settledAlready(request, head, evolved.schema)
    if (settled) {
      await moveHint(store, dataset, head.version)
      return { ...settled, files: await versionFiles(store, dataset, settled.version) }
    }
    const fieldIds = fieldIdsOf(evolved.schema.fields.map(columnOf))
    const ids = canonicalJson(fieldIds)
    if (stored?.ids !== ids) stored = { ids, files: await storeFiles(store, dataset, await request.data(fieldIds)) }
    checkRequired(dataset, evolved.schema, stored.files)
    const version = (head?.version ?? 0) + 1
    const snapshot = await writeSnapshot(request, head, version, evolved.schema, stored.files)
    const metadata = nextMetadata({
      previous: head && { metadata: head.metadata, uri: store.uri(tableKeys.metadata(dataset, head.version)) },
      uuid: uuidOf(`${dataset}\n${request.commitId}`),
      location: store.uri(tableKeys.root(dataset)),
      evolved,
      snapshot,
      tag: request.tag,
      keepSnapshots: Math.max(1, request.keepSnapshots ?? 100),
    })
    // `identical` is our own PUT whose acknowledgement got lost.
    if ((await store.create(tableKeys.metadata(dataset, version), JSON.stringify(metadata))) !== 'exists') {
      await moveHint(store, dataset, version)
      const files = await versionFiles(store, dataset, version)
      return { outcome: 'committed', version, semanticVersion: snapshot.summary['semantic-version'] ?? '', files }
    }
    await sleep(Math.random() * Math.min(1000, 5 * 2 ** Math.min(attempt, 7)))
  }
  throw new CommitContentionError(dataset, tries)
}

function settledAlready(
  request: CommitRequest,
  head: TableVersion,
  schema: TableSchema,
): Pick<CommitOutcome, 'outcome' | 'version' | 'semanticVersion'> | undefined {
  const { snapshots } = head.metadata
  const found = (outcome: 'adopted' | 'unchanged', snapshot: TableSnapshot) => ({
    outcome,
    version: snapshot['snapshot-id'],
    semanticVersion: snapshot.summary['semantic-version'] ?? '',
  })
  const ours = snapshots.find((snapshot) => snapshot.summary['commit-id'] === request.commitId)
  if (ours) return found('adopted', ours)
  for (const version of [request.baseVersion, head.version]) {
    const snapshot = snapshots.find((item) => item['snapshot-id'] === version)
    const same =
      snapshot?.summary['content-hash'] === request.contentHash &&
      snapshot.summary['contract-version'] === request.contractVersion &&
      snapshot['schema-id'] === schema['schema-id']
    if (snapshot && same && request.mode === 'overwrite') return found('unchanged', snapshot)
  }
  return undefined
}

const majorOf = (version: string): number => Number(version.split('.')[0])

function majorRose(request: CommitRequest, head: TableVersion | undefined): boolean {
  const before = head && currentSnapshot(head.metadata)?.summary['contract-version']
  return before !== undefined && majorOf(request.contractVersion) > majorOf(before)
}

/** Readers may rely on what Iceberg calls required, so it is looked at before anything names the files. */
function checkRequired(dataset: string, schema: TableSchema, files: readonly StoredFile[]): void {
  for (const { name, required } of schema.fields) {
    const nulls = files.reduce((sum, { stats }) => sum + (stats[name]?.emptyRows ?? 0), 0)
    if (required && nulls > 0) throw new RequiredColumnError(dataset, name, nulls)
    const gaps = files.reduce((sum, { stats }) => sum + (stats[name]?.nullElements ?? 0), 0)
    if (gaps > 0) throw new RequiredColumnError(dataset, `${name} (elements)`, gaps)
  }
}

async function storeFiles(store: ObjectStore, dataset: string, files: readonly LocalDataFile[]): Promise<StoredFile[]> {
  const stored: StoredFile[] = []
  for (const file of files) {
    // Iceberg readers trip over files without rows; a version without files is an empty table.
    if (file.rows === 0) continue
    const digest = await sha256File(file.path)
    const key = tableKeys.data(dataset, digest)
    const { size } = await store.putFile(key, file.path)
    stored.push({ ...file, key, bytes: size })
  }
  return stored
}

// Moves forward only, so a reader that trusts the hint never sees the table go back.
async function moveHint(store: ObjectStore, dataset: string, version: number): Promise<void> {
  const key = tableKeys.hint(dataset)
  for (let attempt = 0; attempt < 20; attempt++) {
    const held = await store.get(key)
    if (held && Number(Buffer.from(held.body).toString('utf8')) >= version) return
    if (await store.swap(key, String(version), held?.etag)) return
  }
}

function uuidOf(text: string): string {
  const hex = sha256(text)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

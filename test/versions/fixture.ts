import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { type CommitOutcome, type CommitRequest, commitVersion } from '../../src/versions/commit-version.ts'
import { writeDataFile } from '../../src/versions/data-file.ts'
import type { ReleaseFacts } from '../../src/versions/release.ts'
import type { TableColumn } from '../../src/versions/table-column.ts'
import type { ManifestFacts } from '../../src/versions/version-manifest.ts'

export const columns: readonly TableColumn[] = [
  { name: 'entity_id', type: 'string', doc: 'Stable id', required: true },
  { name: 'planes', type: 'long', doc: '', required: false },
  { name: 'quality_score', type: 'double', doc: '', required: false },
  { name: 'is_primary', type: 'boolean', doc: '', required: false },
]

export const extra: TableColumn = { name: 'note', type: 'string', doc: 'Came later', required: false }

export interface Workshop {
  readonly folder: string
  readonly engine: Engine
  /** A commit of `rows` rows, named `name`; overrides win. */
  commit(store: ObjectStore, name: string, rows: number, overrides?: Partial<CommitRequest>): Promise<CommitOutcome>
  /** A commit of exactly the rows of a query. */
  commitQuery(
    store: ObjectStore,
    name: string,
    query: string,
    overrides?: Partial<CommitRequest>,
  ): Promise<CommitOutcome>
  close(): void
}

export const rowsQuery = (rows: number, wanted: readonly TableColumn[]) =>
  `SELECT ${wanted
    .map(({ name, type }) => {
      if (name === 'entity_id') return `'org_' || lpad(i::VARCHAR, 6, '0') AS entity_id`
      if (type === 'string') return `CASE WHEN i % 2 = 0 THEN 'text ' || i END AS "${name}"`
      if (type === 'long') return `CASE WHEN i % 3 = 0 THEN NULL ELSE i END::BIGINT AS "${name}"`
      return type === 'double' ? `(i % 11) / 10.0::DOUBLE AS "${name}"` : `i % 2 = 0 AS "${name}"`
    })
    .join(', ')} FROM range(${rows}) r(i)`

export async function openWorkshop(): Promise<Workshop> {
  const folder = mkdtempSync(join(tmpdir(), 'hotpass-versions-'))
  const engine = await openEngine({ memoryLimitMb: 300, threads: 1, scratch: join(folder, 'spill') })
  let files = 0
  const commitQuery: Workshop['commitQuery'] = (store, name, query, overrides = {}) => {
    const wanted = overrides.columns ?? columns
    return commitVersion({
      store,
      dataset: 'organizations',
      columns: wanted,
      primaryKey: ['entity_id'],
      mode: 'overwrite',
      commitId: `commit-${name}`,
      contentHash: `content-${name}`,
      contractVersion: '1.0.0',
      nominalTime: new Date('2026-01-05T06:00:00Z'),
      data: async (ids) => [await writeDataFile(engine, query, join(folder, `data-${++files}.parquet`), wanted, ids)],
      ...overrides,
    })
  }
  return {
    folder,
    engine,
    commitQuery,
    commit: (store, name, rows, overrides = {}) =>
      commitQuery(store, name, rowsQuery(rows, overrides.columns ?? columns), overrides),
    close: () => {
      engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const accounting = { read: 12, blank: 2, quarantined: 3, attached: 1, merged: 1, published: 5 }
const sources = [{ source: 'Register', key: 'landing/register.xlsx', sha256: 'a'.repeat(64), bytes: 10 }]

export const manifestFacts = (version: number, wanted: readonly TableColumn[] = columns): ManifestFacts => ({
  dataset: 'organizations',
  version,
  contract: {
    id: 'organizations',
    version: '1.0.0',
    fields: wanted.map(({ name, type, required, doc }) => ({
      name,
      type,
      required,
      primaryKey: name === 'entity_id',
      pii: 'none',
      description: doc,
    })),
  },
  verdict: 'passed',
  sources,
  accounting,
  configHash: 'c0ffee',
  codeVersion: '0.1.0',
  modelId: null,
  lineageRunId: '00000000-0000-5000-8000-000000000000',
  run: 'refinement-20260105T060000Z-abcdef',
  createdAt: '2026-01-05T06:01:00.000Z',
})

export const releaseFacts = (run: string, version: number): ReleaseFacts => ({
  pipeline: 'refinement',
  datasets: {
    organizations: {
      version,
      semanticVersion: '1.0.0',
      rows: 3,
      contentHash: `content-${run}`,
      contractVersion: '1.0.0',
    },
  },
  verdict: 'passed',
  run,
  lineageRunId: '00000000-0000-5000-8000-000000000000',
  sources,
  accounting,
  configHash: 'c0ffee',
  codeVersion: '0.1.0',
  fingerprint: 'f',
  nominalTime: '2026-01-05T06:00:00.000Z',
  createdAt: '2026-01-05T06:01:00.000Z',
})

/** The store with some of its doors replaced. */
export const alteredStore = (store: ObjectStore, doors: Partial<ObjectStore>): ObjectStore => ({
  kind: store.kind,
  uri: (key) => store.uri(key),
  get: (key) => store.get(key),
  put: (key, body) => store.put(key, body),
  create: (key, body) => store.create(key, body),
  swap: (key, body, etag) => store.swap(key, body, etag),
  list: (prefix, options) => store.list(prefix, options),
  irregular: (prefix) => store.irregular(prefix),
  delete: (key) => store.delete(key),
  purge: (key, options) => store.purge(key, options),
  fetchFile: (key, scratch) => store.fetchFile(key, scratch),
  putFile: (key, path) => store.putFile(key, path),
  ...doors,
})

/** A store that fails like a killed process: after `writes` writes nothing works any more. */
export function dyingStore(store: ObjectStore, writes: number): ObjectStore {
  let left = writes
  const spend = async <T>(write: () => Promise<T>) => {
    if (left-- <= 0) throw new Error('killed')
    return write()
  }
  return alteredStore(store, {
    put: (key, body) => spend(() => store.put(key, body)),
    create: (key, body) => spend(() => store.create(key, body)),
    swap: (key, body, etag) => spend(() => store.swap(key, body, etag)),
    putFile: (key, path) => spend(() => store.putFile(key, path)),
  })
}

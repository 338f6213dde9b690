import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { icebergMetadata, icebergRead } from 'icebird'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import {
  findDataset,
  listDatasets,
  listTables,
  listVersions,
  localDataFiles,
  planUpgrade,
  resolveVersion,
  tableKeys,
  upgradeTables,
  verifyVersion,
} from '../../src/versions/index.ts'
import { describeVersion } from '../../src/versions/version-files.ts'
import { temporaryFolder } from '../support/landing.ts'
import { oldLayoutStore } from '../support/old-layout.ts'
import { storeKeys } from '../support/run-store.ts'
import { alteredStore } from './fixture.ts'

const folder = temporaryFolder('upgrade')
const scratch = join(folder, 'scratch')
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 300, threads: 1, scratch })
})
afterAll(() => engine.close())

const nobody = async () => undefined
const upgrade = async (store: ObjectStore) =>
  upgradeTables(await planUpgrade(store, nobody), { store, engine, scratch, progress: () => undefined })

/** Every row of every released version, by what people call it. */
async function allRows(store: ObjectStore): Promise<Record<string, unknown[]>> {
  const rows: Record<string, unknown[]> = {}
  for (const one of await listDatasets(store))
    for (const { version } of await listVersions(store, one)) {
      await resolveVersion(store, one, { version })
      const files = await localDataFiles(store, await describeVersion(store, one.table, version), scratch)
      rows[`${one.pipeline}/${one.dataset} ${version}`] = await engine.rows(
        `SELECT * FROM read_parquet([${files.map((file) => `'${file}'`).join(', ')}]) ORDER BY ALL`,
      )
    }
  return rows
}

async function proveAll(store: ObjectStore): Promise<void> {
  for (const table of await listTables(store))
    for (const version of (await listVersions(store, await of(store, table))).map((one) => one.version)) {
      const { checks } = await verifyVersion(store, engine, table, version, scratch)
      expect(checks.filter(({ ok }) => !ok)).toEqual([])
    }
}
const of = async (store: ObjectStore, table: string) => {
  const found = (await listDatasets(store)).find((one) => one.table === table)
  if (found === undefined) throw new Error(`nobody publishes ${table}`)
  return found
}

const fingerprint = (root: string) => storeKeys(root).map((key) => [key, sha256(readFileSync(join(root, key)))])

describe('a store of the old layout', () => {
  test('is read as it is, each pipeline its own versions, also where both wrote one table', async () => {
    const store = new DirectoryStore(oldLayoutStore('shared', join(folder, 'read')))
    const names = await listDatasets(store)
    expect(names.map(({ table }) => table)).toEqual(
      [...Array(2)].flatMap(() => ['contacts', 'entity_changes', 'entity_links', 'organizations']),
    )
    const versions = async (pipeline: string) =>
      (await listVersions(store, await findDataset(store, 'organizations', pipeline))).map((one) => [
        one.version,
        one.rows,
      ])
    expect(await versions('refinement')).toEqual([
      [1, 5],
      [3, 7],
    ])
    expect(await versions('second')).toEqual([[2, 3]])
    await expect(findDataset(store, 'organizations')).rejects.toThrow(/refinement, second.*--pipeline/)
    const refinement = await findDataset(store, 'refinement/organizations')
    await expect(resolveVersion(store, refinement, { version: 2 })).rejects.toThrow(/never released/)
    expect(await resolveVersion(store, refinement, {})).toBe(3)
  })

  test('is planned without a change to it', async () => {
    const root = oldLayoutStore('shared', join(folder, 'planned'))
    const before = fingerprint(root)
    const { moves, staying } = await planUpgrade(new DirectoryStore(root), nobody)
    expect(moves.filter(({ dataset }) => dataset === 'organizations')).toMatchObject([
      { pipeline: 'refinement', to: 'refinement/organizations', versions: [1, 3], whole: false, releases: [2, 1] },
      { pipeline: 'second', to: 'second/organizations', versions: [2], whole: false, releases: [1] },
    ])
    expect(staying).toEqual([])
    expect(fingerprint(root)).toEqual(before)
  })

  test.each(['one', 'shared'] as const)(
    '(%s) is moved: same rows, same versions, same bytes, each proved',
    async (kind) => {
      const root = oldLayoutStore(kind, join(folder, 'moved'))
      const store = new DirectoryStore(root)
      const before = await allRows(store)
      const data = () =>
        storeKeys(root, 'datasets')
          .filter((key) => key.includes('/data/'))
          .map((key) => key.split('/').at(-1))
          .sort()
      const files = data()
      await upgrade(store)
      expect(await allRows(store)).toEqual(before)
      expect(data()).toEqual(files)
      expect(storeKeys(root, 'datasets').filter((key) => !/^datasets\/(refinement|second)\//.test(key))).toEqual([])
      await proveAll(store)
      const left = storeKeys(root, 'datasets').map((key) => readFileSync(join(root, key), 'latin1'))
      expect(left.filter((text) => /datasets\/(organizations|contacts|entity_)/.test(text))).toEqual([])
      const again = fingerprint(root)
      await upgrade(store)
      expect(fingerprint(root)).toEqual(again)
    },
  )

  test('shared by two is parted without a row, an id or a file of the other', async () => {
    const root = oldLayoutStore('shared', join(folder, 'parted'))
    const store = new DirectoryStore(root)
    await upgrade(store)
    const uuids = new Set<unknown>()
    for (const [pipeline, version, snapshots] of [
      ['refinement', 3, [1, 3]],
      ['second', 2, [2]],
    ] as const) {
      const key = tableKeys.metadata(`${pipeline}/organizations`, version)
      const metadata = JSON.parse(readFileSync(join(root, key), 'utf8'))
      expect(metadata.snapshots.map((one: Record<string, unknown>) => one['snapshot-id'])).toEqual(snapshots)
      uuids.add(metadata['table-uuid'])
    }
    expect(uuids.size).toBe(2)
  })

  describe('whose move is killed', () => {
    let clean: { writes: number; rows: Record<string, unknown[]>; keys: (string | undefined)[] }
    beforeAll(async () => {
      const root = oldLayoutStore('shared', join(folder, 'clean'))
      const rows = await allRows(new DirectoryStore(root))
      clean = { rows, writes: await countedWrites(new DirectoryStore(root)), keys: storeKeys(root) }
    }, 60_000)

    test.each([2, 30, 50, 62, 75, 92])(
      'after %i of 100 writes is whole for readers, and the same command ends it',
      async (share) => {
        const root = oldLayoutStore('shared', join(folder, `killed-${share}`))
        const store = new DirectoryStore(root)
        await expect(upgrade(dying(store, Math.floor((clean.writes * share) / 100)))).rejects.toThrow('killed')
        expect(await allRows(store)).toEqual(clean.rows)
        await upgrade(store)
        expect(await allRows(store)).toEqual(clean.rows)
        expect(storeKeys(root)).toEqual(clean.keys)
      },
    )
  })

  test('with a damaged file is not taken away before its copy is proved', async () => {
    const root = oldLayoutStore('one', join(folder, 'damaged'))
    const store = new DirectoryStore(root)
    const lost = storeKeys(root, 'datasets/organizations/data')[0] as string
    await store.delete(lost)
    await expect(upgrade(store)).rejects.toThrow(lost)
    expect(await resolveVersion(store, await findDataset(store, 'contacts'), {})).toBe(2)
    expect(storeKeys(root, 'datasets/organizations/metadata').length).toBeGreaterThan(0)
  })

  test('is read by readers that follow the URIs of its metadata, after the move', async () => {
    const root = oldLayoutStore('shared', join(folder, 'foreign'))
    const { server, base } = await served(root)
    try {
      await upgrade(alteredStore(new DirectoryStore(root), { uri: (key) => base + key }))
      for (const [pipeline, version, count] of [
        ['refinement', 1, 5],
        ['refinement', 3, 7],
        ['second', 2, 3],
      ] as const) {
        const tableUrl = `${base}datasets/${pipeline}/organizations`
        const metadata = await icebergMetadata({ tableUrl, metadataFileName: `v${version}.metadata.json` })
        expect(await icebergRead({ tableUrl, metadata })).toHaveLength(count)
      }
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })
})

/** A store that fails like a killed process: after `writes` writes and removals nothing works any more. */
function dying(store: ObjectStore, writes: number): ObjectStore {
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
    delete: (key) => spend(() => store.delete(key)),
  })
}

async function countedWrites(store: ObjectStore): Promise<number> {
  let writes = 0
  const counted = async <T>(write: () => Promise<T>) => {
    writes++
    return write()
  }
  await upgrade(
    alteredStore(store, {
      put: (key, body) => counted(() => store.put(key, body)),
      create: (key, body) => counted(() => store.create(key, body)),
      swap: (key, body, etag) => counted(() => store.swap(key, body, etag)),
      putFile: (key, path) => counted(() => store.putFile(key, path)),
      delete: (key) => counted(() => store.delete(key)),
    }),
  )
  return writes
}

async function served(root: string): Promise<{ server: Server; base: string }> {
  const server = createServer((request, response) => {
    try {
      const body = readFileSync(join(root, decodeURIComponent(new URL(request.url ?? '', 'http://x').pathname)))
      const range = /bytes=(\d*)-(\d*)/.exec(request.headers.range ?? '')
      const start = range?.[1] ? Number(range[1]) : range ? body.length - Number(range[2]) : 0
      const end = range?.[1] && range[2] ? Number(range[2]) + 1 : body.length
      const part = body.subarray(start, end)
      response.writeHead(range ? 206 : 200, {
        'content-length': part.length,
        'content-range': `bytes ${start}-${end - 1}/${body.length}`,
      })
      response.end(request.method === 'HEAD' ? undefined : part)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  return { server, base: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/` }
}

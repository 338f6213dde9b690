import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { VersionNotFoundError } from '../../src/versions/errors.ts'
import { publishRelease } from '../../src/versions/release.ts'
import { verifyVersion } from '../../src/versions/verify-version.ts'
import { publishManifest } from '../../src/versions/version-manifest.ts'
import { startS3Stub } from '../support/s3-stub.ts'
import { manifestFacts, openWorkshop, releaseFacts, type Workshop } from './fixture.ts'

let shop: Workshop
let store: DirectoryStore
const table = (path: string) => join(shop.folder, 'store/datasets/organizations', path)
const verify = (version = 2) =>
  verifyVersion(store, shop.engine, 'organizations', version, join(shop.folder, 'scratch'))
const failed = async (version = 2) => {
  const found = await verify(version)
  expect(found.ok).toBe(false)
  return found.checks
    .filter((check) => !check.ok)
    .map((check) => `${check.check}: ${check.detail}`)
    .join('\n')
}
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(table(path), change(readFileSync(table(path), 'utf8')))

beforeEach(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
  for (const [i, name] of ['a', 'b'].entries()) {
    await shop.commit(store, name, i + 3)
    await publishManifest(store, manifestFacts(i + 1))
    await publishRelease(store, releaseFacts(name, i + 1))
  }
})
afterEach(() => shop.close())

describe('verify', () => {
  test('passes what was published, and names each thing it recomputed', async () => {
    const found = await verify()
    expect(found.checks.filter((check) => !check.ok)).toEqual([])
    expect(found.checks.map((check) => check.check.replace(/data file .*/, 'data file'))).toEqual([
      'metadata',
      'metadata chain',
      'manifest list',
      'data file',
      'snapshot summary',
      'manifest',
      'release',
    ])
    expect((await verify(1)).ok).toBe(true)
    await expect(verify(7)).rejects.toThrow(VersionNotFoundError)
  })

  test('names a data file that was changed, cut or removed', async () => {
    const [other, name] = readdirSync(table('data')).map((file) => `data/${file}`)
    const ours = (await verify()).checks.find((check) => check.check.startsWith('data file'))?.check.slice(10) ?? ''
    expect([other, name]).toContain(ours)
    const bytes = readFileSync(table(ours))
    bytes[8] = (bytes[8] ?? 0) ^ 1
    writeFileSync(table(ours), bytes)
    expect(await failed()).toContain(`${ours} has sha256`)
    truncateSync(table(ours), 20)
    expect(await failed()).toContain(`${ours} has 20 bytes`)
    rmSync(table(ours))
    expect(await failed()).toContain(ours)
    expect((await verify(1)).ok).toBe(true)
  })

  test('sees metadata that was changed, by its hash in the manifest', async () => {
    edit('metadata/v2.metadata.json', (text) => text.replace('"commit-b"', '"commit-x"'))
    expect(await failed()).toContain('manifest: the manifest differs from the table in commitId, metadataSha256')
  })

  test('sees a rewritten past', async () => {
    edit('metadata/v1.metadata.json', (text) => text.replace('"content-a"', '"content-z"'))
    expect(await failed()).toContain('tells another story of version 1')
    edit('metadata/v2.metadata.json', (text) => text.replace('"parent-snapshot-id":1', '"parent-snapshot-id":5'))
    expect(await failed()).toContain('its parent is 5')
    rmSync(table('metadata/v1.metadata.json'))
    edit('metadata/v2.metadata.json', (text) => text.replace('"parent-snapshot-id":5', '"parent-snapshot-id":1'))
    const chain = (await verify()).checks.find((check) => check.check === 'metadata chain')
    expect(chain).toMatchObject({ ok: true, detail: expect.stringContaining('retention') })
  })

  test('sees numbers that contradict each other', async () => {
    edit('metadata/v2.metadata.json', (text) =>
      text
        .replace('"last-sequence-number":2', '"last-sequence-number":3')
        .replace('"total-records":"4"', '"total-records":"9"'),
    )
    const text = await failed()
    expect(text).toContain('speaks of snapshot 2, 3')
    expect(text).toContain('total-records says 9, counted 4')
  })

  test('reports damaged, missing and contradicting documents as failed checks', async () => {
    edit('versions/2/manifest.json', (text) => text.replace('"rows":4', '"rows":5'))
    expect(await failed()).toMatch(/manifest: .*differs from the table in/)
    rmSync(table('versions/2/manifest.json'))
    expect(await failed()).toContain('manifest.json is missing')
    for (const file of readdirSync(table('metadata')).filter((name) => name.startsWith('snap-2')))
      writeFileSync(table(`metadata/${file}`), 'not avro')
    expect(await failed()).toContain('manifest list: ')
    writeFileSync(table('metadata/v2.metadata.json'), 'not json')
    expect(await failed()).toContain('metadata: ')
  })

  test('a version that was never released does not pass', async () => {
    await shop.commit(store, 'c', 9)
    await publishManifest(store, manifestFacts(3))
    expect(await failed(3)).toBe('release: no release names this version: it is staged only')
  })

  test('works on S3 and leaves no copies behind', async () => {
    const stub = await startS3Stub()
    try {
      const remote = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
      await shop.commit(remote, 'a', 3)
      await publishManifest(remote, manifestFacts(1))
      await publishRelease(remote, releaseFacts('a', 1))
      const scratch = join(shop.folder, 'copies')
      expect((await verifyVersion(remote, shop.engine, 'organizations', 1, scratch)).ok).toBe(true)
      expect(readdirSync(scratch)).toEqual([])
    } finally {
      await stub.close()
    }
  })
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sourceHashes } from '../../src/ledger/source-hashes.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

const folder = temporaryFolder('hashes')
let stub: S3Stub
let store: S3Store
beforeEach(async () => {
  stub = await startS3Stub()
  store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
})
afterEach(() => stub.close())

const hash = async () => {
  stub.requests.length = 0
  const hashes = await sourceHashes(store, await Array.fromAsync(store.list('landing/')), join(folder, 'scratch'))
  return {
    hashes: Object.fromEntries(hashes),
    read: stub.requests.filter(({ method, path }) => method === 'GET' && path.startsWith('lake/landing/')).length,
  }
}

test('a bucket’s files are hashed once, read again only when they change, and leave nothing on the disk', async () => {
  for (let n = 0; n < 40; n++) await store.put(`landing/${n}`, `content ${n}`)
  const first = await hash()
  expect(first.hashes['landing/7']).toBe(sha256('content 7'))
  expect([Object.keys(first.hashes).length, first.read]).toEqual([40, 40])
  expect(readdirSync(join(folder, 'scratch'))).toEqual([])
  expect(await hash()).toEqual({ ...first, read: 0 })
  await store.put('landing/7', 'another')
  await store.delete('landing/8')
  const changed = await hash()
  expect(changed.read).toBe(1)
  expect(changed.hashes['landing/7']).toBe(sha256('another'))
  expect(changed.hashes['landing/8']).toBeUndefined()
})

test('a memory that cannot be read is forgotten', async () => {
  await store.put('landing/a', 'a')
  await store.put('sources/index.json', '{"landing/a":"not a hash"')
  expect(await hash()).toEqual({ hashes: { 'landing/a': sha256('a') }, read: 1 })
  expect((await hash()).read).toBe(0)
})

test('what was hashed before time or rights ran out is not hashed again', async () => {
  const name = (n: number) => `landing/${String(n).padStart(3, '0')}`
  for (let n = 0; n < 260; n++) await store.put(name(n), `content ${n}`)
  stub.fault = ({ method, path }) => (method === 'GET' && path === `lake/${name(259)}` ? 'denied' : undefined)
  await expect(hash()).rejects.toThrow()
  stub.fault = () => undefined
  const { hashes, read } = await hash()
  expect(Object.keys(hashes)).toHaveLength(260)
  expect(read).toBeLessThanOrEqual(60)
})

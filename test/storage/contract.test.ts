import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { ObjectMissingError, StorageKeyError } from '../../src/storage/errors.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

let folder: string
let stub: S3Stub
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-store-'))
  stub = await startS3Stub()
})
afterEach(async () => {
  await stub.close()
  rmSync(folder, { recursive: true, force: true })
})

const text = (body: Uint8Array | undefined) => Buffer.from(body ?? []).toString()
async function keys(store: ObjectStore, prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const item of store.list(prefix)) found.push(item.key)
  return found
}

const kinds: [string, () => ObjectStore][] = [
  ['directory', () => new DirectoryStore(join(folder, 'store'))],
  ['s3', () => new S3Store({ bucket: 'lake', client: stub.clientConfig() })],
  ['s3 under a prefix', () => new S3Store({ bucket: 'lake', prefix: 'a/b', client: stub.clientConfig() })],
]

describe.each(kinds)('a %s store', (_name, open) => {
  const hostile = [
    '',
    '/etc/passwd',
    '../up',
    'a/../../up',
    'a/./b',
    'a\\b',
    'a\0b',
    'a//b',
    'a/',
    'C:/x',
    '.store/tmp/x',
    'x'.repeat(1025),
  ]
  test.each(hostile)('refuses the key %j everywhere', async (key) => {
    const store = open()
    await expect(store.get(key)).rejects.toThrow(StorageKeyError)
    await expect(store.put(key, 'x')).rejects.toThrow(StorageKeyError)
    await expect(store.create(key, 'x')).rejects.toThrow(StorageKeyError)
    await expect(store.swap(key, 'x', 'y')).rejects.toThrow(StorageKeyError)
    await expect(store.delete(key)).rejects.toThrow(StorageKeyError)
    await expect(store.fetchFile(key, folder)).rejects.toThrow(StorageKeyError)
    await expect(store.putFile(key, __filename)).rejects.toThrow(StorageKeyError)
  })

  test('a missing key is undefined, a missing file an error that names it, a missing prefix empty', async () => {
    const store = open()
    expect(await store.get('no/such')).toBeUndefined()
    await expect(store.fetchFile('no/such', folder)).rejects.toThrow(ObjectMissingError)
    expect(await keys(store, 'no/')).toEqual([])
    await store.delete('no/such')
  })

  test('put replaces, and get gives back the bytes and a matching etag', async () => {
    const store = open()
    await store.put('a/b.txt', 'one')
    const { etag } = await store.put('a/b.txt', new Uint8Array([0, 255, 10, 13]))
    const held = await store.get('a/b.txt')
    expect([...(held?.body ?? [])]).toEqual([0, 255, 10, 13])
    expect(held?.etag).toBe(etag)
    for await (const item of store.list('a/')) expect(item).toMatchObject({ key: 'a/b.txt', size: 4, etag })
    await store.delete('a/b.txt')
    expect(await store.get('a/b.txt')).toBeUndefined()
  })

  test('create writes once; the same bytes are identical; others exist', async () => {
    const store = open()
    expect(await store.create('k', 'mine')).toBe('created')
    expect(await store.create('k', 'mine')).toBe('identical')
    expect(await store.create('k', 'yours')).toBe('exists')
    expect(text((await store.get('k'))?.body)).toBe('mine')
  })

  test('of many rivals with different bytes exactly one creates', async () => {
    const stores = Array.from({ length: 8 }, open)
    const outcomes = await Promise.all(stores.map((store, i) => store.create('k', `writer ${i}`)))
    expect(outcomes.filter((outcome) => outcome === 'created')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'exists')).toHaveLength(7)
  })

  test('swap moves only from the etag it was given, and from absence', async () => {
    const store = open()
    expect(await store.swap('k', 'x', '"nothing"')).toBe(false)
    expect(await store.get('k')).toBeUndefined()
    expect(await store.swap('k', 'one', undefined)).toBe(true)
    expect(await store.swap('k', 'two', undefined)).toBe(false)
    const first = (await store.get('k'))?.etag
    expect(await store.swap('k', 'two', first)).toBe(true)
    expect(await store.swap('k', 'three', first)).toBe(false)
    expect(text((await store.get('k'))?.body)).toBe('two')
    expect(await store.swap('k', 'two', first)).toBe(true)
  })

  test('a counter moved by swap loses no increment', async () => {
    await open().put('n', '0')
    const bump = async () => {
      const store = open()
      for (;;) {
        const held = await store.get('n')
        if (await store.swap('n', `${Number(text(held?.body).split(' ')[0]) + 1} ${Math.random()}`, held?.etag)) return
      }
    }
    await Promise.all(Array.from({ length: 12 }, bump))
    expect(text((await open().get('n'))?.body)).toMatch(/^12 /)
  })

  test('list goes in byte order over folders, by plain prefix', async () => {
    const store = open()
    for (const key of ['a/v10', 'a/v9', 'a-b', 'a/x/y', 'a/é', 'a/Z', 'b', 'a/x.y', 'a/x & <y>'])
      await store.put(key, key)
    expect(await keys(store, '')).toEqual(['a-b', 'a/Z', 'a/v10', 'a/v9', 'a/x & <y>', 'a/x.y', 'a/x/y', 'a/é', 'b'])
    expect(await keys(store, 'a/v')).toEqual(['a/v10', 'a/v9'])
    expect(await keys(store, 'a')).toHaveLength(8)
    expect(await keys(store, 'a/x/')).toEqual(['a/x/y'])
  })

  test('files go in and come back as local paths', async () => {
    const store = open()
    const local = join(folder, 'in.bin')
    const body = Buffer.alloc(3_000_000, 'abc')
    writeFileSync(local, body)
    expect(await store.putFile('d/f.bin', local)).toEqual({ size: body.length, sha256: sha256(body) })
    const path = await store.fetchFile('d/f.bin', join(folder, 'scratch'))
    expect(readFileSync(path).equals(body)).toBe(true)
    expect(await store.fetchFile('d/f.bin', join(folder, 'scratch'))).toBe(path)
    await store.putFile('d/f.bin', local)
    expect((await store.get('d/f.bin'))?.body.length).toBe(body.length)
  })

  test('uri names the key under the root', () => {
    const store = open()
    expect(store.uri('')).toMatch(/^(file:\/\/\/|s3:\/\/lake\/)(.*\/)?$/)
    expect(store.uri('a/b.txt')).toBe(`${store.uri('')}a/b.txt`)
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { StorageDeniedError, StorageFaultError } from '../../src/storage/errors.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { type Fault, type S3Stub, startS3Stub } from '../support/s3-stub.ts'

let stub: S3Stub
let store: S3Store
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-s3-'))
  stub = await startS3Stub()
  store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
})
afterEach(async () => {
  await stub.close()
  rmSync(folder, { recursive: true, force: true })
})

function once(method: string, ...faults: Fault[]): void {
  stub.fault = (request) => (request.method === method ? faults.shift() : undefined)
}

describe('S3 that misbehaves', () => {
  test('a refusal is an error and never an absence', async () => {
    stub.fault = () => 'denied'
    await expect(store.get('k')).rejects.toThrow(StorageDeniedError)
    await expect(store.put('k', 'x')).rejects.toThrow(StorageDeniedError)
    await expect(store.create('k', 'x')).rejects.toThrow(StorageDeniedError)
    await expect(store.swap('k', 'x', '"e"')).rejects.toThrow(StorageDeniedError)
    await expect(store.delete('k')).rejects.toThrow(StorageDeniedError)
    await expect(store.fetchFile('k', folder)).rejects.toThrow(StorageDeniedError)
    await expect(Array.fromAsync(store.list(''))).rejects.toThrow(/Access denied: ListObjectsV2 s3:\/\/lake\//)
  })

  test('an upload gives its connection back, however quick the answer: else the process would outlive its work', async () => {
    const file = join(folder, 'small')
    writeFileSync(file, 'x'.repeat(5000))
    for (let at = 0; at < 60; at++) await store.putFile(`k${at}`, file)
    expect(stub.connections()).toBe(1)
  })

  test('a lost acknowledgement of create is recognised by its bytes', async () => {
    once('PUT', 'lost-ack')
    expect(await store.create('k', 'mine')).toBe('identical')
    once('PUT', 'lost-ack')
    expect(await store.create('k', 'other')).toBe('exists')
  })

  test('a lost acknowledgement of swap still says true', async () => {
    const { etag } = await store.put('k', 'one')
    once('PUT', 'lost-ack')
    expect(await store.swap('k', 'two', etag)).toBe(true)
  })

  test('a 409 is the same PUT again', async () => {
    once('PUT', 'conflict', 'conflict', 'conflict')
    expect(await store.create('k', 'mine')).toBe('created')
    expect(stub.requests).toHaveLength(4)
  })

  test('a 409 that never ends is a fault that says so', async () => {
    stub.fault = () => 'conflict'
    await expect(store.create('k', 'mine')).rejects.toThrow(StorageFaultError)
  })

  test('dropped requests are repeated, also for streamed files', async () => {
    once('PUT', 'drop')
    await store.put('k', 'x')
    const local = join(folder, 'f')
    writeFileSync(local, 'body')
    once('PUT', 'drop', 'lost-ack')
    expect((await store.putFile('f', local)).size).toBe(4)
    expect(Buffer.from((await store.get('f'))?.body ?? []).toString()).toBe('body')
  })

  test('listing reads every page', async () => {
    for (let i = 0; i < 1203; i++)
      stub.objects.set(`lake/p/${String(i).padStart(5, '0')}`, {
        body: Buffer.from(''),
        etag: '"e"',
        modified: new Date(),
      })
    stub.objects.set('lake/p/folder/', { body: Buffer.from(''), etag: '"e"', modified: new Date() })
    expect(await Array.fromAsync(store.list('p/'))).toHaveLength(1203)
  })

  test('a bucket that is not there is an error, not an empty answer', async () => {
    const nowhere = new S3Store({
      bucket: 'lake',
      client: { ...stub.clientConfig(), endpoint: 'http://127.0.0.1:9', maxAttempts: 1 },
    })
    await expect(nowhere.get('k')).rejects.toThrow(/run it again/)
  })
})

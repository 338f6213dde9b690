import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

const text = (held: { body: Uint8Array } | undefined) => Buffer.from(held?.body ?? []).toString()

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

  test('a write whose answer was an error is recognised as the own one', async () => {
    once('PUT', 'late-error')
    expect(await store.create('k', 'mine')).toBe('identical')
    once('PUT', 'late-error', 'slow-down', 'drop')
    expect(await store.create('other', 'mine')).toBe('identical')
    const { etag } = await store.put('s', 'one')
    once('PUT', 'late-error')
    expect(await store.swap('s', 'two', etag)).toBe(true)
    once('PUT', 'late-error', 'lost-ack')
    expect(await store.swap('s', 'three', etag)).toBe(false)
    expect(text(await store.get('s'))).toBe('two')
  })

  test('a storm of 503 is waited for, in whatever operation', async () => {
    const file = join(folder, 'f')
    writeFileSync(file, 'body')
    await store.put('k', 'x')
    await store.put('fetched', 'x')
    const storm = new Map<string, number>()
    stub.fault = ({ method, path }) => {
      const seen = (storm.get(`${method} ${path}`) ?? 0) + 1
      storm.set(`${method} ${path}`, seen)
      return seen <= 2 ? 'slow-down' : undefined
    }
    const patient = new S3Store({ bucket: 'lake', client: { ...stub.clientConfig(), maxAttempts: 1 } })
    const [got, made, , listed, path] = await Promise.all([
      patient.get('k'),
      patient.create('new', 'mine'),
      patient.put('p', 'x'),
      Array.fromAsync(patient.list('k')),
      patient.fetchFile('fetched', folder),
    ])
    for (const seen of storm.values()) expect(seen).toBe(3)
    expect(text(got as { body: Uint8Array })).toBe('x')
    expect(made).toBe('created')
    expect(listed).toHaveLength(1)
    expect(readFileSync(String(path), 'utf8')).toBe('x')
    once('PUT', 'slow-down', 'slow-down', 'slow-down')
    expect((await store.putFile('f', file)).size).toBe(4)
  })

  test('a storm that does not end is a fault that names the object, and not for ever', async () => {
    stub.fault = () => 'slow-down'
    const hurried = new S3Store({ bucket: 'lake', client: { ...stub.clientConfig(), maxAttempts: 1 } })
    await expect(hurried.get('k')).rejects.toThrow(/GetObject s3:\/\/lake\/k failed \(.*SlowDown.*it is safe to repeat/)
    expect(stub.requests).toHaveLength(4)
  })

  test('a refusal for keys that are not there is told with the permission that is missing', async () => {
    stub.mayList = false
    await expect(store.get('not-there')).rejects.toThrow(/Access denied: GetObject .*s3:ListBucket/)
    await expect(store.fetchFile('not-there', folder)).rejects.toThrow(StorageDeniedError)
    expect(await store.create('k', 'mine')).toBe('created')
    expect(await store.create('k', 'mine')).toBe('identical')
    expect(text(await store.get('k'))).toBe('mine')
  })

  test.each(['cut', 'reset', 'silence', 'trickle'] as const)(
    'a body with a %s in it is read anew, and no half of it is ever taken',
    async (fault) => {
      const impatient = new S3Store({
        bucket: 'lake',
        pace: { bytes: 1000, milliseconds: 150 },
        client: { ...stub.clientConfig(), requestHandler: { socketTimeout: 1000 } },
      })
      const body = 'row '.repeat(50_000)
      await impatient.put('k', body)
      once('GET', fault, fault)
      expect(text(await impatient.get('k'))).toBe(body)
      once('GET', fault, fault)
      expect(readFileSync(await impatient.fetchFile('k', folder), 'utf8')).toBe(body)
      expect(readdirSync(folder)).toHaveLength(1)
    },
  )

  test('a body that never comes whole is a fault, and leaves nothing behind', async () => {
    await store.put('k', 'x'.repeat(100))
    stub.fault = ({ method }) => (method === 'GET' ? 'cut' : undefined)
    await expect(store.get('k')).rejects.toThrow(StorageFaultError)
    await expect(store.fetchFile('k', folder)).rejects.toThrow(StorageFaultError)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a host that takes the request and never answers is given up', async () => {
    await store.put('k', 'x')
    const impatient = { ...stub.clientConfig(), maxAttempts: 2, requestHandler: { socketTimeout: 200 } }
    stub.fault = () => 'hang'
    const hurried = new S3Store({ bucket: 'lake', client: impatient })
    await expect(hurried.get('k')).rejects.toThrow(/GetObject s3:\/\/lake\/k failed/)
    await expect(hurried.put('k', 'y')).rejects.toThrow(/PutObject s3:\/\/lake\/k failed/)
  })

  test('an empty answer is no empty bucket', async () => {
    await store.put('k', 'x')
    stub.fault = () => 'empty'
    await expect(Array.fromAsync(store.list(''))).rejects.toThrow(/no whole page of a list/)
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

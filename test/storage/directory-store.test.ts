import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { StorageFaultError, StorageKeyError } from '../../src/storage/errors.ts'
import { withFileLock } from '../../src/storage/file-lock.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'

let folder: string
let root: string
let store: DirectoryStore
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-dir-'))
  root = join(folder, 'store')
  mkdirSync(root)
  store = new DirectoryStore(root)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('a directory store', () => {
  test('follows no symbolic link out of its root', async () => {
    mkdirSync(join(folder, 'outside'))
    writeFileSync(join(folder, 'outside/secret.txt'), 'secret')
    symlinkSync(join(folder, 'outside'), join(root, 'door'))
    symlinkSync(join(folder, 'outside/secret.txt'), join(root, 'peephole.txt'))
    await expect(store.get('door/secret.txt')).rejects.toThrow(StorageKeyError)
    await expect(store.get('peephole.txt')).rejects.toThrow(/leads outside the store/)
    await expect(store.put('door/new.txt', 'x')).rejects.toThrow(StorageKeyError)
    await expect(store.put('door/deep/er/new.txt', 'x')).rejects.toThrow(StorageKeyError)
    await expect(store.fetchFile('door/secret.txt', folder)).rejects.toThrow(StorageKeyError)
    await expect(Array.fromAsync(store.list(''))).rejects.toThrow(StorageKeyError)
    await expect(Array.fromAsync(store.list('door/'))).rejects.toThrow(StorageKeyError)
    expect(readdirSync(join(folder, 'outside'))).toEqual(['secret.txt'])
  })

  test('a root that is itself a link is fine, and a dangling link is no object', async () => {
    symlinkSync(root, join(folder, 'link'))
    const linked = new DirectoryStore(join(folder, 'link'))
    await linked.put('a', 'x')
    symlinkSync(join(root, 'nowhere'), join(root, 'dangling'))
    expect((await Array.fromAsync(linked.list(''))).map((item) => item.key)).toEqual(['a'])
    expect(await linked.get('dangling')).toBeUndefined()
  })

  test('an etag is the content, not the time', async () => {
    const { etag } = await store.put('a', 'x')
    utimesSync(join(root, 'a'), 1, 1)
    const [item] = await Array.fromAsync(store.list('a'))
    expect(item?.etag).toBe(etag)
    expect(etag).toBe(sha256('x'))
    expect(item?.etag).toBe(etag)
  })

  test('leaves nothing behind but the objects', async () => {
    await store.put('a/b', 'x')
    await store.create('a/b', 'y')
    await store.swap('a/b', 'z', 'stale')
    expect(readdirSync(join(root, '.store/tmp'))).toEqual([])
    expect(readdirSync(join(root, '.store/locks'))).toEqual([])
  })

  test('a folder where an object should be is a fault that names the place', async () => {
    mkdirSync(join(root, 'a'))
    expect(await store.get('a')).toBeUndefined()
    await expect(store.put('a', 'x')).rejects.toThrow(StorageFaultError)
    expect(readdirSync(join(root, '.store/tmp'))).toEqual([])
  })

  test('the lock of a dead process is broken', async () => {
    await store.put('k', 'one')
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((done) => child.on('exit', done))
    const lock = join(root, '.store/locks', `${sha256('k')}.lock`)
    const dead = JSON.stringify({ token: 't', pid: child.pid, host: hostname() })
    writeFileSync(lock, dead)
    writeFileSync(`${lock}.break`, dead)
    await Promise.all(Array.from({ length: 6 }, (_, i) => store.put('k', `w${i}`)))
    expect(readdirSync(join(root, '.store/locks'))).toEqual([])
  })

  test('an old lock is broken whoever holds it, and a live one is waited for', async () => {
    const path = join(root, 'x.lock')
    writeFileSync(path, 'not json')
    expect(await withFileLock(path, 50, async () => 1)).toBeUndefined()
    utimesSync(path, new Date(Date.now() - 31_000), new Date(Date.now() - 31_000))
    expect(await withFileLock(path, 50, async (lock) => lock.stillMine())).toEqual({ value: true })
    writeFileSync(path, JSON.stringify({ token: 't', pid: 1, host: hostname() }))
    expect(await withFileLock(path, 50, async () => 1)).toBeUndefined()
  })

  test('swaps from several processes lose no increment', async () => {
    await store.put('n', '0')
    const code = `
      import { DirectoryStore } from ${JSON.stringify(new URL('../../src/storage/directory-store.ts', import.meta.url).href)}
      const store = new DirectoryStore(${JSON.stringify(root)})
      for (let i = 0; i < 10; i++) for (;;) {
        const held = await store.get('n')
        if (await store.swap('n', (Number(Buffer.from(held.body).toString().split(' ')[0]) + 1) + ' ' + process.pid + ' ' + i, held.etag)) break
      }`
    const run = () =>
      new Promise<number | null>((done) => {
        const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })
        child.on('exit', done)
      })
    expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0])
    expect(Buffer.from((await store.get('n'))?.body ?? []).toString()).toMatch(/^30 /)
  })

  test('openStore tells a bucket from a directory', () => {
    expect(openStore('s3://lake/some/prefix').uri('k')).toBe('s3://lake/some/prefix/k')
    expect(openStore('s3://lake').uri('')).toBe('s3://lake/')
    expect(openStore(root).uri('k')).toBe(`file://${root}/k`)
    expect(openStore('s3://lake', { region: 'eu-west-1' }).kind).toBe('s3')
  })
})

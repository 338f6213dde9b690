import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { type LandingFilter, pinFolder } from '../../src/ledger/landing.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { FileChangedError } from '../../src/storage/errors.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

const folder = temporaryFolder('copies')
const { domain } = await readDomainFolder('aviation')
const scratch = join(folder, 'scratch')
let drops = 0
let stub: S3Stub
beforeEach(async () => {
  stub = await startS3Stub()
})
afterEach(() => stub.close())

const kinds: readonly ['directory' | 's3', () => ObjectStore][] = [
  ['directory', () => new DirectoryStore(join(folder, `store-${drops}`))],
  ['s3', () => new S3Store({ bucket: 'lake', client: stub.clientConfig() })],
]

/** A landing folder with one file, and the path of the file. */
function drop(content: string): { readonly landing: string; readonly file: string } {
  const landing = join(folder, `in-${drops++}`)
  mkdirSync(landing)
  const file = join(landing, 'sacaa_cleaned.csv')
  writeFileSync(file, content)
  return { landing, file }
}

const keyOf = (content: string) => `landing/sacaa/${sha256(content)}/sacaa_cleaned.csv`
const textOf = async (store: ObjectStore, key: string) => {
  const held = await store.get(key)
  return held === undefined ? undefined : new TextDecoder().decode(held.body)
}
const pin = (store: ObjectStore, landing: string, filter?: LandingFilter) =>
  pinFolder(store, domain, landing, scratch, filter)

describe.each(kinds)('a copy in a %s', (_, open) => {
  test.each([['evil'], [''], ['longer than it was']])(
    'whose bytes are wrong (%j) is written anew, and that is told',
    async (wrong) => {
      const { landing } = drop('good')
      const store = open()
      const first = await pin(store, landing)
      await store.put(keyOf('good'), wrong)
      const { sources, notes } = await pin(store, landing)
      expect(await textOf(store, keyOf('good'))).toBe('good')
      expect(sources.map(({ key, size, sha256 }) => [key, size, sha256])).toEqual(
        first.sources.map(({ key, size, sha256 }) => [key, size, sha256]),
      )
      expect(notes).toEqual([
        `${store.uri(keyOf('good'))} held another content (sha256 ${sha256(wrong).slice(0, 12)}…) and was written anew.`,
      ])
      expect((await pin(store, landing)).notes).toEqual([])
    },
  )

  test('of a file that changes while it is copied is of one state of the file, and the key says which', async () => {
    const { landing, file } = drop('first')
    const store = open()
    let times = 0
    const { sources } = await pin(store, landing, async (path) => {
      if (times++ === 0) writeFileSync(file, 'second')
      return path
    })
    expect(sources[0]).toMatchObject({ key: keyOf('second'), size: 6, sha256: sha256('second') })
    expect(await textOf(store, keyOf('second'))).toBe('second')
    expect(await textOf(store, keyOf('first'))).toBeUndefined()
  })

  test('is not made of a file that never stands still, nor of one that is gone', async () => {
    const { landing, file } = drop('0')
    const store = open()
    let times = 0
    const endless = pin(store, landing, async (path) => {
      writeFileSync(file, `changed ${++times}`)
      return path
    })
    await expect(endless).rejects.toThrow(`${file} was changed or removed each of 4 times while it was copied`)
    const gone = pin(store, landing, async (path) => {
      rmSync(file, { force: true })
      return path
    })
    await expect(gone).rejects.toThrow(/was changed or removed .* Wait until whoever writes it is done/)
    expect(await Array.fromAsync(store.list('landing/'))).toEqual([])
  })

  test('is refused when the file has other bytes than were hashed', async () => {
    const { file } = drop('now')
    const store = open()
    await expect(store.putFile('landing/a', file, sha256('before'))).rejects.toThrow(FileChangedError)
    expect(await store.get('landing/a')).toBeUndefined()
    expect(await store.putFile('landing/a', file, sha256('now'))).toEqual({ size: 3, sha256: sha256('now') })
  })
})

test('a file that changes between its hash and its copy is taken again, and no draft of the first is left', async () => {
  const { landing, file } = drop('first')
  const root = join(folder, 'store-between')
  let times = 0
  class Late extends DirectoryStore {
    override putFile(...given: Parameters<DirectoryStore['putFile']>): ReturnType<DirectoryStore['putFile']> {
      if (times++ === 0) writeFileSync(file, 'other')
      return super.putFile(...given)
    }
  }
  const { sources } = await pin(new Late(root), landing)
  const store = new DirectoryStore(root)
  expect(sources.map(({ key }) => key)).toEqual([keyOf('other')])
  expect(await textOf(store, keyOf('other'))).toBe('other')
  expect(await textOf(store, keyOf('first'))).toBeUndefined()
  expect(readdirSync(join(root, '.store', 'tmp'))).toEqual([])
})

test('a file that shrinks on its way to a bucket is refused at once, and nothing of it is there', async () => {
  const { file } = drop('x'.repeat(32 << 20))
  const store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
  const refused = expect(store.putFile('landing/a', file)).rejects.toThrow(FileChangedError)
  // Its hash is known by now, and far more of it than buffers hold is still to be read.
  while (stub.connections() === 0) await new Promise((resolve) => setImmediate(resolve))
  truncateSync(file, 10)
  await refused
  expect(stub.objects.size).toBe(0)
})

test('a file that changes before a bucket is asked again is not sent under the hash of before', async () => {
  const { file } = drop('before')
  const store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
  stub.fault = () => {
    writeFileSync(file, 'behind')
    return 'drop'
  }
  await expect(store.putFile('landing/a', file)).rejects.toThrow(FileChangedError)
  expect([stub.requests.length, stub.objects.size]).toEqual([1, 0])
})

test('copies in a bucket are not read again by each run, and the memory of dropped files is left alone', async () => {
  const { landing } = drop('good')
  const store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
  await store.put('sources/index.json', '{}')
  await pin(store, landing)
  await store.put('landing/sacaa/other/sacaa_cleaned.csv', 'x')
  for (let run = 0; run < 2; run++) {
    stub.requests.length = 0
    await pin(store, landing)
    const moved = stub.requests.filter(({ path }) => path.startsWith('lake/landing/'))
    expect(moved.map(({ method, path }) => [method, path])).toEqual([])
  }
  expect(await textOf(store, 'sources/index.json')).toBe('{}')
})

test('what is no plain file is named, never opened, and the files beside it are taken', async () => {
  const { landing, file } = drop('good')
  execFileSync('mkfifo', [join(landing, 'Reachout Database.xlsx')])
  mkdirSync(join(landing, 'sacaa'))
  symlinkSync(file, join(landing, 'sacaa', 'sacaa_cleaned.csv'))
  symlinkSync('/nowhere', join(landing, 'dangling.csv'))
  symlinkSync('/etc', join(landing, 'folder'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(join(landing, 'socket.csv'), resolve))
  try {
    const { sources, unmatched, irregular, notes } = await pin(new DirectoryStore(join(folder, 'plain')), landing)
    expect(sources.map(({ file: name }) => name)).toEqual(['sacaa_cleaned.csv'])
    expect(unmatched).toEqual([])
    expect(irregular).toEqual([
      'Reachout Database.xlsx (a FIFO)',
      'dangling.csv (a symbolic link)',
      'folder (a symbolic link)',
      'sacaa/sacaa_cleaned.csv (a symbolic link)',
      'socket.csv (a socket)',
    ])
    expect(notes[0]).toBe(
      'Reachout Database.xlsx (a FIFO) was left alone: only plain files under plain names are taken. Put a copy of the file there instead.',
    )
  } finally {
    server.close()
  }
})

import { utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { WorkDamagedError } from '../../src/ledger/errors.ts'
import { fetchWork, once, type Workplace } from '../../src/ledger/work.ts'
import { workFile } from '../../src/ledger/works/work-file.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('work')
const made = z.object({ file: workFile, others: z.array(workFile) })
const DAY = 86_400
let count = 0

const place = (store: DirectoryStore, retryOf: string | null = null): Workplace => ({
  store,
  run: 'now',
  scratch: join(folder, 'scratch'),
  plan: { retryOf },
})

/** Work that writes one file of its own and names one that other work wrote. */
async function finished() {
  count++
  const root = join(folder, `store-${count}`)
  const store = new DirectoryStore(root)
  const other = { key: 'work/before/x/other.parquet', rows: 1, sha256: sha256('other') }
  await store.put(other.key, 'other')
  let times = 0
  const run = (retryOf: string | null = null) =>
    once(place(store, retryOf), 'kind', 'print', made, async (prefix) => {
      times++
      const key = `${prefix}/own.parquet`
      await store.put(key, 'own')
      return { file: { key, rows: 1, sha256: sha256('own') }, others: [other] }
    })
  await run()
  const age = (key: string, days: number) => {
    const at = Date.now() / 1000 - days * DAY
    utimesSync(join(root, key), at, at)
  }
  return { store, run, age, times: () => times, other: other.key, own: 'work/kind/print/own.parquet' }
}

describe('finished work', () => {
  test('is used again and done once', async () => {
    const work = await finished()
    expect(await work.run()).toMatchObject({ reused: true })
    expect(work.times()).toBe(1)
    expect(await work.run('before')).toMatchObject({ reused: true })
    expect(work.times()).toBe(1)
  })

  test.each(['evil', 'ow', ''])(
    'whose file reads %j is not handed out, and a repeated run does it again',
    async (bytes) => {
      const work = await finished()
      const { value } = await work.run()
      await work.store.put(work.own, bytes)
      const fetched = fetchWork(place(work.store), [value.file])
      await expect(fetched).rejects.toThrow(WorkDamagedError)
      await expect(fetched).rejects.toThrow(
        /^work\/kind\/print\/own\.parquet, which run now reads.*: hotpass retry now$/,
      )
      expect(await work.run()).toMatchObject({ reused: true })
      expect(await work.run('now')).toMatchObject({ reused: false })
      expect(await fetchWork(place(work.store), [value.file])).toHaveLength(1)
      expect(work.times()).toBe(2)
    },
  )

  test('that was cut off is done again', async () => {
    const store = new DirectoryStore(join(folder, 'cut'))
    const fail = () => Promise.reject(new Error('cut'))
    await expect(once(place(store), 's', 'f', z.number(), fail)).rejects.toThrow('cut')
    expect(await once(place(store), 's', 'f', z.number(), () => Promise.resolve(5))).toEqual({
      value: 5,
      reused: false,
    })
    expect(await once(place(store), 's', 'f', z.number(), fail)).toEqual({ value: 5, reused: true })
  })

  test.each(['own', 'other'] as const)(
    'of which a file has expired, its %s, is done again and then whole: a bucket expires object by object',
    async (which) => {
      const work = await finished()
      await work.store.delete(work[which])
      expect(await work.run()).toMatchObject({ reused: false })
      await work.store.put(work.other, 'other')
      expect(await work.run()).toMatchObject({ reused: true })
      expect(work.times()).toBe(2)
    },
  )

  test.each([
    ['own', 39, true],
    ['own', 41, false],
    ['other', 39, true],
    ['other', 41, false],
  ] as const)('whose %s file is %i days old is used again: %s', async (which, days, reused) => {
    const work = await finished()
    work.age(work[which], days)
    expect(await work.run()).toMatchObject({ reused })
  })

  test.each(['', '{', '{"file":1}', '[]'])('whose result reads %j is done again', async (text) => {
    const work = await finished()
    await work.store.put('work/kind/print/result.json', text)
    expect(await work.run()).toMatchObject({ reused: false })
  })
})

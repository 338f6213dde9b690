import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { commitVersion } from '../../src/versions/commit-version.ts'
import { measureDataFile, writeDataFile } from '../../src/versions/data-file.ts'
import { publishRelease, releaseNumbers } from '../../src/versions/release.ts'
import { storedVersions } from '../../src/versions/table-head.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'
import { commits, expectWholeHistory, raceOf, raceOnBadS3, random } from './commit-race.ts'
import { alteredStore, columns, openWorkshop, releaseFacts, rowsQuery, type Workshop } from './fixture.ts'

let shop: Workshop
let stub: S3Stub
beforeEach(async () => {
  shop = await openWorkshop()
  stub = await startS3Stub()
})
afterEach(async () => {
  await stub.close()
  shop.close()
})

describe('eight writers racing into one table', () => {
  test('on S3 with lost acknowledgements, conflicts, storms and broken bodies lose and double nothing', async () => {
    await raceOnBadS3(shop, stub, commits(24))
  })

  test('in a directory lose and double nothing', async () => {
    const ids = commits(24)
    const open = () => new DirectoryStore(join(shop.folder, 'store'))
    await raceOf(shop, open, ids)
    await expectWholeHistory(open(), ids, 3)
  })

  test('from separate processes lose and double nothing', async () => {
    const fieldIds = new Map(columns.map((column, i) => [column.name, i + 1]))
    const path = join(shop.folder, 'race.parquet')
    await writeDataFile(shop.engine, rowsQuery(3, columns), path, columns, fieldIds)
    const file = await measureDataFile(shop.engine, path, columns)
    const at = (name: string) => JSON.stringify(new URL(`../../src/${name}.ts`, import.meta.url).href)
    const run = (writer: number) =>
      new Promise<number | null>((done) => {
        const code = `
          import { DirectoryStore } from ${at('storage/directory-store')}
          import { commitVersion } from ${at('versions/commit-version')}
          const store = new DirectoryStore(${JSON.stringify(join(shop.folder, 'store'))})
          for (let i = 0; i < 2; i++) await commitVersion({
            store, dataset: 'organizations', columns: ${JSON.stringify(columns)}, primaryKey: ['entity_id'], mode: 'append',
            commitId: 'commit-' + (${writer} * 2 + i), contentHash: 'x', contractVersion: '1', nominalTime: new Date(0),
            data: async () => [${JSON.stringify(file)}],
          })`
        spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' }).on('exit', done)
      })
    expect(await Promise.all([0, 1, 2, 3].map(run))).toEqual([0, 0, 0, 0])
    await expectWholeHistory(new DirectoryStore(join(shop.folder, 'store')), commits(8), 3)
  })
})

describe('rivals of one plan', () => {
  test('two runs with the same content on the same base make one version', async () => {
    const open = () => new DirectoryStore(join(shop.folder, 'store'))
    const outcomes = await Promise.all([0, 1, 2].map(() => shop.commit(open(), 'same', 3)))
    expect(new Set(outcomes.map((outcome) => outcome.version))).toEqual(new Set([1]))
    expect(await storedVersions(open(), 'organizations')).toEqual([1])
  })

  test('releases stay dense, one a run, and latest ends on the newest, lost acknowledgements or not', async () => {
    const next = random(3)
    stub.fault = ({ method, conditional }) => (method === 'PUT' && conditional && next() < 0.3 ? 'lost-ack' : undefined)
    const open = () => new S3Store({ bucket: 'lake', client: { ...stub.clientConfig(), maxAttempts: 10 } })
    const releases = await Promise.all(
      Array.from({ length: 6 }, (_, i) => publishRelease(open(), releaseFacts(`run-${i}`, i + 1))),
    )
    expect(releases.map((item) => item.release).sort()).toEqual([1, 2, 3, 4, 5, 6])
    expect(await releaseNumbers(open(), 'refinement')).toEqual([1, 2, 3, 4, 5, 6])
    const again = await publishRelease(open(), releaseFacts('run-2', 3))
    expect(again.release).toBe(releases[2]?.release)
    const latest = await open().get('releases/refinement/channels/latest.json')
    expect(JSON.parse(Buffer.from(latest?.body ?? []).toString())).toEqual({ format: 1, release: 6 })
  })
})

test('a table where rivals always win ends in a clear error', async () => {
  const store = new DirectoryStore(join(shop.folder, 'store'))
  const losing = alteredStore(store, { create: async () => 'exists' })
  await expect(
    commitVersion({
      store: losing,
      dataset: 'organizations',
      columns,
      primaryKey: [],
      mode: 'overwrite',
      commitId: 'c',
      contentHash: 'h',
      contractVersion: '1',
      nominalTime: new Date(0),
      data: async () => [],
      tries: 3,
    }),
  ).rejects.toThrow(/lost 3 races/)
})

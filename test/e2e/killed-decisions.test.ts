import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/storage/open-store.ts'
import { releaseNumbers } from '../../src/versions/index.ts'
import { hotpassProcess, type Moment } from '../support/killed-at-write.ts'
import { reachoutSheets, readSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { type S3Stub, startS3StubHere } from '../support/s3-stub.ts'

const folder = temporaryFolder('killed-decisions')
const landing = join(folder, 'landing')
const store = 's3://lake'
const floor = ['--set', 'gate.min_rows.organizations=50']
let stub: S3Stub
let bucket: Map<string, S3Stub['objects'] extends Map<string, infer Held> ? Held : never>

const asked = (...args: string[]) => hotpassProcess(stub, [...args, '--store', store])
const ran = async (...more: string[]) =>
  JSON.parse((await asked('run', 'refinement', '--landing', landing, '--json', ...more)).out) as {
    run: string
    status: string
    rows: { read: number; published: number; quarantined: number }
  }
const keysLike = (like: RegExp) => [...stub.objects.keys()].filter((key) => like.test(key))
const documentAt = (key: string): unknown => JSON.parse(String(stub.objects.get(key)?.body))
const remember = () => {
  bucket = new Map(stub.objects)
}
const restore = () => {
  stub.objects.clear()
  for (const [key, held] of bucket) stub.objects.set(key, held)
}

beforeAll(async () => {
  stub = await startS3StubHere()
  mkdirSync(landing)
  const sheets = reachoutSheets(12)
  // A row without a name, which is set aside.
  ;(sheets.Organisation?.[4] as unknown[])[1] = null
  writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
})
afterAll(() => stub.close())

describe('gate release, killed', () => {
  let blocked: Awaited<ReturnType<typeof ran>>
  beforeAll(async () => {
    blocked = await ran(...floor)
    expect(blocked.status).toBe('blocked')
    remember()
  })

  test.each<[Moment, string, RegExp]>([
    ['before', 'its decision', /decisions\/gate\//],
    ['after', 'its decision', /decisions\/gate\//],
    ['after', 'the lease of the repeated run', /leases\//],
    ['before', 'its plan', /plan\.json$/],
    ['after', 'the decision to publish', /commit\.json$/],
    ['before', 'the release', /releases\/refinement\/1\.json$/],
    ['after', 'the release', /releases\/refinement\/1\.json$/],
    ['before', 'the channel', /channels\/latest\.json$/],
    ['before', 'the result', /result\.json$/],
  ])(
    '%s %s is written: the decision is whole or not there, and the same words again finish it',
    async (moment, _, key) => {
      restore()
      const words = ['gate', 'release', blocked.run, '--why', 'the register shrank', '--by', 'Ayanda', '--json']
      const killed = await hotpassProcess(stub, [...words, '--store', store], { key, moment })
      expect(killed.exit).toBeNull()
      for (const decision of keysLike(/decisions\/gate\//))
        expect(documentAt(decision)).toMatchObject({ kind: 'gate', run: blocked.run, by: 'Ayanda' })
      const again = await asked(...words)
      expect(again.exit, again.err).toBe(0)
      expect(keysLike(/decisions\/gate\//)).toHaveLength(1)
      expect(await releaseNumbers(openStore(store), 'refinement')).toEqual([1])
      expect(documentAt('lake/releases/refinement/1.json')).toMatchObject({
        verdict: 'warned',
        datasets: { organizations: { version: 1, rows: 11 } },
        released: { by: 'Ayanda', blockedRun: blocked.run },
      })
      const other = await asked('gate', 'release', blocked.run, '--why', 'me too', '--by', 'Sipho')
      expect(other.out).toContain('is published, as release 1: nothing to do. Ayanda let it through')
      expect((await ran(...floor)).status).toBe('unchanged')
    },
  )
})

describe('decisions about rows and pairs, killed', () => {
  let first: Awaited<ReturnType<typeof ran>>
  const book = join(folder, 'corrected.xlsx')
  beforeAll(async () => {
    stub.objects.clear()
    first = await ran()
    expect(first).toMatchObject({ status: 'published', rows: { published: 22, quarantined: 2 } })
    const rejected = join(folder, 'rejected.xlsx')
    expect((await asked('quarantine', 'export', 'latest', '--out', rejected)).exit).toBe(0)
    const sheets = readSheets(readFileSync(rejected))
    const rows = sheets.Organisation as unknown[][]
    ;(rows[1] as unknown[])[(rows[0] ?? []).indexOf('Organisation Name')] = 'Mended Gliding Club'
    writeSheets(book, { Organisation: sheets.Organisation ?? [] })
    remember()
  })

  const decisions = {
    'quarantine readmit': () => ['quarantine', 'readmit', first.run, book, '--why', 'asked them', '--by', 'Sipho'],
    'review accept': () => ['review', 'accept', 'reachout:1~reachout:2', '--why', 'one club', '--by', 'Sipho'],
    'review reject': () => ['review', 'reject', 'reachout:1~reachout:2', '--why', 'two clubs', '--by', 'Sipho'],
  }
  test.each([
    ['quarantine readmit', 'before', 24],
    ['quarantine readmit', 'after', 24],
    ['review accept', 'before', 20],
    ['review accept', 'after', 20],
    ['review reject', 'after', 22],
  ] as const)(
    '%s, %s its one write: whole or not there, once when typed again, and the next run takes it',
    async (name, moment, published) => {
      restore()
      const killed = await hotpassProcess(stub, [...decisions[name](), '--store', store], { key: /./, moment })
      expect(killed).toMatchObject({ exit: null, writes: [expect.stringMatching(/^decisions\//)] })
      expect(keysLike(/decisions\//)).toHaveLength(moment === 'before' ? 0 : 1)
      const again = await asked(...decisions[name](), '--json')
      expect(again.exit, again.err).toBe(0)
      expect(again.writes).toHaveLength(name === 'quarantine readmit' || moment === 'before' ? 1 : 0)
      expect(keysLike(/decisions\//)).toHaveLength(1)
      const next = await ran()
      expect(next).toMatchObject({ status: 'published', rows: { published } })
      const { read, ...parts } = next.rows
      expect(Object.values(parts).reduce((sum, rows) => sum + rows, 0)).toBe(read)
      expect((await ran()).status).toBe('unchanged')
    },
  )
})

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../src/cli/main.ts'
import { openEngine } from '../../src/engine/engine.ts'
import type { ErasureCertificate } from '../../src/stewardship/erasure/certificate.ts'
import { forget } from '../../src/stewardship/erasure/forget.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { listVersions, tableKeys } from '../../src/versions/index.ts'
import { fakeIo, hotpass } from '../cli/fake-io.ts'
import { organisationRow, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { prove, query, readDocument, refine, storeKeys } from '../support/run-store.ts'
import { textOfFile } from '../support/text-of-file.ts'

const folder = temporaryFolder('forget')
const landing = join(folder, 'landing')
const template = join(folder, 'store')
// What other programs leave on the machine is no part of these statements.
process.env.TMPDIR = temporaryFolder('forget-tmp')

/** Everything by which the person could be found again, in the spellings that went in and those that come out. */
const MARKERS = ['zanele', 'markerova', '825557788', '82 555 7788', 'quibblemark']
const EMAIL = 'Zanele.Quibblemark@org2.example'

/** Keys in which the person is still found, and by what. */
async function whereMarked(store: string): Promise<string[]> {
  const found: string[] = []
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
  for (const key of storeKeys(store)) {
    const text = `${key}\n${await textOfFile(join(store, key), engine)}`.toLowerCase()
    for (const marker of MARKERS) if (text.includes(marker)) found.push(`${key}: ${marker}`)
  }
  engine.close()
  return found
}

const copy = (name: string): string => {
  const store = join(folder, name)
  cpSync(template, store, { recursive: true })
  return store
}

async function erase(store: string, key: string, apply = true, after?: (phase: string) => void) {
  const scratch = join(folder, `scratch-${Math.random().toString(36).slice(2)}`)
  mkdirSync(scratch)
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch })
  try {
    const options = {
      store: openStore(store),
      engine,
      scratch,
      key,
      apply,
      by: 'Sipho',
      why: 'ticket 88',
      underWay: async () => [],
      progress: () => undefined,
    }
    return await forget({ ...options, ...(after === undefined ? {} : { after }) })
  } finally {
    engine.close()
  }
}

beforeAll(async () => {
  const sheets = reachoutSheets(6)
  const people = sheets['Contact Info'] as (string | number | null)[][]
  people[3] = [
    3,
    people[3]?.[1] ?? null,
    '2025-01-15',
    'Zanele',
    'Markerova',
    'Owner',
    '082 555 7788',
    null,
    EMAIL,
    null,
  ]
  // The same person once more, in quarantine for want of an organisation, and a colleague who shares nothing but the surname.
  people.push([999, null, '2025-01-15', 'Zanele', 'Markerova', 'Owner', 825557788, null, EMAIL.toUpperCase(), null])
  // Somebody else of two organisations, one of them the person's: the two wait for a steward, and the queue holds both records.
  for (const at of [3, 6])
    people.push([
      at,
      people[at]?.[1] ?? null,
      null,
      'Thandi',
      'Twoplaces',
      null,
      null,
      null,
      'thandi@two.example',
      null,
    ])
  const organisations = sheets.Organisation as (string | number | null)[][]
  ;(organisations[3] as unknown[])[8] =
    `Zanele Markerova (${EMAIL}, +27 82 555 7788) asked for a quote; call Thandi Example too`
  // A sheet that no contract describes.
  sheets.Admin = [
    ['who', 'what'],
    ['Zanele Markerova', `mail to ${EMAIL}`],
    ['Thandi Example', 'keeps the keys'],
  ]
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
  const set = ['publish.exports=["csv","xlsx"]', 'resolve.match_probability=0.99999999']
  const first = await refine(template, landing, { asOf: '2026-01-01', set })
  expect(first.status).toBe('published')
  // A second version, a blocked run, and a correction that names the person.
  const orphan = (
    (await hotpass(['quarantine', 'list', 'latest', '--store', template, '--json'])).json() as {
      rows: { id: string }[]
    }
  ).rows[0]?.id as string
  const fixed = await hotpass([
    'quarantine',
    'fix',
    first.run,
    orphan,
    '--set',
    'Surname=Markerova-Quibblemark',
    '--set',
    'Organisation Name=Nobody Knows Aero',
    '--why',
    'a typing error',
    '--by',
    'me',
    '--store',
    template,
  ])
  expect(fixed.err).toBe('')
  organisations.push([...organisationRow(7)])
  writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
  expect((await refine(template, landing, { asOf: '2026-01-02', set })).status).toBe('published')
  expect(
    (await refine(template, landing, { asOf: '2026-01-03', set: [...set, 'gate.min_rows.organizations=1000'] })).status,
  ).toBe('blocked')
  // What an analyst asked of the tables.
  mkdirSync(join(template, 'athena-results'), { recursive: true })
  writeFileSync(join(template, 'athena-results/query.csv'), `"${EMAIL}"\n`)
  // What people drop themselves.
  mkdirSync(join(template, 'landing/misc'), { recursive: true })
  writeFileSync(
    join(template, 'landing/misc/list.csv'),
    `name;mail\r\n"Markerova\nZanele";${EMAIL}\r\nThandi;desk1@org1.example\r\n`,
  )
  writeFileSync(
    join(template, 'landing/misc/list.jsonl'),
    `{"mail":"${EMAIL}","n":1}\n{"mail":"desk1@org1.example","n":2}\n`,
  )
})

const contactId = async (store: string): Promise<string> => {
  const [row] = await query<{ contact_id: string }>(
    folder,
    `SELECT DISTINCT contact_id FROM read_parquet('${store}/datasets/refinement/contacts/data/*.parquet', union_by_name = true) WHERE person_name ILIKE 'zanele markerova'`,
  )
  return row?.contact_id as string
}

const published = (dataset: string) => ({ pipeline: 'refinement', dataset, table: `refinement/${dataset}` })

describe('hotpass forget', () => {
  test('the person is everywhere before, so that a search which finds nothing afterwards says something', async () => {
    const rooms = new Set((await whereMarked(template)).map((found) => found.split('/')[0]))
    expect([...rooms].sort()).toEqual(expect.arrayContaining(['datasets', 'decisions', 'exports', 'landing', 'work']))
    expect((await whereMarked(template)).filter((found) => /review\.parquet/.test(found))).not.toEqual([])
  })

  test.each(['id', 'phone'] as const)(
    'by %s: nothing of the person is left in the whole store, and every version proves itself',
    async (by) => {
      const store = copy(`by-${by}`)
      const key = { id: await contactId(store), phone: '082 555 7788' }[by]
      const versionsBefore = await listVersions(openStore(store), published('contacts'))
      const looked = await erase(store, key, false)
      expect(await whereMarked(store)).toEqual(await whereMarked(template))
      expect(looked.certificate.counts['source files']).toBeGreaterThan(0)

      const { certificate } = await erase(store, key)
      expect(await whereMarked(store)).toEqual([])
      expect(JSON.stringify(certificate).toLowerCase()).not.toMatch(/zanele|marker|5557788/)

      const versions = await listVersions(openStore(store), published('contacts'))
      expect(versions.map(({ version }) => version)).toEqual(versionsBefore.map(({ version }) => version))
      for (const dataset of ['organizations', 'contacts', 'entity_links'])
        for (const { version } of await listVersions(openStore(store), published(dataset))) {
          const proof = await prove(store, dataset, version, folder)
          expect(proof.checks.filter(({ ok }) => !ok)).toEqual([])
        }
      // Everybody else is still there.
      const [others] = await query<{ n: number }>(
        folder,
        `SELECT count(DISTINCT contact_id) AS n FROM read_parquet('${store}/datasets/refinement/contacts/data/*.parquet', union_by_name = true)`,
      )
      expect(others?.n).toBeGreaterThanOrEqual(5)
      expect(readFileSync(join(store, 'landing/misc/list.csv'), 'utf8')).toContain('Thandi;desk1@org1.example')
      expect(readFileSync(join(store, 'landing/misc/list.jsonl'), 'utf8')).toContain(
        '{"mail":"desk1@org1.example","n":2}',
      )
      // Old hashes lead to new ones, and what stands there now has them.
      const kept = readDocument<ErasureCertificate>(store, `erasures/certificates/${certificate.id}.json`)
      const [old, now] =
        Object.entries(kept.replaced).find(([name]) => name.startsWith('datasets/refinement/contacts/data/')) ?? []
      expect(existsSync(join(store, String(old)))).toBe(false)
      expect(existsSync(join(store, String(now)))).toBe(true)
    },
  )

  test('the next run does not bring the person back, though the source file still names them', async () => {
    const store = copy('next-run')
    await erase(store, EMAIL)
    const next = await refine(store, landing, { asOf: '2026-02-01' })
    expect(next.status).toBe('published')
    expect(next.rows.read).toBe(
      next.rows.blank + next.rows.quarantined + next.rows.attached + next.rows.merged + next.rows.published,
    )
    expect(await whereMarked(store)).toEqual([])
    expect((await refine(store, landing, { asOf: '2026-02-02' })).status).toBe('unchanged')
    // A file that systems drop straight into the store is read without them as well.
    cpSync(join(landing, 'Reachout Database.xlsx'), join(store, 'landing/Reachout Database.xlsx'))
    const dropped = await refine(store, undefined, { asOf: '2026-02-03' })
    expect(dropped.status).toBe('published')
    expect(new Set((await whereMarked(store)).map((found) => found.split(':')[0]))).toEqual(
      new Set(['landing/Reachout Database.xlsx']),
    )
    const rules = await query<{ rule: string; n: number }>(
      folder,
      `SELECT rule, count(*) AS n FROM read_parquet('${store}/quarantine/refinement/${dropped.run}/*.parquet') GROUP BY rule`,
    )
    expect(rules.find(({ rule }) => rule === 'forgotten_person')?.n).toBe(2)
  })

  test.each(['source files', 'dataset refinement/contacts', 'documents'])(
    'cut off after %s, the same command goes on and ends the same',
    async (phase) => {
      const store = copy(`cut-${phase.replaceAll(/[ /]/g, '-')}`)
      await expect(
        erase(store, EMAIL, true, (done) => {
          if (done === phase) throw new Error('the plug was pulled')
        }),
      ).rejects.toThrow('the plug was pulled')
      await erase(store, EMAIL)
      expect(await whereMarked(store)).toEqual([])
      for (const { version } of await listVersions(openStore(store), published('contacts')))
        expect((await prove(store, 'contacts', version, folder)).ok).toBe(true)
    },
  )

  test('a second time finds nothing to do, and its certificate keeps what the first one says', async () => {
    const store = copy('twice')
    const first = (await erase(store, EMAIL)).certificate
    const metadata = readFileSync(join(store, tableKeys.metadata('refinement/contacts', 1)), 'utf8')
    const again = await erase(store, EMAIL)
    expect(readFileSync(join(store, tableKeys.metadata('refinement/contacts', 1)), 'utf8')).toBe(metadata)
    expect(again.certificate.counts).toMatchObject({ 'source files': 0, 'work files': 0 })
    expect(first.counts['source files']).toBeGreaterThan(0)
    expect(Object.keys(first.replaced).length).toBeGreaterThan(0)
    expect(readDocument<ErasureCertificate>(store, `erasures/certificates/${first.id}.json`)).toMatchObject({
      completed: again.certificate.completed,
      counts: { 'source files': first.counts['source files'], 'work files': first.counts['work files'] },
      replaced: first.replaced,
      before: [{ completed: first.completed, by: 'Sipho', why: 'ticket 88' }],
    })
  })
})

describe('the command', () => {
  test('only looks until it is told --yes, wants a reason, and reads the person from stdin', async () => {
    const store = copy('command')
    const looked = await hotpass(['forget', '-', '--dry-run', '--store', store], { input: `${EMAIL}\n` })
    expect(looked.exit).toBe(0)
    expect(looked.out.toLowerCase()).not.toContain('zanele')
    const unsure = await hotpass(['forget', '-', '--why', 'x', '--by', 'me', '--store', store], { input: EMAIL })
    expect(unsure.exit).toBe(2)
    expect(unsure.out).toContain('--yes')
    expect(storeKeys(store, 'erasures')).toEqual([])
    expect((await hotpass(['forget', EMAIL, '--yes', '--by', 'me', '--store', store])).err).toContain('--why')
    const done = await hotpass(['forget', '-', '--yes', '--why', 'ticket 88', '--store', store], {
      input: EMAIL,
      env: { HOTPASS_STEWARD: 'Lerato' },
    })
    expect(done.err.replaceAll(/^Erasing.*$|^Looking.*$/gm, '').trim()).toBe('')
    expect(done.exit).toBe(0)
    expect((await hotpass(['forget', '--list', '--store', store])).out).toMatch(/Lerato +ticket 88/)
  })

  test('stops between two steps when it is told to, says that nobody is certified, and the same words finish it', async () => {
    const store = copy('stopped')
    const controller = new AbortController()
    const io = fakeIo({ input: EMAIL, signal: controller.signal })
    const err = (text: string) => {
      if (text.includes('work files')) controller.abort()
      io.err(text)
    }
    const words = ['forget', '-', '--yes', '--why', 'ticket 88', '--by', 'me', '--store', store]
    expect(await main(words, { ...io, err })).toBe(5)
    expect(io.said.err).toMatch(/Erasing: work files\nhotpass: Stopped .*Nobody is certified.*say the same again\.\n$/)
    expect(io.said.out).toBe('')
    expect(storeKeys(store, 'erasures/certificates')).toEqual([])
    expect((await hotpass(words, { input: EMAIL })).exit).toBe(0)
    expect(await whereMarked(store)).toEqual([])
  })

  test('nobody, nonsense, and people who share an address are answered', async () => {
    const nobody = await hotpass(['forget', `per_${'a'.repeat(20)}`, '--dry-run', '--store', template])
    expect(nobody.err).toContain('No kept version of a table of people has')
    expect((await hotpass(['forget', 'Zanele', '--dry-run', '--store', template])).exit).toBe(2)
  })
})

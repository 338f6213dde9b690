import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { SetAsideSummary } from '../../src/ledger/set-aside.ts'
import type { VerdictDocument } from '../../src/quality/index.ts'
import type { SiteRun } from '../../src/site/index.ts'
import { NO_ROW_HASH } from '../../src/stewardship/erasure/erase-rows.ts'
import { hotpass } from '../cli/fake-io.ts'
import { readSheets, temporaryFolder } from '../support/landing.ts'
import { query, readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('set-aside')
/** What other programs of this machine leave stands in the way of an erasure. */
process.env.TMPDIR = temporaryFolder('set-aside-tmp')
const numbers = Array.from({ length: 20 }, (_, at) => at + 1)
const NAMES =
  'Amber Birch Cedar Dune Ember Fern Grove Heath Inlet Jade Kelp Larch Moss Nettle Oak Pine Quill Reed Sage Thyme'
const word = (at: number) => NAMES.split(' ')[at - 1] as string
const firm = (at: number) => `${word(at)} Gliders`
const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`

interface Landed {
  readonly email?: (at: number) => string
  readonly phone?: (at: number) => string
  readonly day?: (at: number) => string
}
/** Twenty organizations with a person each, in two files. */
function land(name: string, { email, phone, day }: Landed): string {
  const at = join(folder, name)
  mkdirSync(at, { recursive: true })
  writeFileSync(
    join(at, 'reachout_organisation.csv'),
    csv(
      'Organisation Name,ID,Area,Reachout Date',
      numbers.map((id) => `${firm(id)},${id},Free State,${day?.(id) ?? '2025-01-15'}`),
    ),
  )
  writeFileSync(
    join(at, 'reachout_contact_info.csv'),
    csv(
      'ID,Organisation Name,Firstname,Surname,Email,Phone',
      numbers.map((id) => {
        const said = [email?.(id) ?? `ann${id}@${word(id)}.example`, phone?.(id) ?? `+2731555${1000 + id}`]
        return `${id},${firm(id)},Ann,${word(id)},${said.join(',')}`
      }),
    ),
  )
  return at
}
/** One of each cannot be used: a secret of an address, a number that is too short, a day that there is not; and one says nothing. */
const USUAL: Landed = {
  email: (at) => (at === 4 ? 'secret.anna@nowhere' : at === 5 ? 'n/a' : `ann${at}@${word(at)}.example`),
  phone: (at) => (at === 6 ? '12345' : `+2731555${1000 + at}`),
  day: (at) => (at === 7 ? '31/02/2025' : '2025-01-15'),
}
const before = join(folder, 'before')
let first: Awaited<ReturnType<typeof refine>>
beforeAll(async () => {
  first = await refine(before, land('usual', USUAL), { asOf: '2026-01-01' })
})

const summaryOf = (store: string, run: string) => readDocument<SetAsideSummary>(store, `runs/${run}/set-aside.json`)
const told = (store: string, run: string) =>
  readDocument<VerdictDocument>(store, `runs/${run}/verdict.json`).reasons.filter((one) => one.includes('set aside'))

describe('values that cannot be used', () => {
  test('are counted in the result, and filed each with its place, masked', async () => {
    expect(first.status).toBe('published')
    const key = `runs/${first.run}/set-aside.parquet`
    expect(first.setAside).toEqual({ key, values: 3, fields: 3 })
    const rows = await query(
      folder,
      `SELECT source, source_table, file, row_number, entity, field, code, value FROM '${join(before, key)}'`,
    )
    const contact = { source: 'reachout', source_table: 'reachout_contact_info', file: 'reachout_contact_info.csv' }
    expect(rows).toEqual([
      { ...contact, row_number: 5, entity: 'person', field: 'emails', code: 'invalid_email', value: 's***' },
      { ...contact, row_number: 7, entity: 'person', field: 'phones', code: 'invalid_phone', value: '1***' },
      {
        ...{ source: 'reachout', source_table: 'reachout_organisation', file: 'reachout_organisation.csv' },
        ...{ row_number: 8, entity: 'organization', field: 'last_interaction_date', code: 'not_a_date' },
        value: '31/02/2025',
      },
    ])
  })

  test('are told by field with what was said of it, a word for nothing left out, and with fields that lost none', () => {
    const fields = summaryOf(before, first.run).fields.map(({ entity, field, said, aside }) => [
      entity,
      field,
      said,
      aside,
    ])
    expect(fields).toContainEqual(['person', 'emails', 19, 1])
    expect(fields).toContainEqual(['person', 'phones', 20, 1])
    expect(fields).toContainEqual(['person', 'person_name', 20, 0])
    expect(fields).toContainEqual(['organization', 'last_interaction_date', 20, 1])
  })

  test('are in no document of the run as they were written', () => {
    const left = storeKeys(before).filter((key) => !/^(?:landing|work)\//.test(key))
    expect(left.length).toBeGreaterThan(20)
    const holding = left.filter((key) => readFileSync(join(before, key)).includes('secret.anna'))
    expect(holding).toEqual([])
  })

  test('stand on the page of the run, the largest share first', () => {
    const { setAside } = readDocument<SiteRun>(before, `site/runs/${first.run}.json`)
    expect(setAside.map(({ field, count, said }) => `${field} ${count}/${said}`)).toEqual([
      'emails 1/19',
      'phones 1/20',
      'last_interaction_date 1/20',
    ])
    expect(setAside[0]).toMatchObject({ code: 'invalid_email', examples: ['s***'], places: [{ row: 5 }] })
  })

  test('of rows in quarantine are not told: the row is', async () => {
    const nameless = land('nameless', USUAL)
    const file = join(nameless, 'reachout_organisation.csv')
    writeFileSync(file, readFileSync(file, 'utf8').replace('Grove Gliders,7', ',7'))
    const { run } = await refine(join(folder, 'nameless-store'), nameless)
    const dates = summaryOf(join(folder, 'nameless-store'), run).fields.find(({ field }) => field.endsWith('_date'))
    expect(dates).toMatchObject({ said: 19, aside: 0 })
  })

  test('do not pile up: a run in which every value is used says so, and leaves no file', async () => {
    const store = join(folder, 'whole')
    const { run, setAside } = await refine(store, land('good', {}))
    expect(setAside).toBeUndefined()
    expect(storeKeys(store, `runs/${run}`)).not.toContain(`runs/${run}/set-aside.parquet`)
    expect(summaryOf(store, run).fields.every(({ aside, said }) => aside === 0 && said > 0)).toBe(true)
    expect((await hotpass(['set-aside', '--store', store])).out).toMatch(/used every value/)
  })
})

describe('the gate, from the second run on', () => {
  async function after(name: string, landed: Landed, change: (store: string) => void = () => {}) {
    const store = join(folder, `${name}-store`)
    cpSync(before, store, { recursive: true })
    change(store)
    const { run, status } = await refine(store, land(name, { ...USUAL, ...landed }), { asOf: '2026-01-02' })
    return { run, status, told: told(store, run), store }
  }
  const bad = (count: number) => ({ phone: (at: number) => (at <= count ? '12345' : `+2731555${1000 + at}`) })

  test('says nothing of the first run, nor of as many of the same', async () => {
    expect(told(before, first.run)).toEqual([])
    const { status, told: nothing } = await after('same', { day: (at) => (at === 9 ? '31/04/2025' : '2025-01-16') })
    expect([status, nothing]).toEqual(['published', []])
  })

  test('blocks by name where a field lost much, with before and after, the reason, and what to do', async () => {
    const { run, status, told: reasons, store } = await after('worse', bad(9))
    expect(status).toBe('blocked')
    expect(reasons).toEqual([
      'reachout_contact_info (error): At most 20% more of the values of person.phones than in release 1 are set aside. ' +
        'Of 20 values of person.phones of Reachout Database: Contact Info 9 (45%) were set aside; in release 1 it was 1 of 20 (5%). ' +
        'Most of it is invalid_phone (9, then 1): The value is not a phone number that any numbering plan assigns; correct it in the source. ' +
        `See them with: hotpass set-aside ${run} --out set-aside.xlsx`,
    ])
    const shown = await hotpass(['gate', 'show', run, '--store', store])
    expect(shown.out).toContain(`hotpass set-aside ${run} --store ${store} --out set-aside.xlsx`)
  })

  test('warns where it lost less, and lets one value more be', async () => {
    const fewer = await after('fewer', bad(4))
    expect([fewer.status, fewer.told.length]).toEqual(['published', 1])
    expect(fewer.told[0]).toMatch(/^reachout_contact_info \(warning\): At most 5% more .* 4 \(20%\) were set aside/)
    expect((await after('one', bad(2))).told).toEqual([])
  })

  test('only warns where the last release was made of something else', async () => {
    const { status, told: reasons } = await after('other', bad(9), (store) => {
      const plan = join(store, `runs/${first.run}/plan.json`)
      const said = JSON.parse(readFileSync(plan, 'utf8'))
      writeFileSync(plan, JSON.stringify({ ...said, code: { ...said.code, Refine: '0'.repeat(64) } }))
    })
    expect(status).toBe('published')
    expect(reasons[0]).toMatch(
      /^reachout_contact_info \(warning\): .* It does not block: the program has changed since\.$/,
    )
  })

  test('has nothing to compare where the last release did not keep count', async () => {
    const { told: nothing } = await after('uncounted', bad(9), (store) =>
      rmSync(join(store, `runs/${first.run}/set-aside.json`)),
    )
    expect(nothing).toEqual([])
  })
})

describe('hotpass set-aside', () => {
  const speak = (...args: string[]) => hotpass(['set-aside', ...args, '--store', before])

  test('lists fields and reasons, the largest share first, with an example and the first place', async () => {
    const { exit, out } = await speak()
    expect(exit).toBe(0)
    const [header, ...lines] = out.split('\n')
    expect(header).toMatch(/^table +field +reason +set aside +of +share +for example +first in$/)
    expect(lines[0]).toMatch(
      /^reachout_contact_info +person\.emails +invalid_email +1 +19 +5\.3% +s\*\*\* +reachout_contact_info\.csv, .*, row 5$/,
    )
    expect(lines.slice(0, 3).map((line) => line.split(/ +/)[1])).toEqual([
      'person.emails',
      'person.phones',
      'organization.last_interaction_date',
    ])
    expect(out).toContain(`Next: hotpass set-aside ${first.run} --store ${before} --out set-aside.xlsx`)
  })

  test('as JSON gives the same, whole', async () => {
    const { json } = await speak('latest', '--json')
    expect(json()).toEqual({
      run: first.run,
      values: 3,
      file: null,
      fields: summaryOf(before, first.run).fields,
      words: [],
    })
  })

  test.each(['aside.csv', 'aside.xlsx'])(
    'writes each value with its place, masked, to %s, and says so',
    async (name) => {
      const file = join(folder, name)
      const { exit, out } = await speak(first.run, '--out', file)
      expect([exit, out]).toEqual([
        0,
        expect.stringMatching(/^3 values of .*They are masked: look the row up in its file/),
      ])
      const [lines = []] = name.endsWith('.csv')
        ? [
            readFileSync(file, 'utf8')
              .trim()
              .split('\n')
              .map((line) => line.split(',')),
          ]
        : Object.values(readSheets(readFileSync(file)))
      expect((lines[0] ?? []).join()).toBe(
        'source,source_table,file,sheet,row_number,row_hash,entity,field,code,value,message',
      )
      expect(lines.slice(1).map((cells) => `${cells[4]} ${cells[7]} ${cells[9]}`)).toEqual([
        '5 emails s***',
        '7 phones 1***',
        '8 last_interaction_date 31/02/2025',
      ])
      const again = await speak(first.run, '--out', file)
      expect([again.exit, again.err]).toEqual([2, expect.stringContaining('is there already')])
    },
  )

  test('refuses a file of no format that it writes, and a run that counted nothing', async () => {
    expect(await speak('--out', join(folder, 'aside.json'))).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/\.xlsx/),
    })
    expect(await speak('refinement-20200101T000000Z-aaaaaa')).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/has not counted/),
    })
  })

  test('is named in what a run and `runs show` say', async () => {
    const landing = land('told', USUAL)
    const ran = await hotpass(['run', 'refinement', '--landing', landing, '--store', join(folder, 'told-store')])
    const [, run] = /Run: (\S+),/.exec(ran.out) ?? []
    expect(ran.out).toContain(`Set aside: 3 values of 3 fields\n  hotpass set-aside ${run} --store`)
    const shown = await hotpass(['runs', 'show', 'latest', '--store', join(folder, 'told-store')])
    expect(shown.out).toContain(`Set aside: 3 values of 3 fields\n  hotpass set-aside ${run} --store`)
  })
})

test('a text that would run as a formula does not, in what is written for a spreadsheet', async () => {
  const store = join(folder, 'formula-store')
  await refine(store, land('formula', { day: (at) => (at === 3 ? '=1+1' : '2025-01-15') }))
  const file = join(folder, 'formula.csv')
  await hotpass(['set-aside', '--out', file, '--store', store])
  expect(readFileSync(file, 'utf8')).toContain(",'=1+1,")
})

test('what is told of a person who is forgotten says no more whose row it was', async () => {
  const store = join(folder, 'forgotten')
  cpSync(before, store, { recursive: true })
  const rows = (hash: string) =>
    query(folder, `SELECT row_hash FROM '${join(store, `runs/${first.run}/set-aside.parquet`)}' WHERE ${hash}`)
  expect(await rows(`row_hash = '${NO_ROW_HASH}'`)).toHaveLength(0)
  const { exit, err } = await hotpass(['forget', '-', '--yes', '--why', 'ticket 8', '--by', 'S', '--store', store], {
    input: `ann6@${word(6)}.example\n`,
  })
  expect([exit, err]).toEqual([0, expect.any(String)])
  expect(await rows(`row_hash = '${NO_ROW_HASH}'`)).toHaveLength(1)
})

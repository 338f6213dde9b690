import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VerdictDocument } from '../../src/quality/index.ts'
import type { SiteChange } from '../../src/site/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

// What a steward fears most: a source that does not arrive, a column that is called otherwise, a source that is all but rejected.

const folder = temporaryFolder('gate-cases')
const before = join(folder, 'before')
const usual = join(folder, 'usual')
const numbers = (count: number) => Array.from({ length: count }, (_, at) => at + 1)
const csv = (header: string, rows: readonly string[]) => `${[header, ...rows].join('\n')}\n`
const FIRST = 'Amber Birch Cedar Dune Ember Fern Grove Heath Inlet Jade Kelp Larch Maple Nettle'.split(' ')
const LAST = 'Balloons Rotors Gliders Hangars Charters'.split(' ')
const firm = (at: number) => `${FIRST[at % FIRST.length]} ${LAST[Math.floor(at / FIRST.length)]}`
const FIRMS = 'Organisation Name,ID,Area'
const PEOPLE = 'ID,Organisation Name,Firstname,Surname,Email,Phone'
const REGISTER = 'Name of Organisation,Province,Status'
const ofFirm = (at: number) => `${firm(at)},${at},Free State`
const person = (at: number) =>
  `${at},${firm(at)},Ann,${FIRST[at % 14]}${LAST[Math.floor(at / 14)]?.toLowerCase()},a${at}@firm${at}.example,+27315${551000 + at}`
const school = (at: number) => `${FIRST[at]} School,Gauteng,Active`
const files = {
  'reachout_organisation.csv': csv(FIRMS, numbers(67).map(ofFirm)),
  'reachout_contact_info.csv': csv(PEOPLE, numbers(20).map(person)),
  'sacaa_cleaned.csv': csv(REGISTER, numbers(4).map(school)),
  'contact_company_cat.csv': csv(
    'C_ID,Company',
    numbers(6).map((at) => `${at},${FIRST[at]} Aerial Surveys`),
  ),
}

beforeAll(async () => {
  mkdirSync(usual)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(usual, name), text)
  expect(await refine(before, usual, { asOf: '2026-01-01' })).toMatchObject({ status: 'published', impact: 'large' })
})

/** A run after the usual one: what landed then, but for these files. Null: it does not arrive. */
async function after(name: string, changed: Partial<Record<keyof typeof files, string | null>>) {
  const [store, landing] = [join(folder, `${name}-store`), join(folder, name)]
  cpSync(before, store, { recursive: true })
  cpSync(usual, landing, { recursive: true })
  for (const [file, text] of Object.entries(changed))
    if (text === null) rmSync(join(landing, file))
    else writeFileSync(join(landing, file), text)
  const result = await refine(store, landing, { asOf: '2026-01-02' })
  const verdict = readDocument<VerdictDocument>(store, `runs/${result.run}/verdict.json`)
  const latest = readDocument<{ release: number }>(store, 'releases/refinement/channels/latest.json').release
  return { ...result, store, landing, latest, reasons: verdict.reasons, verdict }
}
type After = Awaited<ReturnType<typeof after>>

describe('a source that does not arrive', () => {
  let one: After
  const changes = () => readDocument<SiteChange[]>(one.store, `runs/${one.run}/changes.json`)
  const on = (...args: string[]) => hotpass([...args, '--store', one.store])
  beforeAll(async () => {
    one = await after('absent', { 'sacaa_cleaned.csv': null })
  })

  test('blocks, is the first of the reasons, and `latest` stays', () => {
    expect([one.status, one.latest]).toEqual(['blocked', 1])
    expect(one.reasons[0]).toMatch(
      /^sacaa \(error\): Every source of release 1 is there\. No file of SACAA Cleaned is; then there was sacaa_cleaned\.csv\./,
    )
  })

  test('stands among what was judged, with its check, though it has no rows', () => {
    expect(one.verdict.datasets.find(({ id }) => id === 'sacaa')).toMatchObject({
      verdict: 'blocked',
      rows: 0,
      checks: [{ id: 'source.absent', outcome: 'failed', severity: 'error' }],
    })
  })

  test('keeps what would have been published: rows that go, masked, against the release that stays', () => {
    const [organizations] = changes()
    expect(organizations).toMatchObject({
      dataset: 'organizations',
      from: 1,
      to: null,
      before: 77,
      rows: 73,
      removed: 4,
    })
    expect(organizations?.examples?.filter(({ change }) => change === 'removed')).toHaveLength(4)
  })

  test('is told with both ways on, each as it is typed', async () => {
    const { out, exit } = await on('gate', 'show', one.run)
    expect(exit).toBe(3)
    expect(out).toMatch(/^organizations +73 +0 +4 +\d+ +\w+$/m)
    expect(out).toContain(`hotpass run refinement --store ${one.store} --landing ${one.landing}`)
    expect(out).toContain(`hotpass gate release ${one.run} --why "…" --store ${one.store}`)
  })

  test('is what the home page begins with: verdict, what would change, what waits', () => {
    const page = readFileSync(join(one.store, 'site/index.html'), 'utf8')
    const places = [
      'The last run was blocked: release 1 stays',
      'What would have changed',
      'organizations: 0 added, 4 removed',
      'What waits for a person',
      `hotpass gate release ${one.run} --why`,
      '<caption>The newest runs</caption>',
    ].map((text) => page.indexOf(text))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  test('another that is missing too is named beside it', async () => {
    const two = await after('two-absent', { 'sacaa_cleaned.csv': null, 'contact_company_cat.csv': null })
    expect(two.status).toBe('blocked')
    expect(two.reasons.filter((reason) => reason.includes('Every source of release 1'))).toHaveLength(2)
  })

  test('let through, it says how much changed, and does not block a second time', async () => {
    const released = await on('gate', 'release', one.run, '--why', 'The register is closed', '--json')
    expect(released.json()).toMatchObject({
      status: 'published',
      gate: 'warned',
      release: 2,
      impact: expect.any(String),
    })
    expect((await on('status')).out).toMatch(/published .*(?:small|large)$/m)
    expect((await on('diff', 'organizations')).out).toContain('0 added, 4 removed')
    writeFileSync(join(one.landing, 'sacaa_cleaned.csv'), csv(REGISTER, numbers(4).map(school)))
    const back = await refine(one.store, one.landing, { asOf: '2026-01-03' })
    expect(back).toMatchObject({ status: 'published', release: 3 })
    expect(back.reasons?.filter((reason) => reason.includes('(error)'))).toEqual([])
  })
})

describe('a column that is called otherwise', () => {
  const people = (header: string) => ({ 'reachout_contact_info.csv': csv(header, numbers(20).map(person)) })

  test('blocks, named with what is new in the file, and with the values before and after', async () => {
    const { status, latest, reasons, verdict } = await after(
      'renamed',
      people(PEOPLE.replace('Email', 'Elektronische Post')),
    )
    expect([status, latest]).toEqual(['blocked', 1])
    expect(reasons[0]).toMatch(
      /^reachout_contact_info \(error\): .* "Email" \(person\.emails\) is not\. Not mapped: "Elektronische Post"\./,
    )
    expect(reasons).toContainEqual(expect.stringContaining('20 rows had one and 0 have: 100% fewer.'))
    expect(verdict.datasets.find(({ id }) => id === 'reachout_contact_info')?.verdict).toBe('blocked')
  })

  test('as another column of the file blocks by what its values are', async () => {
    const { status, reasons } = await after('swapped', people('ID,Organisation Name,Firstname,Surname,Phone,Email'))
    expect(status).toBe('blocked')
    expect(reasons).toContainEqual(
      expect.stringMatching(/Of 20 values of person\.emails .* 20 \(100%\) were set aside/),
    )
  })

  test('in other letters, in another place and beside a new one is the same column, and nothing changes', async () => {
    const rows = numbers(20).map((at) => `${person(at).split(',').reverse().join(',')},42`)
    const header = 'PHONE, e-mail ,surname,firstname,organisation name,id,Shoe size'
    const { status, impacts } = await after('letters', { 'reachout_contact_info.csv': csv(header, rows) })
    expect(status).toBe('published')
    expect(impacts).toMatchObject({
      organizations: expect.stringMatching(/none|small/),
      contacts: expect.stringMatching(/none|small/),
    })
  })
})

describe('a source that is all but rejected', () => {
  test('blocks by the limit of every source, with the rejected rows beside those that were read', async () => {
    const nameless = numbers(67).map((at) => (at <= 60 ? `,${at},Free State` : ofFirm(at)))
    const { status, latest, reasons, rows } = await after('rejected', {
      'reachout_organisation.csv': csv(FIRMS, nameless),
    })
    expect([status, latest, rows.quarantined >= 60]).toEqual(['blocked', 1, true])
    expect(reasons).toContainEqual(
      expect.stringMatching(/^reachout_organisation \(error\): At most 30% .* 60 rows of 67 rows \(89\.6%\)/),
    )
  })

  test('by what Resolve holds back blocks the first run already: rows that belong to nothing that is known', async () => {
    const landing = join(folder, 'orphans')
    cpSync(usual, landing, { recursive: true })
    const orphans = numbers(20).map((at) =>
      at <= 18 ? person(at).replace(`${at},${firm(at)}`, `9${at}00,Nobody ${at}`) : person(at),
    )
    writeFileSync(join(landing, 'reachout_contact_info.csv'), csv(PEOPLE, orphans))
    const { status, reasons } = await refine(join(folder, 'orphans-store'), landing, { asOf: '2026-01-01' })
    expect(status).toBe('blocked')
    expect(reasons?.[0]).toMatch(
      /^reachout_contact_info \(error\): At most 30% of the rows are in quarantine\. 18 rows of 20 rows \(90%\) are; 18 of them keep the contract/,
    )
  })

  test('or brings a few of its rows, however small it is beside the others, blocks by its own name', async () => {
    const { status, reasons } = await after('few', {
      'contact_company_cat.csv': csv('C_ID,Company', ['1,Birch Aerial Surveys']),
    })
    expect(status).toBe('blocked')
    expect(reasons).toContainEqual(
      'contact_company_cat (error): At most 20% of the rows of release 1 are gone. There were 6 rows and there are 1: 83.3% fewer.',
    )
  })
})

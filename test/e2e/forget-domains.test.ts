import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hotpass } from '../cli/fake-io.ts'
import { whereFound } from '../support/byte-search.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { query, refine } from '../support/run-store.ts'

const folder = temporaryFolder('forget-domains')
const store = join(folder, 'store')
// What processes of others left on this machine is no business of this test.
process.env.TMPDIR = temporaryFolder('forget-domains-tmp')

/** People alone: nobody belongs to anything, in another country, known by a number of their own. */
const MEMBERS = `
id: members
country: GB
date_order: dmy
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      called: { type: person_name, required: true }
      mail: { type: email, keep: distinct }
      lines: { type: phone, keep: distinct }
      born: { type: date_of_birth }
      passport: { type: identifier, pii: personal }
      joined: { type: date, required: true }
sources:
  - id: roll
    title: Roll
    trust: 1
    files: ['roll*.csv']
    tables:
      - id: roll
        files: ['roll*.csv']
        describes:
          - entity: member
            key: No
            attributes: { called: Name, mail: Mail, lines: Phone, born: Born, passport: Passport, joined: Joined }
`
const ROLL = [
  'No,Name,Mail,Phone,Born,Passport,Joined',
  '1,Quillon Zephyrine,quillon@one.example,020 7946 0123,03/02/1980,XQ 123456,04/05/2021',
  // The same person by name and day of birth alone.
  '2,Quillon Zephyrine,,,03/02/1980,,04/05/2021',
  // Somebody else of the same day, and somebody else of the same name.
  '3,Tomas Hillbrook,tomas@two.example,020 7946 0456,03/02/1980,XQ 654321,04/05/2021',
  '4,Ines Marlowe,ines@three.example,020 7946 0789,07/08/1991,XQ 777777,04/05/2021',
  // Somebody else at the person's number, held back for a day that is none: no published table shows them.
  '5,Odalys Brennan,odalys@four.example,020 7946 0123,,,31/02/2021',
]

beforeAll(async () => {
  mkdirSync(join(folder, 'members'), { recursive: true })
  writeFileSync(join(folder, 'members/domain.yaml'), MEMBERS)
  const pipeline = join(folder, 'roll.yaml')
  writeFileSync(pipeline, 'id: roll\ndescription: The roll.\ndomain: ./members\n')
  mkdirSync(join(folder, 'landing-roll'))
  writeFileSync(join(folder, 'landing-roll/roll.csv'), `${ROLL.join('\n')}\n`)
  mkdirSync(join(folder, 'landing-reachout'))
  const sheets = reachoutSheets(6)
  // The person answers for an organization too, under the same address.
  const people = sheets['Contact Info'] as (string | number | null)[][]
  people[3] = [
    3,
    people[3]?.[1] ?? null,
    '2025-01-15',
    'Quillon',
    'Zephyrine',
    'Owner',
    null,
    null,
    'quillon@one.example',
    null,
  ]
  writeSheets(join(folder, 'landing-reachout/Reachout Database.xlsx'), sheets)
  const asOf = '2026-01-01'
  expect((await refine(store, join(folder, 'landing-reachout'), { asOf })).status).toBe('published')
  expect((await refine(store, join(folder, 'landing-roll'), { asOf, pipeline })).status).toBe('published')
}, 240_000)

const MARKS = ['quillon', 'zephyrine', 'xq123456', 'xq 123456', '2079460123']
/** As the person's row and somebody else's write it: what is the other's too stays in their row, and is published of nobody. */
const NUMBER = '020 7946 0123'
const published = () => whereFound([join(store, 'datasets'), join(store, 'quarantine')], [NUMBER, '2079460123'])
const names = async (): Promise<string[]> =>
  (
    await query<{ n: string }>(
      folder,
      `SELECT DISTINCT called AS n FROM read_parquet('${store}/datasets/roll/members/data/*.parquet', union_by_name = true) ORDER BY 1`,
    )
  ).map(({ n }) => n)

/** The rows of the roll that its newest run with such rows held back. */
async function heldBack(): Promise<unknown> {
  const { exit, out } = await hotpass([
    'quarantine',
    'list',
    'latest',
    '--pipeline',
    'roll',
    '--json',
    '--store',
    store,
  ])
  expect(exit).toBe(0)
  return JSON.parse(out)
}

describe('a person of several pipelines with domains of their own', () => {
  test('is found by a number that one of the domains knows as personal, and goes from all of them', async () => {
    expect(await names()).toEqual(['Ines Marlowe', 'Quillon Zephyrine', 'Tomas Hillbrook'])
    expect(await whereFound([store], MARKS)).not.toEqual([])
    const asked = ['forget', '-', '--yes', '--why', 'ticket 9', '--by', 'me', '--store', store]
    const { exit, err } = await hotpass(asked, { input: 'xq-123-456\n' })
    expect({ exit, err: err.replaceAll(/^(Erasing|Looking).*\n/gm, '') }).toEqual({ exit: 0, err: '' })
    expect(await whereFound([store], MARKS)).toEqual([])
    expect(await names()).toEqual(['Ines Marlowe', 'Tomas Hillbrook'])
    expect(await heldBack()).toMatchObject({ rows: [{ file: 'roll.csv', rowNumber: 6 }] })
    expect(await published()).toEqual([])
  }, 240_000)

  test('stays out of the next run of each', async () => {
    const asOf = '2026-02-01'
    expect((await refine(store, join(folder, 'landing-reachout'), { asOf })).status).not.toBe('failed')
    const run = await refine(store, join(folder, 'landing-roll'), { asOf, pipeline: join(folder, 'roll.yaml') })
    expect(run.status).not.toBe('failed')
    expect(await published()).toEqual([])
    expect(await heldBack()).toMatchObject({ run: run.run, rows: [{ file: 'roll.csv', rowNumber: 6 }] })
    expect(await whereFound([store], MARKS)).toEqual([])
  }, 240_000)
})

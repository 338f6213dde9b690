import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  inventedName,
  organisationRow,
  REACHOUT_HEADER,
  reachoutSheets,
  temporaryFolder,
  writeSheets,
} from '../support/landing.ts'
import { dataOf, prove, query, refine } from '../support/run-store.ts'

const folder = temporaryFolder('odd')
let count = 0

async function published(fill: (landing: string) => void) {
  count++
  const landing = join(folder, `landing-${count}`)
  const store = join(folder, `store-${count}`)
  mkdirSync(landing)
  fill(landing)
  const result = await refine(store, landing)
  expect(result.error).toBeUndefined()
  expect(result.status).toBe('published')
  const names = await query<{ n: string }>(
    folder,
    `SELECT organization_name AS n FROM ${dataOf(store, 'organizations')} ORDER BY 1`,
  )
  return { result, store, names: names.map(({ n }) => n) }
}

const csv = (from: number, to: number): string =>
  [REACHOUT_HEADER, ...Array.from({ length: to - from }, (_, n) => organisationRow(from + n))]
    .map((row) => row.map((cell) => String(cell ?? '')).join(','))
    .join('\n')
const named = (to: number) => Array.from({ length: to }, (_, n) => inventedName(n)).sort()

describe('landings that people really make', () => {
  test('two sheets whose names differ only in signs keep their own rows', async () => {
    const capture = (n: number) => [
      ['School', 'Email'],
      [inventedName(n), `desk${n}@org${n}.example`],
    ]
    const { names } = await published((landing) =>
      writeSheets(join(landing, 'Contact Database.xlsx'), {
        Company_Cat: [
          ['C_ID', 'Company'],
          ['C9', inventedName(9)],
        ],
        Company_Contacts: [
          ['C_ID', 'Company', 'Email'],
          ['C9', inventedName(9), 'a@org9.example'],
        ],
        Company_Addresses: [
          ['C_ID', 'Company', 'Type'],
          ['C9', inventedName(9), 'Physical'],
        ],
        '10-10-25 Capture': capture(0),
        '10 10 25 Capture': capture(1),
      }),
    )
    expect(names).toEqual([inventedName(0), inventedName(1), inventedName(9)].sort())
  })

  test('two files of one name in two folders are two files', async () => {
    const { result, names, store } = await published((landing) => {
      for (const [name, from] of [
        ['east', 0],
        ['west', 3],
      ] as const) {
        mkdirSync(join(landing, name))
        writeFileSync(join(landing, name, 'reachout_organisation.csv'), csv(from, from + 3))
      }
    })
    expect(result.rows).toMatchObject({ read: 6, published: 6 })
    expect(names).toEqual(named(6))
    const files = await query<{ f: string }>(
      folder,
      `SELECT DISTINCT file AS f FROM ${dataOf(store, 'entity_links')} ORDER BY 1`,
    )
    expect(files.map(({ f }) => f)).toEqual(['east/reachout_organisation.csv', 'west/reachout_organisation.csv'])
    expect((await prove(store, 'entity_links', 1, join(folder, 'proof'))).ok).toBe(true)
  })

  test('the same file twice says every organisation once', async () => {
    const { result, names } = await published((landing) => {
      for (const name of ['a', 'b']) {
        mkdirSync(join(landing, name))
        writeSheets(join(landing, name, 'Reachout Database.xlsx'), reachoutSheets(4))
      }
    })
    expect(result.rows.read).toBe(16)
    expect(names).toEqual(named(4))
  })

  test('a table whose file has no telling ending is read for what it is', async () => {
    const { names } = await published((landing) => writeFileSync(join(landing, 'reachout_organisation.dat'), csv(0, 3)))
    expect(names).toEqual(named(3))
  })

  test('two exports of one table are both read; hidden and lock files are not', async () => {
    const { result, names } = await published((landing) => {
      writeFileSync(join(landing, 'reachout_organisation_1.csv'), csv(0, 2))
      writeFileSync(
        join(landing, 'reachout_organisation_2.jsonl'),
        `${JSON.stringify({ ID: '3', 'Organisation Name': inventedName(2) })}\n{broken\n`,
      )
      writeFileSync(join(landing, '.reachout_organisation.csv'), 'x')
      writeFileSync(join(landing, '~$Reachout Database.xlsx'), 'x')
      writeFileSync(join(landing, 'minutes.docx'), 'x')
    })
    expect(names).toEqual(named(3))
    expect(result.rows).toMatchObject({ read: 4, quarantined: 1 })
    expect(result.unmatched).toEqual(['minutes.docx'])
  })
})

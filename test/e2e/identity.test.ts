import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { pullVersion } from '../../src/versions/index.ts'
import { organisationRow, REACHOUT_HEADER, temporaryFolder, writeSheets } from '../support/landing.ts'
import { prove, query, refine } from '../support/run-store.ts'

const folder = temporaryFolder('identity')
const main = join(folder, 'store')
const landing = join(folder, 'landing')
const PEOPLE = [
  ['ID', 'Organisation Name', 'Firstname', 'Surname', 'Position', 'Phone', 'WhatsApp', 'Email', 'Invalid'],
]

/** Lands a workbook of these organisations: number and, where it differs, the name. */
async function land(store: string, ...organisations: (number | [number, string])[]) {
  mkdirSync(landing, { recursive: true })
  const rows = organisations.map((one) => {
    const [n, name] = typeof one === 'number' ? [one, undefined] : one
    const row = organisationRow(n)
    if (name !== undefined) row[1] = name
    row[7] = null
    return row
  })
  writeSheets(join(landing, 'Reachout Database.xlsx'), {
    Organisation: [[...REACHOUT_HEADER], ...rows],
    'Contact Info': PEOPLE,
  })
  const result = await refine(store, landing, { asOf: '2026-01-31' })
  expect(result.status).toBe('published')
  const version = result.versions.entity_links as number
  const all = (dataset: string) =>
    query<Record<string, string>>(
      folder,
      `SELECT * FROM read_parquet('${join(store, '..', `pulled-${basename(store)}`, `${dataset}-${version}.parquet`)}')`,
    )
  const engine = await openEngine({ memoryLimitMb: 200, threads: 1, scratch: join(folder, 'scratch') })
  for (const dataset of ['entity_links', 'entity_changes'])
    await pullVersion({
      store: await openStore(store),
      engine,
      dataset: `refinement/${dataset}`,
      version: result.versions[dataset] as number,
      format: 'parquet',
      out: join(store, '..', `pulled-${basename(store)}`, `${dataset}-${version}.parquet`),
      scratch: join(folder, 'scratch'),
    })
  engine.close()
  const links = await all('entity_links')
  const changes = (await all('entity_changes')).filter(({ base_version }) => Number(base_version) === version - 1)
  return {
    result,
    idOf: Object.fromEntries(links.map((link) => [link.source_record_id as string, link.entity_id as string])),
    changes: changes.map(({ change, entity_id, related_entity_id, source_record_ids, cause }) => ({
      change,
      entity_id,
      related_entity_id,
      source_record_ids,
      cause,
    })),
  }
}

type Landed = Awaited<ReturnType<typeof land>>
const HISTORY: (number | [number, string])[][] = [
  [1, 2, 3, 4],
  // A new record with a lesser key is the same organisation as 3; another is new.
  [[0, 'Indigo3 Gliding Club'], 1, 2, 3, 4, 5],
  // 2 takes the name of 4.
  [[0, 'Indigo3 Gliding Club'], 1, [2, 'Juniper4 Gliding Club'], 3, 4, 5],
  // And gives it back; 1 is gone.
  [[0, 'Indigo3 Gliding Club'], 2, 3, 4, 5],
]
let versions: Landed[]

beforeAll(async () => {
  versions = []
  for (const organisations of HISTORY) versions.push(await land(main, ...organisations))
})

const at = (n: number): Landed => versions[n] as Landed

describe('entities from version to version', () => {
  test('the first version tells every birth', () => {
    expect(at(0).changes.map(({ change, cause }) => `${change} ${cause}`)).toEqual(Array(4).fill('born new_records'))
  })

  test('a record that joins an entity takes its id, however small its own key', () => {
    expect(at(1).idOf['reachout:1']).toBe(at(0).idOf['reachout:4'])
    for (const id of ['reachout:2', 'reachout:3', 'reachout:4', 'reachout:5'])
      expect(at(1).idOf[id]).toBe(at(0).idOf[id])
    expect(at(1).changes).toEqual([
      expect.objectContaining({ change: 'born', source_record_ids: ['reachout:6'], cause: 'new_records' }),
    ])
  })

  test('a merge names both ids and the records; the split after it too, and a death', () => {
    const [two, four] = [at(1).idOf['reachout:3'], at(1).idOf['reachout:5']]
    expect(at(2).idOf['reachout:3']).toBe(at(2).idOf['reachout:5'])
    const [merged] = at(2).changes
    expect(at(2).changes).toHaveLength(1)
    expect(merged).toMatchObject({ change: 'merged', cause: 'linkage' })
    expect(new Set([merged?.entity_id, merged?.related_entity_id])).toEqual(new Set([two, four]))
    expect(
      at(3)
        .changes.map(({ change }) => change)
        .sort(),
    ).toEqual(['died', 'split'])
    expect(at(3).changes.find(({ change }) => change === 'died')).toMatchObject({
      entity_id: at(2).idOf['reachout:2'],
      cause: 'records_gone',
      source_record_ids: null,
    })
  })

  test('every version of the history proves itself', async () => {
    for (const { result } of versions)
      expect((await prove(main, 'entity_changes', result.versions.entity_changes as number, folder)).ok).toBe(true)
  })

  test('the same files on the same base give the same ids and the same history in another store, whatever their order', async () => {
    const twin = join(folder, 'twin')
    for (const [n, organisations] of HISTORY.slice(0, 3).entries()) {
      const { idOf, changes } = await land(twin, ...organisations.toReversed())
      expect(idOf).toEqual(at(n).idOf)
      expect(changes).toEqual(at(n).changes)
    }
  })
})

import { cpSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { EXAMPLES, readSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { prove, readDocument, refine, reusedShards, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('incremental')
const store = join(folder, 'store')
const landing = join(folder, 'landing')
const changed = 'SACAA Flight Schools - Refined copy__CLEANED.xlsx'
const more = 'SACAA Flight Schools - more.xlsx'
let first: PipelineResult

interface Item {
  readonly file: string
  readonly index: number
}

/** Of each shard of a state, whether its file is the one asked about and whether its work was there already. */
const shards = (run: string, state: 'Ingest' | 'Refine') => {
  const items = readDocument<Item[]>(store, `runs/${run}/items/${state.toLowerCase()}.json`)
  return reusedShards(store, run, state).map((reused, index) => ({ file: items[index]?.file, reused }))
}

beforeAll(async () => {
  cpSync(join(EXAMPLES, 'landing'), landing, { recursive: true })
  first = await refine(store, landing)
})

describe('runs after the first', () => {
  test('a first run reuses nothing', () => {
    expect(first.status).toBe('published')
    expect(shards(first.run, 'Ingest').map(({ reused }) => reused)).toEqual([false, false, false])
  })

  test('the same landing folder is unchanged: only Plan runs and no work is written, touched files included', async () => {
    for (const later of [new Date(), new Date(Date.now() + 86_400_000)]) {
      utimesSync(join(landing, changed), later, later)
      const before = storeKeys(store, 'work')
      const again = await refine(store, landing)
      expect(again).toMatchObject({ status: 'unchanged', versions: first.versions, rows: first.rows, release: 1 })
      expect(storeKeys(store, `runs/${again.run}/stages`)).toEqual([`runs/${again.run}/stages/Plan.json`])
      expect(storeKeys(store, 'work')).toEqual(before)
    }
  })

  test('one changed workbook of three is read and refined again; the other two are found', async () => {
    const sheets = readSheets(readFileSync(join(landing, changed)))
    const [name, table] = Object.entries(sheets)[0] ?? ['', []]
    const column = table[0]?.indexOf('Name of Organisation') ?? -1
    expect(column).toBeGreaterThanOrEqual(0)
    const added = (table[0] ?? []).map((_, index) => (index === column ? 'Zephyrine Balloon Lyceum' : null))
    writeSheets(join(landing, changed), { ...sheets, [name]: [...table, added] })
    const next = await refine(store, landing)
    expect(next).toMatchObject({ status: 'published', release: 2 })
    expect(next.rows.published).toBe(first.rows.published + 1)
    for (const state of ['Ingest', 'Refine'] as const)
      for (const { file, reused } of shards(next.run, state))
        expect({ file, reused }).toEqual({ file, reused: file !== changed })
    expect((await prove(store, 'organizations', 2, join(folder, 'proof'))).ok).toBe(true)
    expect((await prove(store, 'organizations', 1, join(folder, 'proof'))).ok).toBe(true)
  })

  test('a file that is gone is a change, and its work is not done again when it returns', async () => {
    const sheets = readSheets(readFileSync(join(landing, changed)))
    const [name, [header = []]] = Object.entries(sheets)[0] as [string, (string | null)[][]]
    const row = (value: string) => header.map((column) => (column === 'Name of Organisation' ? value : null))
    writeSheets(join(landing, more), {
      [name]: [header, row('Quillback Gliding Lyceum'), row('Marrowstone Rotor Lyceum')],
    })
    const [held, whole] = [readFileSync(join(landing, more)), await refine(store, landing)]
    expect(whole).toMatchObject({ status: 'published', release: 3 })
    rmSync(join(landing, more))
    const without = await refine(store, landing)
    expect(without).toMatchObject({ status: 'published', release: 4 })
    expect(without.rows.read).toBe(whole.rows.read - 2)
    expect(without.rows.published).toBe(whole.rows.published - 2)
    expect(shards(without.run, 'Ingest').map(({ reused }) => reused)).toEqual([true, true, true])
    writeFileSync(join(landing, more), held)
    const back = await refine(store, landing)
    expect(back).toMatchObject({ status: 'published', release: 5, rows: whole.rows })
    expect(shards(back.run, 'Ingest')).toHaveLength(4)
    for (const state of ['Ingest', 'Refine'] as const)
      expect(shards(back.run, state).every(({ reused }) => reused)).toBe(true)
  })

  test('the only file of a source that is gone stops at the gate, and the release before stands when it returns', async () => {
    const held = [changed, more].map((file) => ({ path: join(landing, file), body: readFileSync(join(landing, file)) }))
    for (const { path } of held) rmSync(path)
    const without = await refine(store, landing)
    expect(without.status).toBe('blocked')
    expect(without.reasons?.join('\n')).toMatch(/No file of SACAA Cleaned is; then there were/)
    expect(shards(without.run, 'Ingest').map(({ reused }) => reused)).toEqual([true, true])
    for (const { path, body } of held) writeFileSync(path, body)
    expect(await refine(store, landing)).toMatchObject({ status: 'unchanged', release: 5 })
  })

  test('a setting that decides about data is a change; one that does not is none', async () => {
    expect((await refine(store, landing, { set: ['run.concurrency=1'] })).status).toBe('unchanged')
    const other = await refine(store, landing, { set: ['resolve.switchboard_names=7'] })
    expect(other.status).toBe('published')
    expect(shards(other.run, 'Ingest').every(({ reused }) => reused)).toBe(true)
  })
})

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/storage/open-store.ts'
import { moveChannel } from '../../src/versions/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { inventedName, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { oldLayoutStore } from '../support/old-layout.ts'
import { query, readDocument, refine, storeKeys } from '../support/run-store.ts'

import { pipelineText } from '../support/shipped-pipeline.ts'

const folder = temporaryFolder('several')
const store = join(folder, 'store')
/** Rows of each pipeline's own file. Their sources number them alike, so ids of all three are made of the same record keys. */
const ROWS = { refinement: 12, second: 8, third: 5 } as const
type Id = keyof typeof ROWS
const IDS = Object.keys(ROWS) as Id[]
const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const

/** The file of a pipeline: the main job is shipped, the others are copies with an id of their own. */
function pipelineFile(id: Id): string {
  if (id === 'refinement') return id
  const path = join(folder, `${id}.yaml`)
  writeFileSync(path, pipelineText({ id }))
  return path
}

function landingOf(id: Id, rows: number): string {
  const landing = join(folder, `landing-${id}-${rows}`)
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(rows))
  return landing
}

const run = (id: Id, at = store, rows: number = ROWS[id]) =>
  refine(at, landingOf(id, rows), {
    pipeline: pipelineFile(id),
    asOf: '2026-02-01',
    set: ['gate.min_rows.organizations=1'],
  })
const asked = (...args: string[]) => hotpass([...args, '--store', store])
const namesIn = async (id: Id) =>
  (
    await query<{ n: string }>(
      folder,
      `SELECT organization_name AS n FROM read_parquet('${store}/datasets/${id}/organizations/data/*.parquet') ORDER BY 1`,
    )
  ).map(({ n }) => n)

describe('three pipelines in one store', () => {
  beforeAll(async () => {
    for (const id of IDS) expect((await run(id)).status).toBe('published')
  }, 240_000)

  test('publish tables of their own: version 1 each, and nobody has a row of another', async () => {
    for (const id of IDS) {
      expect(await namesIn(id)).toEqual(Array.from({ length: ROWS[id] }, (_, n) => inventedName(n)).sort())
      const { datasets } = readDocument<{ datasets: Record<string, { version: number; table: string }> }>(
        store,
        `releases/${id}/1.json`,
      )
      for (const dataset of DATASETS) expect(datasets[dataset]).toMatchObject({ version: 1, table: `${id}/${dataset}` })
      expect(storeKeys(store, `quarantine/${id}`).every((key) => key.includes(`/${id}-`))).toBe(true)
    }
    expect(storeKeys(store, 'datasets').filter((key) => !/^datasets\/(refinement|second|third)\//.test(key))).toEqual(
      [],
    )
  })

  test('are each read by name, and without one a reader is told whose there are', async () => {
    const readers: readonly ((name: string) => string[])[] = [
      (name) => ['versions', name],
      (name) => ['verify', name],
      (name) => ['pull', name, '--as', 'jsonl', '--out', join(folder, 'out.jsonl')],
      (name) => ['profile', name],
      (name) => ['lineage', 'show', name],
      (name) => ['lineage', 'show', `${name}.organization_name`],
    ]
    for (const reader of readers) {
      const bare = await asked(...reader('organizations'))
      expect([bare.exit, bare.err]).toEqual([2, expect.stringMatching(/refinement, second, third.*--pipeline/s)])
      for (const args of [reader('second/organizations'), [...reader('organizations'), '--pipeline', 'second']])
        expect(await asked(...args), args.join(' ')).toMatchObject({ exit: 0 })
    }
    const pulled = await asked('pull', 'third/organizations', '--out', join(folder, 'third.csv'), '--json')
    expect(pulled.json()).toMatchObject({ pipeline: 'third', dataset: 'organizations', version: 1, rows: 5 })
    const all = (await asked('versions', '--json')).json() as { datasets: { pipeline: string; dataset: string }[] }
    expect(all.datasets.map(({ pipeline, dataset }) => `${pipeline}/${dataset}`)).toEqual(
      IDS.flatMap((id) => [...DATASETS].sort().map((dataset) => `${id}/${dataset}`)),
    )
    const lineage = (await asked('lineage', 'show', 'second/organizations', '--json')).json() as {
      nodes: { name: string }[]
    }
    const places = lineage.nodes.map(({ name }) => name)
    expect(places.some((name) => name.endsWith('datasets/second/organizations'))).toBe(true)
    expect(places.filter((name) => /datasets\/(refinement|third)/.test(name))).toEqual([])
  })

  test('have runs, gates and queues that are told apart', async () => {
    const runs = (await asked('runs', '--pipeline', 'third', '--json')).json() as { runs: { pipeline: string }[] }
    expect(runs.runs.map(({ pipeline }) => pipeline)).toEqual(['third'])
    for (const args of [
      ['gate', 'show', 'latest'],
      ['runs', 'show', 'latest'],
      ['review', 'list'],
      ['review', 'decisions'],
      ['explain', 'reachout:1'],
    ]) {
      expect(await asked(...args), args.join(' ')).toMatchObject({
        exit: 2,
        err: expect.stringContaining('--pipeline'),
      })
      expect(await asked(...args, '--pipeline', 'second'), args.join(' ')).toMatchObject({ exit: 0 })
    }
    const other = await asked('gate', 'show', (await firstRun('third')) ?? '', '--pipeline', 'second')
    expect(other).toMatchObject({ exit: 2, err: expect.stringContaining('a run of the pipeline third') })
    expect(await asked('quarantine', 'list', '--pipeline', 'second')).toMatchObject({ exit: 0 })
    // Each is compared with its own release: the plan of the second is none of the third's.
    for (const id of ['second', 'third'] as const) {
      const told = (await asked('domain', 'diff', pipelineFile(id), '--json')).json()
      expect(told).toMatchObject({ ok: true, unknown: null, release: 1, changes: [] })
    }
  })

  test('move channels that nobody else has', async () => {
    await moveChannel(openStore(store), 'second', 'stable', 1)
    const pull = (id: Id) =>
      asked('pull', `${id}/organizations`, '--channel', 'stable', '--out', join(folder, `stable-${id}.csv`))
    expect(await pull('second')).toMatchObject({ exit: 0 })
    expect(await pull('third')).toMatchObject({ exit: 2, err: expect.stringContaining('has no channel stable') })
  })

  test('keep decisions apart: one about the second leaves the first as it was, and ids do not move', async () => {
    const entity = async (id: Id, record: string) =>
      ((await asked('explain', record, '--pipeline', id, '--json')).json() as { entity_id: string }).entity_id
    const before = await entity('refinement', 'reachout:1')
    const decided = await asked(
      'review',
      'accept',
      'reachout:1~reachout:2',
      '--pipeline',
      'second',
      '--why',
      'one office',
    )
    expect(decided).toMatchObject({ exit: 0, out: expect.stringContaining('decisions/resolution/second/') })
    // Two offices are one. The people of both have one name, and so have all in this file: that says nothing, and a person is asked.
    const { rows } = await run('second')
    expect(rows).toMatchObject({ read: 2 * ROWS.second, merged: 1, published: 2 * ROWS.second - 1 })
    expect(readDocument(store, 'releases/second/2.json')).toMatchObject({
      datasets: { organizations: { rows: ROWS.second - 1 }, contacts: { rows: ROWS.second } },
    })
    expect(await entity('second', 'reachout:1')).toBe(await entity('second', 'reachout:2'))
    // Not even a reason to run again.
    expect((await run('refinement')).status).toBe('unchanged')
    expect(await entity('refinement', 'reachout:1')).toBe(before)
    expect(await entity('refinement', 'reachout:2')).not.toBe(before)
    const versions = async (id: Id) =>
      ((await asked('versions', `${id}/organizations`, '--json')).json() as { versions: unknown[] }).versions.length
    expect([await versions('refinement'), await versions('second'), await versions('third')]).toEqual([1, 2, 1])
  })

  const firstRun = async (id: Id): Promise<string | undefined> => {
    const { runs } = (await asked('runs', '--pipeline', id, '--json')).json() as { runs: { run: string }[] }
    return runs[0]?.run
  }
})

describe('a run on a store of the old layout', () => {
  const ids = (at: string, table: string, version: number) =>
    query<{ id: string }>(
      folder,
      `SELECT DISTINCT entity_id AS id FROM read_parquet([${readDocument<{ files: { path: string }[] }>(
        at,
        `datasets/${table}/versions/${version}/manifest.json`,
      )
        .files.map(({ path }) => `'${at}/datasets/${table}/${path}'`)
        .join(', ')}]) ORDER BY 1`,
    )

  test('goes on there, and after the move at the new place: the next version, ids that last', async () => {
    const at = oldLayoutStore('one', join(folder, 'old-one'))
    const before = await ids(at, 'organizations', 2)
    const there = await run('refinement', at, 8)
    expect(there).toMatchObject({ status: 'published', versions: { organizations: 3 }, release: 3 })
    expect((await ids(at, 'organizations', 3)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(before.map(({ id }) => id)),
    )
    expect(await hotpass(['store', 'upgrade', '--yes', '--store', at])).toMatchObject({ exit: 0 })
    const moved = await run('refinement', at, 9)
    expect(moved).toMatchObject({ status: 'published', versions: { organizations: 4 }, release: 4 })
    expect((await ids(at, 'refinement/organizations', 4)).map(({ id }) => id)).toEqual(
      expect.arrayContaining(before.map(({ id }) => id)),
    )
    for (const version of ['2', '4'])
      expect(await hotpass(['verify', 'organizations', '--version', version, '--store', at])).toMatchObject({ exit: 0 })
  }, 300_000)

  test('of two pipelines is refused until their tables are parted, and then each goes on with its own', async () => {
    const at = oldLayoutStore('shared', join(folder, 'old-shared'))
    expect(await run('second', at, 4)).toMatchObject({
      status: 'failed',
      error: { name: 'TableSharedError', message: expect.stringContaining('hotpass store upgrade --dry-run') },
    })
    const dry = await hotpass(['store', 'upgrade', '--dry-run', '--store', at])
    expect(dry).toMatchObject({ exit: 0, out: expect.stringContaining('Nothing was changed.') })
    expect(await hotpass(['store', 'upgrade', '--store', at])).toMatchObject({ exit: 2 })
    expect(await hotpass(['store', 'upgrade', '--yes', '--store', at])).toMatchObject({ exit: 0 })
    const own = (await ids(at, 'second/organizations', 2)).map(({ id }) => id)
    const next = await run('second', at, 4)
    expect(next).toMatchObject({ status: 'published', versions: { organizations: 3 }, rows: { published: 8 } })
    expect((await ids(at, 'second/organizations', 3)).map(({ id }) => id)).toEqual(expect.arrayContaining(own))
    expect(await hotpass(['verify', 'second/organizations', '--store', at])).toMatchObject({ exit: 0 })
  }, 300_000)
})

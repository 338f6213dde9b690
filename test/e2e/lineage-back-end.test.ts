import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { lineageResendCommand } from '../../src/cli/lineage-resend-command.ts'
import { lineageShowCommand } from '../../src/cli/lineage-show-command.ts'
import { lineageSmokeCommand } from '../../src/cli/lineage-smoke-command.ts'
import type { ProgressEvent } from '../../src/ledger/stage.ts'
import type { RunEvent } from '../../src/lineage/index.ts'
import { runStage } from '../../src/run/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { StorageFullError } from '../../src/storage/errors.ts'
import { fakeIo } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { eventsIn, expectLawful } from '../support/lineage-laws.ts'
import { type MarquezLike, startMarquezLike } from '../support/marquez-like.ts'
import { readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('back-end')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))

let marquez: MarquezLike
beforeAll(async () => {
  marquez = await startMarquezLike()
})
afterAll(() => marquez.close())
afterEach(() => vi.unstubAllEnvs())

describe('a run beside a back end that behaves as Marquez does', () => {
  const store = join(folder, 'store')
  let run = ''
  beforeAll(async () => {
    vi.stubEnv('OPENLINEAGE_URL', marquez.url)
    const result = await refine(store, landing)
    expect(result.status).toBe('published')
    run = result.run
  })

  test('nothing of it is lost: the graph has every job, dataset, edge and column', () => {
    expect(marquez.lost).toEqual([])
    const job = (name: string) => marquez.jobs.get(`aws-sfn://local/local\nhotpass-refine${name}`)
    const at = (name: string) => ({ namespace: 'file', name: join(store, name) })
    expect(job('')?.outputs).toContainEqual(at('datasets/refinement/organizations'))
    expect(job('.Ingest')?.inputs).toEqual([at('landing/reachout/Reachout Database.xlsx')])
    expect(job('.Publish')?.inputs).toContainEqual(at('work/consolidate/organizations'))
    expect(job('.Ingest.reachout')?.parent).toBe('aws-sfn://local/local\nhotpass-refine.Ingest')
    for (const one of marquez.jobs.values()) expect(new Set(one.runs.values())).toEqual(new Set(['COMPLETED']))

    const from = (dataset: string, column: string) =>
      [...(marquez.datasets.get(`file\n${join(store, dataset)}`)?.columns.get(column) ?? [])].map((one) =>
        one.split('\n').slice(1),
      )
    expect(from('datasets/refinement/organizations', 'website')).toEqual([
      [join(store, 'work/consolidate/organizations'), 'website'],
    ])
    expect(from('work/ingest/reachout_organisation', 'website')).toEqual([
      [join(store, 'landing/reachout/Reachout Database.xlsx'), 'Organisation.Website'],
    ])
  })

  test('resending sends nothing more', async () => {
    const before = marquez.events.length
    const io = fakeIo({ env: { OPENLINEAGE_URL: marquez.url } })
    expect(await lineageResendCommand(undefined, { store, json: false }, io)).toBe(0)
    expect(io.said.out).toContain('0 events sent, 0 refused, 0 left')
    expect(marquez.events.length).toBe(before)
  })

  test('a published column is followed to the labels of its files', async () => {
    const io = fakeIo()
    await lineageShowCommand('organizations.website', { store, json: true }, io)
    expect(JSON.parse(io.said.out)).toMatchObject({
      version: 1,
      run,
      origins: [{ dataset: 'landing/reachout/Reachout Database.xlsx', column: 'Organisation.Website' }],
    })
    const all = fakeIo()
    await lineageShowCommand('organizations.website', { store, json: true, all: true }, all)
    expect(JSON.parse(all.said.out).decides).toContainEqual({
      dataset: 'work/consolidate/organizations',
      by: expect.arrayContaining([
        expect.objectContaining({ dataset: 'work/refine/organization', how: 'the order of trust' }),
      ]),
    })
    await expect(lineageShowCommand('organizations.webste', { store, json: true }, fakeIo())).rejects.toThrow(
      /no column "webste".*Did you mean "?website/s,
    )
  })

  test('the smoke command finds what it sent, and says so', async () => {
    const fresh = await startMarquezLike()
    try {
      const io = fakeIo()
      const out = join(folder, 'evidence')
      expect(await lineageSmokeCommand({ url: fresh.url, out, json: false }, io)).toBe(0)
      const evidence = JSON.parse(readFileSync(join(out, 'lineage-smoke.json'), 'utf8')) as {
        items: { kind: string; found: boolean }[]
      }
      expect(new Set(evidence.items.map(({ kind }) => kind))).toEqual(
        new Set(['job', 'run', 'dataset', 'schema', 'version', 'edge', 'column']),
      )
      expect(evidence.items.filter(({ found }) => !found)).toEqual([])
      expect(readFileSync(join(out, 'lineage-smoke.md'), 'utf8')).toContain('Nothing is missing.')
      expect(fresh.lost).toEqual([])
      expectLawful(fresh.events as unknown as RunEvent[])
    } finally {
      await fresh.close()
    }
  })
})

describe('lineage never stands in the way', () => {
  test('a back end that is down costs the run nothing but its lineage, which is sent later', async () => {
    const gone = await startMarquezLike()
    await gone.close()
    const store = join(folder, 'down')
    vi.stubEnv('OPENLINEAGE_URL', gone.url)
    const result = await refine(store, landing)
    expect(result.status).toBe('published')
    const back = await startMarquezLike()
    try {
      const io = fakeIo({ env: { OPENLINEAGE_URL: back.url } })
      expect(await lineageResendCommand(result.run, { store, json: false }, io)).toBe(0)
      expect(back.lost).toEqual([])
      expect(back.events.length).toBe(eventsOf(store, result.run).length)
    } finally {
      await back.close()
    }
  })

  test('a configuration that cannot be used is told, and the run goes on', async () => {
    vi.stubEnv('OPENLINEAGE__TRANSPORT__TYPE', 'kafka')
    const notes: string[] = []
    const { status } = await refine(join(folder, 'kafka'), landing, {
      onEvent: (event) => void notes.push(JSON.stringify(event)),
    })
    expect(status).toBe('published')
    expect(notes.join()).toContain('is not known; use one of http')
  })

  test('a store that has no room for events does not fail a stage', async () => {
    const root = join(folder, 'full')
    const store = new DirectoryStore(root)
    const full = new Proxy(store, {
      get: (target, name) =>
        name === 'create'
          ? async (key: string, body: string) => {
              if (key.includes('/lineage/')) throw new StorageFullError(root, new Error('ENOSPC'))
              return target.create(key, body)
            }
          : ((Reflect.get(target, name) as unknown as { bind?(self: unknown): unknown })?.bind?.(target) ??
            Reflect.get(target, name)),
    })
    const notes: ProgressEvent[] = []
    const scratch = join(folder, 'scratch')
    mkdirSync(scratch)
    const host = {
      store: full,
      scratch,
      memoryLimitMb: 256,
      threads: 1,
      signal: new AbortController().signal,
      onProgress: (event: ProgressEvent) => void notes.push(event),
    }
    await runStage('Plan', { run: 'full', pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing }, host)
    expect(existsSync(join(root, 'runs/full/stages/Plan.json'))).toBe(true)
    expect(notes.map(({ note }) => note).join()).toContain('lineage is incomplete')
  })
})

describe('a run that could not end itself', () => {
  const host = (root: string) => {
    const scratch = join(root, '..', `scratch-${root.split('/').at(-1)}`)
    mkdirSync(scratch)
    return {
      store: new DirectoryStore(root),
      scratch,
      memoryLimitMb: 256,
      threads: 1,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    }
  }

  test.each([
    ['ABORTED', 'ABORT'],
    ['TIMED_OUT', 'FAIL'],
  ] as const)('%s: every open run of it ends with %s, once', async (status, ending) => {
    const root = join(folder, status)
    const on = host(root)
    const run = `killed-${status.toLowerCase().replace('_', '-')}`
    await runStage('Plan', { run, pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing }, on)
    for (const item of readDocument<object[]>(root, `runs/${run}/items/ingest.json`))
      await runStage('Ingest', { run, item }, on)
    const [item] = readDocument<object[]>(root, `runs/${run}/items/refine.json`)
    await runStage('Refine', { run, item }, on)
    await runStage('CloseRun', { run, status }, on)
    const events = eventsOf(root, run)
    await runStage('CloseRun', { run, status }, on)
    expect(eventsOf(root, run)).toEqual(events)

    const state = new Map<string, string[]>()
    expectLawful(events)
    for (const event of events) {
      state.set(event.job.name, [...(state.get(event.job.name) ?? []), event.eventType])
    }
    expect(Object.fromEntries(state)).toMatchObject({
      'hotpass-refine': ['START', ending],
      'hotpass-refine.Plan': ['START', 'COMPLETE'],
      'hotpass-refine.Ingest': ['START', 'COMPLETE'],
      'hotpass-refine.Refine': ['START', ending],
    })
    for (const event of events.filter(({ eventType }) => eventType === ending))
      expect(event.inputs.length).toBeGreaterThan(0)
  })
})

const eventsOf = (store: string, run: string): RunEvent[] =>
  eventsIn(readFileSync(join(store, `runs/${run}/events.ndjson`), 'utf8'))

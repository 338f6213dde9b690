import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { hotpass } from './fake-io.ts'

const done = 'refinement-20260105T060000Z-0a1b2c'
const failed = 'zebra-20260104T060000Z-aaaaaa'
const blocked = 'another-20260106T060000Z-bbbbbb'
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-runs-'))
  const store = new DirectoryStore(folder)
  const put = (key: string, value: unknown) => store.put(`runs/${key}`, JSON.stringify(value))
  await put(`${done}/plan.json`, {
    pipeline: 'refinement',
    profile: 'aviation',
    nominalTime: '2026-01-05T06:00:00Z',
    sources: [{ source: 'register', file: 'a\u001b[2J.xlsx' }],
  })
  await put(`${done}/result.json`, {
    status: 'published',
    rows: { read: 5, published: 2 },
    versions: { organizations: 1 },
  })
  await put(`${done}/stages/Ingest/00000.json`, {
    startedAt: '2026-01-05T06:00:00.000Z',
    endedAt: '2026-01-05T06:00:01.500Z',
    counts: { read: 5 },
    reused: true,
  })
  await put(`${failed}/failure.json`, { message: 'The disk is full. Make room.' })
  await put(`${blocked}/verdict.json`, { verdict: 'blocked', reasons: ['too few rows'] })
  await put(`${blocked}/result.json`, { status: 'blocked' })
  await store.put('runs/unfinished-20260103T060000Z-cccccc/plan.json', '{')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('hotpass runs', () => {
  test('lists runs newest first with what became of each', async () => {
    const { exit, json } = await hotpass(['runs', '--store', folder, '--json'])
    expect(exit).toBe(0)
    expect(json()).toMatchObject({
      runs: [
        { run: blocked, status: 'blocked' },
        { run: done, status: 'published', rows: { read: 5 } },
        { run: failed, status: 'failed' },
        { status: 'unfinished' },
      ],
    })
    const plain = await hotpass(['runs', '--store', folder])
    expect(plain.out.split('\n')[2]).toMatch(/^refinement-20260105T060000Z-0a1b2c +published +5 +2$/)
  })

  test.each(['{', '{"decision":"maybe"}', ''])(
    'a decision that reads %j is one run that says so, beside the others',
    async (text) => {
      await new DirectoryStore(folder).put('runs/unfinished-20260103T060000Z-cccccc/commit.json', text)
      const said = {
        [blocked]: 'blocked',
        [done]: 'published',
        [failed]: 'failed',
        'unfinished-20260103T060000Z-cccccc': 'unreadable',
      }
      for (const command of ['runs', 'status']) {
        const { exit, json } = await hotpass([command, '--store', folder, '--json'])
        const { runs } = json() as { runs: { run: string; status: string }[] }
        expect([exit, Object.fromEntries(runs.map(({ run, status }) => [run, status]))]).toEqual([0, said])
      }
      const why =
        /unreadable\n(?:Started: .*\n)?Problem: runs\/unfinished-\S+\/commit\.json does not say whether the run publishes\. Start a new run/
      for (const command of [['runs', 'show'], ['status']]) {
        const { exit, out } = await hotpass([...command, 'unfinished-20260103T060000Z-cccccc', '--store', folder])
        expect([exit, out]).toEqual([0, expect.stringMatching(why)])
      }
    },
  )

  test('a lease that cannot be read is told once, and the runs are listed; only its own pipeline waits for it', async () => {
    await new DirectoryStore(folder).put('leases/refinement.json', '{')
    const { exit, out, err } = await hotpass(['status', '--store', folder])
    expect(exit).toBe(0)
    expect(err).toMatch(
      /^hotpass: file:\S+leases\/refinement\.json does not say which runs are under way\. .*delete it.*\n$/,
    )
    for (const run of [done, failed, blocked]) expect(out).toContain(run)
    expect((await hotpass(['status', '--store', folder, '--pipeline', 'another'])).err).toBe('')
    expect(await hotpass(['cancel', failed, '--store', folder])).toMatchObject({
      exit: 0,
      out: expect.stringContaining('nothing to stop'),
    })
    expect(await hotpass(['cancel', done, '--store', folder])).toMatchObject({
      exit: 1,
      err: expect.stringContaining('delete it'),
    })
  })

  test('shows one run with its sources, stages, rows and verdict, safely', async () => {
    const { out } = await hotpass(['runs', 'show', done, '--store', folder])
    expect(out).toContain('Source: register from a [2J.xlsx')
    expect(out).toMatch(/Ingest\/00000 +1\.5 s +read 5 \(found done\)/)
    expect(out).toContain('Rows: read 5, published 2')
    expect((await hotpass(['runs', 'show', failed, '--store', folder])).out).toContain('Failure: The disk is full.')
    expect((await hotpass(['runs', 'show', blocked, '--store', folder])).out).toMatch(/Gate: blocked\n {2}too few rows/)
    const json = await hotpass(['runs', 'show', done, '--store', folder, '--json'])
    expect(json.json()).toMatchObject({ run: done, status: 'published', stages: { 'Ingest/00000': { reused: true } } })
  })

  test('a document that is damaged is named, and nothing is made up for it', async () => {
    await new DirectoryStore(folder).put(`runs/${blocked}/verdict.json`, '')
    const unfinished = 'unfinished-20260103T060000Z-cccccc'
    const shown = (await hotpass(['runs', 'show', unfinished, '--store', folder])).out
    expect(shown).toMatch(/^Damaged: .*plan\.json is not JSON, so what the plan said is not shown\.$/m)
    expect(shown).not.toContain('undefined')
    expect((await hotpass(['runs', 'show', blocked, '--store', folder])).out).toMatch(/^Damaged: .*verdict\.json/m)
    const { exit, err } = await hotpass(['gate', 'show', blocked, '--store', folder])
    expect(exit).toBe(2)
    expect(err).toMatch(/verdict\.json is damaged: it is not JSON\. A new run asks the gate again: hotpass run/)
  })

  test('a run nobody started is named with the nearest one', async () => {
    const { exit, err } = await hotpass(['runs', 'show', `${done}x`, '--store', folder])
    expect(exit).toBe(2)
    expect(err).toContain(`Did you mean "${done}"?`)
  })

  test('a store that is not there is said, not made', async () => {
    const { exit, err } = await hotpass(['runs', '--store', join(folder, 'nowhere')])
    expect(exit).toBe(2)
    expect(err).toContain('There is no store at')
  })

  test('an empty store has no runs', async () => {
    const { exit, out } = await hotpass(['runs', '--store', join(folder, 'runs', done, 'stages')])
    expect(exit).toBe(0)
    expect(out).toContain('No runs yet')
  })
})

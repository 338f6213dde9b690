import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { VerdictDocument } from '../../src/quality/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, storeKeys } from '../support/run-store.ts'
import { pipelineText } from '../support/shipped-pipeline.ts'

const folder = temporaryFolder('release')
const landing = join(folder, 'landing')
const store = join(folder, 'store')
const asked = (...args: string[]) => hotpass([...args, '--store', store])
const run = async (...args: string[]) => {
  const { json, exit } = await asked(
    'run',
    'refinement',
    '--landing',
    landing,
    '--as-of',
    '2026-01-31',
    '--json',
    ...args,
  )
  return { exit, ...(json() as { run: string; status: string; release: number | null; reasons: string[] }) }
}
const release = (blocked: string, why: string, ...args: string[]) =>
  asked('gate', 'release', blocked, '--why', why, ...args)
const floor = ['--set', 'gate.min_rows.organizations=50'] as const

beforeAll(() => {
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(12))
})

describe('a blocked run', () => {
  let blocked: Awaited<ReturnType<typeof run>>
  beforeAll(async () => {
    blocked = await run(...floor)
  })

  test('publishes nothing and says why, in its verdict and to whoever asks', async () => {
    expect(blocked).toMatchObject({ exit: 3, status: 'blocked', release: null })
    const shown = await asked('gate', 'show', blocked.run)
    expect(shown.exit).toBe(3)
    expect(shown.out).toContain('organizations (error): The dataset has at least 50 rows. It has 12 rows.')
    expect(shown.out).toContain(`hotpass gate release ${blocked.run}`)
    const verdict = readDocument<VerdictDocument>(store, `runs/${blocked.run}/verdict.json`)
    expect(verdict).toMatchObject({ format: 2, verdict: 'blocked', released: null })
    expect(verdict.datasets.map(({ id, kind }) => `${kind} ${id}`)).toEqual(
      expect.arrayContaining([
        'published organizations',
        'source reachout_organisation',
        'source reachout_contact_info',
      ]),
    )
  })

  test('is not released without a reason, nor is a run that the gate has not blocked', async () => {
    expect(await release(blocked.run, '  ')).toMatchObject({ exit: 2, err: expect.stringContaining('Say why') })
    expect(await release('nobody-ran-this', 'x')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('hotpass runs'),
    })
    expect(await release('../../etc', 'x')).toMatchObject({ exit: 2 })
  })

  test('is released once: of two stewards at the same moment the second is told who was first and why', async () => {
    const both = await Promise.all([
      release(blocked.run, 'the register shrank', '--by', 'Ayanda', '--record-only'),
      release(blocked.run, 'looks fine', '--by', 'Sipho', '--record-only'),
    ])
    const [first, second] = both.toSorted((a, b) => a.exit - b.exit)
    expect([first?.exit, second?.exit]).toEqual([0, 1])
    const decision = readDocument<{ by: string; why: string }>(store, `decisions/gate/refinement/${blocked.run}.json`)
    expect(second?.err).toContain(`was released already, by ${decision.by}`)
    expect(second?.err).toContain(decision.why)
  })

  test('of which other data stays blocked: the decision is about what was seen', async () => {
    const other = join(folder, 'other')
    mkdirSync(other)
    writeSheets(join(other, 'Reachout Database.xlsx'), reachoutSheets(13))
    const more = await asked('run', 'refinement', '--landing', other, '--as-of', '2026-01-31', '--json', ...floor)
    expect(more.json()).toMatchObject({ status: 'blocked' })
    const stricter = await run(...floor, '--set', 'gate.min_rows.contacts=50')
    expect(stricter.status).toBe('blocked')
  })

  test('is published by its repetition, exactly as it was blocked, and the version keeps who, when and why', async () => {
    const again = await asked('retry', blocked.run, '--json')
    const result = again.json() as { run: string; status: string; gate: string; reasons: string[] }
    expect(again.exit).toBe(0)
    expect(result).toMatchObject({ status: 'published', gate: 'warned' })
    const decision = readDocument<{ by: string; why: string; at: string }>(
      store,
      `decisions/gate/refinement/${blocked.run}.json`,
    )
    const released = {
      decision: `decisions/gate/refinement/${blocked.run}.json`,
      by: decision.by,
      at: decision.at,
      why: decision.why,
      blockedRun: blocked.run,
    }
    expect(result.reasons[0]).toBe(`Released by ${decision.by} on ${decision.at}: ${decision.why}`)
    expect(readDocument(store, 'datasets/refinement/organizations/versions/1/manifest.json')).toMatchObject({
      verdict: 'warned',
      gate: { released },
    })
    expect(readDocument(store, 'releases/refinement/1.json')).toMatchObject({ verdict: 'warned', released })
    expect(readDocument(store, 'datasets/refinement/organizations/versions/1/metrics.json')).toMatchObject({
      version: 1,
      metrics: { rows: 12, columns: { entity_id: { nulls: 0 } } },
    })
  })

  test('that was overtaken by a release cannot be released any more', async () => {
    const late = await run('--set', 'gate.min_rows.organizations=60')
    expect(late.status).toBe('blocked')
    expect((await run('--set', 'gate.min_rows.organizations=1')).status).toBe('published')
    const refused = await release(late.run, 'please')
    expect(refused).toMatchObject({ exit: 2, err: expect.stringMatching(/Release 2 was published after.*Run again/s) })
    expect(storeKeys(store, 'decisions/gate')).toHaveLength(1)
  })

  test('is recorded and repeated by one command', async () => {
    const fresh = join(folder, 'fresh')
    cpSync(landing, fresh, { recursive: true })
    const once = await hotpass([
      'run',
      'refinement',
      '--landing',
      fresh,
      '--as-of',
      '2026-01-31',
      '--json',
      ...floor,
      '--store',
      `${store}-2`,
    ])
    const { run: first } = once.json() as { run: string }
    const done = await hotpass(['gate', 'release', first, '--why', 'known', '--json', '--store', `${store}-2`])
    expect(done.exit).toBe(0)
    expect(done.json()).toMatchObject({ status: 'published', gate: 'warned' })
    const shown = await hotpass(['gate', 'show', (done.json() as { run: string }).run, '--store', `${store}-2`])
    expect(shown.out).toMatch(/Released by .* was blocked: known/)
  })
})

test('a pipeline whose suite cannot be asked fails before it reads a row, and says where', async () => {
  cpSync(join(import.meta.dirname, '../../domains/aviation'), join(folder, 'mistaken'), { recursive: true })
  writeFileSync(
    join(folder, 'mistaken/suites/organizations.yaml'),
    'suite: s\ndataset: organizations\nexpectations:\n  - { type: expect_column_values_to_not_be_null, column: entty_id }\n',
  )
  const pipeline = join(folder, 'mine.yaml')
  writeFileSync(pipeline, pipelineText({ domain: 'mistaken' }))
  const { exit, out } = await hotpass(['run', pipeline, '--landing', landing, '--store', `${store}-3`, '--json'])
  expect(exit).toBe(1)
  expect(out).toContain('has no column \\"entty_id\\". Did you mean \\"entity_id\\"?')
  expect(storeKeys(`${store}-3`, 'work/ingest')).toEqual([])
})

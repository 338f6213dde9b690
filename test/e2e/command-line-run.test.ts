import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import type { RunPreview } from '../../src/stages/plan/preview-run.ts'
import { hotpass } from '../cli/fake-io.ts'
import { dataOf, query } from '../support/run-store.ts'

const landing = join(import.meta.dirname, '..', '..', 'examples', 'landing')
let folder: string
let store: string
let first: { exit: number; out: string; err: string; json(): unknown }
const run = (...more: string[]) =>
  hotpass(['run', 'refinement', '--store', store, '--landing', landing, '--json', ...more])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-whole-'))
  store = join(folder, 'store')
  first = await run('--as-of', '2026-01-31')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the main job through the command line', () => {
  test('publishes once, accounts for every row, and prints one document on stdout', () => {
    const result = first.json() as PipelineResult
    expect([first.exit, result.status]).toEqual([0, 'published'])
    expect(result.versions).toEqual({ organizations: 1, contacts: 1, entity_links: 1, entity_changes: 1 })
    const { read, blank, quarantined, attached, merged, published } = result.rows
    expect(read).toBeGreaterThan(0)
    expect(blank + quarantined + attached + merged + published).toBe(read)
    expect(first.err).toMatch(/^Publish: /m)
  })

  test('a second run says unchanged and repeats no stage', async () => {
    const again = await run('--as-of', '2026-02-28')
    expect(again.exit).toBe(0)
    expect(again.json()).toMatchObject({
      status: 'unchanged',
      versions: { organizations: 1 },
      rows: (first.json() as PipelineResult).rows,
    })
    expect(again.err.trim().split('\n')).toEqual([expect.stringMatching(/^Plan: /)])
  })

  test('after a release a plan estimates the very rows of the same files', async () => {
    const planned = await hotpass([
      'plan',
      'refinement',
      '--landing',
      landing,
      '--store',
      store,
      '--json',
      '--region',
      'af-south-1',
    ])
    const { estimate } = planned.json() as RunPreview
    const { rows } = first.json() as PipelineResult
    expect(estimate).toMatchObject({ rows: rows.read, region: 'af-south-1', problems: [] })
  })

  test('a gate that says no ends with 3, and the release stays', async () => {
    const blocked = await run('--set', 'gate.min_rows.organizations=100000')
    expect(blocked.exit).toBe(3)
    expect(blocked.json()).toMatchObject({ status: 'blocked', gate: 'blocked', versions: { organizations: 1 } })
    const { json } = await hotpass(['versions', 'organizations', '--store', store, '--json'])
    expect(json()).toMatchObject({ versions: [{ version: 1, channels: ['refinement/latest'] }] })
  })

  test('what was published verifies and can be pulled', async () => {
    expect((await hotpass(['verify', 'organizations', '--store', store])).out).toContain('version 1: verified')
    const out = join(folder, 'organizations.csv')
    const pulled = await hotpass(['pull', 'organizations', '--store', store, '--out', out, '--json'])
    const people = await hotpass([
      'pull',
      'contacts',
      '--store',
      store,
      '--out',
      join(folder, 'contacts.csv'),
      '--json',
    ])
    const [{ led, counted } = { led: 0, counted: 0 }] = await query<{ led: number; counted: number }>(
      folder,
      `SELECT count(*) AS led, count(*) FILTER (part = 0) AS counted FROM ${dataOf(store, 'entity_links')} WHERE row_class = 'published'`,
    )
    const files = [pulled.json(), people.json()] as { version: number; format: string; rows: number }[]
    expect(files).toMatchObject([
      { version: 1, format: 'csv', rows: 59 },
      { version: 1, format: 'csv', rows: 86 },
    ])
    // Each golden record is led by what one row says; a row that says several things is counted by the first.
    expect([led, counted]).toEqual([59 + 86, (first.json() as PipelineResult).rows.published])
    expect(readFileSync(out, 'utf8')).toMatch(/^entity_id,organization_name,/)
    const piped = await hotpass(['pull', 'organizations', '--store', store, '--out', '-'])
    expect([piped.exit, piped.out]).toEqual([0, readFileSync(out, 'utf8')])
  })

  test('nothing landed is a failed run that says which names would match', async () => {
    const empty = join(folder, 'empty')
    await mkdir(empty)
    const failed = await hotpass(['run', 'refinement', '--store', join(folder, 'other'), '--landing', empty])
    expect(failed.exit).toBe(1)
    expect(failed.out).toMatch(/^Failed: No landing file matches a source/)
    expect(failed.out).toContain('hotpass runs show refinement-')
  })

  test('a run that is called off publishes nothing and is a cancelled run', async () => {
    const other = join(folder, 'called-off')
    const stopped = await hotpass(['run', 'refinement', '--store', other, '--landing', landing, '--json'], {
      signal: AbortSignal.abort(),
    })
    expect(stopped.exit).toBe(5)
    expect(stopped.json()).toMatchObject({ status: 'cancelled', versions: {}, error: { name: 'RunAborted' } })
    expect(existsSync(join(other, 'releases'))).toBe(false)
  })
})

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { publishRelease } from '../../src/versions/release.ts'
import type { TableColumn } from '../../src/versions/table-column.ts'
import { publishManifest } from '../../src/versions/version-manifest.ts'
import { manifestFacts, openWorkshop, releaseFacts } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-diff-command-'))
const store = join(folder, 'store')
const on = (...args: string[]) => hotpass(['diff', ...args, '--store', store])
const TABLE = 'refinement/organizations'
const column = (name: string): TableColumn => ({ name, type: 'string', doc: '', required: name === 'entity_id' })
const THREE = ['entity_id', 'person', 'status'].map(column)
const FOUR = [...THREE, column('note')]
const runOf = (release: number) => `refinement-20260105T06000${release}Z-abcdef`

/** Each version, and what its release says of its impact; the last is staged. */
const VERSIONS: [string, readonly TableColumn[], 'small' | 'large' | undefined][] = [
  [`VALUES ('org_a', 'Thandi Nkosi', 'open'), ('org_b', 'Pieter Botha', 'open')`, THREE, undefined],
  [`VALUES ('org_a', 'Thandi Dlamini', 'open'), ('org_c', 'Sizwe Molefe', '=1+1')`, THREE, 'large'],
  [`VALUES ('org_a', 'Thandi Dlamini', 'shut', NULL), ('org_c', 'Sizwe Molefe', '=1+1', NULL)`, FOUR, 'small'],
]

beforeAll(async () => {
  const shop = await openWorkshop()
  const kept = new DirectoryStore(store)
  for (const [at, [rows, columns, impact]] of VERSIONS.entries()) {
    const names = columns.map(({ name }) => name).join(', ')
    const query = `SELECT * FROM (${rows}) AS t(${names})`
    await shop.commitQuery(kept, `v${at + 1}`, query, { dataset: TABLE, columns })
    const facts = manifestFacts(at + 1, columns)
    const fields = facts.contract.fields.map((one) =>
      one.name === 'person' ? { ...one, pii: 'personal' as const } : one,
    )
    await publishManifest(kept, { ...facts, dataset: TABLE, contract: { ...facts.contract, fields } })
    const released = releaseFacts(runOf(at + 1), at + 1)
    const organizations = {
      ...released.datasets.organizations,
      table: TABLE,
      ...(impact === undefined ? {} : { impact }),
    }
    await publishRelease(kept, {
      ...released,
      datasets: { organizations: organizations as (typeof released.datasets)[string] },
      ...(impact === undefined ? {} : { impact }),
    })
  }
  await shop.commitQuery(kept, 'staged', `SELECT 'org_z' AS entity_id, 'x' AS person, 'y' AS status, 'z' AS note`, {
    dataset: TABLE,
    columns: FOUR,
  })
  shop.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('hotpass diff', () => {
  test('says rows, columns and fields of the last two released versions, and how to have all of it', async () => {
    const { exit, out } = await on('organizations')
    expect(exit).toBe(0)
    expect(out).toMatch(/^organizations: version 2 \(.*, release 2\) → version 3 \(.*, release 3\)$/m)
    expect(out).toContain('Rows: 2 rows then, 2 rows now: 0 added, 0 removed, 1 changed, 1 the same')
    expect(out).toContain('Column note is new.')
    expect(out).toMatch(/^status +1 +0 +0$/m)
    const next = /Next: hotpass (diff .*)$/m
      .exec(out)?.[1]
      ?.replace('organizations-2-3.xlsx', join(folder, 'next.xlsx'))
    expect((await hotpass((next ?? '').split(' '))).exit).toBe(0)
    expect(existsSync(join(folder, 'next.xlsx'))).toBe(true)
  })

  test.each([
    [['organizations', '1', '2']],
    [['organizations', 'v1', 'v2']],
    [['organizations', '1.0.0', '1.0.1']],
    [['refinement/organizations', runOf(1), runOf(2)]],
    [['organizations', '1', '2', '--pipeline', 'refinement']],
  ])('%j names both versions', async (args) => {
    expect((await on(...args, '--json')).json()).toMatchObject({
      before: { version: 1, release: 1 },
      after: { version: 2, release: 2 },
      added: 1,
      removed: 1,
      changed: 1,
      impact: 'large',
      columns: { person: 1 },
    })
  })

  test('one version stands against the last, and a channel names one', async () => {
    const pair = { before: { version: 1 }, after: { version: 3 } }
    expect((await on('organizations', '1', '--json')).json()).toMatchObject(pair)
    expect((await on('organizations', '1', 'latest', '--json')).json()).toMatchObject(pair)
    expect((await on('organizations', '3', '1', '--json')).json()).toMatchObject({ removedColumns: ['note'] })
  })

  test('on a screen and as JSON people are masked, in a file they are not, and a file of text runs no formula', async () => {
    for (const { out } of [await on('organizations', '1', '2'), await on('organizations', '1', '2', '--json')])
      expect(out).not.toMatch(/Thandi|Pieter|Sizwe|Nkosi|Dlamini/)
    const { out } = await on('organizations', '1', '2', '--out', '-')
    expect(out.split('\n')).toEqual([
      'change,entity_id,field,before,after',
      'removed,org_b,entity_id,org_b,',
      'removed,org_b,person,Pieter Botha,',
      'removed,org_b,status,open,',
      'changed,org_a,person,Thandi Nkosi,Thandi Dlamini',
      'added,org_c,entity_id,,org_c',
      'added,org_c,person,,Sizwe Molefe',
      "added,org_c,status,,'=1+1",
      '',
    ])
  })

  test('a file is written in the format that its name says, as pull does', async () => {
    const at = (ending: string) => join(folder, `all.${ending}`)
    for (const ending of ['csv', 'jsonl', 'xlsx', 'parquet'])
      expect((await on('organizations', '1', '2', '--out', at(ending))).out).toContain('7 lines in')
    expect(readFileSync(at('jsonl'), 'utf8').split('\n')[3]).toBe(
      '{"change":"changed","entity_id":"org_a","field":"person","before":"Thandi Nkosi","after":"Thandi Dlamini"}',
    )
    const book = xlsx.read(readFileSync(at('xlsx')))
    expect(book.SheetNames).toHaveLength(2)
    expect(readFileSync(at('parquet')).subarray(0, 4).toString()).toBe('PAR1')
  })

  test('one version twice, and two with the same rows, differ in nothing', async () => {
    expect((await on('organizations', '2', '2')).out).toContain('They are one version: nothing differs.')
    expect((await on('organizations', '2', '2', '--json')).json()).toMatchObject({ changed: 0, impact: 'none' })
  })

  test.each([
    [['organizations', '9'], /no version 9.*List them with: hotpass versions .*organizations/s],
    [['organizations', '4'], /never released/],
    [['organizations', '9.9.9'], /"9.9.9" is no released version/],
    [['organizations', 'refinement-20990101T000000Z-abcdef'], /is no released version/],
    [['organizations', '../../etc'], /is no released version/],
    [['organisations'], /organizations/],
    [['organizations', '--as', 'csv'], /--out/],
    [['organizations', '--out', 'a.docx'], /says no format/],
  ])('%j is a mistake to correct', async (args, words) => {
    const { exit, err, out } = await on(...args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toMatch(words)
  })
})

test('impact stands beside the semantic version, and is unknown of a release from before it was kept', async () => {
  const { out } = await hotpass(['versions', 'organizations', '--store', store])
  expect(
    out
      .split('\n')
      .slice(1, 5)
      .map((line) => line.trim().split(/ +/).slice(0, 3)),
  ).toEqual([
    ['4', expect.any(String), '1'],
    ['3', expect.any(String), 'small'],
    ['2', '1.0.1', 'large'],
    ['1', '1.0.0', 'unknown'],
  ])
  const pulled = await hotpass([
    'pull',
    'organizations',
    '--version',
    '2',
    '--out',
    join(folder, 'p.csv'),
    '--store',
    store,
  ])
  expect(pulled.out).toContain('organizations version 2 (1.0.1, impact large): 2 rows')
})

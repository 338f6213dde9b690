import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import type { TableProfile } from '../../src/quality/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { peopleSettings } from '../resolve/support/link.ts'
import { temporaryFolder } from '../support/landing.ts'
import { sqlAttempts } from '../support/sql-attempts.ts'
import { openWorkshop } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('sql-doors')
const at = (...path: string[]): string => join(folder, ...path)
const SECRET = at('secret.txt')
const WRITTEN = at('written')
const ATTEMPTS = sqlAttempts(SECRET, WRITTEN)
const store = at('store')

/** A cell of CSV. */
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`

function untouched(said: { readonly out: string; readonly err: string }): void {
  expect(said.out + said.err).not.toContain('what nobody may read')
  expect(existsSync(WRITTEN)).toBe(false)
}

beforeAll(async () => {
  writeFileSync(SECRET, 'what nobody may read')
  const workshop = await openWorkshop()
  await workshop.commit(new DirectoryStore(store), 'staged', 4, { dataset: 'refinement/organizations' })
  workshop.close()
})
afterAll(() => expect(readFileSync(SECRET, 'utf8')).toBe('what nobody may read'))

describe('text that would be SQL is text', () => {
  test('in the header and the cells of a file that is profiled', async () => {
    writeFileSync(at('header.csv'), `${ATTEMPTS.map(cell).join()}\n${`${ATTEMPTS.map(cell).join()}\n`.repeat(3)}`)
    const done = await hotpass(['profile', at('header.csv'), '--json', '--suggest', at('suggested.yaml')])
    untouched(done)
    expect(done.exit).toBe(0)
    const { columns } = done.json() as TableProfile
    expect(columns.map(({ name }) => name)).toEqual([...ATTEMPTS])
    expect(columns.every(({ top, distinct }) => distinct === 1 && top[0]?.rows === 3)).toBe(true)
  })

  test.each(ATTEMPTS)('in the name of a file that is profiled or linked: %s', async (attempt) => {
    const name = attempt.replaceAll('/', '_')
    const parquet = at(`${name}.parquet`)
    const engine = await openEngine({ memoryLimitMb: 64, threads: 1, scratch: at('scratch') })
    await engine.writeParquet(`SELECT 'Ann' AS name, 'x1' AS id`, at('plain.parquet'))
    engine.close()
    renameSync(at('plain.parquet'), parquet)
    const profiled = await hotpass(['profile', parquet, '--json'])
    untouched(profiled)
    expect(profiled.err).toBe('')
    expect((profiled.json() as TableProfile).rows).toBe(1)
    writeFileSync(at('other.jsonl'), '{"id":"y1","name":"Ann"}\n')
    writeFileSync(at('link.json'), JSON.stringify(linkNames()))
    const linked = await hotpass([
      'resolve',
      parquet,
      at('other.jsonl'),
      '--settings',
      at('link.json'),
      '--out',
      at('linked'),
    ])
    untouched(linked)
    expect(linked.err).not.toContain('hotpass: ')
    expect(linked.exit).toBe(0)
  })

  test.each(ATTEMPTS)('in a name that settings of a linkage give: %s', async (attempt) => {
    const rows = [1, 2, 3].map((n) => JSON.stringify({ [attempt]: `${n}`, name: 'Ann' })).join('\n')
    writeFileSync(at('people.jsonl'), `${rows}\n`)
    const settings = linkNames({ unique_id_column_name: attempt, retain: attempt, output: attempt })
    writeFileSync(at('names.json'), JSON.stringify(settings))
    const done = await hotpass(['resolve', at('people.jsonl'), '--settings', at('names.json'), '--out', at('names')])
    untouched(done)
    expect(done.err).not.toContain('hotpass: ')
    expect(done.exit).toBe(0)
  })

  test.each(ATTEMPTS)('in what a command line names: %s', async (attempt) => {
    const before = readdirSync(store, { recursive: true }).sort()
    for (const args of [
      ['explain', attempt],
      ['pull', attempt, '--out', at('pulled.csv')],
      ['pull', 'organizations', '--channel', attempt, '--out', at('pulled.csv')],
      ['pull', 'organizations', '--version', attempt, '--out', at('pulled.csv')],
      ['versions', attempt],
      ['verify', attempt],
      ['profile', attempt],
      ['profile', 'organizations', '--version', attempt],
      ['versions', 'organizations', '--pipeline', attempt],
      ['review', 'accept', `${attempt}~b`, '--why', 'w', '--by', 'b'],
      ['review', 'show', attempt],
      ['quarantine', 'list', attempt],
      ['set-aside', attempt, '--out', at('aside.csv')],
      ['quarantine', 'fix', attempt, attempt, '--set', `${attempt}=1`, '--why', 'w', '--by', 'b'],
      ['lineage', 'show', attempt],
      ['forget', attempt, '--dry-run'],
    ]) {
      const done = await hotpass([...args, '--store', store])
      untouched(done)
      expect(`${args[0]} ${args[1]}: ${done.exit}`).toBe(`${args[0]} ${args[1]}: 2`)
      expect(done.err).not.toMatch(/data engine|Parser Error|Catalog Error|Binder Error/)
    }
    expect(readdirSync(store, { recursive: true }).sort()).toEqual(before)
    expect(existsSync(at('pulled.csv'))).toBe(false)
  })
})

function linkNames({ unique_id_column_name = 'id', output = 'name', retain = 'id' } = {}) {
  return {
    ...peopleSettings({ derived_columns: {} }),
    link_type: unique_id_column_name === 'id' ? 'link_only' : 'dedupe_only',
    unique_id_column_name,
    additional_columns_to_retain: [retain],
    blocking_rules_to_generate_predictions: ['l.name = r.name'],
    comparisons: [
      {
        output_column_name: output,
        comparison_levels: [
          { sql_condition: 'name_l = name_r', m_probability: 0.9, u_probability: 0.01 },
          { sql_condition: 'ELSE', m_probability: 0.1, u_probability: 0.99 },
        ],
      },
    ],
    probability_two_random_records_match: 0.1,
  }
}

describe('a path is one file to the engine', () => {
  test.each(['*', '[ab]', 'a?', '**'])('a file called %s.parquet is read, and not those beside it', async (name) => {
    const beside = at(`beside-${ATTEMPTS.length}`, Buffer.from(name).toString('hex'))
    mkdirSync(beside, { recursive: true })
    const engine = await openEngine({ memoryLimitMb: 64, threads: 1, scratch: at('scratch') })
    for (const [file, rows] of [
      ['a', 3],
      ['b', 5],
      ['ab', 7],
    ] as const)
      await engine.writeParquet(`SELECT 'other' AS v FROM range(${rows})`, join(beside, `${file}.parquet`))
    await engine.writeParquet(`SELECT 'own' AS v`, join(beside, `${name}.parquet`))
    engine.close()
    const profiled = await hotpass(['profile', join(beside, `${name}.parquet`), '--json'])
    expect(profiled.err).toBe('')
    expect(profiled.json()).toMatchObject({ rows: 1, columns: [{ name: 'v', min: 'own' }] })
  })

  test('a folder called name=value is no column', async () => {
    const beside = at('v=evil', 'w=more')
    mkdirSync(beside, { recursive: true })
    const engine = await openEngine({ memoryLimitMb: 64, threads: 1, scratch: at('scratch') })
    await engine.writeParquet(`SELECT 'own' AS v`, join(beside, 'x.parquet'))
    engine.close()
    const profiled = await hotpass(['profile', join(beside, 'x.parquet'), '--json'])
    const { columns } = profiled.json() as TableProfile
    expect(columns.map(({ name, min }) => [name, min])).toEqual([['v', 'own']])
  })
})

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { peopleSettings, withEngine } from '../resolve/support/link.ts'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-resolve-'))
const at = (name: string): string => join(folder, name)
beforeAll(() => {
  generateHard({ kind: 'people', rows: 600, seed: 8, out: at('people.csv'), truth: at('truth.csv') })
  writeFileSync(at('settings.json'), JSON.stringify(peopleSettings()))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = <T>(name: string, select = '*'): Promise<T[]> =>
  withEngine((engine) => engine.rows<T>(`SELECT ${select} FROM read_parquet(${sqlText(at(name))})`))

describe('hotpass resolve', () => {
  test('links a file of any columns, and measures itself against the truth', async () => {
    const done = await hotpass([
      'resolve',
      at('people.csv'),
      '--settings',
      at('settings.json'),
      '--truth',
      at('truth.csv'),
      '--truth-key',
      'id',
      '--out',
      at('out'),
      '--json',
    ])
    expect(done.err).toMatch(/Read 600 rows from 1 file\./)
    expect(done.exit).toBe(0)
    expect(done.json()).toMatchObject({
      rows: 600,
      threshold: 0.9,
      truth: { pairwise: { precision: expect.any(Number) }, clusterwise: { recall: expect.any(Number) } },
    })
    const { pairs, clusters } = done.json() as { pairs: number; clusters: number }
    const rows = await read<{ row_id: string; entity_id: string }>('out/clusters.parquet')
    expect(rows).toHaveLength(600)
    expect(new Set(rows.map(({ entity_id }) => entity_id)).size).toBe(clusters)
    const scored = await read<Record<string, unknown>>('out/pairs.parquet')
    expect(scored).toHaveLength(pairs)
    expect(Object.keys(scored[0] ?? {})).toEqual([
      'left_id',
      'right_id',
      'match_weight',
      'match_probability',
      'gamma_first_name',
      'gamma_surname',
      'gamma_dob',
      'gamma_phone',
      'gamma_email',
      'gamma_town',
    ])
  })

  test('the report is one page without script or foreign address, and shows no value as markup', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const row = (id: number, name: string) =>
      `${id},${name},Nkosi,1980-01-02,0820000001,a@post.example,1 Main Rd,Durban\n`
    writeFileSync(at('evil.csv'), readFileSync(at('people.csv'), 'utf8') + row(9001, evil) + row(9002, evil))
    const done = await hotpass(['resolve', at('evil.csv'), '--settings', at('settings.json'), '--out', at('evil')])
    expect(done.exit).toBe(0)
    const page = readFileSync(at('evil/report.html'), 'utf8')
    expect(page).not.toMatch(/<script|<img|<link|javascript:/i)
    expect([...page.matchAll(/(?:src|href)="(?!#)/g)]).toEqual([])
    expect(page).toMatch(/<svg/)
    expect(page).toMatch(/What the model learnt/)
  })

  test.each([
    ['reads a file', (file: string) => `(SELECT content FROM read_text('${file}'))`],
    [
      'writes a file',
      (file: string) => `id) AS b FROM input); COPY (SELECT 1) TO '${file}.csv'; SELECT * FROM (SELECT *, (id`,
    ],
  ])('a derived column that %s ends the command before a file is read', async (_, sql) => {
    writeFileSync(at('secret.txt'), 'what nobody may read')
    writeFileSync(at('attack.json'), JSON.stringify(peopleSettings({ derived_columns: { id: sql(at('secret.txt')) } })))
    const done = await hotpass(['resolve', at('people.csv'), '--settings', at('attack.json'), '--out', at('attacked')])
    expect(done.exit).toBe(1)
    expect(done.err).toContain('attack.json: hotpass.derived_columns.id must be one SQL expression')
    expect(done.err).not.toMatch(/Read \d|what nobody/)
    expect(existsSync(at('secret.txt.csv'))).toBe(false)
    expect(readdirSync(at('attacked'))).toEqual([])
  })

  test('several files are told apart by their names', async () => {
    writeFileSync(at('a.jsonl'), '{"id":"1","first_name":"Ana","surname":"Botha"}\n')
    writeFileSync(at('b.jsonl'), '{"id":"1","first_name":"Ana","surname":"Botha"}\n')
    const columns = peopleSettings({ derived_columns: {} })
    writeFileSync(
      at('link.json'),
      JSON.stringify({
        ...columns,
        link_type: 'link_only',
        blocking_rules_to_generate_predictions: ['l.surname = r.surname'],
        comparisons: ['first_name', 'surname'].map((column) => ({
          output_column_name: column,
          comparison_levels: [
            { sql_condition: `${column}_l = ${column}_r`, m_probability: 0.9, u_probability: 0.01 },
            { sql_condition: 'ELSE', m_probability: 0.1, u_probability: 0.99 },
          ],
        })),
        probability_two_random_records_match: 0.1,
      }),
    )
    const done = await hotpass([
      'resolve',
      at('a.jsonl'),
      at('b.jsonl'),
      '--settings',
      at('link.json'),
      '--out',
      at('two'),
    ])
    expect(done.err).not.toMatch(/hotpass: /)
    expect(await read('two/clusters.parquet')).toEqual([
      { row_id: '1', source_dataset: 'a', entity_id: 'a/1' },
      { row_id: '1', source_dataset: 'b', entity_id: 'a/1' },
    ])
  })

  test.each([
    ['settings that are no file', ['--settings', 'nowhere.json'], /settings file nowhere\.json cannot be read/],
    ['a threshold of nonsense', ['--threshold', 'high'], /--threshold is "high"; give a probability/],
    [
      'a truth without the key',
      ['--truth', 'TRUTH', '--truth-key', 'row'],
      /no column "row" \(--truth-key\)\. It has: id, entity/,
    ],
    ['memory of nonsense', ['--memory', 'lots'], /--memory is "lots"/],
  ])('%s end with exit code 2 and what to do', async (_, more, message) => {
    const done = await hotpass([
      'resolve',
      at('people.csv'),
      '--settings',
      at('settings.json'),
      '--out',
      at('no'),
      ...more.map((text) => (text === 'TRUTH' ? at('truth.csv') : text)),
    ])
    expect(done.err).toMatch(message)
    expect(done.exit).toBe(2)
  })
})

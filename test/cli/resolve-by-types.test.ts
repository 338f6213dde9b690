import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkRowIds } from '../../src/cli/resolve/check-row-ids.ts'
import { draftOneThing } from '../../src/drafting/draft-one-thing.ts'
import type { SampledTable } from '../../src/drafting/index.ts'
import { sqlText } from '../../src/engine/sql.ts'
import { sampled } from '../drafting/sampled.ts'
import { withEngine } from '../resolve/support/link.ts'
import { hotpass } from './fake-io.ts'

const folder = mkdtempSync(join(tmpdir(), 'hotpass-resolve-types-'))
const at = (name: string): string => join(folder, name)
const write = (name: string, ...lines: string[]) => writeFileSync(at(name), `${lines.join('\n')}\n`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = <T>(name: string, select = '*'): Promise<T[]> =>
  withEngine((engine) => engine.rows<T>(`SELECT ${select} FROM read_parquet(${sqlText(at(name))})`))
const resolve = (...args: string[]) => hotpass(['resolve', ...args])

interface Told {
  rows: number
  clusters: number
  threshold: number
  files: { file: string; entity: string; id_column: string | null; taken: { attribute: string; columns: string[] }[] }[]
  changes: Record<string, number> | null
  warnings: string[]
  in_doubt: number
  expected_precision: number | null
  thresholds: { threshold: number; entities: number }[]
}

const CRM = [
  'Customer No,Company,Street,Town,Postcode,E-mail,Tel',
  'C1,Bluesky Aviation (Pty) Ltd,12 Main Road,Cape Town,8001,info@bluesky.example,+27 21 555 0101',
  'C2,Kopano Traders CC,4 Long Street,Durban,4001,sales@kopano.example,+27 31 555 0102',
  'C3,Green Fields Farm,9 Church Street,Paarl,7646,hello@greenfields.example,+27 21 555 0103',
  'C4,Lerato Bakery,77 Bree Street,Cape Town,8001,bread@lerato.example,+27 21 555 0104',
]
const SUPPLIERS = [
  'Ref,Firm,Full address,Mail,Ring us at',
  'S9,Blue Sky Aviation,"12 Main Rd, Cape Town, 8001",info@bluesky.example,021 555 0101',
  'S8,Kopano Traders,"4 Long Str, Durban, 4001",sales@kopano.example,031 5550102',
  'S7,Zebra Paints,"1 Short Street, George, 6529",paint@zebra.example,044 555 0199',
]

describe('files of which nobody says what they hold', () => {
  let first: Awaited<ReturnType<typeof hotpass>>
  beforeAll(async () => {
    write('crm.csv', ...CRM)
    write('suppliers.csv', ...SUPPLIERS)
    first = await resolve(
      at('crm.csv'),
      at('suppliers.csv'),
      '--out',
      at('linked'),
      '--json',
      '--suggest',
      at('s.json'),
    )
  })

  test('columns of other names are found to be the same by type and label, and rows are one across files', async () => {
    expect(first.err).not.toMatch(/hotpass: /)
    const told = first.json() as Told
    expect(told).toMatchObject({
      rows: 7,
      clusters: 5,
      files: [{ entity: 'organization' }, { entity: 'organization' }],
    })
    expect(told.files.map(({ id_column }) => id_column)).toEqual(['Customer No', 'Ref'])
    const gives = (file: number) =>
      Object.fromEntries(told.files[file]?.taken.map(({ attribute, columns }) => [attribute, columns]) ?? [])
    expect(gives(0)).toMatchObject({ name: ['Company'], address: ['Street', 'Town', 'Postcode'], emails: ['E-mail'] })
    expect(gives(1)).toMatchObject({ name: ['Firm'], address: ['Full address'], emails: ['Mail'] })
    const rows = await read<{ row_id: string; entity_id: string }>('linked/clusters.parquet')
    const of = (id: string) => rows.find(({ row_id }) => row_id === id)?.entity_id
    expect(of('C1')).toBe(of('S9'))
    expect(of('C2')).toBe(of('S8'))
    expect(new Set(rows.map(({ entity_id }) => entity_id)).size).toBe(5)
  })

  test('there is one row an entity, with what survives of its rows and which rows those were', async () => {
    const found = await read<Record<string, unknown>>('linked/deduplicated.parquet')
    expect(found).toHaveLength(5)
    expect(found.find(({ name }) => name === 'Bluesky Aviation (Pty) Ltd')).toMatchObject({
      rows: 2,
      row_ids: ['C1', 'S9'],
      sources: ['crm', 'suppliers'],
      emails: ['info@bluesky.example'],
      also_called: ['Blue Sky Aviation'],
    })
    const csv = readFileSync(at('linked/deduplicated.csv'), 'utf8').trim().split('\n')
    expect(csv).toHaveLength(6)
    expect(csv[0]).toMatch(/^entity_id,rows,name,.*row_ids,sources$/)
  })

  test('the settings that were used give the same result again, by the command that is printed', async () => {
    const again = await resolve(
      at('linked/records.parquet'),
      '--settings',
      at('s.json'),
      '--out',
      at('again'),
      '--json',
    )
    expect(again.err).not.toMatch(/hotpass: /)
    expect(again.json()).toMatchObject({ rows: 7, clusters: 5 })
    const grouped = async (name: string) =>
      (
        await read<{ ids: string }>(
          name,
          'string_agg(row_id, $$ $$ ORDER BY row_id) OVER (PARTITION BY entity_id) AS ids',
        )
      )
        .map(({ ids }) => ids)
        .sort()
    expect(await grouped('again/clusters.parquet')).toEqual(await grouped('linked/clusters.parquet'))
    expect(JSON.parse(readFileSync(at('s.json'), 'utf8'))).toMatchObject({
      unique_id_column_name: '_row_id',
      hotpass: { match_threshold: 0.99, counted_in: 'entities' },
    })
  })

  test('ids last from an earlier result, in whatever order the files come, and what changed is counted', async () => {
    write('crm-later.csv', ...CRM.slice(0, 4))
    rmSync(at('crm.csv'))
    writeFileSync(at('crm.csv'), readFileSync(at('crm-later.csv')))
    write(
      'suppliers.csv',
      ...SUPPLIERS,
      'S6,Quagga Print,"8 Loop Street, Knysna, 6570",ink@quagga.example,044 555 0111',
    )
    const later = await resolve(
      at('suppliers.csv'),
      at('crm.csv'),
      '--base',
      at('linked'),
      '--out',
      at('later'),
      // Whose legal forms "CC" is among: nothing of the file that comes first now says the country.
      '--country',
      'ZA',
      '--json',
    )
    expect(later.err).not.toMatch(/hotpass: /)
    expect((later.json() as Told).changes).toEqual({ born: 1, died: 1 })
    const ids = async (name: string) =>
      new Map(
        (await read<{ row_id: string; entity_id: string }>(name)).map(({ row_id, entity_id }) => [row_id, entity_id]),
      )
    const [before, now] = [await ids('linked/clusters.parquet'), await ids('later/clusters.parquet')]
    for (const row of ['C1', 'C2', 'C3', 'S7', 'S8', 'S9']) expect(now.get(row)).toBe(before.get(row))
    expect([...before.values()]).not.toContain(now.get('S6'))
    expect(await read('later/retired_ids.parquet')).toEqual([{ entity_id: before.get('C4') }])
    expect(await read('later/changes.parquet', 'change, entity_id')).toContainEqual({
      change: 'born',
      entity_id: now.get('S6'),
    })
  })
})

describe('what is said overrules what is found', () => {
  beforeAll(() => {
    write('ours.csv', ...CRM)
    write('theirs.csv', ...SUPPLIERS)
  })

  test('a column is the one that --map says, and an id the one that --id says', async () => {
    const done = await resolve(
      at('ours.csv'),
      at('theirs.csv'),
      '--map',
      'theirs.csv:Ring us at=E-mail',
      '--map',
      'theirs.csv:Ref=Customer No',
      '--id',
      'Customer No',
      '--out',
      at('mapped'),
      '--json',
    )
    expect(done.err).not.toMatch(/hotpass: /)
    const [, theirs] = (done.json() as Told).files
    expect(theirs?.id_column).toBe('Ref')
    expect(theirs?.taken.find(({ attribute }) => attribute === 'emails')?.columns).toContain('Ring us at')
    expect(theirs?.taken.find(({ attribute }) => attribute === 'phones')).toBeUndefined()
  })

  test.each([
    [
      'a column that their file has not',
      ['theirs.csv:Frm=Company'],
      /theirs\.csv has no column "Frm"\. Did you mean "Firm"\?/,
    ],
    [
      'a column that ours has not',
      ['theirs.csv:Firm=Compny'],
      /ours\.csv has no column "Compny"\. Did you mean "Company"\?/,
    ],
    [
      'a file that is not given',
      ['thiers.csv:Firm=Company'],
      /names no file that is given\. Did you mean "theirs\.csv"\?/,
    ],
    ['the first file', ['ours.csv:Company=Company'], /names the first file/],
    ['no equals sign', ['theirs.csv:Firm'], /has no =\. Say it as --map "theirs\.csv:Their Column=Our Column"/],
  ])('a --map of %s ends with exit code 2 and what to do', async (_, maps, message) => {
    const said = maps.flatMap((map) => ['--map', map])
    const done = await resolve(at('ours.csv'), at('theirs.csv'), ...said, '--out', at('no'))
    expect(done.err).toMatch(message)
    expect(done.exit).toBe(2)
    expect(existsSync(at('no'))).toBe(false)
  })

  test.each([
    [
      'an id column that is absent',
      ['--id', 'Custmer No'],
      /no column "Custmer No" \(--id\)\. Did you mean "Customer No"\?/,
    ],
    [
      'an id column that repeats',
      ['--id', 'Postcode'],
      /"Postcode" \(--id\) does not tell rows apart: rows 2 and 5 have the same/,
    ],
    [
      'a base that is no result',
      ['--base', 'FOLDER'],
      /\(--base\) is no result of hotpass resolve: it has no clusters\.parquet/,
    ],
    [
      'a file that the result would replace',
      ['--out', 'FOLDER', '--truth', 'PAIRS'],
      /would be replaced by the result/,
    ],
    ['an entity of nonsense', ['--entity', 'persn'], /Did you mean "person"\?/],
    ['a map with one file', ['--map', 'x:a=b'], /there is one file alone/],
    ['what settings say already', ['--settings', 's.json', '--id', 'x'], /--id is for files without settings/],
  ])('%s ends with exit code 2 and what to do', async (_, more, message) => {
    const args = more.map((text) => (text === 'FOLDER' ? folder : text === 'PAIRS' ? at('pairs.parquet') : text))
    const done = await resolve(at('ours.csv'), '--out', at('nothing'), ...args)
    expect(done.err).toMatch(message)
    expect(done.exit).toBe(2)
  })
})

describe('files that are hard to link', () => {
  test.each([
    ['an empty file', [], /It is empty\. Leave it out, or fill it/],
    ['labels alone', ['name,email'], /labels and no row below them/],
  ])('%s is told, and nothing is written', async (_, lines, message) => {
    writeFileSync(at('hard.csv'), lines.map((line) => `${line}\n`).join(''))
    const done = await resolve(at('hard.csv'), '--out', at('hard'))
    expect(done.err).toMatch(message)
    expect(done.exit).toBe(2)
    expect(existsSync(at('hard'))).toBe(false)
  })

  const letters = (n: number) => String.fromCharCode(97 + (n % 26), 97 + ((n * 7) % 26), 97 + ((n * 11) % 26))
  const names = (n: number) => `${letters(n)}olo ${letters(n * 3 + 1)}vik`
  test.each([
    ['one row', ['name,email', 'Ana Botha,ana@post.example'], 1, 1, /There is one row, so there is nothing to link/],
    [
      'rows that are all one entity',
      ['name,email', ...Array.from({ length: 25 }, () => 'Ana Botha,ana@post.example')],
      25,
      1,
      /1 entity has more than 20 rows, the largest \(per_\w+\) 25/,
    ],
    [
      'rows of which no two are one',
      ['name,email', ...Array.from({ length: 25 }, (_, n) => `${names(n)},u${n}@d${n}.example`)],
      25,
      25,
      undefined,
    ],
    [
      'names that are all equal, and a column of constants',
      ['name,town', ...Array.from({ length: 25 }, () => 'John Smith,Durban')],
      25,
      25,
      /Every row has the same town, so agreement on it says nothing/,
    ],
    [
      'names in Arabic, in Chinese and in two scripts at once',
      [
        'id,name,phone',
        '1,محمد علي,+27 82 000 0001',
        '2,محمد عليّ,+27820000001',
        '3,王小明,+27820000002',
        '4,王 小明,+27 82 000 0002',
        '5,Ivan Иванов,+27820000003',
        '6,Иванов Ivan,+27820000003',
      ],
      6,
      3,
      undefined,
    ],
  ])('%s: every row is in the result', async (_, lines, rows, clusters, warning) => {
    write('hard.csv', ...lines)
    const done = await resolve(at('hard.csv'), '--out', at('hard'), '--json')
    expect(done.err).not.toMatch(/hotpass: /)
    const told = done.json() as Told
    expect(told).toMatchObject({ rows, clusters })
    if (warning === undefined) expect(told.warnings).toEqual([])
    else expect(told.warnings.join('\n')).toMatch(warning)
    expect(await read('hard/clusters.parquet')).toHaveLength(rows)
    const kept = await read<{ rows: number }>('hard/deduplicated.parquet')
    expect(kept.reduce((sum, one) => sum + one.rows, 0)).toBe(rows)
  })

  test('a truth with blanks, and with rows that are gone, measures the others and says so', async () => {
    write(
      'known.csv',
      'id,name,email',
      '1,Ana Botha,ana@post.example',
      '2,Ana Botha,ana@post.example',
      '3,Piet Nel,p@n.example',
      ',,',
    )
    write('truth.csv', 'id,entity', '1,a', '2,a', '3,', '9,b')
    const done = await resolve(at('known.csv'), '--truth', at('truth.csv'), '--out', at('known'), '--json')
    expect(done.err).toMatch(/the truth says nothing of 1 row, which are not measured/)
    expect(done.err).toMatch(/1 row of the truth have no id or no entity/)
    expect(done.err).toMatch(/1 row of the truth are not among the rows any more/)
    expect(done.json()).toMatchObject({ rows: 3, truth: { pairwise: { precision: 1, recall: 1 } } })
  })

  test('a row that says nothing is an entity of its own, and a value that cannot be read is told', async () => {
    write(
      'gaps.csv',
      'ref,name,date of birth',
      'a1,Ana Botha,1980-01-02',
      'a2,n/a,',
      'a3,Piet Nel,1979-02-31',
      'a4,Sam Roux,1991-05-06',
    )
    const done = await resolve(at('gaps.csv'), '--out', at('gaps'))
    expect(done.exit).toBe(0)
    expect(done.err).toMatch(/values that could not be read by their type are not compared: .*1 of date_of_birth/)
    expect(done.out).toMatch(/ref +ref +text +\w+ +the id/)
    expect((await read('gaps/clusters.parquet')).length).toBe(4)
    expect((await read('gaps/deduplicated.parquet')).length).toBe(4)
  })
})

test('rows without ids are called after their place, and known again by what they say', async () => {
  const rows = ['name,email', 'Ana Botha,ana@post.example', 'Piet Nel,piet@post.example', 'Piet Nel,piet@post.example']
  write('unnumbered.csv', ...rows)
  await resolve(at('unnumbered.csv'), '--out', at('un1'), '--json')
  expect(await read('un1/clusters.parquet', 'row_id')).toContainEqual({ row_id: 'unnumbered.csv:2' })
  write('unnumbered.csv', rows[0] ?? '', 'Sam Roux,sam@post.example', ...rows.slice(2), rows[1] ?? '')
  const done = await resolve(at('unnumbered.csv'), '--base', at('un1'), '--out', at('un2'), '--json')
  expect((done.json() as Told).changes).toEqual({ born: 1 })
})

test('settings of somebody’s own keep what most rows of an entity say, and ids of an earlier result', async () => {
  write(
    'own.csv',
    'id,email,town,rows',
    '1,a@x.example,Durban,1',
    '2,a@x.example,Paarl,',
    '3,a@x.example,Paarl,3',
    '4,b@x.example,,',
  )
  writeFileSync(
    at('own.json'),
    JSON.stringify({
      unique_id_column_name: 'id',
      blocking_rules_to_generate_predictions: ['l.email = r.email'],
      probability_two_random_records_match: 0.5,
      comparisons: [
        {
          output_column_name: 'email',
          comparison_levels: [
            { sql_condition: 'email_l = email_r', m_probability: 0.99, u_probability: 0.001 },
            { sql_condition: 'ELSE', m_probability: 0.01, u_probability: 0.999 },
          ],
        },
      ],
    }),
  )
  const done = await resolve(at('own.csv'), '--settings', at('own.json'), '--out', at('own'), '--json')
  expect(done.err).not.toMatch(/hotpass: /)
  const kept = await read<Record<string, unknown>>(
    'own/deduplicated.parquet',
    'entity_id, rows, town, source_rows, row_ids',
  )
  expect(kept).toEqual([
    { entity_id: '1', rows: 3, town: 'Paarl', source_rows: '1', row_ids: ['1', '2', '3'] },
    { entity_id: '4', rows: 1, town: null, source_rows: null, row_ids: ['4'] },
  ])
  write('own.csv', 'id,email,town,rows', '2,a@x.example,Paarl,', '5,c@x.example,,')
  const later = await resolve(
    at('own.csv'),
    '--settings',
    at('own.json'),
    '--base',
    at('own'),
    '--out',
    at('own2'),
    '--json',
  )
  expect((later.json() as Told).changes).toEqual({ born: 1, died: 1 })
  expect(await read('own2/clusters.parquet')).toEqual([
    { row_id: '2', entity_id: '1' },
    { row_id: '5', entity_id: expect.stringMatching(/^ent_/) },
  ])
})

test('an id column that was found in the first rows of a long file and repeats further down gives way to places', async () => {
  const { tables } = await sampled('long.csv', 'id,name\n1,Ana Botha\n2,Piet Nel\n')
  const [found] = draftOneThing(tables as [SampledTable], {}).tables
  if (found === undefined) throw new Error('no table')
  expect(found.idColumn).toBe('id')
  const rows = await withEngine(async (engine) => {
    await engine.run(
      `CREATE TABLE input_row AS SELECT * FROM (VALUES ('1', 'o''long', 'long.csv', 2, 'h1', true), ('1', 'o''long', 'long.csv', 3, 'h2', true))
       v(row_id, source_dataset, file, row_number, row_hash, has_id)`,
    )
    const notes = await checkRowIds(engine, [{ ...found, path: '', labelColumn: undefined, source: "o'long" }], false)
    expect(notes).toEqual([expect.stringMatching(/"id" looked like the rows' ids, but rows 2 and 3 have the same/)])
    return engine.rows('SELECT row_id, key FROM input_row ORDER BY row_number')
  })
  expect(rows).toEqual([
    { row_id: 'long.csv:2', key: '#h1' },
    { row_id: 'long.csv:3', key: '#h2' },
  ])
})

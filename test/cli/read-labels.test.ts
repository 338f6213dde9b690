import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateHard } from '../../examples/generator/hard/generate-hard.ts'
import { answersOfColumn, readLabels } from '../../src/cli/read-labels.ts'
import { sqlText } from '../../src/engine/sql.ts'
import type { PreparedRecords } from '../../src/resolve/index.ts'
import { peopleSettings, withEngine } from '../resolve/support/link.ts'
import { temporaryFolder } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('labels')
const at = (name: string): string => join(folder, name)
const HEAD = 'unique_id_l,unique_id_r,clerical_match_score\n'

/** Reads labels about rows 1 to 4; row 4 stands in two sources. */
async function labels(text: string) {
  writeFileSync(at('labels.csv'), text)
  return withEngine(async (engine) => {
    await engine.run(
      `CREATE TABLE link_record AS SELECT * FROM (VALUES (0, '1', 'a'), (1, '2', 'a'), (2, '3', 'b'), (3, '4', 'a'), (4, '4', 'b'))
       t(link_position, link_row_id, link_source)`,
    )
    return readLabels(engine, at('labels.csv'), { rows: 5 } as PreparedRecords)
  })
}

describe('a table of labels', () => {
  test('scores from 0.5 up are matches, blank ones say nothing', async () => {
    const { answers, notes } = await labels(`${HEAD}1,2,0.5\n1,3,0.49\n2,3,\n`)
    expect(answers).toEqual([
      { a: 0, b: 1, isMatch: true },
      { a: 0, b: 2, isMatch: false },
    ])
    expect(notes).toEqual(['labels.csv: 1 label without a score: nothing is known of the pair.'])
  })

  test('of one pair called both, neither is taken', async () => {
    const { answers, notes } = await labels(`${HEAD}1,2,1\n2,1,0\n1,3,1\n`)
    expect(answers).toEqual([{ a: 0, b: 2, isMatch: true }])
    expect(notes).toEqual(['labels.csv: 1 and 2 are one at row 2 and different at row 3; neither was taken.'])
  })

  test('of a chain what joins is kept, in any order of the rows', async () => {
    for (const text of ['1,2,1\n2,3,1\n1,3,0\n', '1,3,0\n2,3,1\n1,2,1\n']) {
      const { answers, notes } = await labels(HEAD + text)
      expect(answers.filter(({ isMatch }) => isMatch)).toHaveLength(2)
      expect(answers).toHaveLength(2)
      expect(notes[0]).toMatch(/1 and 3 are different at row \d, but other labels make them one; what joins was taken/)
    }
  })

  test('a label of a row that is gone is left out and named', async () => {
    const { answers, notes } = await labels(`${HEAD}1,2,1\n1,99,1\n`)
    expect(answers).toHaveLength(1)
    expect(notes).toEqual(['labels.csv: 1 label about rows that are not there (99) were left out.'])
  })

  test('a row that several sources have is told apart by its source', async () => {
    const head = 'source_dataset_l,unique_id_l,source_dataset_r,unique_id_r,clerical_match_score\n'
    expect((await labels(`${head}a,4,b,4,1\n`)).answers).toEqual([{ a: 3, b: 4, isMatch: true }])
    await expect(labels(`${HEAD}1,4,1\n`)).rejects.toThrow(
      /2 sources have a row 4\. Say which in source_dataset_l.*: a, b/,
    )
  })

  test.each([
    ['an empty file', HEAD, /labels\.csv is empty: it has no row of a label/],
    ['one without scores', `${HEAD}1,2,\n`, /holds no label\. Fill in clerical_match_score/],
    ['one about other data', `${HEAD}77,78,1\n`, /No label of labels\.csv is about rows of the data: 77 are not there/],
    [
      'another table',
      'id,entity\n1,2\n',
      /has no unique_id_l and no unique_id_r and no clerical_match_score.*It has: id, entity/,
    ],
    ['a score that is none', `${HEAD}1,2,yes\n`, /row 2: clerical_match_score is "yes"; give a number/],
    ['a missing id', `${HEAD}1,,1\n`, /row 2: an id is missing/],
  ])('%s is told as such', async (_, text, message) => {
    await expect(labels(text)).rejects.toThrow(message)
  })
})

describe('a column that says the entity of some rows', () => {
  const ask = (values: string, column = 'truth') =>
    withEngine(async (engine) => {
      await engine.run(`CREATE TABLE link_record AS SELECT * FROM (VALUES ${values}) t(link_position, truth)`)
      await engine.run('CREATE TABLE link_pair AS SELECT 0 AS a, 1 AS b UNION ALL SELECT 0, 2 UNION ALL SELECT 1, 2')
      return answersOfColumn(engine, column)
    })

  test('two rows of one value are one, of two values are not, and a blank is unknown', async () => {
    const { answers, mustLink, contradicting, notes } = await ask("(0, 'x'), (1, 'x'), (2, ' '), (3, 'y')")
    expect(answers).toEqual([{ a: 0, b: 1, isMatch: true }])
    expect(mustLink).toEqual([[0, 1]])
    expect(contradicting).toEqual(['link_label'])
    expect(notes).toEqual(['Column "truth" is blank in 1 row: nothing is known of them beforehand.'])
  })

  test('a column that is blank throughout, or is not there, ends the command', async () => {
    await expect(ask("(0, NULL), (1, ''), (2, ' ')")).rejects.toThrow(/"truth" is blank in every row/)
    await expect(ask("(0, 'x'), (1, 'x'), (2, 'x')", 'entity')).rejects.toThrow(
      /no column "entity" \(--label-column\)\. They have: truth/,
    )
  })

  test('a column of which no two rows share a value tells of no match', async () => {
    expect((await ask("(0, 'x'), (1, 'y'), (2, 'z')")).notes[0]).toMatch(/No two rows have one value/)
  })
})

describe('hotpass resolve with labels', () => {
  beforeAll(async () => {
    generateHard({ kind: 'people', rows: 300, seed: 5, out: at('people.csv'), truth: at('truth.csv') })
    writeFileSync(at('settings.json'), JSON.stringify(peopleSettings()))
    await withEngine(async (engine) => {
      const csv = (name: string) => `read_csv(${sqlText(at(name))}, all_varchar = true)`
      const known = `${csv('people.csv')} p JOIN ${csv('truth.csv')} t USING (id)`
      const rows = await engine.rows<{ a: string; b: string; score: number }>(
        `SELECT a.id AS a, b.id AS b, (a.entity = b.entity)::INTEGER AS score FROM (SELECT * FROM ${known}) a
         JOIN (SELECT * FROM ${known}) b ON a.id < b.id AND (a.dob = b.dob OR a.phone = b.phone OR a.email = b.email) ORDER BY hash(a.id, b.id) LIMIT 60`,
      )
      writeFileSync(at('judged.csv'), HEAD + rows.map(({ a, b, score }) => `${a},${b},${score}\n`).join(''))
    })
  })

  test('the report and the JSON say what the labels did, with intervals; what was judged holds', async () => {
    const done = await hotpass([
      ...['resolve', at('people.csv'), '--settings', at('settings.json'), '--labels', at('judged.csv')],
      ...['--out', at('out'), '--json'],
    ])
    expect(done.err).not.toContain('hotpass:')
    const { labels: told } = done.json() as {
      labels: { same: number; accuracy: Record<'precision' | 'recall', { low: number; high: number }>[] }
    }
    expect(told.same).toBeGreaterThan(10)
    for (const name of ['precision', 'recall'] as const) {
      expect(told.accuracy[0]?.[name]?.low).toBeGreaterThan(0)
      expect(told.accuracy[0]?.[name]?.high).toBeLessThanOrEqual(1)
    }
    expect(readFileSync(at('out/report.html'), 'utf8')).toMatch(/By people’s answers/)
    const wrong = await withEngine((engine) =>
      engine.rows(
        `SELECT * FROM read_csv(${sqlText(at('judged.csv'))}, all_varchar = true) j
         JOIN read_parquet(${sqlText(at('out/clusters.parquet'))}) l ON l.row_id = j.unique_id_l
         JOIN read_parquet(${sqlText(at('out/clusters.parquet'))}) r ON r.row_id = j.unique_id_r
         WHERE (l.entity_id = r.entity_id) <> (j.clerical_match_score = '1')`,
      ),
    )
    expect(wrong).toEqual([])
  })

  test('a column of labels holds: no two rows of other values are one, and a blank one joins whom it is like', async () => {
    const [header = '', ...rows] = readFileSync(at('people.csv'), 'utf8').trim().split('\n')
    const entities = readFileSync(at('truth.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1])
    const known = rows.map((row, n) => `${row},${n % 3 === 0 ? '' : entities[n]}`)
    writeFileSync(at('known.csv'), [`${header},entity`, ...known].join('\n'))
    const done = await hotpass([
      ...[
        'resolve',
        at('known.csv'),
        '--settings',
        at('settings.json'),
        '--label-column',
        'Entity',
        '--out',
        at('known'),
      ],
    ])
    expect(done.err).toContain('Column "entity" is blank in 100 rows')
    expect(done.out).toMatch(
      /Labels: \d+ pairs that are one, \d+ that are not; the model .*\nBy labels that were held out: precision 0\.\d+ \(/,
    )
    const mixed = await withEngine((engine) =>
      engine.rows(
        `SELECT c.entity_id FROM read_parquet(${sqlText(at('known/clusters.parquet'))}) c
         JOIN read_csv(${sqlText(at('known.csv'))}, all_varchar = true) k ON k.id = c.row_id AND k.entity IS NOT NULL
         GROUP BY 1 HAVING count(DISTINCT k.entity) > 1`,
      ),
    )
    expect(mixed).toEqual([])
  })

  test('labels teach without settings too: rows are called as the result calls them', async () => {
    const done = await hotpass([
      ...['resolve', at('people.csv'), '--entity', 'person', '--id', 'id', '--labels', at('judged.csv')],
      ...['--out', at('by-types'), '--json'],
    ])
    expect(done.err).not.toContain('hotpass:')
    const { labels: told } = done.json() as { labels: { same: number; different: number } }
    expect(told.same + told.different).toBe(60)
    const wrong = await withEngine((engine) =>
      engine.rows(
        `SELECT * FROM read_csv(${sqlText(at('judged.csv'))}, all_varchar = true) j
         JOIN read_parquet(${sqlText(at('by-types/clusters.parquet'))}) l ON l.row_id = j.unique_id_l
         JOIN read_parquet(${sqlText(at('by-types/clusters.parquet'))}) r ON r.row_id = j.unique_id_r
         WHERE (l.entity_id = r.entity_id) <> (j.clerical_match_score = '1')`,
      ),
    )
    expect(wrong).toEqual([])
  })

  test('without settings a column of labels is not compared, and holds', async () => {
    const known = ['resolve', at('known.csv'), '--entity', 'person', '--id', 'id', '--out', at('known-by-types')]
    const done = await hotpass([...known, '--label-column', 'entity', '--json'])
    expect(done.err).toContain('Column "entity" is blank in 100 rows')
    const { files } = done.json() as { files: { taken: { columns: string[] }[] }[] }
    expect(files[0]?.taken.flatMap(({ columns }) => columns)).not.toContain('entity')
    const mixed = await withEngine((engine) =>
      engine.rows(
        `SELECT c.entity_id FROM read_parquet(${sqlText(at('known-by-types/clusters.parquet'))}) c
         JOIN read_csv(${sqlText(at('known.csv'))}, all_varchar = true) k ON k.id = c.row_id AND k.entity IS NOT NULL
         GROUP BY 1 HAVING count(DISTINCT k.entity) > 1`,
      ),
    )
    expect(mixed).toEqual([])
    expect((await hotpass([...known, '--label-column', 'entty'])).err).toMatch(/no column "entty" \(--label-column\)/)
  })

  test('both ways of labelling at once are refused', async () => {
    const done = await hotpass([
      ...['resolve', at('people.csv'), '--settings', at('settings.json'), '--out', at('both')],
      ...['--labels', at('judged.csv'), '--label-column', 'town'],
    ])
    expect(done).toMatchObject({ exit: 2, err: expect.stringContaining('Give --labels or --label-column, not both') })
  })
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnyFile } from '../../src/cli/read-any-file.ts'
import { openEngine } from '../../src/engine/engine.ts'
import { evaluateSuite, parseSuite, profileColumns, suggestSuite, type TableProfile } from '../../src/quality/index.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { hotpass } from './fake-io.ts'

const folder = temporaryFolder('profile')
const file = join(folder, 'members.csv')
writeFileSync(
  file,
  `id,kind,mail,joined,fee,empty\n${Array.from({ length: 60 }, (_, n) => `${n + 1},${n % 3 === 0 ? 'club' : 'school'},person${n}@example.org,2024-0${(n % 9) + 1}-15,${(n * 1.5).toFixed(2)},`).join('\n')}\n`,
)

describe('hotpass profile', () => {
  test('says of each column what it holds, and shows no personal value', async () => {
    const { exit, json, out } = await hotpass(['profile', file, '--json'])
    expect(exit).toBe(0)
    const profile = json() as TableProfile
    const column = (name: string) => profile.columns.find((one) => one.name === name)
    expect(profile.rows).toBe(60)
    expect(column('id')).toMatchObject({ reads: 'integer', unique: true, nulls: 0, min: 1, max: 60 })
    expect(column('id')?.quantiles[2]).toBe(30.5)
    expect(column('id')?.histogram.reduce((sum, { rows }) => sum + rows, 0)).toBe(60)
    expect(column('kind')).toMatchObject({
      distinct: 2,
      top: [
        { value: 'school', rows: 40 },
        { value: 'club', rows: 20 },
      ],
    })
    expect(column('joined')).toMatchObject({ reads: 'date', patterns: [{ pattern: '9999-99-99', rows: 60 }] })
    expect(column('fee')?.reads).toBe('number')
    expect(column('mail')?.likelyPersonal).toEqual({ kind: 'email', share: 1 })
    expect(column('empty')).toMatchObject({ nulls: 60, distinct: 0, min: null, unique: false })
    expect(out).not.toContain('person1@example.org')
  })

  test.each([
    [
      'names',
      'Valid until',
      ['Carol Quinn', 'Barbara Mosley', 'Diane Congress', 'Joanne Williams', 'Zoraida Fernandini'],
    ],
    ['names in Japanese', '氏名', ['佐藤 花子', '高橋 太郎', '山田 一郎', '鈴木 次郎']],
    ['days of birth', 'geboren am', ['03.02.1980', '26.01.1955', '11.11.1979']],
  ])('%s are masked under any label', async (_, label, values) => {
    const file = join(folder, 'people.csv')
    writeFileSync(file, [label, ...values, ...values].join('\n'))
    const { exit, out, json } = await hotpass(['profile', file, '--json'])
    expect(exit).toBe(0)
    expect((json() as TableProfile).columns[0]?.likelyPersonal).not.toBe(null)
    for (const value of values) expect(out).not.toContain(value)
  })

  test('firms and towns are nobody, and are shown', async () => {
    const file = join(folder, 'firms.csv')
    writeFileSync(file, 'Company,Town\nAcme Ltd,Leeds\nOrbit Trading Ltd,York\nDelta Works Ltd,Hull\n')
    const { json } = await hotpass(['profile', file, '--json'])
    expect((json() as TableProfile).columns.map(({ likelyPersonal }) => likelyPersonal)).toEqual([null, null])
  })

  test('a workbook, a table for people, a saved profile, and a suite that the file passes', async () => {
    const book = join(folder, 'book.xlsx')
    writeSheets(book, reachoutSheets(20))
    const suite = join(folder, 'suite.yaml')
    const saved = join(folder, 'profile.json')
    const said = await hotpass(['profile', book, '--suggest', suite, '--out', saved])
    expect(said.exit).toBe(0)
    expect(said.out).toMatch(/book\.xlsx: 20 rows, 12 columns/)
    expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({ rows: 20 })
    expect(parseSuite(readFileSync(suite, 'utf8'), 'suite.yaml').expectations.length).toBeGreaterThan(10)
    expect((await hotpass(['profile', book, '--suggest', suite])).err).toContain('is there already')
    expect((await hotpass(['profile', join(folder, 'nowhere.csv')])).exit).toBe(2)
  })

  test('the suggested suite passes on the table it comes from, whatever the table holds', async () => {
    const cell = fc.oneof(
      fc.constant(null),
      fc.string({ maxLength: 12 }),
      fc.integer().map(String),
      fc.constantFrom('a', 'b', '2024-01-31', "it's", '=1', 'x: y', '- z'),
    )
    const number = fc.oneof(fc.constant(null), fc.integer({ min: -1000, max: 1000 }))
    const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(cell, number), { maxLength: 40 }), async (rows) => {
          const columns = [
            { name: 'some text', type: 'string' },
            { name: 'n', type: 'long' },
          ] as const
          const writer = await engine.createTable('any', columns)
          writer.append([rows.map(([text]) => text?.toWellFormed() ?? null), rows.map(([, n]) => n)])
          await writer.finish()
          const suite = parseSuite(suggestSuite('any', await profileColumns(engine, '"any"', columns)), 'suite.yaml')
          const results = await evaluateSuite({
            engine,
            suite,
            tables: new Map([['any', '"any"']]),
            shapes: new Map([
              ['any', { id: 'any', types: new Map(columns.map(({ name, type }) => [name, type])), pii: {} }],
            ]),
            nominalTime: '2026-01-01T00:00:00Z',
            place: '0',
            folder,
          })
          expect(results.filter(({ passed }) => !passed).map(({ expected, found }) => `${expected} ${found}`)).toEqual(
            [],
          )
        }),
        { numRuns: 25 },
      )
      await readAnyFile(engine, file, 'again')
    } finally {
      engine.close()
    }
  })
})

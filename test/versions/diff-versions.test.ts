import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ColumnType } from '../../src/engine/column-types.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlName } from '../../src/engine/sql.ts'
import { compareRows, type DiffSide } from '../../src/versions/compare-rows.ts'
import { countDifferences, type Differences } from '../../src/versions/count-differences.ts'
import { differenceColumns, differenceRowsSql, firstRowsSql } from '../../src/versions/difference-rows.ts'
import { entityMoves } from '../../src/versions/entity-moves.ts'
import { greatestImpact, type Impact, impactOf } from '../../src/versions/impact.ts'

let folder: string
let engine: Engine
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hotpass-diff-'))
  engine = await openEngine({ memoryLimitMb: 300, threads: 1, scratch: folder })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Rows as SQL values, in the order of the columns. */
const side = (columns: Readonly<Record<string, ColumnType>>, ...rows: string[]): DiffSide => ({
  columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
  query: `SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) AS t(${Object.keys(columns)
    .map((name) => sqlName(name))
    .join(', ')})`,
})
const TWO = { id: 'string', name: 'string' } as const
const count = (before: DiffSide, after: DiffSide, key = ['id'], telling: string[] = []): Promise<Differences> =>
  countDifferences(engine, compareRows(before, after, key), new Set(telling))
const lines = async (before: DiffSide, after: DiffSide, key = ['id']) => {
  const comparison = compareRows(before, after, key)
  const rows = await engine.rows<Record<string, string | null>>(differenceRowsSql(comparison, undefined))
  return rows.map((row) => differenceColumns(comparison).map(({ name }) => row[name]))
}

describe('the difference of two versions', () => {
  test('is every row that came, went or says something else, a line a field; a row that is the same is in no line', async () => {
    const before = side({ ...TWO, note: 'string' }, `'a', 'Ann', 'x'`, `'b', 'Bea', NULL`, `'c', 'Cy', 'z'`)
    const after = side({ ...TWO, note: 'string' }, `'a', 'Anna', NULL`, `'c', 'Cy', 'z'`, `'d', 'Di', NULL`)
    expect(await lines(before, after)).toEqual([
      ['removed', 'b', 'id', 'b', null],
      ['removed', 'b', 'name', 'Bea', null],
      ['changed', 'a', 'name', 'Ann', 'Anna'],
      ['changed', 'a', 'note', 'x', null],
      ['added', 'd', 'id', null, 'd'],
      ['added', 'd', 'name', null, 'Di'],
    ])
    expect(await count(before, after)).toMatchObject({ before: 3, after: 3, added: 1, removed: 1, changed: 1 })
  })

  test('lists of other parts differ though their text is the same, and so do a null and an empty text', async () => {
    const before = side({ id: 'string', list: 'list<string>', text: 'string' }, `'a', ['x; y'], NULL`)
    const after = side({ id: 'string', list: 'list<string>', text: 'string' }, `'a', ['x', 'y'], ''`)
    expect((await count(before, after)).fields).toMatchObject([
      { name: 'list', changed: 1, filled: 0 },
      { name: 'text', changed: 1, filled: 1, emptied: 0 },
    ])
  })

  test.each<[string, DiffSide, DiffSide, Partial<Differences>]>([
    [
      'a column that came',
      side(TWO, `'a', 'x'`),
      side({ ...TWO, more: 'string' }, `'a', 'x', 'new'`),
      { addedColumns: ['more'], changed: 0 },
    ],
    [
      'a column that went',
      side({ ...TWO, more: 'long' }, `'a', 'x', 1`),
      side(TWO, `'a', 'x'`),
      { removedColumns: ['more'], changed: 0 },
    ],
    [
      'another type and the same text',
      side(TWO, `'a', '7'`),
      side({ id: 'string', name: 'long' }, `'a', 7`),
      { retypedColumns: [{ name: 'name', from: 'string', to: 'long' }], changed: 0 },
    ],
    [
      'another type and another text',
      side(TWO, `'a', '7.0'`),
      side({ id: 'string', name: 'long' }, `'a', 7`),
      { changed: 1 },
    ],
    [
      'a key of another type',
      side({ id: 'long', name: 'string' }, `7, 'x'`),
      side(TWO, `'7', 'x'`),
      { added: 0, removed: 0, changed: 0 },
    ],
    [
      'columns in another order',
      side(TWO, `'a', 'x'`),
      side({ name: 'string', id: 'string' }, `'x', 'a'`),
      { changed: 0, added: 0 },
    ],
    ['no key in common', side({ other: 'string' }, `'a'`), side(TWO, `'a', 'x'`), { added: 1, removed: 1, changed: 0 }],
    [
      'names that need quotes',
      side({ id: 'string', 'a "b" c': 'string' }, `'a', 'x'`),
      side({ id: 'string', 'a "b" c': 'string' }, `'a', 'y'`),
      { changed: 1 },
    ],
  ])('%s', async (_, before, after, expected) => {
    expect(await count(before, after)).toMatchObject(expected)
  })

  test('a key whose columns are called like ours keeps both apart', async () => {
    const named = { change: 'string', field: 'string' } as const
    expect(await lines(side(named, `'k', 'x'`), side(named, `'k', 'y'`), ['change'])).toEqual([
      ['changed', 'k', 'field', 'x', 'y'],
    ])
  })

  test('of the first rows one that came or went has one line, and columns that say little none', async () => {
    const columns = { id: 'string', parent: 'string', name: 'string', rest: 'string' } as const
    const comparison = compareRows(side(columns, `'a', 'p', 'x', 'r'`), side(columns, `'b', 'p', 'y', 'r'`), ['id'])
    const first = (change: 'added' | 'removed') => engine.rows(firstRowsSql(comparison, change, 5, new Set(['parent'])))
    expect(await first('removed')).toEqual([{ change: 'removed', id: 'a', field: 'name', before: 'x', after: null }])
    expect(await first('added')).toEqual([{ change: 'added', id: 'b', field: 'name', before: null, after: 'y' }])
  })
})

describe('entities that became one or several', () => {
  const links = (...rows: [string, string, string?][]) =>
    side(
      { record_key: 'string', entity_id: 'string', row_class: 'string' },
      ...rows.map(([record, entity, own = 'merged']) => `'${record}', '${entity}', '${own}'`),
    ).query
  const ids = (...names: string[]) => side({ id: 'string' }, ...names.map((name) => `'${name}'`)).query
  const moves = async (
    before: [string, string][],
    after: [string, string, string?][],
    both = { before: '', after: '' },
  ) => {
    const of = (pairs: readonly (readonly [string, string, string?])[]) => [...new Set(pairs.map(([, id]) => id))]
    const found = await entityMoves(
      engine,
      {
        idColumn: 'id',
        before: both.before || ids(...of(before)),
        after: both.after || ids(...of(after)),
        linksBefore: links(...before),
        linksAfter: links(...after),
      },
      10,
    )
    return found.moves.map(({ change, entity, entities }) => `${change} ${entity}: ${entities.join(' ')}`)
  }

  test.each<[string, [string, string][], [string, string, string?][], string[]]>([
    [
      'two became one that lives on',
      [
        ['1', 'A'],
        ['2', 'B'],
      ],
      [
        ['1', 'A'],
        ['2', 'A'],
      ],
      ['merged A: A B'],
    ],
    [
      'two became a new one',
      [
        ['1', 'A'],
        ['2', 'B'],
      ],
      [
        ['1', 'C'],
        ['2', 'C'],
      ],
      ['merged C: A B'],
    ],
    [
      'three over versions between',
      [
        ['1', 'A'],
        ['2', 'B'],
        ['3', 'C'],
      ],
      [
        ['1', 'C'],
        ['2', 'C'],
        ['3', 'C'],
      ],
      ['merged C: A B C'],
    ],
    [
      'one became two, one of them as before',
      [
        ['1', 'A'],
        ['2', 'A'],
      ],
      [
        ['1', 'A'],
        ['2', 'B'],
      ],
      ['split A: A B'],
    ],
    [
      'one became two new ones',
      [
        ['1', 'A'],
        ['2', 'A'],
      ],
      [
        ['1', 'B'],
        ['2', 'C'],
      ],
      ['split A: B C'],
    ],
    ['one that is called anew is neither', [['1', 'A']], [['1', 'B']], []],
    [
      'records that move between two that live on',
      [
        ['1', 'A'],
        ['2', 'A'],
        ['3', 'B'],
      ],
      [
        ['1', 'A'],
        ['2', 'B'],
        ['3', 'B'],
      ],
      [],
    ],
    ['one that died, and a new one of new records', [['1', 'A']], [['2', 'B']], []],
    [
      'what only describes a part goes elsewhere without it',
      [
        ['1', 'A'],
        ['2', 'B'],
      ],
      [
        ['1', 'A', 'attached'],
        ['2', 'B'],
      ],
      [],
    ],
  ])('%s', async (_, before, after, expected) => {
    expect(await moves(before, after)).toEqual(expected)
  })

  test('a row that describes two things is of the entity that is asked about', async () => {
    const before: [string, string][] = [
      ['1', 'org_a'],
      ['1', 'per_a'],
      ['2', 'org_b'],
      ['2', 'per_b'],
    ]
    const after: [string, string][] = [
      ['1', 'org_a'],
      ['1', 'per_a'],
      ['2', 'org_b'],
      ['2', 'per_a'],
    ]
    expect(await moves(before, after, { before: ids('per_a', 'per_b'), after: ids('per_a') })).toEqual([
      'merged per_a: per_a per_b',
    ])
    expect(await moves(before, after, { before: ids('org_a', 'org_b'), after: ids('org_a', 'org_b') })).toEqual([])
  })
})

describe('impact', () => {
  const rows = (count: number, text: (at: number) => string): string[] =>
    Array.from({ length: count }, (_, at) => `'k${at}', ${text(at)}, 'from'`)
  const columns = { id: 'string', name: 'string', told: 'string' } as const
  const usual = rows(100, (at) => `'n${at}'`)
  const impact = async (
    after: readonly string[],
    more: Partial<Parameters<typeof impactOf>[1]> = {},
    before = usual,
  ) => {
    const telling = new Set(['told'])
    return impactOf(await count(side(columns, ...before), side(columns, ...after), ['id'], ['told']), {
      telling,
      tells: false,
      majorRose: false,
      ...more,
    })
  }
  const changed = (many: number) => rows(100, (at) => (at < many ? `'other'` : `'n${at}'`))

  test.each<[string, () => Promise<Impact>, Impact]>([
    ['nothing differs', () => impact(usual), 'none'],
    ['one row says something else', () => impact(changed(1)), 'small'],
    ['a fifth of the rows do', () => impact(changed(20)), 'small'],
    ['more than a fifth do', () => impact(changed(21)), 'large'],
    ['more than a fifth went', () => impact(usual.slice(21)), 'large'],
    ['a fifth went', () => impact(usual.slice(20)), 'small'],
    [
      'as many came',
      () => impact([...usual, ...rows(30, () => `'x'`).map((row) => row.replace(`'k`, `'new`))]),
      'large',
    ],
    ['one of one went: one thing is everyday', () => impact(usual.slice(0, 1), {}, usual.slice(0, 2)), 'small'],
    [
      'only where values come from, in every row',
      () => impact(usual.map((row) => row.replace('from', 'elsewhere'))),
      'small',
    ],
    [
      'a fifth of a column that few rows have',
      () =>
        impact(
          rows(100, (at) => (at < 4 ? `'x'` : 'NULL')),
          {},
          rows(100, (at) => (at < 4 ? `'y'` : 'NULL')),
        ),
      'large',
    ],
    ['the major version rose and nothing else', () => impact(usual, { majorRose: true }), 'large'],
    ['a dataset that tells of entities, all of it', () => impact(changed(100), { tells: true }), 'small'],
  ])('%s', async (_, found, expected) => expect(await found()).toBe(expected))

  test('a column that came is no row, and no nothing', async () => {
    const found = await count(side(TWO, `'a', 'x'`), side({ ...TWO, more: 'string' }, `'a', 'x', NULL`))
    expect(impactOf(found, { telling: new Set(), tells: false, majorRose: false })).toBe('small')
  })

  test('of a release it is the greatest of its datasets', () => {
    expect([greatestImpact(['none', 'large', 'small']), greatestImpact([])]).toEqual(['large', 'none'])
  })
})

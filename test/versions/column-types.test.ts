import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { COLUMN_TYPES, type ColumnType } from '../../src/engine/column-types.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { commitVersion } from '../../src/versions/commit-version.ts'
import { dataFilesQuery, writeDataFile } from '../../src/versions/data-file.ts'
import { ColumnTypeError, RequiredColumnError } from '../../src/versions/errors.ts'
import { pullVersion } from '../../src/versions/pull-version.ts'
import { readAs } from '../../src/versions/read-as.ts'
import type { TableColumn } from '../../src/versions/table-column.ts'
import { readLiveEntries, readManifestList, readTable, storedVersions } from '../../src/versions/table-head.ts'
import { currentSchema } from '../../src/versions/table-schema.ts'
import { describeVersion } from '../../src/versions/version-files.ts'
import { openWorkshop, type Workshop } from './fixture.ts'

let shop: Workshop
let store: DirectoryStore
let names = 0
beforeEach(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
})
afterEach(() => shop.close())

const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))
const time = fc
  .tuple(
    fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
    fc.integer({ min: 0, max: 999_999 }),
  )
  .map(([date, micros]) => `${date.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`)
const text = fc.string({ unit: 'grapheme', maxLength: 30 }).filter((one) => one.isWellFormed() && !one.includes('\0'))
const VALUES: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  string: text,
  long: fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
  double: fc.double({ noDefaultInfinity: true, noNaN: true }).map((one) => one + 0),
  boolean: fc.boolean(),
  date: day,
  timestamptz: time,
  'list<string>': fc.array(text, { minLength: 1, maxLength: 4 }),
}

const column = (name: string, type: ColumnType, required = false): TableColumn => ({ name, type, doc: '', required })

/** Commits rows of one column beside a key, as the next version. */
async function commit(
  type: ColumnType,
  values: readonly unknown[],
  more: Partial<Parameters<typeof commitVersion>[0]> = {},
) {
  const name = `t${++names}`
  const columns = more.columns ?? [column('id', 'long', true), column('value', type)]
  const writer = await shop.engine.createTable(name, columns)
  writer.append(columns.map((_, at) => (at === 0 ? values.map((__, i) => i) : values)))
  await writer.finish()
  return commitVersion({
    store,
    dataset: 'things',
    columns,
    primaryKey: ['id'],
    mode: 'overwrite',
    commitId: name,
    contentHash: name,
    contractVersion: '1.0.0',
    nominalTime: new Date('2026-01-05T06:00:00Z'),
    data: async (ids) => [
      await writeDataFile(
        shop.engine,
        `SELECT * FROM ${name} ORDER BY id`,
        join(shop.folder, `${name}.parquet`),
        columns,
        ids,
      ),
    ],
    ...more,
  })
}

async function read(version: number): Promise<unknown[]> {
  const { files, fields } = await describeVersion(store, 'things', version)
  const paths = files.map(({ path }) => join(shop.folder, 'store/datasets/things', path))
  const rows = await shop.engine.rows<{ value: unknown }>(
    `SELECT value FROM (${dataFilesQuery(paths, fields)}) ORDER BY id`,
  )
  return rows.map(({ value }) => value)
}

const schemaOf = async (version: number) => currentSchema((await readTable(store, 'things', version)).metadata)
const fieldOf = async (version: number, name: string) =>
  (await schemaOf(version)).fields.find((field) => field.name === name)

async function pulled(format: 'csv' | 'jsonl', version: number): Promise<string> {
  const out = join(shop.folder, `out.${format}`)
  await pullVersion({ store, engine: shop.engine, dataset: 'things', version, format, out, scratch: shop.folder })
  return readFileSync(out, 'utf8')
}

describe.each(COLUMN_TYPES)('a column of %s', (type) => {
  test('comes back as it was published, from the table and from JSON Lines, and its statistics say what it holds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(VALUES[type], { nil: null }), { minLength: 1, maxLength: 20 }),
        async (values) => {
          const { version } = await commit(type, values)
          expect(await read(version)).toEqual(values)
          const lines = (await pulled('jsonl', version)).trimEnd().split('\n')
          expect(lines.map((line) => (JSON.parse(line) as { value: unknown }).value)).toEqual(values)

          const { metadata } = await readTable(store, 'things', version)
          const [entry] = await readLiveEntries(store, 'things', await readManifestList(store, 'things', metadata))
          const field = currentSchema(metadata).fields[1]
          const id = typeof field?.type === 'object' ? field.type['element-id'] : field?.id
          const of = (name: 'value_counts' | 'null_value_counts' | 'column_sizes') =>
            entry?.data_file[name]?.find(({ key }) => key === id)?.value
          const nulls = values.filter((value) => value === null).length
          const present = values.filter((value) => value !== null)
          expect(of('value_counts')).toBe(present.flat().length + nulls)
          expect(of('null_value_counts')).toBe(nulls)
          expect(of('column_sizes')).toBeGreaterThan(0)
          expect(entry?.data_file.lower_bounds?.some(({ key }) => key === id)).toBe(present.length > 0)
        },
      ),
      { numRuns: 25 },
    )
  })
})

describe('bounds', () => {
  const boundsOf = async (version: number) => {
    const { metadata } = await readTable(store, 'things', version)
    const [entry] = await readLiveEntries(store, 'things', await readManifestList(store, 'things', metadata))
    const id = entry?.data_file.value_counts?.at(-1)?.key
    return [entry?.data_file.lower_bounds, entry?.data_file.upper_bounds].map((list) =>
      Buffer.from(list?.find(({ key }) => key === id)?.value ?? []),
    )
  }

  test('of days are days since 1970 in 4 bytes, of times microseconds in 8, of lists those of their elements', async () => {
    const days = await boundsOf((await commit('date', ['1969-12-31', '2024-02-29', null])).version)
    expect(days.map((bytes) => [bytes.length, bytes.readInt32LE()])).toEqual([
      [4, -1],
      [4, 19_782],
    ])
    const at = ['1969-12-31T23:59:59.999999Z', '2024-02-29T10:00:00.000001+02:00']
    const times = await boundsOf(
      (await commit('timestamptz', at, { dataset: 'things', contractVersion: '2.0.0' })).version,
    )
    expect(times.map((bytes) => bytes.readBigInt64LE())).toEqual([-1n, 1_709_193_600_000_001n])
    const lists = await boundsOf(
      (await commit('list<string>', [['m', 'b'], null, ['z']], { contractVersion: '3.0.0' })).version,
    )
    expect(lists.map(String)).toEqual(['b', 'z'])
  })

  test('are not told of a column of personal data, nor where they hold an address or a phone', async () => {
    const texts = ['a', 'zanele@x.example']
    const ends = async (more: Parameters<typeof commit>[2]) =>
      (await boundsOf((await commit('string', texts, more)).version)).map(String)
    expect(await ends({ contractVersion: '4.0.0' })).toEqual(['a', ''])
    expect(await ends({ contractVersion: '4.0.0', contentHash: 'again', unbounded: ['value'] })).toEqual(['', ''])
  })
})

describe('what a spreadsheet gets', () => {
  test('numbers as people write them: a whole one without a point, and every one that it reads back', async () => {
    const values = [48, -3, 0, 0.5, 1.1, 100, 12_345_678_901, 1e21, 1e-7, null]
    const { version } = await commit('double', values)
    const cells = (await pulled('csv', version))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1])
    expect(cells.slice(0, 7)).toEqual(['48', '-3', '0', '0.5', '1.1', '100', '12345678901'])
    expect(cells.map((cell) => (cell === '' ? null : Number(cell)))).toEqual(values)
  })

  test('lists joined, days and times as text, and no joined text that it would run', async () => {
    await commit('list<string>', [['a', 'b; c'], ['=1+1', 'x'], null])
    expect(parse(await pulled('csv', 1), { columns: true })).toEqual([
      { id: '0', value: 'a; b; c' },
      { id: '1', value: "'=1+1; x" },
      { id: '2', value: '' },
    ])
    await commit('timestamptz', ['2024-02-29T10:00:00+02:00'], { contractVersion: '2.0.0' })
    expect(parse(await pulled('csv', 2), { columns: true })).toEqual([
      { id: '0', value: '2024-02-29T08:00:00.000000Z' },
    ])
  })
})

describe('a column whose type changes', () => {
  test('is refused while the contract keeps its major version, and in a table that keeps its older files', async () => {
    await commit('string', ['a; b'])
    await expect(commit('list<string>', [['a', 'b']], { contractVersion: '1.9.0' })).rejects.toThrow(ColumnTypeError)
    await expect(commit('list<string>', [['a']], { contractVersion: '2.0.0', mode: 'append' })).rejects.toThrow(
      ColumnTypeError,
    )
    expect(await storedVersions(store, 'things')).toEqual([1])
  })

  test('takes a new field id with a new major version; older versions keep theirs, and read as they did', async () => {
    await commit('string', ['a; b', null])
    const { semanticVersion } = await commit('list<string>', [['a', 'b'], null], { contractVersion: '2.0.0' })
    expect(semanticVersion).toBe('2.0.0')
    expect(await fieldOf(1, 'value')).toMatchObject({ id: 2, type: 'string' })
    expect(await fieldOf(2, 'value')).toMatchObject({
      id: 3,
      type: { type: 'list', 'element-id': 4, element: 'string' },
    })
    const { metadata } = await readTable(store, 'things', 2)
    expect(metadata['last-column-id']).toBe(4)
    expect(metadata.schemas.map(({ fields }) => fields.map(({ id }) => id))).toEqual([
      [1, 2],
      [1, 3],
    ])
    expect(metadata.snapshots.map((snapshot) => snapshot['schema-id'])).toEqual([0, 1])
    expect(await read(1)).toEqual(['a; b', null])
    expect(await read(2)).toEqual([['a', 'b'], null])
    await commit('list<string>', [['c']], { contractVersion: '2.0.0' })
    expect(await fieldOf(3, 'value')).toEqual(await fieldOf(2, 'value'))
  })

  test.each<[ColumnType, unknown, ColumnType, unknown]>([
    ['string', 'a; b', 'list<string>', ['a', 'b']],
    ['string', '2026-01-31', 'date', '2026-01-31'],
    ['string', 'no day', 'date', null],
    ['list<string>', ['a', 'b'], 'string', 'a; b'],
    ['list<string>', ['a'], 'long', null],
    ['long', 7, 'string', '7'],
    ['date', '2026-01-31', 'string', '2026-01-31'],
  ])('read as the new one: %s %j as %s is %j', async (before, value, after, expected) => {
    await commit(before, [value])
    const { files, fields } = await describeVersion(store, 'things', 1)
    const paths = files.map(({ path }) => join(shop.folder, 'store/datasets/things', path))
    const wanted = [column('value', after), column('later', after)]
    const [row] = await shop.engine.rows(readAs(dataFilesQuery(paths, fields), fields, wanted))
    expect(row).toEqual({ value: expected, later: null })
  })
})

describe('a required column', () => {
  const required = [column('id', 'long', true), column('value', 'string', true)]

  test('without a value is not published, and neither is a list with a hole', async () => {
    await expect(commit('string', ['a', null], { columns: required })).rejects.toThrow(RequiredColumnError)
    const writer = await shop.engine.createTable('holes', [column('id', 'long'), column('value', 'list<string>')])
    writer.append([[1], [['a', null]]])
    await writer.finish()
    const columns = [column('id', 'long', true), column('value', 'list<string>')]
    const holes = commit('list<string>', [], {
      columns,
      data: async (ids) => [
        await writeDataFile(shop.engine, 'SELECT * FROM holes', join(shop.folder, 'holes.parquet'), columns, ids),
      ],
    })
    await expect(holes).rejects.toThrow(/value \(elements\)/)
    expect(await storedVersions(store, 'things')).toEqual([])
  })

  test('is one for Iceberg, the key’s fields are its identifiers, and a later version may loosen it under the same id', async () => {
    await commit('string', ['a'], { columns: required })
    expect(await schemaOf(1)).toMatchObject({
      'identifier-field-ids': [1],
      fields: [{ required: true }, { id: 2, required: true }],
    })
    const loose = await commit('string', [null])
    expect(loose.semanticVersion).toBe('2.0.0')
    expect(await fieldOf(2, 'value')).toMatchObject({ id: 2, required: false })
  })

  test('stays optional where older files that may hold a null stay live', async () => {
    await commit('string', ['a', null])
    await commit('string', ['b'], { columns: required, mode: 'append' })
    expect(await fieldOf(2, 'value')).toMatchObject({ id: 2, required: false })
    await commit('string', ['b'], { columns: required })
    expect(await fieldOf(3, 'value')).toMatchObject({ id: 2, required: true })
  })
})

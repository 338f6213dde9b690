import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import {
  defaultSourceLimits,
  openSource,
  TooManyColumnsError,
  TooManyRowsError,
  UnreadableParquetError,
  ZipBombError,
} from '../../src/sources/index.ts'
import { fileOf, readFileWhole, readSheetWhole } from './build-xlsx.ts'

async function written(select: string, options = ''): Promise<string> {
  const path = fileOf(`table-${Math.random().toString(36).slice(2)}.parquet`, '')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet ${options})`)
  connection.closeSync()
  return path
}

describe('Parquet', () => {
  test('every type becomes the cell a spreadsheet would hold', async () => {
    const path = await written(
      `SELECT 12::BIGINT AS id, 9223372036854775807::BIGINT AS big, 'Müller' AS name, '' AS blank, true AS ok, 1.5::DOUBLE AS n,
       DATE '2024-02-29' AS day, TIMESTAMP '2024-02-29 12:30:00' AS at, [1, 2] AS list, {'a': 1} AS struct, NULL::VARCHAR AS none, 1.25::DECIMAL(9,2) AS price`,
    )
    const { file, source, all } = await readFileWhole(path)
    expect(file.format).toBe('parquet')
    expect(source).toMatchObject({
      headerRow: 1,
      header: ['id', 'big', 'name', 'blank', 'ok', 'n', 'day', 'at', 'list', 'struct', 'none', 'price'],
    })
    expect(all.rows).toEqual([
      [
        12,
        '9223372036854775807',
        'Müller',
        null,
        true,
        1.5,
        new Date('2024-02-29'),
        new Date('2024-02-29T12:30:00Z'),
        '1; 2',
        '{"a":1}',
        null,
        1.25,
      ],
    ])
  })

  test.each(['zstd', 'snappy', 'gzip'])('row groups in order, rows numbered below the header (%s)', async (codec) => {
    const path = await written(
      `SELECT i AS id, 'n' || i AS name FROM range(10000) t(i)`,
      `, COMPRESSION ${codec}, ROW_GROUP_SIZE 4096`,
    )
    const { all } = await readFileWhole(path)
    expect(all.rows).toHaveLength(10_000)
    expect([all.rowNumbers[0], all.rowNumbers.at(-1)]).toEqual([2, 10_001])
    expect(all.rows.every(([id, name], index) => id === index && name === `n${index}`)).toBe(true)
  })

  test('limits hold before any row is read', async () => {
    const path = await written(`SELECT repeat('x', 100) || i AS a, i AS b FROM range(10000) t(i)`)
    await expect(readFileWhole(path, { limits: { maxColumns: 1 } })).rejects.toThrow(TooManyColumnsError)
    await expect(readFileWhole(path, { limits: { maxRows: 9999 } })).rejects.toThrow(TooManyRowsError)
    await expect(readFileWhole(path, { limits: { maxEntryBytes: 1000 } })).rejects.toThrow(ZipBombError)
    const { all } = await readFileWhole(path, { limits: { maxCellCharacters: 100 } })
    expect(all.oversized).toHaveLength(10_000)
  })

  test('a file that is cut, or is none', async () => {
    const bytes = readFileSync(await written('SELECT 1 AS id'))
    for (const cut of [4, 20, bytes.length - 5])
      await expect(readFileWhole(fileOf('cut.parquet', bytes.subarray(0, cut)))).rejects.toThrow(UnreadableParquetError)
    await expect(readFileWhole(fileOf('none.parquet', 'id\n1\n'))).rejects.toThrow(UnreadableParquetError)
    const damaged = Buffer.from(bytes)
    damaged.fill(0xff, 4, 40)
    await expect(readFileWhole(fileOf('damaged.parquet', damaged))).rejects.toThrow(UnreadableParquetError)
  })
})

describe('Parquet keeps what a double would change', () => {
  const cellsOf = async (select: string) => (await readFileWhole(await written(select))).all.rows[0]
  test.each([
    ['12345678901234567::DECIMAL(38,0)', '12345678901234567'],
    ['12345678901234568::DECIMAL(38,0)', '12345678901234568'],
    ['-12345678901234567::DECIMAL(38,0)', '-12345678901234567'],
    ['99999999999999999999999999999999999999::DECIMAL(38,0)', '99999999999999999999999999999999999999'],
    ['123456789012345::DECIMAL(38,0)', 123_456_789_012_345],
    ['12345678901234567.89::DECIMAL(20,2)', '12345678901234567.89'],
    ['0.29::DECIMAL(4,2)', 0.29],
    ['-0.05::DECIMAL(4,2)', -0.05],
    ['1.10::DECIMAL(18,2)', 1.1],
    ['7::DECIMAL(9,2)', 7],
    ['9007199254740993::BIGINT', '9007199254740993'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
  ])('%s', async (sql, value) => {
    expect(await cellsOf(`SELECT ${sql} AS x`)).toEqual([value])
  })

  test.each([
    ["TIME '12:30:00'", '12:30:00'],
    ["TIME '00:00:00'", '00:00:00'],
    ["TIME '23:59:59.123456'", '23:59:59.123456'],
    ["TIMESTAMPTZ '2024-02-29 12:30:00+02'", new Date('2024-02-29T10:30:00Z')],
    ["TIMESTAMP_NS '2024-02-29 12:30:00.123456789'", new Date('2024-02-29T12:30:00.123Z')],
    ["TIMESTAMP_S '2024-02-29 12:30:00'", new Date('2024-02-29T12:30:00Z')],
    ["INTERVAL '3 months 2 days'", 'P3M2DT0S'],
    ["UUID '01890a5d-ac96-774b-bcce-b302099a8057'", '01890a5d-ac96-774b-bcce-b302099a8057'],
    ["['a@x.example', 'b@x.example']", 'a@x.example; b@x.example'],
    ["['a', NULL, '']", 'a'],
    ['[]::VARCHAR[]', null],
    ["[{'a': 1}]", '[{"a":1}]'],
    ["{'street': 'Main', 'no': 1}", '{"street":"Main","no":1}'],
  ])('%s', async (sql, value) => {
    const [cell] = (await cellsOf(`SELECT ${sql} AS x`)) ?? []
    expect(cell === '' ? null : cell).toEqual(value)
  })

  test('columns of lists and structs are named', async () => {
    const { source } = await readFileWhole(await written("SELECT 1 AS id, [1] AS tags, {'a': 1} AS place"))
    expect(source.notes()).toEqual([{ code: 'nested_columns', count: 2, detail: 'tags, place' }])
  })
})

test('a column that nobody maps never makes a file unreadable; one that is mapped does', async () => {
  const bytes = readFileSync(
    await written("SELECT 'Alpha' || i AS name, 'x' || i AS photo FROM range(3) t(i)", ', COMPRESSION uncompressed'),
  )
  // The page of the second column begins behind the first one's.
  const damaged = Buffer.from(bytes)
  damaged.fill(0xff, damaged.indexOf('x0') - 12, damaged.indexOf('x0') + 4)
  const file = await openSource(fileOf('spare.parquet', damaged), defaultSourceLimits)
  const field = (name: string) => ({ name, label: name, synonyms: [], required: false })
  const source = await file.read('spare', { fields: [field('name')] })
  const all = await readSheetWhole(source)
  expect(all.rows).toEqual([
    ['Alpha0', null],
    ['Alpha1', null],
    ['Alpha2', null],
  ])
  expect(source.notes()).toEqual([{ code: 'column_not_readable', count: 1, detail: 'photo' }])
  await expect(readSheetWhole(await file.read('spare', { fields: [field('name'), field('photo')] }))).rejects.toThrow(
    UnreadableParquetError,
  )
})

import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import {
  equalSteps,
  levels,
  type PageParts,
  type ParquetParts,
  parquetBytes,
  plainTexts,
  run,
} from './build-parquet.ts'
import { fileOf, readFileWhole } from './build-xlsx.ts'
import { readAlone } from './read-alone.ts'

const MB = 1024 ** 2
/** What the process takes to read a file of a few rows, and some. */
const SMALL_MB = 200

const column = (pages: readonly PageParts[], more = {}): ParquetParts['columns'][number] => ({
  name: 'id',
  pages,
  ...more,
})
const data = (values: number, body: Uint8Array, more: Partial<PageParts> = {}): PageParts => ({
  kind: 'data',
  values,
  body,
  ...more,
})
const fileWith = (parts: ParquetParts): string => fileOf(`bomb-${crypto.randomUUID()}.parquet`, parquetBytes(parts))

const quickBrotli = (bytes: Uint8Array): Buffer =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })

/** One text of so many bytes, packed to almost nothing. */
function packed(codec: 'gzip' | 'brotli' | 'zstd', bytes: number): Buffer {
  const text = Buffer.alloc(bytes, 120)
  text.writeUInt32LE(bytes - 4)
  const packers = { gzip: gzipSync, brotli: quickBrotli, zstd: zstdCompressSync }
  return packers[codec](text)
}

describe('a Parquet file that would take too much memory is refused in a sentence', () => {
  test.each(['gzip', 'brotli', 'zstd'] as const)('a page that unpacks to 150 MB (%s)', (codec) => {
    const body = packed(codec, 150 * MB)
    const path = fileWith({ rows: 1, columns: [column([data(1, body, { unpacked: 150 * MB })], { codec })] })
    const read = readAlone(path)
    expect(read.error).toMatch(
      /^ZipBombError: .*a page of its column "id" unpacks to \d+ times its size, the limit is 200/,
    )
    expect(read.error).toMatch(/file "bomb-.*raise ingest\.max_compression_ratio/)
    expect(read.peakMb).toBeLessThan(SMALL_MB)
  })

  test.each(['gzip', 'brotli', 'zstd'] as const)('a page that declares 100 bytes of 150 MB (%s)', (codec) => {
    const body = packed(codec, 150 * MB)
    const path = fileWith({ rows: 1, columns: [column([data(1, body, { unpacked: 100 })], { codec })] })
    const read = readAlone(path)
    expect(read.error).toMatch(/^UnreadableParquetError: .*a page holds more than the 100 bytes it declares/)
    expect(read.peakMb).toBeLessThan(SMALL_MB)
  })

  const nulls = (count: number) => column([data(count, levels(run(count, 0)))], { optional: true })
  const cases: [string, ParquetParts, RegExp][] = [
    [
      '268 million rows of nothing in 124 bytes',
      { rows: 2 ** 28, columns: [nulls(2 ** 28)] },
      /^ZipBombError: .*its 124 bytes come to 268435456 or more, .*the limit is 200/,
    ],
    [
      'a dictionary that claims a billion entries',
      {
        rows: 1,
        columns: [
          column([
            { kind: 'dictionary', values: 2 ** 30, body: plainTexts('a') },
            data(1, Buffer.from([0]), { encoding: 'dictionary' }),
          ]),
        ],
      },
      /^ZipBombError: .*the dictionary of its column "id" \d+ bytes have to be held at once, the limit is 536870912/,
    ],
    [
      'texts that each begin with all of the one before',
      {
        rows: 100_000,
        columns: [
          column([
            data(
              100_000,
              Buffer.concat([equalSteps(100_000, 0, 1), equalSteps(100_000, 1, 0), Buffer.alloc(100_000, 97)]),
              { encoding: 'deltaBytes' },
            ),
          ]),
        ],
      },
      /^ZipBombError: .*come to \d+ or more/,
    ],
    [
      'one row group that stands a hundred thousand times in the footer',
      { rows: 1000, repeated: 100_000, columns: [nulls(1000)] },
      /^UnreadableParquetError: .*its columns overlap/,
    ],
    [
      'a footer of empty structs',
      {
        rows: 1,
        columns: [],
        footer: Buffer.concat([Buffer.from([0x19, 0xfc, 0x80, 0x80, 0x80, 0x08]), Buffer.alloc(16 * MB)]),
      },
      /^UnreadableParquetError: .*a header holds more values than any Parquet file has/,
    ],
    [
      'a footer that claims a list of two billion',
      { rows: 1, columns: [], footer: Buffer.from([0x19, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07, 0, 0, 0, 0, 0]) },
      /^UnreadableParquetError: .*a header ends early/,
    ],
    [
      'a footer nested a million deep',
      { rows: 1, columns: [], footer: Buffer.alloc(MB, 0x1c) },
      /^UnreadableParquetError: .*a header is nested deeper than any of Parquet/,
    ],
  ]
  test.each(cases)('%s', (_, parts, sentence) => {
    const read = readAlone(fileWith(parts))
    expect(read.error).toMatch(sentence)
    expect(read.peakMb).toBeLessThan(parts.repeated === undefined ? SMALL_MB * 1.5 : 500)
  })

  test('pages of many columns that are small each and too much together', () => {
    const body = packed('zstd', 15 * MB)
    const page = data(1, body, { unpacked: 15 * MB })
    const columns = Array.from({ length: 12 }, (_, at) => column([page], { name: `c${at}`, codec: 'zstd' }))
    const read = readAlone(fileWith({ rows: 1, columns }), 256, {
      maxCompressionRatio: 100_000,
      maxHeldBytes: 100 * MB,
    })
    expect(read.error).toMatch(/^ZipBombError: .*with a page of its column "c\d+" \d+ bytes have to be held at once/)
    expect(read.error).toMatch(/smaller row groups, or raise ingest\.max_held_bytes/)
    expect(read.peakMb).toBeLessThan(SMALL_MB + 100)
  })
})

test('a text longer than a cell may be is listed, and never made', () => {
  const body = packed('zstd', 15 * MB)
  const columns = Array.from({ length: 8 }, (_, at) =>
    column([data(1, body, { unpacked: 15 * MB })], { name: `c${at}`, codec: 'zstd' }),
  )
  const read = readAlone(fileWith({ rows: 1, columns }), 256, { maxCompressionRatio: 100_000 })
  expect(read).toMatchObject({ rows: 1, oversized: 8 })
  expect(read.peakMb).toBeLessThan(SMALL_MB + 8 * 15)
})

test('a run that is longer than its page costs nothing, and the row is right', () => {
  const long = column([data(1, levels(run(2 ** 28, 0)))], { optional: true })
  const read = readAlone(fileWith({ rows: 1, columns: [long] }))
  expect(read).toMatchObject({ rows: 1, bad: [] })
  expect(read.peakMb).toBeLessThan(SMALL_MB)
})

describe('a Parquet file that lies', () => {
  const one = data(1, plainTexts('a'))
  const cases: [string, ParquetParts, RegExp][] = [
    ['more rows than values', { rows: 5, columns: [column([one])] }, /fewer values than its group has rows/],
    ['a text beyond its page', { rows: 1, columns: [column([data(1, Buffer.from('ffffff00', 'hex'))])] }, /holds less/],
    [
      'an index beyond its dictionary',
      {
        rows: 1,
        columns: [
          column([
            { kind: 'dictionary', values: 1, body: plainTexts('a') },
            data(1, Buffer.concat([Buffer.from([8]), run(1, 7)]), { encoding: 'dictionary' }),
          ]),
        ],
      },
      /not in its dictionary/,
    ],
    [
      'a dictionary that is not there',
      { rows: 1, columns: [column([data(1, Buffer.from([1, 2, 0]), { encoding: 'dictionary' })])] },
      /a dictionary that is not there/,
    ],
    [
      'numbers in blocks of nothing',
      {
        rows: 2,
        columns: [column([data(2, Buffer.from([0, 0, 2, 0]), { encoding: 'deltaBinary' })], { type: 'int32' })],
      },
      /impossible size/,
    ],
    [
      'less in a page than it declares',
      { rows: 1, columns: [column([data(1, zstdCompressSync(plainTexts('a')), { unpacked: 99 })], { codec: 'zstd' })] },
      /holds 5 bytes and declares 99/,
    ],
  ]
  test.each(cases)('%s', async (_, parts, message) => {
    await expect(readFileWhole(fileWith(parts))).rejects.toThrow(message)
  })
})

async function written(select: string, options = ''): Promise<string> {
  const path = fileOf(`table-${crypto.randomUUID()}.parquet`, '')
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet ${options})`)
  connection.closeSync()
  return path
}

describe('genuine files', () => {
  test('a million rows of a few values each, packed over a hundred times, are read', async () => {
    const path = await written(
      `SELECT i AS id, 'Company ' || (i % 1000) AS name, 'Johannesburg' AS city, CASE WHEN i % 3 = 0 THEN 'active' ELSE 'inactive' END AS status,
       DATE '2024-01-01' + (i % 300)::INT AS day, ${Array.from({ length: 3 }, (_, at) => `'value ${at} of ' || (i % ${at + 2}) AS c${at}`).join(', ')} FROM range(1000000) t(i)`,
      ', COMPRESSION zstd',
    )
    const read = readAlone(path, 256)
    expect(read).toMatchObject({ rows: 1_000_000, bad: [], oversized: 0 })
    expect(read.error).toBeUndefined()
    expect(read.peakMb).toBeLessThan(400)
  })

  test.each([
    ['V1', ''],
    ['V2', ', PARQUET_VERSION V2'],
    ['V2 in small row groups', ', PARQUET_VERSION V2, ROW_GROUP_SIZE 2048, COMPRESSION lz4_raw'],
    ['brotli', ', COMPRESSION brotli'],
  ])('every encoding that DuckDB writes, nulls among the values (%s)', async (_, options) => {
    const select = `SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE i END AS id, i::INT * 3 AS n, i * 1.5 AS f, md5(i::VARCHAR) AS text, 'c' || (i % 5) AS few,
       i % 2 = 0 AS ok, CASE WHEN i % 3 = 0 THEN NULL ELSE [i, NULL, i + 1] END AS list, {'a': i, 'b': 'x' || i} AS struct FROM range(5000) t(i)`
    const { all } = await readFileWhole(await written(select, options))
    expect(all.rows).toHaveLength(5000)
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const rows = await connection.runAndReadAll(
      `SELECT id, n, f::DOUBLE AS f, text, few, ok FROM (${select}) ORDER BY n`,
    )
    const expected = rows.getRowsJson()
    expect(all.rows.map((row) => row.slice(0, 6))).toEqual(
      expected.map(([id, n, f, ...rest]) => [id === null ? null : Number(id), Number(n), Number(f), ...rest]),
    )
    expect(all.rows[1]?.slice(6)).toEqual(['1; 2', '{"a":1,"b":"x1"}'])
    expect(all.rows[3]?.slice(6)).toEqual([null, '{"a":3,"b":"x3"}'])
    connection.closeSync()
  })
})

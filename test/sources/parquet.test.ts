import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, test } from 'vitest'
import { TooManyColumnsError, TooManyRowsError, UnreadableParquetError, ZipBombError } from '../../src/sources/index.ts'
import { fileOf, readFileWhole } from './build-xlsx.ts'

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
        '[1,2]',
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

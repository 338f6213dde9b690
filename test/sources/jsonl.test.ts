import { describe, expect, test } from 'vitest'
import { EmptySheetError, TooManyColumnsError, TooManyRowsError } from '../../src/sources/index.ts'
import { fileOf, readFileWhole } from './build-xlsx.ts'

const read = (content: string | Uint8Array, limits = {}) => readFileWhole(fileOf('data.jsonl', content), { limits })

describe('JSON lines', () => {
  test('a broken line costs itself only, and its message quotes nothing of it', async () => {
    const { all } = await read('{"id":1}\n{"id":2,"name":"Secret Person\n[3]\n"4"\n\n{"id":5}')
    expect(all.rows).toEqual([[1], [null], [5]])
    expect(all.rowNumbers).toEqual([1, 5, 6])
    expect(all.bad.map(({ rowNumber }) => rowNumber)).toEqual([2, 3, 4])
    expect(JSON.stringify(all.bad)).not.toContain('Secret')
  })

  test('columns are the union of the keys; nested values are JSON text; long whole numbers keep their digits', async () => {
    const { source, all } = await read(
      '\ufeff{"id":1,"tags":["a","b"]}\r\n{"name":"é","id":12345678901234567890,"at":{"x":null}}\r\n{"ok":true,"name":"","n":1.5}\r\n',
    )
    expect(source).toMatchObject({ header: ['id', 'tags', 'name', 'at', 'ok', 'n'], headerRow: 0 })
    expect(all.rows).toEqual([
      [1, 'a; b', null, null, null, null],
      ['12345678901234567890', null, 'é', '{"x":null}', null, null],
      [null, null, null, null, true, 1.5],
    ])
  })

  test('a key first seen late is listed, not lost', async () => {
    const { source, all } = await read(`${'{"id":1}\n'.repeat(1000)}{"id":2,"late":"x"}\n`)
    expect(source.header).toEqual(['id'])
    expect(all.extra).toEqual([{ rowNumber: 1001, column: 'late', value: 'x' }])
  })

  test('a million-character value is listed', async () => {
    const { all } = await read(`{"id":1,"note":"${'x'.repeat(1_000_000)}"}\n`)
    expect(all.oversized).toEqual([{ rowNumber: 1, column: 'note', length: 1_000_000 }])
    expect(all.rows).toEqual([[1, null]])
  })

  test('a line longer than any record is rejected without being kept', async () => {
    const path = fileOf(
      'data.jsonl',
      Buffer.concat([
        Buffer.from('{"id":1}\n{"x":"'),
        Buffer.alloc(70 * 1024 ** 2, 120),
        Buffer.from('"}\n{"id":3}\n'),
      ]),
    )
    const { all } = await readFileWhole(path)
    expect(all.rowNumbers).toEqual([1, 3])
    expect(all.bad).toMatchObject([{ rowNumber: 2, message: expect.stringMatching(/longer than/) }])
  })

  test('nothing, too many columns, too many rows', async () => {
    await expect(read('')).rejects.toThrow(EmptySheetError)
    await expect(read('not json\n')).rejects.toThrow(EmptySheetError)
    await expect(
      read(JSON.stringify(Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`c${at}`, at])))),
    ).rejects.toThrow(TooManyColumnsError)
    await expect(read('{"id":1}\n{"id":1}\n', { maxRows: 1 })).rejects.toThrow(TooManyRowsError)
  })

  test('are known by their content under any name', async () => {
    const { file } = await readFileWhole(fileOf('data.txt.bak', ' {"id":1}\n'))
    expect(file.format).toBe('jsonl')
  })
})

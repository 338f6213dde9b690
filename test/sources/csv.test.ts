import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { EmptySheetError, TooManyColumnsError, UnsupportedFormatError } from '../../src/sources/index.ts'
import { fileOf, readFileWhole } from './build-xlsx.ts'

const read = (content: string | Uint8Array, name = 'data.csv') => readFileWhole(fileOf(name, content))

describe('a CSV that is damaged says at which line', () => {
  test('a quote that is never closed', async () => {
    const { source, all } = await read('id,name\n1,"a\nb"\n2,"open\n3,c\n4,d\n')
    expect(all.rows).toEqual([
      ['1', 'a\nb'],
      ['2', 'open'],
      ['3', 'c'],
      ['4', 'd'],
    ])
    expect(source.notes()).toEqual([{ code: 'quote_repaired', count: 1, row: 4 }])
  })

  test('nothing at all, and blank lines only', async () => {
    await expect(read('')).rejects.toThrow(EmptySheetError)
    await expect(read('\n\n ,\n')).rejects.toThrow(EmptySheetError)
    await expect(read('\ufeff')).rejects.toThrow(EmptySheetError)
  })

  test('one line without an end is no label', async () => {
    await expect(read(`${'a'.repeat(100_001)}\n`)).rejects.toThrow('A label of the header has 100001 characters')
  })

  test('200 columns', async () => {
    await expect(read(Array.from({ length: 200 }, (_, at) => `c${at}`).join(','))).rejects.toThrow(TooManyColumnsError)
  })

  test('a million-character cell is listed', async () => {
    const { all } = await read(`id,note\n1,${'x'.repeat(1_000_000)}\n2,b\n`)
    expect(all.oversized).toEqual([{ rowNumber: 2, column: 'note', length: 1_000_000 }])
    expect(all.rows).toEqual([
      ['1', null],
      ['2', 'b'],
    ])
  })

  test('bytes that are no text', async () => {
    await expect(read(new Uint8Array([0, 1, 2, 0, 0, 255, 7, 0, 3]))).rejects.toThrow(UnsupportedFormatError)
    await expect(read(Buffer.from('1f8b0800', 'hex'))).rejects.toThrow(/gzip/)
    await expect(read('[1, 2]', 'data.json')).rejects.toThrow(UnsupportedFormatError)
  })
})

describe('records keep their place and their cells', () => {
  test('line numbers through quoted line breaks, blank lines and every line end', async () => {
    const { source, all } = await read('\n id , name,\r\n1,"a\r\nb"\r\n\r\n2,c\r3,"d ""e"""\n')
    expect(source).toMatchObject({ headerRow: 2, header: ['id', 'name'] })
    expect(all.rowNumbers).toEqual([3, 5, 6, 7])
    expect(all.rows).toEqual([
      ['1', 'a\r\nb'],
      [null, null],
      ['2', 'c'],
      ['3', 'd "e"'],
    ])
  })

  test('short rows are padded, long ones are bad, quotes inside a text kept', async () => {
    const body = Array.from({ length: 40_000 }, (_, at) => `${at},x`)
    body[1] = '1'
    body[39_998] = '39998,5" pipe'
    body[39_999] = '39999,a,lost,'
    const { all } = await read(`id,name\n${body.join('\n')}`)
    expect(all.rows[1]).toEqual(['1', null])
    expect(all.rows.at(-1)).toEqual(['39998', '5" pipe'])
    expect(all.extra).toEqual([])
    expect(all.bad).toMatchObject([{ rowNumber: 40_001, rule: 'wider_than_header' }])
  })

  test('a line end cut by a chunk is one line end, wherever the cut falls', async () => {
    for (let shift = 0; shift < 7; shift++) {
      const { all } = await read(`${'x'.repeat(shift + 1)}\r\n${'abcde\r\n'.repeat(80_000)}`)
      expect(all.rows).toHaveLength(80_000)
      expect(all.rows.every(([cell]) => cell === 'abcde')).toBe(true)
    }
  })

  test.each([
    [',', 'id,name;x,c\n1,"a;b;c",2\n'],
    [';', 'id;name;c\n1;"a,b,c,d";2\n3;1,5;4\n'],
    ['\t', 'id\tname, or label\tc\n1\ta, b, c\t2\n'],
    ['|', 'id|name|c\n1|a,b|2\n'],
    ['', 'single\nvalue\n'],
    [';', 'sep=;\r\nid;a,b,c\r\n1;2\r\n'],
  ])('the delimiter is %j', async (delimiter, text) => {
    expect((await read(text)).file.details.delimiter).toBe(delimiter)
  })

  test("Excel's `sep=` line is no record but counts as a line", async () => {
    const { source, all } = await read('sep=;\r\nid;n\r\n1;2\r\n')
    expect([source.header, source.headerRow, all.rowNumbers]).toEqual([['id', 'n'], 2, [3]])
  })

  test('a text file by any other name is a CSV', async () => {
    const { file, all } = await readFileWhole(fileOf('export.dat', 'id\tn\n1\t2\n'), { sheet: 'Any' })
    expect(file).toMatchObject({ format: 'csv', sheets: ['export'] })
    expect(all.rows).toEqual([['1', '2']])
  })
})

describe('the encoding is found out', () => {
  const text = 'id,name\n1,Café Münster – €5\n'
  test.each([
    ['utf-8', 'utf-8', false],
    ['utf-8', 'utf-8', true],
    ['utf-16le', 'utf-16le', true],
    ['utf-16le', 'utf-16le', false],
    ['utf-16be', 'utf-16be', true],
    ['windows-1252', 'win1252', false],
  ])('%s (%s, mark %s)', async (encoding, codec, addBOM) => {
    const { file, source, all } = await read(iconv.encode(text, codec, { addBOM }))
    expect(file.details).toMatchObject({ encoding, bom: addBOM })
    expect(source.header).toEqual(['id', 'name'])
    expect(all.rows).toEqual([['1', 'Café Münster – €5']])
    expect(file.details.fallback === undefined).toBe(encoding !== 'windows-1252')
  })

  test('one wrong byte far into a large file is found before the first row is given', async () => {
    const bytes = Buffer.from(`id,name\n${'1,abc\n'.repeat(100_000)}2,caf_\n`)
    bytes[bytes.lastIndexOf('_')] = 0xe9
    const { file, all } = await read(bytes)
    expect(file.details).toMatchObject({
      encoding: 'windows-1252',
      fallback: expect.stringContaining(`(byte ${bytes.lastIndexOf(0xe9) + 1})`),
    })
    expect(all.rows.at(-1)).toEqual(['2', 'café'])
  })

  test('a character cut by a chunk is whole, one cut by the end is not UTF-8', async () => {
    const { file, all } = await read(`id\n${'東'.repeat(90_000)}\n`)
    expect(file.details.encoding).toBe('utf-8')
    expect(all.rows[0]).toEqual(['東'.repeat(90_000)])
    expect((await read(Buffer.concat([Buffer.from('id\n1'), Buffer.from([0xe6, 0x9d])]))).file.details.encoding).toBe(
      'windows-1252',
    )
  })
})

test('whatever is quoted is read back', async () => {
  const cell = fc.string({ unit: 'grapheme-ascii' }).map((text) => `x${text}`)
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1 }),
      fc.constantFrom(',', ';', '\t', '|'),
      async (rows, delimiter) => {
        const lines = rows.map((row) => row.map(quote).join(delimiter))
        const { all } = await read(`id${delimiter}name\n${lines.join('\n')}`)
        expect(all.rows).toEqual(rows)
      },
    ),
    { numRuns: 60 },
  )
})

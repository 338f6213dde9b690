import { describe, expect, test } from 'vitest'
import { fileOf } from './build-xlsx.ts'
import { readAlone } from './read-alone.ts'

const MB = 1024 ** 2
const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
const around = (line: string): string =>
  fileOf(`line-${crypto.randomUUID()}.jsonl`, `{"id":1,"x":"a"}\n${line}\n{"id":3,"x":"c"}\n`)

describe('a line of JSON that would break its reader costs itself only', () => {
  const cases: [string, string, RegExp][] = [
    ['100,000 brackets', `{"id":2,"x":${deep}}`, /^nested deeper than 100 levels$/],
    ['100,000 brackets and a long number', `{"id":2,"x":${deep},"n":12345678901234567890}`, /^nested deeper/],
    ['100,000 brackets that are never closed', `{"id":2,"x":${'['.repeat(100_000)}`, /^nested deeper/],
    ['a key twice', '{"id":2,"x":"a","x":"b"}', /^a key stands twice in it$/],
    ['a key twice, once with a blank', '{"id":2,"x":"a"," x":"b"}', /^a key stands twice in it$/],
    ['a key twice, once escaped', '{"id":2,"x":"a","\\u0078":"b"}', /^a key stands twice in it$/],
    ['a number that no double holds', '{"id":2,"x":1e400}', /^a number in it is too large/],
    ['such a number in a list', '{"id":2,"x":[-1e400]}', /^a number in it is too large/],
    [
      '501 keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 501 }, (_, at) => [`k${at}`, at]))),
      /^501 keys/,
    ],
  ]
  test.each(cases)('%s', (_, line, message) => {
    const many = line.startsWith('{"k0"')
    const path = many ? fileOf('late.jsonl', `${'{"id":1}\n'.repeat(1000)}${line}\n{"id":3}\n`) : around(line)
    const read = readAlone(path, 64, { maxColumns: 500 })
    expect(read.error).toBeUndefined()
    expect(read).toMatchObject({ rows: many ? 1001 : 2, bad: [{ rowNumber: many ? 1001 : 2 }] })
    expect(read.bad[0]?.message).toMatch(message)
  })

  test('what only looks like it is read', () => {
    const lines = [
      '{"id":1,"x":"{[{[ \\"x\\":\\"y\\" \\\\"}',
      `{"id":2,"x":"${'['.repeat(200)}"}`,
      `{"id":3,"x":${'['.repeat(99)}${']'.repeat(99)}}`,
      `{"id":4,"x":${'7'.repeat(400)}}`,
      '{"id":5,"x":{"x":{"id":1}},"y":[{"x":1},{"x":2}]}',
      '{"id":6,"__proto__":{"id":7}}',
      `{"id":8,"x":"${'y'.repeat(10 * MB)}"}`,
    ]
    const read = readAlone(fileOf('fine.jsonl', lines.join('\n')), 128)
    expect(read).toMatchObject({ rows: 7, bad: [], oversized: 1 })
  })

  test('a line of twenty million lists', () => {
    const read = readAlone(around(`{"id":2,"x":[${'[],'.repeat(20_000_000)}[]]}`), 256)
    expect(read).toMatchObject({ rows: 2, bad: [{ rowNumber: 2, message: 'longer than 33554432 characters' }] })
    expect(read.peakMb).toBeLessThan(400)
  })
})

describe('a CSV that is one record', () => {
  const csv = (record: string): string => fileOf(`record-${crypto.randomUUID()}.csv`, `id,name\n1,a\n${record}\n3,c\n`)

  test.each([
    ['a line of 50 MB', `2,${'x'.repeat(50 * MB)}`],
    ['a quoted cell of 50 MB', `2,"${'x'.repeat(50 * MB)}"`],
  ])('%s is a row whose cell is too long', (_, record) => {
    const read = readAlone(csv(record), 256)
    expect(read).toMatchObject({ rows: 3, bad: [], oversized: 1 })
    expect(read.error).toBeUndefined()
    expect(read.peakMb).toBeLessThan(450)
  })

  test('a line of fifty million commas is refused, and none of it is kept', () => {
    const read = readAlone(csv(`2${','.repeat(50_000_000)}`), 128)
    expect(read.error).toMatch(/^UnreadableTextError: .*the record of line 3 has more than 262144 cells .*row 3\)/)
    expect(read.peakMb).toBeLessThan(300)
  })

  test('a line of more cells than a sheet may have columns is a bad row', () => {
    const read = readAlone(csv(`2${',x'.repeat(5000)}`), 128)
    expect(read).toMatchObject({ rows: 2, bad: [{ rowNumber: 3, message: '5001 cells stand in it, 150 are allowed' }] })
  })

  test('a quote that opens at the top of a large file and is never closed takes no row with it', () => {
    const read = readAlone(fileOf('open.csv', `id,name\n1,"a\n${'2,name of a company\n'.repeat(4_000_000)}`), 256)
    expect(read.error).toBeUndefined()
    expect(read).toMatchObject({ rows: 4_000_001, bad: [] })
    expect(read.peakMb).toBeLessThan(450)
  })
})

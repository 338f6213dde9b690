import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fileOf } from '../sources/build-xlsx.ts'
import { fieldsOf, readCase } from './read-case.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const utf8 = (text: string) => Buffer.from(text)

describe('JSON lines', () => {
  test.each<[string, Buffer | string, readonly (readonly (string | null)[])[], (readonly [number, string])[]]>([
    [
      'bytes that are no UTF-8',
      Buffer.concat([utf8('{"n":"Café"}\n'), bytes('{"n":"Bad\xe9"}\n'), utf8('{"n":"Émile"}\n')]),
      [['Café'], ['Émile']],
      [[2, 'bad_bytes']],
    ],
    [
      'such bytes in a key',
      Buffer.concat([bytes('{"n\xe9":"x"}\n'), utf8('{"né":"y"}\n{"né":"à"}\n')]),
      [['y'], ['à']],
      [[1, 'bad_bytes']],
    ],
    [
      'such bytes twice, and in the last line',
      Buffer.concat([utf8('{"n":"ÀÉÖ"}\n'), bytes('{"n":"\xe9\xe8"}\n'), utf8('{"n":"ok"}\n'), bytes('{"n":"\xff')]),
      [['ÀÉÖ'], ['ok']],
      [
        [2, 'bad_bytes'],
        [4, 'bad_bytes'],
      ],
    ],
    ['half of a character', '{"n":"\\ud83d\\ude00 ok"}\n{"n":"\\ud83d bad"}\n', [['😀 ok']], [[2, 'unreadable_row']]],
    ['a broken line', '{"n":1}\n{"n":\n{"n":3}\n', [['1'], ['3']], [[2, 'unreadable_row']]],
    [
      'no object',
      '{"n":1}\n[1]\n"x"\n',
      [['1']],
      [
        [2, 'unreadable_row'],
        [3, 'unreadable_row'],
      ],
    ],
    ['a key that stands twice', '{"n":1,"n":2}\n{"n":3}\n', [['3']], [[1, 'unreadable_row']]],
    ['blank lines', '{"n":"a"}\r\n\r\n{"n":"b"}\r\n', [['a'], [null], ['b']], []],
    [
      'long whole numbers',
      '{"n":12345678901234567890}\n{"n":-12345678901234567}\n',
      [['12345678901234567890'], ['-12345678901234567']],
      [],
    ],
    ['numbers as people write them', '{"n":1e3}\n{"n":1.0}\n{"n":0.1}\n', [['1000'], ['1'], ['0.1']], []],
    ['numbers that are none', '{"n":1e999}\n{"n":1}\n', [['1']], [[1, 'unreadable_row']]],
    ['lists', '{"n":["a","b"]}\n{"n":[]}\n{"n":[null,"c"]}\n', [['a; b'], [null], ['c']], []],
    ['structs', '{"n":{"a":{"b":1}}}\n{"n":[{"a":1}]}\n', [['{"a":{"b":1}}'], ['[{"a":1}]']], []],
    ['a deep line', `{"n":${'['.repeat(200)}${']'.repeat(200)}}\n{"n":1}\n`, [['1']], [[1, 'unreadable_row']]],
    ['true and false', '{"n":true}\n{"n":false}\n', [['true'], ['false']], []],
    ['a mark', '\ufeff{"n":"É"}\n', [['É']], []],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('{"n":"É"}\n', 'utf16le')]), [['É']], []],
  ])('%s', async (_, content, rows, bad) => {
    const found = await readCase('list.jsonl', content)
    expect([found.rows, found.bad]).toEqual([rows, bad])
    const places = bad.filter(([, rule]) => rule === 'bad_bytes')
    if (places.length === 0) return
    expect(found.notes).toEqual([{ code: 'bad_bytes', count: places.length, row: places[0]?.[0] }])
    expect(found.messages.join()).toMatch(/\(byte \d+\)/)
  })

  test('the place of the byte is that of the file', async () => {
    const found = await readCase('list.jsonl', Buffer.concat([utf8('{"n":"ÀÉ"}\n'), bytes('{"n":"\xe9"}\n')]))
    expect(found.messages).toEqual(['The file is UTF-8 and holds bytes that are not in this line (byte 20)'])
  })

  test('Latin letters with one byte each are a guess, until the encoding is stated', async () => {
    const content = bytes('{"n":"Caf\xe9","c":"K\xf6ln"}\n')
    expect((await readCase('list.jsonl', content)).codes).toEqual(['encoding_guessed'])
    const stated = await readCase('list.jsonl', content, { encoding: 'iso-8859-2' })
    expect([stated.rows, stated.codes]).toEqual([[['Café', 'Köln']], ['encoding_found']])
  })
})

describe('Parquet', () => {
  const values: readonly (readonly [string, string | null])[] = [
    ['12345678901234567::DECIMAL(38,0)', '12345678901234567'],
    ['-0.05::DECIMAL(4,2)', '-0.05'],
    ['9007199254740993::BIGINT', '9007199254740993'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['0.1::FLOAT', '0.1'],
    ['16777217::FLOAT', '16777216'],
    ['-27.1234::FLOAT', '-27.1234'],
    ['0.1::DOUBLE', '0.1'],
    ["'NaN'::DOUBLE", null],
    ['true', 'true'],
    ["TIME '12:30:00'", '12:30:00'],
    ["TIMETZ '12:30:00+02'", '10:30:00'],
    ["TIMESTAMPTZ '2024-02-29 12:30:00+02'", '2024-02-29T10:30:00'],
    ["TIMESTAMP_NS '2024-02-29 12:30:00.123456789'", '2024-02-29T12:30:00.123'],
    ["TIMESTAMP_MS '2024-02-29 12:30:00.5'", '2024-02-29T12:30:00.500'],
    ["TIMESTAMP '2024-02-29 00:00:00'", '2024-02-29'],
    ["DATE '9999-12-31'", '9999-12-31'],
    ["DATE '0044-03-15'", '0044-03-15'],
    ['INTERVAL 3 DAY', 'P0M3DT0S'],
    ["'550e8400-e29b-41d4-a716-446655440000'::UUID", '550e8400-e29b-41d4-a716-446655440000'],
    ['\'{"a":1}\'::JSON', '{"a":1}'],
    ["'x'::ENUM('x','y')", 'x'],
    ["['a','b']", 'a; b'],
    ["[NULL,'b']", 'b'],
    ['[]::VARCHAR[]', null],
    ['[12345678901234567::DECIMAL(38,0)]', '12345678901234567'],
    ["[DATE '2024-02-29', DATE '2024-03-01']", '2024-02-29; 2024-03-01'],
    ["[TIMESTAMPTZ '2024-02-29 12:30:00+02']", '2024-02-29T10:30:00'],
    ["[TIME '12:30:00']", '12:30:00'],
    ["MAP {'k': 1}", '{"k":1}'],
    ["[{'n': 'J', 'm': NULL}]", '[{"n":"J","m":null}]'],
    ["{'a': {'b': 'x', 'c': [1, 2]}}", '{"a":{"b":"x","c":[1,2]}}'],
    ["{'id': 12345678901234567::DECIMAL(38,0)}", '{"id":"12345678901234567"}'],
  ]
  let connection: Awaited<ReturnType<DuckDBInstance['connect']>>
  const written = async (select: string): Promise<Buffer> => {
    const path = fileOf(`written-${Math.random().toString(36).slice(2)}.parquet`, '')
    await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet)`)
    return readFileSync(path)
  }
  let row: readonly (string | null)[] = []
  beforeAll(async () => {
    connection = await (await DuckDBInstance.create(':memory:')).connect()
    const columns = values.map(([sql], at) => `${sql} AS c${at}`).join(', ')
    row = (await readCase('all.parquet', await written(`SELECT ${columns}`))).rows[0] ?? []
  })
  afterAll(() => connection.closeSync())

  test.each(values.map(([sql, right], at) => [sql, right, at] as const))('%s is %s', (_, right, at) => {
    expect(row[at] === '' ? null : row[at]).toBe(right)
  })

  test('identifiers of 38 digits stay two', async () => {
    const { rows } = await readCase('08_decimal38_ids.parquet')
    expect(rows.map(([name, id]) => [name, id])).toEqual([
      ['Alpha Air', '12345678901234567'],
      ['Zulu Heli', '12345678901234568'],
    ])
  })

  test('bytes that are no text cost their row where they are read, and none where nobody reads them', async () => {
    const content = await written(
      String.raw`SELECT * FROM (VALUES ('Alpha'::BLOB, '\xFF\xFE'::BLOB), ('Caf\xE9'::BLOB, 'x'::BLOB), ('Beta'::BLOB, 'y'::BLOB)) t(name, photo)`,
    )
    const found = await readCase('blobs.parquet', content, { fields: fieldsOf('name') })
    expect([found.rows.map(([name]) => name), found.bad, found.messages]).toEqual([
      ['Alpha', 'Beta'],
      [[3, 'bad_bytes']],
      ['Bytes that are no text in UTF-8 stand in column 1'],
    ])
    expect(found.notes).toEqual([{ code: 'bad_bytes', count: 1, row: 3 }])
  })
})

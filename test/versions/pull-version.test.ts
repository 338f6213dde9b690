import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as xlsx from '@e965/xlsx'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { sqlText } from '../../src/engine/sql.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { guardedSql, guardedText, neutralisedText } from '../../src/types/text/formula-text.ts'
import { ExportTargetError, VersionDamagedError } from '../../src/versions/errors.ts'
import type { ExportFormat } from '../../src/versions/export-query.ts'
import { pullVersion } from '../../src/versions/pull-version.ts'
import type { TableColumn } from '../../src/versions/table-column.ts'
import { columns, openWorkshop, type Workshop } from './fixture.ts'

let shop: Workshop
let store: DirectoryStore
beforeEach(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
})
afterEach(() => shop.close())

const pull = (format: ExportFormat, name: string, maxRowsPerSheet?: number) =>
  pullVersion({
    store,
    engine: shop.engine,
    dataset: 'organizations',
    version: 1,
    format,
    out: join(shop.folder, 'out', name),
    scratch: join(shop.folder, 'scratch'),
    ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
  })
const text = (name: string) => readFileSync(join(shop.folder, 'out', name), 'utf8')
const part = (name: string, path: string) =>
  Buffer.from(unzipSync(readFileSync(join(shop.folder, 'out', name)))[path] ?? []).toString()

const hostile = [
  ...['=1+1', '+cmd|x', '-x', '@SUM(A1)', '\tx', '\rx', '+27 82 000', '-', '+27821234567; +27821234568'],
  ...['\n=1', ' =1+1', '\u00a0=1', '\ufeff=1', '\uff1d1+1', ' \uff20SUM(A1)', '\u200b-1+1'],
]
const harmless = [
  '+27821234567',
  '-5',
  '+1.5e-3',
  '-26.28345,27.70399',
  '12',
  'plain',
  '',
  'a=b',
  "'quoted",
  'semi;colon,"quote"\nline',
  '_x0041_ <&> \u0001 \u{1f600}',
]
const noted: readonly TableColumn[] = [
  columns[0] as TableColumn,
  { name: 'note', type: 'string', doc: '', required: false },
]

async function commitNotes(notes: readonly (string | null)[]): Promise<void> {
  const values = notes.map(
    (note, i) => `('id${i}', ${note === null ? 'NULL' : note.split('\u0001').map(sqlText).join(' || chr(1) || ')})`,
  )
  await shop.commitQuery(store, 'notes', `SELECT * FROM (VALUES ${values.join(', ')}) v(entity_id, note)`, {
    columns: noted,
  })
}

describe('formula text', () => {
  test('gets an apostrophe, unless the whole value is a number or a phone', () => {
    for (const value of hostile) expect(neutralisedText(value)).toBe(`'${value}`)
    for (const value of harmless) expect(neutralisedText(value)).toBe(value)
  })

  test('is judged alike in SQL and in TypeScript', async () => {
    const opener = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '', '1', '.', 'e')
    const values = fc.sample(fc.tuple(opener, fc.stringMatching(/^[0-9.eE+\-=a ]{0,6}$/)), 400).map(([a, b]) => a + b)
    const list = values.map((value, i) => `(${i}, ${sqlText(value)})`).join(', ')
    const rows = await shop.engine.rows<{ v: string }>(
      `SELECT ${guardedSql('t')} AS v FROM (VALUES ${list}) x(i, t) ORDER BY i`,
    )
    expect(rows.map((row) => row.v)).toEqual(values.map(guardedText))
  })
})

describe('pull', () => {
  test('gives CSV that no spreadsheet runs, with every row and null as nothing', async () => {
    const notes = [...hostile, ...harmless, null]
    await commitNotes(notes)
    expect(await pull('csv', 'a.csv')).toMatchObject({ rows: notes.length, format: 'csv' })
    const rows = parse(text('a.csv'))
    expect(rows[0]).toEqual(['entity_id', 'note'])
    expect(rows.slice(1).map((row) => row[1])).toEqual(notes.map((note) => neutralisedText(note ?? '')))
  })

  test('gives CSV whole numbers without decimals, and others with theirs', async () => {
    await shop.commitQuery(
      store,
      'numbers',
      "SELECT * FROM (VALUES ('a', 36.0::DOUBLE), ('b', 36.05), ('c', NULL)) v(entity_id, planes)",
      {
        columns: [...noted.slice(0, 1), { name: 'planes', type: 'double', required: false, doc: 'planes' }],
      },
    )
    await pull('csv', 'numbers.csv')
    expect(text('numbers.csv')).toBe('entity_id,planes\na,36\nb,36.05\nc,\n')
  })

  test('gives JSONL and Parquet with the values as they are', async () => {
    await commitNotes([...hostile, ...harmless, null])
    await pull('jsonl', 'a.jsonl')
    const rows = text('a.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(rows.map((row) => row.note)).toEqual([...hostile, ...harmless, null])
    await pull('parquet', 'a.parquet')
    const [file] = readdirSync(join(shop.folder, 'store/datasets/organizations/data'))
    expect(
      readFileSync(join(shop.folder, 'out/a.parquet')).equals(
        readFileSync(join(shop.folder, 'store/datasets/organizations/data', file ?? '')),
      ),
    ).toBe(true)
  })

  test('puts several data files, and none, into one file', async () => {
    await shop.commit(store, 'a', 0)
    expect(await pull('parquet', 'none.parquet')).toMatchObject({ rows: 0 })
    expect(await pull('xlsx', 'none.xlsx')).toMatchObject({ rows: 0, sheets: 1 })
    expect(await pull('csv', 'none.csv')).toMatchObject({ rows: 0 })
    expect(text('none.csv')).toBe('entity_id,planes,quality_score,is_primary\n')
    await shop.commit(store, 'b', 4)
    await shop.commit(store, 'c', 5, { mode: 'append' })
    const out = join(shop.folder, 'two.parquet')
    await pullVersion({
      store,
      engine: shop.engine,
      dataset: 'organizations',
      version: 3,
      format: 'parquet',
      out,
      scratch: shop.folder,
    })
    expect(await shop.engine.rows(`SELECT count(*) AS n FROM read_parquet(${sqlText(out)})`)).toEqual([{ n: 9 }])
  })

  test('gives a workbook with types, styles, filter, frozen header, widths and a summary', async () => {
    await shop.commit(store, 'a', 12)
    expect(await pull('xlsx', 'a.xlsx')).toMatchObject({ rows: 12, sheets: 1, cutCells: 0 })
    const book = xlsx.read(readFileSync(join(shop.folder, 'out/a.xlsx')), { cellStyles: true })
    expect(book.SheetNames).toEqual(['Data', 'Summary'])
    const data = xlsx.utils.sheet_to_json(book.Sheets.Data as xlsx.WorkSheet, { defval: null })
    const rows = await shop.engine.rows(
      `SELECT * FROM read_parquet(${sqlText(await store.fetchFile(`datasets/organizations/data/${readdirSync(join(shop.folder, 'store/datasets/organizations/data'))[0]}`, ''))})`,
    )
    expect(data).toEqual(rows)
    const sheet = part('a.xlsx', 'xl/worksheets/sheet1.xml')
    expect(sheet).toContain('<autoFilter ref="A1:D13"/>')
    expect(sheet).toContain('state="frozen"')
    expect(sheet).toContain('<col min="1" max="1" width="15" customWidth="1"/>')
    expect(sheet).toMatch(
      /<c r="C2" s="7"><v>0<\/v>.*<c r="C6" s="6"><v>0.4<\/v>.*<c r="C8" s="5"><v>0.6<\/v>.*<c r="C10" s="4"><v>0.8<\/v>/,
    )
    const styles = part('a.xlsx', 'xl/styles.xml')
    for (const mark of [
      'FF366092',
      'FFF0F0F0',
      'FFC6EFCE',
      'FFFFEB9C',
      'FFFFC7CE',
      'FFFF0000',
      '<sz val="12"/><color rgb="FFFFFFFF"/><name val="Calibri"/>',
    ])
      expect(styles).toContain(mark)
    const summary = xlsx.utils.sheet_to_json<unknown[]>(book.Sheets.Summary as xlsx.WorkSheet, { header: 1 })
    expect(summary).toContainEqual(['Records', 12])
    expect(summary).toContainEqual(['Version', 1])
    expect(summary).toContainEqual(['planes', 66.7])
    expect(summary).toContainEqual(['entity_id', 100])
  })

  test('gives a workbook that holds any text, neutralised like CSV', async () => {
    const notes = [...hostile, ...harmless.filter((note) => note !== ''), ' spaces ', 'tab\tin', '\ud83d\ude00']
    await commitNotes(notes)
    await pull('xlsx', 'a.xlsx')
    const book = xlsx.read(readFileSync(join(shop.folder, 'out/a.xlsx')))
    const rows = xlsx.utils.sheet_to_json<{ note: string }>(book.Sheets.Data as xlsx.WorkSheet)
    expect(rows.map((row) => row.note)).toEqual(notes.map(neutralisedText))
    const summary = xlsx.utils.sheet_to_json<unknown[]>(book.Sheets.Summary as xlsx.WorkSheet, { header: 1 })
    expect(summary.find((row) => String(row[0]).includes('apostrophe'))?.[1]).toBe(hostile.length)
  })

  test('cuts cells that Excel cannot hold, says so, and never through a character', async () => {
    await commitNotes(['x'.repeat(40_000), `${'y'.repeat(32_766)}\u{1f600}`, 'z'.repeat(32_767)])
    expect(await pull('xlsx', 'a.xlsx')).toMatchObject({ cutCells: 2 })
    const book = xlsx.read(readFileSync(join(shop.folder, 'out/a.xlsx')))
    const rows = xlsx.utils.sheet_to_json<{ note: string }>(book.Sheets.Data as xlsx.WorkSheet)
    expect(rows.map((row) => row.note.length)).toEqual([32_767, 32_766, 32_767])
    expect(part('a.xlsx', 'xl/worksheets/sheet1.xml')).toContain('width="50"')
    expect(part('a.xlsx', 'xl/worksheets/sheet2.xml')).toMatch(/Cells cut to 32,767.*<v>2<\/v>/)
  })

  test('splits sheets where the rows end, each with its header', async () => {
    await shop.commit(store, 'a', 10)
    expect(await pull('xlsx', 'a.xlsx', 5)).toMatchObject({ rows: 10, sheets: 3 })
    const book = xlsx.read(readFileSync(join(shop.folder, 'out/a.xlsx')))
    expect(book.SheetNames).toEqual(['Data', 'Data 2', 'Data 3', 'Summary'])
    const counts = book.SheetNames.slice(0, 3).map(
      (name) => xlsx.utils.sheet_to_json(book.Sheets[name] as xlsx.WorkSheet).length,
    )
    expect(counts).toEqual([4, 4, 2])
  })

  test('the same version gives the same workbook, byte for byte', async () => {
    await shop.commit(store, 'a', 50)
    await pull('xlsx', 'a.xlsx')
    await pull('xlsx', 'b.xlsx')
    expect(readFileSync(join(shop.folder, 'out/a.xlsx')).equals(readFileSync(join(shop.folder, 'out/b.xlsx')))).toBe(
      true,
    )
  })

  test('refuses data that is not what was published, and leaves the old export as it was', async () => {
    await shop.commit(store, 'a', 3)
    await pull('csv', 'a.csv')
    const before = text('a.csv')
    const data = join(shop.folder, 'store/datasets/organizations/data')
    writeFileSync(join(data, readdirSync(data)[0] ?? ''), 'not parquet')
    await expect(pull('csv', 'a.csv')).rejects.toThrow(VersionDamagedError)
    expect(text('a.csv')).toBe(before)
    expect(readdirSync(join(shop.folder, 'out'))).toEqual(['a.csv'])
  })

  test('replaces an older export whole, and refuses a folder or a place that is none', async () => {
    await shop.commit(store, 'a', 3)
    mkdirSync(join(shop.folder, 'out/folder'), { recursive: true })
    writeFileSync(join(shop.folder, 'out/old.csv'), 'old '.repeat(10_000))
    await pull('csv', 'old.csv')
    expect(text('old.csv').split('\n')).toHaveLength(5)
    await expect(pull('csv', 'folder')).rejects.toThrow(ExportTargetError)
    await expect(pull('csv', 'old.csv/below.csv')).rejects.toThrow(ExportTargetError)
  })
})

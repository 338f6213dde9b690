import * as sheetjs from '@e965/xlsx'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { type Cell, defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { fileOf, readFileWhole, workbookBytes, workbookEntries } from './build-xlsx.ts'

const labels = (count: number) =>
  `<row r="1">${Array.from({ length: count }, (_, index) => `<c t="str"><v>c${index}</v></c>`).join('')}</row>`

async function cellsOf(cells: string, parts: Parameters<typeof workbookBytes>[0] = {}) {
  const { all } = await readFileWhole(
    fileOf('cells.xlsx', workbookBytes({ ...parts, sheetData: `${labels(8)}<row r="2">${cells}</row>` })),
  )
  return { row: all.rows[0] ?? [], all }
}

const day = (text: string) => new Date(`${text}T00:00:00Z`)
const styles =
  '<numFmts><numFmt numFmtId="164" formatCode="[$-409]d\\ mmm\\ yyyy;@"/><numFmt numFmtId="165" formatCode="&quot;days&quot;\\ 0"/><numFmt numFmtId="166" formatCode="[Red]0.00"/><numFmt numFmtId="167" formatCode="[h]:mm"/><numFmt numFmtId="168" formatCode="mmmm"/></numFmts>' +
  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>' +
  [0, 14, 164, 165, 166, 167, 20, 22, 168, 46, 33].map((id) => `<xf numFmtId="${id}"/>`).join('') +
  '</cellXfs>'

describe('cells mean what the spreadsheet shows', () => {
  test('numbers, text, booleans and blanks', async () => {
    const { row } = await cellsOf(
      '<c r="A2"><v>12</v></c><c r="B2" t="n"><v>-1.5E-3</v></c><c r="C2" t="b"><v>1</v></c><c r="D2" t="b"><v>0</v></c><c r="E2" s="0"/><c r="F2" t="str"><v></v></c><c r="G2"><v>27821234567</v></c><c r="H2"><v>1.2345678901234567E+20</v></c>',
    )
    expect(row).toEqual([12, -0.0015, true, false, null, null, 27821234567, 123456789012345670000])
  })

  test('entities, OOXML escapes, CDATA, line ends, other alphabets', async () => {
    const { row } = await cellsOf(
      '<c t="str"><v>a &amp;&#233;&#x1F600;&lt;</v></c><c t="str"><v>x_x000A_y_x005F_x0041_</v></c><c t="str"><v><![CDATA[1 < 2 & 3]]></v></c><c t="str"><v>a\r\nb</v></c><c t="str"><v>naïve 東京</v></c><c t="str"><v>&unknown;</v></c><c t="str"><v>4<!-- no -->2</v></c>',
    )
    expect(row.slice(0, 7)).toEqual(['a &é😀<', 'x\ny_x0041_', '1 < 2 & 3', 'a\nb', 'naïve 東京', '&unknown;', '42'])
  })

  test('shared, rich and inline text, without phonetic guides', async () => {
    const { row } = await cellsOf(
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r><rPh sb="0"><t>no</t></rPh></is></c><c t="s"><v>2</v></c>',
      {
        sharedStrings:
          '<si><t>plain</t></si><si><r><rPr><b/></rPr><t>ri</t></r><r><t>ch</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si><si/>',
      },
    )
    expect(row.slice(0, 4)).toEqual(['plain', 'rich', 'in line', null])
  })

  test('formula results count, formulas do not', async () => {
    const { row } = await cellsOf(
      '<c><f>1+1</f><v>2</v></c><c t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c><f>A1</f></c><c t="b"><f>TRUE()</f><v>1</v></c>',
    )
    expect(row.slice(0, 4)).toEqual([2, 'ab', null, true])
  })

  test('error cells are null and listed', async () => {
    const { row, all } = await cellsOf(
      '<c r="A2" t="e"><v>#N/A</v></c><c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C2" t="str"><v>#N/A</v></c>',
    )
    expect(row.slice(0, 3)).toEqual([null, null, '#N/A'])
    expect(all.errorCells).toEqual([
      { rowNumber: 2, column: 'c0', code: '#N/A' },
      { rowNumber: 2, column: 'c1', code: '#DIV/0!' },
    ])
  })

  test('dates by number format; only dates', async () => {
    const { row } = await cellsOf(
      '<c s="1"><v>45292</v></c><c s="2"><v>45292.75</v></c><c s="3"><v>45292</v></c><c s="4"><v>45292</v></c><c s="5"><v>1.5</v></c><c s="6"><v>0.395833333333333</v></c><c s="7"><v>45292.5208333333</v></c><c s="8"><v>45292</v></c>',
      { styles },
    )
    expect(row).toEqual([
      day('2024-01-01'),
      new Date('2024-01-01T18:00:00Z'),
      45292,
      45292,
      '36:00:00',
      '09:30:00',
      new Date('2024-01-01T12:30:00Z'),
      day('2024-01-01'),
    ])
  })

  test('the edges of the 1900 system', async () => {
    const { row } = await cellsOf(
      '<c s="1"><v>1</v></c><c s="1"><v>59</v></c><c s="1"><v>60</v></c><c s="1"><v>61</v></c><c s="1"><v>-1</v></c><c s="1"><v>2958466</v></c><c s="1"><v>2958465</v></c><c t="d"><v>2024-02-29T00:00:00</v></c>',
      { styles },
    )
    expect(row).toEqual([
      day('1900-01-01'),
      day('1900-02-28'),
      '1900-02-29',
      day('1900-03-01'),
      -1,
      2958466,
      day('9999-12-31'),
      day('2024-02-29'),
    ])
  })

  test('the 1904 system', async () => {
    const { row } = await cellsOf(
      '<c s="1"><v>43830</v></c><c s="1"><v>0</v></c><c t="d"><v>2024-02-29</v></c><c t="d"><v>soon</v></c>',
      { styles, workbookProperties: '<workbookPr date1904="1"/>' },
    )
    expect(row.slice(0, 4)).toEqual([day('2024-01-01'), day('1904-01-01'), day('2024-02-29'), 'soon'])
  })

  test('a number cell that holds text keeps it', async () => {
    expect((await cellsOf('<c><v>n.a.</v></c>')).row[0]).toBe('n.a.')
  })

  test('namespace prefixes change nothing', async () => {
    const sheet =
      '<x:worksheet xmlns:x="u"><x:sheetData><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>ID</x:t></x:is></x:c></x:row><x:row r="2"><x:c r = "A2"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    const { source, all } = await readFileWhole(fileOf('prefix.xlsx', workbookBytes({ sheet })))
    expect([source.header, all.rows]).toEqual([['ID'], [[5]]])
  })
})

describe('rows stand where Excel shows them', () => {
  test('blank, sparse and left-out rows and cells', async () => {
    const sheetData =
      '<row r="3"><c r="B3" t="str"><v> Name </v></c><c r="D3" t="str"><v>City</v></c></row><row r="4"/><row r="7"><c r="D7"><v>1</v></c></row><row r="8"><c r="A8"><v>2</v></c><c r="C8"><v>3</v></c></row>'
    const { source, all } = await readFileWhole(fileOf('sparse.xlsx', workbookBytes({ sheetData })))
    expect(source).toMatchObject({ headerRow: 3, header: ['Unnamed: 0', 'Name', 'Unnamed: 2', 'City'] })
    expect(all.rowNumbers).toEqual([4, 5, 6, 7, 8])
    expect(all.rows).toEqual([
      [null, null, null, null],
      [null, null, null, null],
      [null, null, null, null],
      [null, null, null, 1],
      [2, null, 3, null],
    ])
  })

  test('values right of the last label widen the header when they come early, and are listed when late', async () => {
    const body = (row: number, cell: string) => `<row r="${row}"><c r="A${row}"><v>1</v></c>${cell}</row>`
    const rows = Array.from({ length: 30_000 }, (_, at) =>
      body(at + 2, at === 1 ? '<c r="C3"><v>9</v></c>' : at === 29_000 ? '<c r="E29002"><v>8</v></c>' : ''),
    )
    const { source, all } = await readFileWhole(
      fileOf(
        'late.xlsx',
        workbookBytes({ sheetData: `<row r="1"><c r="A1" t="str"><v>ID</v></c></row>${rows.join('')}` }),
      ),
    )
    expect(source.header).toEqual(['ID', 'Unnamed: 1', 'Unnamed: 2'])
    expect(all.rows).toHaveLength(30_000)
    expect(all.rows[1]).toEqual([1, null, 9])
    expect(all.extra).toEqual([{ rowNumber: 29_002, column: 'Unnamed: 4', value: 8 }])
  })

  test('a million left-out rows are blank rows, a few thousand at a time', async () => {
    const sheetData = `${labels(140)}<row r="1048576"><c r="A1048576"><v>1</v></c></row>`
    const source = await (await openSource(fileOf('gap.xlsx', workbookBytes({ sheetData })), defaultSourceLimits)).read(
      'Data',
    )
    let rows = 0
    let largest = 0
    for await (const batch of source.batches()) {
      rows += batch.rows.length
      largest = Math.max(largest, batch.rows.length)
    }
    expect(rows).toBe(1_048_575)
    expect(largest).toBeLessThan(10_000)
  })

  test('a sheet may be read twice, and left early', async () => {
    const rows = '<row><c><v>1</v></c></row>'.repeat(20_000)
    const file = await openSource(
      fileOf('again.xlsx', workbookBytes({ sheetData: `${labels(1)}${rows}` })),
      defaultSourceLimits,
    )
    const source = await file.read('Data')
    for (let time = 0; time < 2; time++) {
      const first = await source.batches().next()
      expect(first.value?.rowNumbers[0]).toBe(2)
      for await (const batch of source.batches()) {
        expect(batch.rows.length).toBeGreaterThan(0)
        break
      }
    }
  })

  test('stored and zip64-free archives with a leading comment part read alike', async () => {
    const entries = workbookEntries({ sheetData: `${labels(2)}<row><c><v>1</v></c><c><v>2</v></c></row>` })
    const { all } = await readFileWhole(
      fileOf(
        'stored.xlsx',
        zipSync({ 'docProps/app.xml': new Uint8Array(9), ...entries }, { level: 0, comment: 'made by hand' }),
      ),
    )
    expect(all.rows).toEqual([[1, 2]])
  })
})

/** SheetJS's view of a sheet, in our terms. */
function asSheetjs(bytes: Uint8Array): Cell[][] {
  const book = sheetjs.read(bytes, { cellDates: true, UTC: true, dense: true })
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  if (!sheet) throw new Error('no sheet')
  const rows = sheetjs.utils.sheet_to_json<Cell[]>(sheet, {
    header: 1,
    raw: true,
    defval: null,
    blankrows: true,
    UTC: true,
  })
  // SheetJS cuts the float's last millisecond off where Excel rounds: 09:29:59.999 for 09:30.
  const rounded = (cell: Cell) => (cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000) : cell)
  return rows.map((row) => row.map(rounded))
}

const trimmed = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row) => {
    const cells = row.map((cell) => (cell === '' ? null : cell))
    while (cells.length > 0 && cells.at(-1) === null) cells.pop()
    return cells
  })

const table: Cell[][] = [
  ['ID', 'Name', 'Since', 'Active', 'Amount', 'Note'],
  ...Array.from({ length: 3000 }, (_, index): Cell[] =>
    index % 17 === 3
      ? []
      : [
          index,
          ['Aéro Club', 'Müller & Söhne <CC>', 'O\'Brien "x"', 'line\nbreak', '=1+1', '東京'][index % 6] ?? null,
          index % 5 ? new Date(Date.UTC(1990, 0, 1 + index, index % 3 ? 0 : 9, index % 3 ? 0 : 30)) : null,
          index % 2 === 0,
          index % 4 ? index * 1.25 : null,
          index % 7 ? `note ${index}` : null,
        ],
  ),
]

describe('agrees with SheetJS', () => {
  const shared = sheetjs.utils.book_new()
  sheetjs.utils.book_append_sheet(
    shared,
    sheetjs.utils.aoa_to_sheet(table, { cellDates: false, UTC: true, dateNF: 'yyyy-mm-dd hh:mm' }),
    'Data',
  )
  const written = (options: sheetjs.WritingOptions): Uint8Array =>
    new Uint8Array(sheetjs.write(shared, { type: 'buffer', compression: true, ...options }))

  test.each([
    ['its own workbook, shared text', () => written({ bookSST: true })],
    ['its own workbook, formula text', () => written({ bookSST: false })],
    ['a workbook of hucre', () => writeXlsx({ sheets: [{ name: 'Data', rows: table }] })],
  ])('on %s', async (_, make) => {
    const bytes = await make()
    const { source, all } = await readFileWhole(fileOf('golden.xlsx', bytes))
    const [header, ...rows] = asSheetjs(bytes)
    expect(source.header).toEqual(header)
    const theirs = trimmed(rows)
    expect(trimmed(all.rows)).toEqual(theirs)
    expect(theirs.length).toBe(3000)
    expect(theirs.some((row) => row.some((cell) => cell instanceof Date))).toBe(true)
  })

  test('on any text, whatever its characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 20 }),
        async (texts) => {
          const bytes = await writeXlsx({
            sheets: [{ name: 'Data', rows: [['text'], ...texts.map((text) => [`<${text}>`])] }],
          })
          const { all } = await readFileWhole(fileOf('any.xlsx', bytes))
          expect(all.rows.map(([cell]) => cell)).toEqual(texts.map((text) => `<${text}>`))
        },
      ),
      { numRuns: 40 },
    )
  })
})

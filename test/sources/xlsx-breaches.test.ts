import { type Zippable, zipSync } from 'fflate'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { type ColumnRole, defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { fileOf, readSheetWhole, type WorkbookParts, workbookBytes, workbookEntries } from './build-xlsx.ts'

let files = 0
const none: ColumnRole = { spread: false, date: false, mail: false, told: false }

async function read(bytes: Uint8Array, roles?: Readonly<Record<string, Partial<ColumnRole>>>) {
  const file = await openSource(fileOf(`breach-${files++}.xlsx`, bytes), defaultSourceLimits)
  const source = await file.read(file.sheets[0] ?? '', {
    ...(roles === undefined ? {} : { roles: (header) => header.map((label) => ({ ...none, ...roles[label] })) }),
  })
  const all = await readSheetWhole(source)
  return { header: source.header, ...all, notes: source.notes() }
}

const workbook = (parts: WorkbookParts) => workbookBytes(parts)
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`
const number = (reference: string, value: number, style = 0) => `<c r="${reference}" s="${style}"><v>${value}</v></c>`
const row = (at: number, ...cells: string[]) => `<row r="${at}">${cells.join('')}</row>`
const day = new Date('2023-03-15T00:00:00Z')

describe('small breaches that other readers forgive', () => {
  test.each([
    ['an empty element', '<c r="B2" t="s"><v/></c>'],
    ['an element without text', '<c r="B2" t="s"><v></v></c>'],
    ['spaces', '<c r="B2" t="s"><v> </v></c>'],
    ['no element', '<c r="B2" t="s"/>'],
    ['an empty text', '<c r="B2" t="s"><v>1</v></c>'],
    ['a formula that gives an empty text', '<c r="B2" t="str"><f>""</f><v></v></c>'],
  ])('a shared text of %s is a blank cell', async (_, cell) => {
    const found = await read(
      workbook({
        sharedStrings: '<si><t>Alpha</t></si><si><t/></si>',
        sheetData: row(1, text('A1', 'Name'), text('B1', 'City')) + row(2, '<c r="A2" t="s"><v>0</v></c>', cell),
      }),
    )
    expect([found.rows, found.errorCells]).toEqual([[['Alpha', null]], []])
  })

  test.each([
    ['XL/Worksheets/Sheet1.XML', 'xl/worksheets/sheet1.xml'],
    ['xl/SharedStrings.xml', 'xl/sharedStrings.xml'],
    ['XL/Workbook.xml', 'xl/workbook.xml'],
    ['xl/_rels/Workbook.xml.rels', 'xl/_rels/workbook.xml.rels'],
    ['_Rels/.rels', '_rels/.rels'],
  ])('a part called %s is found', async (written, asked) => {
    const { [asked]: part, ...others } = workbookEntries({
      sharedStrings: '<si><t>Name</t></si><si><t>Alpha</t></si>',
      sheetData: row(1, '<c r="A1" t="s"><v>0</v></c>') + row(2, '<c r="A2" t="s"><v>1</v></c>'),
    })
    const found = await read(zipSync({ ...others, [written]: part } as Zippable))
    expect([found.header, found.rows]).toEqual([['Name'], [['Alpha']]])
  })

  const written = 'Café Zürich €'
  test.each([
    ['ISO-8859-15', 'iso-8859-15', false],
    ['windows-1252', 'windows-1252', false],
    ['UTF-16', 'utf-16le', true],
    ['UTF-16', 'utf-16be', true],
    ['UTF-16LE', 'utf-16le', false],
    ['utf-8', 'utf-8', true],
    ['shift_jis', 'shift_jis', false],
  ])('a part written in %s (%s, mark %s)', async (name, encoding, addBOM) => {
    const value = encoding === 'shift_jis' ? '東京' : written
    const sheet = `<?xml version="1.0" encoding="${name}"?><worksheet><sheetData>${row(1, text('A1', 'Name'))}${row(2, text('A2', value))}</sheetData></worksheet>`
    const entries = workbookEntries({ sheetData: '' })
    const found = await read(
      zipSync({ ...entries, 'xl/worksheets/sheet1.xml': iconv.encode(sheet, encoding, { addBOM }) }),
    )
    expect(found.rows).toEqual([[value]])
  })

  test('a part in an encoding that nobody knows is refused by its name', async () => {
    const sheet = '<?xml version="1.0" encoding="x-odd"?><worksheet><sheetData/></worksheet>'
    await expect(read(workbook({ sheet }))).rejects.toThrow(/an encoding that nobody knows, "x-odd"/)
  })
})

describe('a formula whose value nobody computed is an error and says what to do', () => {
  const of = (cell: string) =>
    read(workbook({ sheetData: row(1, text('A1', 'Name'), text('B1', 'Mail')) + row(2, text('A2', 'x'), cell) }))
  test.each([
    ['no value', '<c r="B2"><f>A2&amp;"@x.example"</f></c>'],
    ['an empty value', '<c r="B2"><f>A2</f><v></v></c>'],
    ['an empty element', '<c r="B2"><f>A2</f><v/></c>'],
    ['a shared formula', '<c r="B2"><f t="shared" si="0"/></c>'],
  ])('%s', async (_, cell) => {
    const found = await of(cell)
    expect(found.errorCells).toEqual([
      { rowNumber: 2, column: 'Mail', code: 'formula without value; open the file and save it' },
    ])
    expect(found.notes).toEqual([{ code: 'formula_without_value', count: 1, row: 2 }])
  })

  test.each([
    ['a text', '<c r="B2" t="str"><f>A2</f><v>abc</v></c>', 'abc'],
    ['a number', '<c r="B2"><f>1+1</f><v>2</v></c>', 2],
    ['an empty text', '<c r="B2" t="str"><f>A9</f><v></v></c>', null],
  ])('one with %s is its value', async (_, cell, value) => {
    const found = await of(cell)
    expect([found.rows, found.errorCells]).toEqual([[['x', value]], []])
  })
})

describe('days of a workbook that counts from 1904', () => {
  const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="1"/><xf numFmtId="49"/></cellXfs>'
  const book = workbook({
    styles,
    workbookProperties: '<workbookPr date1904="1"/>',
    sheetData:
      row(1, text('A1', 'Joined'), text('B1', 'Seats')) +
      [1, 0, 2, 3]
        .map((style, at) => row(at + 2, number(`A${at + 2}`, 43_538, style), number(`B${at + 2}`, 43_538)))
        .join('') +
      row(6, text('A6', '43538'), number('B6', 43_538)),
  })

  test('are days in a column of dates, whatever the format of the cell, and numbers elsewhere', async () => {
    const found = await read(book, { Joined: { date: true } })
    expect(found.rows).toEqual(Array.from({ length: 5 }, () => [day, 43_538]))
    expect(found.notes).toEqual([{ code: 'date_system_1904', count: 1 }])
  })

  test('where nobody says what a column is for, the format decides', async () => {
    expect((await read(book)).rows.map(([cell]) => cell)).toEqual([day, 43_538, 43_538, 43_538, '43538'])
  })
})

describe('merged cells say the same of every row that they cover', () => {
  const sheet = (merged: string, more = '') =>
    workbook({
      sheet: `<worksheet><sheetData>${[
        row(1, text('A1', 'ID'), text('B1', 'Firm'), text('C1', 'Person'), text('D1', 'Note')),
        row(2, number('A2', 1), text('B2', 'Alpha'), text('C2', 'Thabo'), text('D2', 'x')),
        row(3, text('C3', 'Lerato')),
        row(4, text('C4', 'Sipho')),
        row(5, number('A5', 2), text('B5', 'Beta'), text('C5', 'Anna')),
        more,
      ].join('')}</sheetData><mergeCells>${merged}</mergeCells></worksheet>`,
    })
  const merge = (...ranges: string[]) => ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')
  const roles = { ID: { spread: true }, Firm: { spread: true } }

  test('in columns of keys and names, and in no other', async () => {
    const found = await read(sheet(merge('A2:A4', 'B2:B4', 'D2:D4')), roles)
    expect(found.rows).toEqual([
      [1, 'Alpha', 'Thabo', 'x'],
      [1, 'Alpha', 'Lerato', null],
      [1, 'Alpha', 'Sipho', null],
      [2, 'Beta', 'Anna', null],
    ])
    expect(found.notes).toEqual([{ code: 'merged_cells', count: 2, row: 3 }])
  })

  test.each([
    ['ranges in another order', merge('B2:B4', 'A2:A4'), undefined],
    ['a range of several columns gives its first', merge('A2:B4'), [1, null, 'Lerato', null]],
    ['a range that ends early', merge('A2:A3', 'B2:B3'), undefined],
    ['a range over columns alone', merge('A2:B2'), [null, null, 'Lerato', null]],
    ['a range that nobody can read', '<mergeCell ref="A2"/><mergeCell/>', [null, null, 'Lerato', null]],
  ])('%s', async (_, ranges, third) => {
    expect((await read(sheet(ranges), roles)).rows[1]).toEqual(third ?? [1, 'Alpha', 'Lerato', null])
  })

  test('a row that holds nothing else stays blank, and a value of its own stays', async () => {
    const more = row(6) + row(7, number('A7', 3), text('C7', 'Zed'))
    const found = await read(sheet(merge('A5:A7', 'B5:B7'), more), roles)
    expect(found.rows.slice(4)).toEqual([
      [null, null, null, null],
      [3, 'Beta', 'Zed', null],
    ])
  })
})

describe('a number is what its format shows', () => {
  const shown = async (code: string, value: number) => {
    const styles = `<numFmts><numFmt numFmtId="170" formatCode="${code.replaceAll('"', '&quot;')}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>`
    const found = await read(workbook({ styles, sheetData: row(1, text('A1', 'x')) + row(2, number('A2', value, 1)) }))
    return found.rows[0]?.[0]
  }
  test.each([
    ['[=0]"";dd/mm/yyyy', 45_000, new Date('2023-03-15T00:00:00Z')],
    ['[=0]"";[=1]"one";yyyy-mm-dd', 45_000, new Date('2023-03-15T00:00:00Z')],
    ['dd/mm/yyyy;[Red]"late";""', 45_000, new Date('2023-03-15T00:00:00Z')],
    ['[$-409]d-mmm-yy;@', 45_000, new Date('2023-03-15T00:00:00Z')],
    ['00000', 123, '00123'],
    ['000000', 1_234_567, '1234567'],
    ['0000000000', 825_550_101, '0825550101'],
    ['000\\-000\\-0000', 825_550_101, '082-555-0101'],
    ['"("000") "000\\-0000', 825_550_101, '(082) 555-0101'],
    ['[$-409]00000', 123, '00123'],
    ['00000', 1.5, 1.5],
    ['00000', -7, -7],
    ['0', 123, 123],
    ['0.00', 123, 123],
    ['#,##0', 1234, 1234],
    ['0.00" days"', 2.5, 2.5],
    ['"yes";"no"', 1, 1],
    ['0;[Red]0', 45_000, 45_000],
    ['00.00', 7, 7],
    ['00%', 0.07, 0.07],
  ])('%s of %d', async (code, value, expected) => {
    expect(await shown(code, value)).toEqual(expected)
  })
})

describe('links, and what is hidden', () => {
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const book = (target: string, shown: string) =>
    zipSync({
      ...workbookEntries({
        sheet: `<worksheet xmlns:r="${office}"><sheetData>${row(1, text('A1', 'Mail'))}${row(2, text('A2', shown))}</sheetData><hyperlinks><hyperlink ref="A2" r:id="rId9"/></hyperlinks></worksheet>`,
      }),
      'xl/worksheets/_rels/sheet1.xml.rels': Buffer.from(
        `<Relationships><Relationship Id="rId9" Type="${office}/hyperlink" Target="${target}" TargetMode="External"/></Relationships>`,
      ),
    })
  test.each([
    ['mailto:info@x.example', 'Write to us', 'info@x.example'],
    ['mailto:info@x.example?subject=Hello', 'Mail', 'info@x.example'],
    ['mailto:a%2Bb@x.example', 'Mail', 'a+b@x.example'],
    ['mailto:old@x.example', 'new@x.example', 'new@x.example'],
    ['https://x.example', 'Site', 'Site'],
  ])('a mail address behind a text: %s', async (target, shown, value) => {
    expect((await read(book(target, shown), { Mail: { mail: true } })).rows).toEqual([[value]])
    expect((await read(book(target, shown))).rows).toEqual([[shown]])
  })

  test('hidden rows are read, and counted', async () => {
    const sheetData = `${row(1, text('A1', 'Name'))}<row r="2" hidden="1">${text('A2', 'a')}</row><row r="3" hidden="true">${text('A3', 'b')}</row>${row(4, text('A4', 'c'))}`
    const found = await read(workbook({ sheetData }))
    expect([found.rows, found.notes]).toEqual([[['a'], ['b'], ['c']], [{ code: 'hidden_rows', count: 2, row: 2 }]])
  })
})

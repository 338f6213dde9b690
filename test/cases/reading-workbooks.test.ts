import { describe, expect, test } from 'vitest'
import { mappedSheet, rowOutcomes } from '../../src/ledger/source-row.ts'
import { type ColumnRole, defaultSourceLimits, openSource } from '../../src/sources/index.ts'
import { fileOf, type WorkbookParts, workbookBytes } from '../sources/build-xlsx.ts'
import { AVIATION } from '../support/aviation.ts'
import { caseBytes, fieldsOf, readCase } from './read-case.ts'

/** Rows of a case as the contract of its table has them, with what is an error in them. */
async function mapped(name: string, sheet: string, ...columns: readonly string[]) {
  const file = await openSource(fileOf(`mapped-${name}`, caseBytes(name)), defaultSourceLimits)
  const table = AVIATION.compiled.sources
    .flatMap(({ tables }) => tables)
    .find((one) => one.id === (sheet === 'Organisation' ? 'reachout_organisation' : 'reachout_contact_info'))
  if (table === undefined) throw new Error('the domain of aviation has this table')
  const read = await mappedSheet(file, sheet, table)
  const rows: (string | null | undefined)[][] = []
  for await (const batch of read.source.batches())
    for (const one of rowOutcomes(read, batch))
      if (one.outcome === 'row') rows.push(columns.map((column) => one.row.fields[column]))
  return { rows, notes: read.source.notes() }
}

describe('cases', () => {
  test('days of a 1904 workbook are one day, whatever their cells are shown as', async () => {
    const { rows, notes } = await mapped('04_1904_serials.xlsx', 'Organisation', 'organisation_name', 'reachout_date')
    expect(rows).toEqual(['Alpha Air', 'Beta Wings', 'Gamma Heli', 'Delta Jets'].map((name) => [name, '2023-03-15']))
    expect(notes).toEqual([{ code: 'date_system_1904', count: 1 }])
  })

  test('a shared text without a value is a blank cell', async () => {
    const found = await readCase('07_empty_shared_string_v.xlsx')
    expect(found.rows).toEqual([
      [null, null],
      [null, null],
    ])
  })

  test('a part in ISO-8859-1 is read as it says', async () => {
    expect((await readCase('07c_latin1_xml_part.xlsx')).rows).toEqual([['Café Zürich', '1', null]])
  })

  test('formulas without a value are errors that say what to do', async () => {
    const found = await readCase('11_formula_without_value.xlsx', undefined, { sheet: 'Contact Info' })
    const code = 'formula without value; open the file and save it'
    expect(found.errors).toEqual([
      [2, 'Organisation Name', code],
      [2, 'Email', code],
      [3, 'Phone', code],
      [3, 'Email', code],
    ])
    expect(found.notes).toEqual([{ code: 'formula_without_value', count: 4, row: 2 }])
  })

  test('merged cells say the same of every row that they cover', async () => {
    const { rows, notes } = await mapped('12_merged_cells.xlsx', 'Contact Info', 'organisation_name', 'firstname')
    expect(rows).toEqual([
      ['Alpha Air', 'Thabo'],
      ['Alpha Air', 'Lerato'],
      ['Alpha Air', 'Sipho'],
      ['Beta Wings', 'Anna'],
    ])
    expect(notes).toContainEqual({ code: 'merged_cells', count: 2, row: 3 })
  })

  test('labels stand below a title', async () => {
    const found = await readCase('13e_title_row.xlsx', undefined, { fields: fieldsOf('Organisation Name', 'ID') })
    expect([found.headerRow, found.header]).toEqual([3, ['Organisation Name', 'ID']])
    expect(found.rows).toEqual([['Alpha', '1']])
    expect(found.codes).toContain('header_row')
  })

  const shown = readCase('14_number_formats.xlsx').then(({ rows }) => rows)
  test.each([
    ['"yes";"no"', '1'],
    ['0.00" days"', '2.5'],
    ['#,##0,," M"', '12500000'],
    ['[$-409]d-mmm-yy;@', '2023-03-15'],
    ['yyyy"年"m"月"d"日"', '2023-03-15'],
    ['0;[Red]0', '45000'],
    ['#,##0_M_M_M;#,##0_M_M_M;_(@_M_M_M', '45000'],
    ['0.0############E-0', '45000'],
    ['[=0]"";dd/mm/yyyy', '2023-03-15'],
    ['[=0]"-";yyyy\\-mm\\-dd;@', '2023-03-15'],
    ['[<1]hh:mm;dd/mm/yyyy', '2023-03-15'],
    ['[>0]dd/mm/yyyy;"none"', '2023-03-15'],
    [';;;', '45000'],
    ['General', '45000'],
    ['Standard', '45000'],
    ['[Blue]dd/mm/yyyy', '2023-03-15'],
    ['\\d0', '45000'],
    ['[h]:mm:ss', '36:00:00'],
    ['h:mm', '00:00:00'],
    ['00000', '00123'],
    ['0000000000', '0825550101'],
    ['000\\-000\\-0000', '082-555-0101'],
    ['"ORG-"0000', 'ORG-0007'],
    ['0000000000000', '5106015012087'],
    ['@', '825550101'],
    ['0%', '0.15'],
    ['ggge"年"', '2023-03-15'],
    ['[$-411]ge.m.d', '2023-03-15'],
    ['aaaa', '2023-03-15'],
    ['TT.MM.JJJJ', '2023-03-15'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '2023-03-15'],
    ['b2dd/mm/yyyy', '2023-03-15'],
    ['0 "m"', '45000'],
    ['0\\ \\m', '45000'],
    ['#,##0\\ "Kč";[Red]\\-#,##0\\ "Kč"', '45000'],
    ['_-[$R-1C09]* #,##0.00_-', '45000'],
    ['[Magenta]0', '45000'],
    ['[Color10]0.0', '45000'],
    ['"Day "0', '45000'],
  ])('a number as %s is %s', async (format, value) => {
    expect((await shown).find(([code]) => code === format)?.[1]).toBe(value)
  })
})

const none: ColumnRole = { spread: false, date: false, mail: false, told: false }
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`
const number = (reference: string, value: number, style = 0) => `<c r="${reference}" s="${style}"><v>${value}</v></c>`
const row = (at: number, ...cells: string[]) => `<row r="${at}">${cells.join('')}</row>`
const hiddenRow = (at: number, ...cells: string[]) => `<row r="${at}" hidden="1">${cells.join('')}</row>`

const read = (parts: WorkbookParts, roles: Readonly<Record<string, Partial<ColumnRole>>> = {}) =>
  readCase('variant.xlsx', workbookBytes(parts), {
    roles: (header) => header.map((label) => ({ ...none, ...roles[label] })),
  })

const formats = (...codes: readonly string[]) =>
  `<numFmts>${codes.map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${code.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${codes.map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('')}</cellXfs>`

describe('other formats of numbers', () => {
  test.each([
    ['G/標準', 45000, '45000'],
    ['"Nº "000', 7, 'No 007'],
    ['\\A000', 7, 'A007'],
    ['"ORG-"000', 12345, 'ORG-12345'],
    ['"ZA"0000000', 42, 'ZA0000042'],
    ['0" kg"', 12, '12'],
    ['"R "0.00', 12, '12'],
    ['dd.mm.yyyy', 45000.75, '2023-03-15T18:00:00'],
    ['d/m/yy h:mm AM/PM', 45000.25, '2023-03-15T06:00:00'],
    ['[$-40C]d mmmm yyyy', 45000, '2023-03-15'],
    ['yyyy\\-mm\\-dd\\Thh:mm:ss', 45000.5, '2023-03-15T12:00:00'],
    ['000 000 000', 12345678, '012 345 678'],
    ['0.00E+00', 45000, '45000'],
    ['#,##0.00\\ [$€-407]', 45000, '45000'],
    ['[Red][<0]-0;0', 45000, '45000'],
    ['hh:mm', 0.25, '06:00:00'],
  ])('%s: %s is %s', async (code, value, right) => {
    const found = await read({
      styles: formats(code),
      sheetData: row(1, text('A1', 'v')) + row(2, number('A2', value, 1)),
    })
    expect(found.rows).toEqual([[right]])
  })
})

describe('a workbook that counts from 1904', () => {
  const since1904 = '<workbookPr date1904="1"/>'
  test.each([
    ['a number', 43538, 0, '2023-03-15'],
    ['a day', 43538, 1, '2023-03-15'],
    ['a day with a time', 43538.5, 2, '2023-03-15T12:00:00'],
    ['the first day', 1, 1, '1904-01-02'],
    ['a time', 0.75, 3, '18:00:00'],
  ])('%s', async (_, value, style, right) => {
    const found = await read(
      {
        workbookProperties: since1904,
        styles: formats('dd/mm/yyyy', 'dd/mm/yyyy hh:mm', 'hh:mm'),
        sheetData: row(1, text('A1', 'When')) + row(2, number('A2', value, style)),
      },
      { When: { date: style < 3 } },
    )
    expect([found.rows, found.codes]).toEqual([[[right]], ['date_system_1904']])
  })

  test.each(['true', '1'])('date1904="%s"; text of a day stays what it is', async (flag) => {
    const found = await read(
      {
        workbookProperties: `<workbookPr date1904="${flag}"/>`,
        sheetData: row(1, text('A1', 'When'), text('B1', 'No')) + row(2, text('A2', '2023-03-15'), number('B2', 43538)),
      },
      { When: { date: true } },
    )
    expect(found.rows).toEqual([['2023-03-15', '43538']])
  })
})

describe('merged cells', () => {
  const sheet = (merged: string, ...rows: readonly string[]) =>
    `<worksheet><sheetData>${rows.join('')}</sheetData><mergeCells>${merged
      .split(' ')
      .map((ref) => `<mergeCell ref="${ref}"/>`)
      .join('')}</mergeCells></worksheet>`
  const head = row(1, text('A1', 'Firm'), text('B1', 'Person'), text('C1', 'Note'))
  test.each<[string, string, readonly string[], readonly (readonly (string | null)[])[]]>([
    [
      'a name over three rows',
      'A2:A4',
      [row(2, text('A2', 'Alpha'), text('B2', 'a')), row(3, text('B3', 'b')), row(4, text('B4', 'c'))],
      [
        ['Alpha', 'a', null],
        ['Alpha', 'b', null],
        ['Alpha', 'c', null],
      ],
    ],
    [
      'two names',
      'A2:A3 A4:A5',
      [
        row(2, text('A2', 'Alpha'), text('B2', 'a')),
        row(3, text('B3', 'b')),
        row(4, text('A4', 'Beta'), text('B4', 'c')),
        row(5, text('B5', 'd')),
      ],
      [
        ['Alpha', 'a', null],
        ['Alpha', 'b', null],
        ['Beta', 'c', null],
        ['Beta', 'd', null],
      ],
    ],
    [
      'a note is said once',
      'C2:C3',
      [row(2, text('A2', 'Alpha'), text('B2', 'a'), text('C2', 'x')), row(3, text('A3', 'Beta'), text('B3', 'b'))],
      [
        ['Alpha', 'a', 'x'],
        ['Beta', 'b', null],
      ],
    ],
    [
      'a row with nothing else stays blank',
      'A2:A3',
      [row(2, text('A2', 'Alpha'), text('B2', 'a')), row(3)],
      [
        ['Alpha', 'a', null],
        [null, null, null],
      ],
    ],
    [
      'a value of its own wins',
      'A2:A3',
      [row(2, text('A2', 'Alpha'), text('B2', 'a')), row(3, text('A3', 'Beta'), text('B3', 'b'))],
      [
        ['Alpha', 'a', null],
        ['Beta', 'b', null],
      ],
    ],
    ['across columns', 'A2:B2', [row(2, text('A2', 'Alpha'), text('C2', 'x'))], [['Alpha', null, 'x']]],
  ])('%s', async (_, merged, rows, right) => {
    expect((await read({ sheet: sheet(merged, head, ...rows) }, { Firm: { spread: true } })).rows).toEqual(right)
  })
})

describe('what a sheet hides or links is read and told', () => {
  test('hidden rows', async () => {
    const found = await read({
      sheetData: row(1, text('A1', 'Name')) + hiddenRow(2, text('A2', 'x')) + row(3, text('A3', 'y')),
    })
    expect([found.rows, found.notes]).toEqual([[['x'], ['y']], [{ code: 'hidden_rows', count: 1, row: 2 }]])
  })

  test.each([
    ['mailto:', 'mailto:a@x.example', 'a@x.example'],
    ['a subject', 'mailto:a@x.example?subject=Hi', 'a@x.example'],
    ['capitals', 'MAILTO:a@x.example', 'a@x.example'],
    ['a web page', 'https://x.example', 'write to us'],
  ])('a link of %s under a mail column', async (_, target, right) => {
    const { zipSync, strToU8 } = await import('fflate')
    const { workbookEntries } = await import('../sources/build-xlsx.ts')
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const entries = workbookEntries({
      sheet: `<worksheet xmlns:r="${office}"><sheetData>${row(1, text('A1', 'Mail'))}${row(2, text('A2', 'write to us'))}</sheetData><hyperlinks><hyperlink ref="A2" r:id="rId9"/></hyperlinks></worksheet>`,
    })
    const rels = `<Relationships><Relationship Id="rId9" Type="${office}/hyperlink" Target="${target}" TargetMode="External"/></Relationships>`
    const found = await readCase(
      'links.xlsx',
      zipSync({ ...entries, 'xl/worksheets/_rels/sheet1.xml.rels': strToU8(rels) }),
      { roles: (header) => header.map(() => ({ ...none, mail: true })) },
    )
    expect(found.rows).toEqual([[right]])
  })

  test('errors of the spreadsheet are no values', async () => {
    const found = await read({
      sheetData:
        row(1, text('A1', 'Name'), text('B1', 'n')) + row(2, text('A2', 'x'), '<c r="B2" t="e"><v>#REF!</v></c>'),
    })
    expect([found.rows, found.errors, found.codes]).toEqual([[['x', null]], [[2, 'n', '#REF!']], ['error_cells']])
  })

  test('a total at the foot is no row', async () => {
    const cells = (at: number, ...values: string[]) =>
      row(at, ...values.map((value, index) => text(`${'ABC'[index]}${at}`, value)))
    const found = await read({
      sheetData: cells(1, 'Name', 'City', 'n') + cells(2, 'A', 'B', '1') + row(3, text('A3', 'TOTAL'), number('C3', 1)),
    })
    expect([found.rows, found.bad]).toEqual([[['A', 'B', '1']], [[3, 'footer_row']]])
  })

  test('a value right of the labels is told', async () => {
    const found = await read({ sheetData: row(1, text('A1', 'Name')) + row(2, text('A2', 'x'), text('B2', 'y')) })
    expect([found.header, found.rows]).toEqual([['Name', 'Unnamed: 1'], [['x', 'y']]])
  })
})

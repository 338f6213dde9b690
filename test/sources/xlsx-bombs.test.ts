import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { fileOf, workbookBytes, workbookEntries } from './build-xlsx.ts'
import { readAlone } from './read-alone.ts'

const header = '<row r="1"><c r="A1" t="str"><v>ID</v></c></row>'
const bookOf = (parts: Parameters<typeof workbookBytes>[0]): string =>
  fileOf(`book-${crypto.randomUUID()}.xlsx`, workbookBytes(parts))
const sheetOf = (rows: string, after = ''): string =>
  `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${header}${rows}</sheetData>${after}</worksheet>`
const one = '<row r="2"><c r="A2"><v>1</v></c></row>'

describe('a workbook that claims more than it holds is read in the memory of what it holds', () => {
  const cases: [string, string, { rows: number; bad?: number; mb: number }][] = [
    ['a dimension of the largest sheet', sheetOf(one), { rows: 1, mb: 200 }],
    [
      'a million merged cells',
      sheetOf(one, `<mergeCells>${'<mergeCell ref="A1:B9"/>'.repeat(1_000_000)}</mergeCells>`),
      { rows: 1, mb: 300 },
    ],
    [
      '300,000 empty styled rows',
      sheetOf('<row s="1" customFormat="1"><c s="1"/><c s="1"/></row>'.repeat(300_000)),
      { rows: 300_000, mb: 300 },
    ],
    [
      'a value in the last row there can be',
      sheetOf('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
      { rows: 1_048_575, mb: 400 },
    ],
    [
      'a value in the last column of 5,000 rows',
      sheetOf('<row><c r="XFD1"><v>1</v></c></row>'.repeat(5_000)),
      { rows: 0, bad: 5000, mb: 350 },
    ],
  ]
  test.each(cases)('%s', (_, sheet, { rows, bad = 0, mb }) => {
    const read = readAlone(bookOf({ sheet }), 256, { maxCompressionRatio: 1000 })
    expect(read.error).toBeUndefined()
    expect(read.rows).toBe(rows)
    expect(read.bad).toHaveLength(bad)
    expect(read.peakMb).toBeLessThan(mb)
  })

  test('200 sheets', () => {
    const numbers = Array.from({ length: 200 }, (_, at) => at + 1)
    const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    const entries = {
      ...workbookEntries({ sheet: sheetOf(one) }),
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="${office}"><sheets>${numbers.map((at) => `<sheet name="S${at}" sheetId="${at}" r:id="n${at}"/>`).join('')}</sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        `<Relationships>${numbers.map((at) => `<Relationship Id="n${at}" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`).join('')}</Relationships>`,
      ),
    }
    expect(readAlone(fileOf('many.xlsx', zipSync(entries)), 64)).toMatchObject({ rows: 200, bad: [] })
  })

  test('16,384 columns', () => {
    const cells = Array.from({ length: 16_384 }, (_, at) => `<c t="str"><v>c${at}</v></c>`).join('')
    const read = readAlone(bookOf({ sheetData: `<row>${cells}</row>` }), 64)
    expect(read.error).toMatch(/has 16384 columns, more than the 150 allowed .*raise ingest\.max_columns/)
  })
})

test('shared texts that would have to be held are refused at the limit', () => {
  const sharedStrings = `<si><t>${'x'.repeat(30_000)}</t></si>`.repeat(2000)
  const read = readAlone(bookOf({ sheet: sheetOf(one), sharedStrings }), 256, {
    maxHeldBytes: 20 * 1024 ** 2,
    maxCompressionRatio: 2000,
  })
  expect(read.error).toMatch(
    /^ZipBombError: .*its shared texts take more than 20971520 bytes.*raise ingest\.max_held_bytes/,
  )
})

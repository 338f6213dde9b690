import { describe, expect, test } from 'vitest'
import { defaultSourceLimits, openSource, type ReadSettings } from '../../src/sources/index.ts'
import { fileOf, readSheetWhole } from './build-xlsx.ts'

let files = 0

async function read(content: string | Uint8Array, settings?: ReadSettings) {
  const file = await openSource(fileOf(`damaged-${files++}.csv`, content), defaultSourceLimits)
  const source = await file.read(file.sheets[0] ?? '', settings)
  const all = await readSheetWhole(source)
  return {
    delimiter: source.details.delimiter,
    header: source.header,
    headerRow: source.headerRow,
    rows: all.rows,
    bad: all.bad.map(({ rowNumber, rule }) => [rowNumber, rule]),
    notes: source.notes().map(({ code, count, row }) => (row === undefined ? [code, count] : [code, count, row])),
  }
}

const field = (name: string, label: string) => ({ name, label, synonyms: [], required: false })
const fields = [field('name', 'Name'), field('city', 'City'), field('phone', 'Phone')]

describe('a row with more cells than the header is bad, and no value of it stands in a column of another', () => {
  test.each([
    ['an unquoted comma', 'a,b\n1,2,3\n4,5\n', [['4', '5']], [2]],
    ['the last row', 'a,b\n4,5\n1,2,3', [['4', '5']], [3]],
    [
      'with quotes',
      'a,b\n"1","x","3"\n4,5\n6,7\n',
      [
        ['4', '5'],
        ['6', '7'],
      ],
      [2],
    ],
    [
      'with tabs',
      'a\tb\n1\tx\ty\n4\t5\n6\t7\n',
      [
        ['4', '5'],
        ['6', '7'],
      ],
      [2],
    ],
    [
      'with a blank cell at its end',
      'a,b\n1,2,\n4,5\n6,7\n',
      [
        ['4', '5'],
        ['6', '7'],
      ],
      [2],
    ],
    ['every row', 'a,b\n1,2,3\n4,5,6\n', [], [2, 3]],
  ])('%s', async (_, text, rows, bad) => {
    const found = await read(text)
    expect(found.header).toEqual(['a', 'b'].slice(0, found.header.length))
    expect([found.rows, found.bad]).toEqual([rows, bad.map((row) => [row, 'wider_than_header'])])
    expect(found.notes).toEqual([['wider_than_header', bad.length, bad[0]]])
  })

  test.each([
    [
      'a delimiter at the end of every line',
      'a,b\n1,2,\n4,5,\n',
      ['a', 'b'],
      [
        ['1', '2'],
        ['4', '5'],
      ],
    ],
    [
      'a column without a label',
      'a,b,\n1,2,\n4,5,6\n',
      ['a', 'b', 'Unnamed: 2'],
      [
        ['1', '2', null],
        ['4', '5', '6'],
      ],
    ],
    [
      'a short row',
      'a,b,c\n1\n4,5,6\n',
      ['a', 'b', 'c'],
      [
        ['1', null, null],
        ['4', '5', '6'],
      ],
    ],
  ])('what is no surplus: %s', async (_, text, header, rows) => {
    expect(await read(text)).toMatchObject({ header, rows, bad: [], notes: [] })
  })
})

describe('a single column stays one, whatever stands in its cells', () => {
  test.each([
    ['semicolons in some cells', 'email\na@x.example;b@x.example\nc@x.example\n'],
    ['one semicolon in three lines', 'c0\nv0\na;b\n'],
    ['a comma in every cell', 'name\nSmith, John\nDoe, Jane\n'],
    ['a semicolon in every cell', 'names\nSmith;Jones\nMiller;Brown\n'],
    ['bars in addresses', 'url\nhttp://a|b\nhttp://c|d\n'],
    ['a tab', 'note\na\tb\nc\n'],
    ['nothing but labels', 'name\n'],
  ])('%s', async (_, text) => {
    const [label, ...lines] = text.trim().split('\n')
    expect(await read(text)).toMatchObject({
      delimiter: '',
      header: [label],
      rows: lines.map((line) => [line]),
      bad: [],
    })
  })

  test('quotes in it hold delimiters and line ends', async () => {
    expect((await read('name\n"Smith, John"\n"a\nb"\n')).rows).toEqual([['Smith, John'], ['a\nb']])
  })
})

describe('quotes that somebody got wrong cost no row', () => {
  test.each([
    ['a space before them', 'name, "city", phone\nAlpha, "Pretoria, GP", 011\n', ['Alpha', 'Pretoria, GP', ' 011'], 0],
    ['spaces around them', 'name; "city" ; phone\nA; "X; Y" ;1\n', ['A', 'X; Y', '1'], 0],
    ['a tab before them', 'name,\t"city",phone\nA,\t"X, Y",1\n', ['A', 'X, Y', '1'], 0],
    ['a backslash before them', 'id,say,n\n1,"He said \\"hi\\", ok",2\n', ['1', 'He said "hi", ok', '2'], 0],
    ['a path that ends in a backslash', 'id,dir,n\n1,"C:\\dir\\",2\n', ['1', 'C:\\dir\\', '2'], 0],
    ['quotes inside quotes', 'id,name,n\n1,"Foo "Bar" Ltd",2\n', ['1', 'Foo "Bar" Ltd', '2'], 1],
    ['those and a comma', 'id,name,n\n1,"Foo, "Bar" Ltd",2\n', ['1', 'Foo, "Bar" Ltd', '2'], 1],
    ['text after them', 'id,name,n\n1,"Foo" Bar,2\n', ['1', '"Foo" Bar', '2'], 1],
    ['inches', 'id,size,n\n1,6" x 7",2\n', ['1', '6" x 7"', '2'], 0],
    ['lines inside', 'id,addr,n\n1,"12 Main, Pretoria\nGauteng",2\n', ['1', '12 Main, Pretoria\nGauteng', '2'], 0],
    [
      'lines inside with as many commas as a row',
      'n,a\nFoo,"12 Main Rd\nPretoria, GP"\n',
      ['Foo', '12 Main Rd\nPretoria, GP'],
      0,
    ],
  ])('%s', async (_, text, row, repaired) => {
    const found = await read(`${text}${row.map(() => 'x').join(text.includes(';') ? ';' : ',')}\n`)
    expect([found.rows[0], found.rows.length, found.bad]).toEqual([row, 2, []])
    expect(found.notes).toEqual(repaired === 0 ? [] : [['quote_repaired', 1, 2]])
  })

  const others = Array.from({ length: 18 }, (_, at) => `${at + 2},N${at},3`)
  test.each([
    ['that is never closed', ['1,"Alpha,2', ...others]],
    ['that the next quote closes', ['1,"Alpha,2', ...others.slice(0, 5), '7,"Beta",3', ...others.slice(6)]],
    [
      'that a quote at the end of a text closes',
      ['1,"Alpha,2', ...others.slice(0, 5), '7,Beta",3', ...others.slice(6)],
    ],
  ])('one quote %s takes no row with it', async (_, lines) => {
    const found = await read(`id,name,n\n${lines.join('\n')}\n`)
    expect(found.rows).toHaveLength(19)
    expect(found.rows[0]).toEqual(['1', 'Alpha', '2'])
    expect(found.rows.map(([id]) => id)).toEqual(Array.from({ length: 19 }, (_, at) => String(at + 1)))
    expect([found.bad, found.notes]).toEqual([[], [['quote_repaired', 1, 2]]])
  })

  test('rows around it keep the numbers of their lines', async () => {
    const file = await openSource(
      fileOf('lines.csv', 'id,name,age\n1,"Alpha,30\n2,"Beta",31\n3,"a\nb",32\n4,D,33\n'),
      defaultSourceLimits,
    )
    const all = await readSheetWhole(await file.read('lines'))
    expect(all.rowNumbers).toEqual([2, 3, 4, 6])
    expect(all.rows.map(([, name]) => name)).toEqual(['Alpha', 'Beta', 'a\nb', 'D'])
  })
})

describe('labels are found below titles, and what stands above is told', () => {
  test.each([
    ['a title with a comma', 'Members, March 2025\n\nName,City,Phone\nA,B,011\nC,D,012\n', 3, 1],
    ['a title right above', 'Members of the club\nName,City,Phone\nA,B,011\nC,D,012\n', 2, 1],
    [
      'another delimiter than in the title',
      'Members, March 2025\nPrinted 2 May\n\nName;City;Phone\nA;B;011\nC;D;012\n',
      4,
      2,
    ],
    ['a title as wide as the table', 'Members March 2025,,\n,,\nName,City,Phone\nA,B,011\nC,D,012\n', 3, 1],
    ['a title and labels that nobody knows', 'Members, March 2025\n\nName of firm;Town;Tel\nA;B;011\nC;D;012\n', 3, 1],
    ['nothing', 'Name,City,Phone\nA,B,011\nC,D,012\n', 1, 0],
  ])('below %s', async (_, text, headerRow, above) => {
    const found = await read(text, { fields })
    expect([found.headerRow, found.header.length, found.rows]).toEqual([
      headerRow,
      3,
      [
        ['A', 'B', '011'],
        ['C', 'D', '012'],
      ],
    ])
    expect(found.notes).toEqual(above === 0 ? [] : [['header_row', above, headerRow]])
  })

  test('a row of data that says what the labels say is data', async () => {
    expect(await read('Name,City,Phone\nName,City,011\n', { fields })).toMatchObject({
      headerRow: 1,
      rows: [['Name', 'City', '011']],
    })
  })
})

describe('the foot of a table is no row of it', () => {
  test('a firm that is called Total is', async () => {
    const found = await read('Name,City,Phone\nA,B,1\nTotal,Paris,3\n')
    expect([found.rows.length, found.bad]).toEqual([2, []])
  })

  test.each([
    ['a total', 'Total,,3\n', [4]],
    ['a total in another language', 'Gesamt;;3\n', [4]],
    ['a total and what it counts', 'Toplam: 2 öğrenci,,\n', [4]],
    ['a total of two columns', 'Totale,2 clienti,"235.961,65 €"\n', [4]],
    ['a Polish total', 'Razem,2,\n', [4]],
    ['a source after a blank line', '\nSource: register of the authority\n', [5]],
    ['a count and a page', '2 rows\nPage 1 of 1\n', [4, 5]],
    ['when it was made', 'Generated on 2025-03-01\n\n', [4]],
    ['a remark with an asterisk', '\n* figures are provisional\n', [5]],
  ])('%s', async (_, foot, rows) => {
    const delimiter = foot.includes(';') ? ';' : ','
    const table = 'Name,City,Phone\nA,B,1\nC,D,2\n'.replaceAll(',', delimiter)
    const found = await read(`${table}${foot}`)
    expect(found.rows.filter((row) => row.some((cell) => cell !== null))).toEqual([
      ['A', 'B', '1'],
      ['C', 'D', '2'],
    ])
    expect([found.bad, found.notes]).toEqual([
      rows.map((row) => [row, 'footer_row']),
      [['footer_rows', rows.length, rows[0]]],
    ])
  })

  test.each([
    ['a firm called Total', 'Total,Paris,01\n'],
    ['a firm called Source Logistics', 'Source Logistics,,\n'],
    ['a total above other rows', 'Total,,3\nE,F,4\n'],
    ['a firm called Page', 'Page,,\n'],
    ['a firm called Noted', 'Noted: The Firm,Paris,\n'],
  ])('%s is a row', async (_, lines) => {
    const found = await read(`Name,City,Phone\nA,B,1\n${lines}`)
    expect([found.rows.length, found.bad]).toEqual([1 + lines.trim().split('\n').length, []])
  })
})

describe('what a table says of how it is written is not found out', () => {
  test.each([
    ['skip', 'x\ny,z\na,b\n1,2\n', { skip: 2 }, ['a', 'b'], [['1', '2']]],
    ['header row', 'x\ny,z\na,b\n1,2\n', { headerRow: 3 }, ['a', 'b'], [['1', '2']]],
    ['comment', '# made by x\na,b\n# more\n1,2\n', { comment: '#' }, ['a', 'b'], [['1', '2']]],
    [
      'no quotes',
      'a,b\n1,"x\n2,y"\n',
      { quote: '' },
      ['a', 'b'],
      [
        ['1', '"x'],
        ['2', 'y"'],
      ],
    ],
    [
      'other quotes',
      "a,b\n1,'x,y'\n2,it's\n",
      { quote: "'" },
      ['a', 'b'],
      [
        ['1', 'x,y'],
        ['2', "it's"],
      ],
    ],
    ['delimiter', 'a:b\n1:x,y\n', { delimiter: ':' }, ['a', 'b'], [['1', 'x,y']]],
    ['no delimiter', 'a,b\n1,x\n', { delimiter: '' }, ['a,b'], [['1,x']]],
    ['sep=', 'sep=|\na|b\n1|2\n', {}, ['a', 'b'], [['1', '2']]],
    ['sep= of a tab', 'sep=\t\r\na\tb\r\n1\t2\r\n', {}, ['a', 'b'], [['1', '2']]],
    ['sep= of any character', 'sep=^\na^b\n1^2\n', {}, ['a', 'b'], [['1', '2']]],
  ] as const)('%s', async (_, text, settings, header, rows) => {
    expect(await read(text, settings)).toMatchObject({ header, rows, bad: [] })
  })
})

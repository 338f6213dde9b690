import { expect, test } from 'vitest'
import { fieldsOf, readCase } from './read-case.ts'

type Rows = readonly (readonly (string | null)[])[]

test.each<[what: string, text: string | Buffer, rows: Rows, bad?: readonly (readonly [number, string])[]]>([
  ['a comma without quotes', 'name,city,n\nA,B,1\nC,D, E,2\n', [['A', 'B', '1']], [[3, 'wider_than_header']]],
  [
    'a semicolon without quotes',
    'Name;Ort\nMüller;Köln\nA; B;Bonn\n',
    [['Müller', 'Köln']],
    [[3, 'wider_than_header']],
  ],
  ['a tab in a cell', 'name\tcity\nA\tB\nC\tD\tE\n', [['A', 'B']], [[3, 'wider_than_header']]],
  ['a bar in a cell', 'nom|ville\nA|B\nC|D|E\n', [['A', 'B']], [[3, 'wider_than_header']]],
  [
    'rows that end early',
    'a,b,c\n1,2\n4,5,6\n7\n',
    [
      ['1', '2', null],
      ['4', '5', '6'],
      ['7', null, null],
    ],
  ],
  [
    'a delimiter at the end of every line',
    'a,b,,\n1,2,,\n4,5,,\n',
    [
      ['1', '2'],
      ['4', '5'],
    ],
  ],
  [
    'one column whose cells hold semicolons',
    'email\na@x.example;b@x.example\nc@x.example\n',
    [['a@x.example;b@x.example'], ['c@x.example']],
  ],
  [
    'one column whose cells all hold semicolons',
    'emails\na@x.de;b@x.de\nc@x.de;d@x.de\n',
    [['a@x.de;b@x.de'], ['c@x.de;d@x.de']],
  ],
  [
    'one column of names with a comma',
    'full name\nDoe, Jane\nRoe, Rick\nPoe, Ann\n',
    [['Doe, Jane'], ['Roe, Rick'], ['Poe, Ann']],
  ],
  ['one column of addresses', 'address\n1 Main Rd, Pretoria\n3 High St\n', [['1 Main Rd, Pretoria'], ['3 High St']]],
  ['one column with a tab in it', 'naam\nAlpha\tBeta\nGamma\n', [['Alpha\tBeta'], ['Gamma']]],
  ['one column in quotes', '"name"\n"A, B"\n"C"\n', [['A, B'], ['C']]],
  ['one column with blank lines', 'name\n\nA\n\nB\n', [[null], ['A'], [null], ['B']]],
  ['three lines', 'c0\nv0\na;b', [['v0'], ['a;b']]],
  [
    'decimal commas',
    'name;price\nA;1,50\nB;2,75\n',
    [
      ['A', '1,50'],
      ['B', '2,75'],
    ],
  ],
  [
    'commas in tabulated text',
    'name\taddress\nA\t1 Main Rd, X\nB\t2 Main Rd, Y\n',
    [
      ['A', '1 Main Rd, X'],
      ['B', '2 Main Rd, Y'],
    ],
  ],
  ['a space before quotes', 'name, "city", phone\nAlpha, "Pretoria, GP", 011\n', [['Alpha', 'Pretoria, GP', '011']]],
  ['a space before quotes and semicolons', 'nom; "ville"\nA; "Lyon; Rhône"\n', [['A', 'Lyon; Rhône']]],
  ['spaces on both sides of quotes', '"name" , "city"\n"Alpha" , "Pretoria, GP"\n', [['Alpha', 'Pretoria, GP']]],
  ['doubled quotes', 'id,name\n1,"Alpha ""A"" Ltd"\n', [['1', 'Alpha "A" Ltd']]],
  [
    'quotes behind a backslash',
    'name,note\n"He said \\"hi\\"",x\n"Beta",y\n',
    [
      ['He said "hi"', 'x'],
      ['Beta', 'y'],
    ],
  ],
  [
    'a backslash that ends a cell',
    'name,note\n"C:\\dir\\",z\n"Beta",y\n',
    [
      ['C:\\dir\\', 'z'],
      ['Beta', 'y'],
    ],
  ],
  [
    'inches',
    'id,name,n\n1,3" pipe,5\n2,5" pipe,6\n',
    [
      ['1', '3" pipe', '5'],
      ['2', '5" pipe', '6'],
    ],
  ],
  [
    'quotes inside of quotes',
    'id,name\n1,D"Arcy\n2,"Foo "Bar" Ltd"\n3,Z\n',
    [
      ['1', 'D"Arcy'],
      ['2', 'Foo "Bar" Ltd'],
      ['3', 'Z'],
    ],
  ],
  [
    'a line end in quotes',
    'id,note\n1,"two\nlines"\n2,x\n',
    [
      ['1', 'two\nlines'],
      ['2', 'x'],
    ],
  ],
  [
    'a quote that is never closed',
    'id,name\n1,"Alpha\n2,Beta\n3,Gamma\n',
    [
      ['1', 'Alpha'],
      ['2', 'Beta'],
      ['3', 'Gamma'],
    ],
  ],
  [
    'a quote that the last row opens',
    'id,name\n1,Alpha\n2,"Beta\n',
    [
      ['1', 'Alpha'],
      ['2', 'Beta'],
    ],
  ],
  [
    'an unclosed quote before a delimiter',
    'id,name,city\n1,"Alpha, Inc,X\n2,Beta,Y\n',
    [['2', 'Beta', 'Y']],
    [[2, 'wider_than_header']],
  ],
  ['sep=;', 'sep=;\nname;city\nA;B\n', [['A', 'B']]],
  ['sep= with a tab', 'sep=\t\nname\tcity\nA, Inc.\tB\n', [['A, Inc.', 'B']]],
  ['sep= in quotes', '"sep=|"\nname|city\nA|B\n', [['A', 'B']]],
  ['sep= behind a mark', '\ufeffsep=;\r\nname;city\r\nA;B\r\n', [['A', 'B']]],
  ['SEP= in capitals', 'SEP=;\r\nname;city\r\nA;B,C\r\n', [['A', 'B,C']]],
  [
    'line ends of old Macs',
    'name,city\rA,B\rC,D\r',
    [
      ['A', 'B'],
      ['C', 'D'],
    ],
  ],
  [
    'a total',
    'name,city,n\nA,B,1\nC,D,2\nTotal,,3\n',
    [
      ['A', 'B', '1'],
      ['C', 'D', '2'],
    ],
    [[4, 'footer_row']],
  ],
  ['a German total', 'Name;Ort;Betrag\nA;B;1,50\nSumme;;1,50\n', [['A', 'B', '1,50']], [[3, 'footer_row']]],
  ['a Spanish total', 'nombre;ciudad;n\nA;B;1\nTotal general;;1\n', [['A', 'B', '1']], [[3, 'footer_row']]],
  [
    'a French total and a day of printing',
    'nom;ville;n\nA;B;1\nTotaux;;1\nImprimé le 01/02/2025\n',
    [['A', 'B', '1']],
    [
      [3, 'footer_row'],
      [4, 'footer_row'],
    ],
  ],
  [
    'a Dutch day of printing',
    'naam;plaats;n\nA;B;1\n\nAfgedrukt op 01-02-2025\n',
    [
      ['A', 'B', '1'],
      [null, null, null],
    ],
    [[4, 'footer_row']],
  ],
  [
    'a German remark',
    'Name;Ort;n\nA;B;1\n\nQuelle: Amt für Statistik\n',
    [
      ['A', 'B', '1'],
      [null, null, null],
    ],
    [[4, 'footer_row']],
  ],
  [
    'a count at the foot',
    'name,city,n\nA,B,1\nC,D,2\n2 records\n',
    [
      ['A', 'B', '1'],
      ['C', 'D', '2'],
    ],
    [[4, 'footer_row']],
  ],
  [
    'firms that are called Total',
    'name,city,n\nTotal Energies,Paris,1\nTotal,Lyon,5\nSumma,Z,3\n',
    [
      ['Total Energies', 'Paris', '1'],
      ['Total', 'Lyon', '5'],
      ['Summa', 'Z', '3'],
    ],
  ],
  ['a zero byte', Buffer.from('{"a":"x"}\n{"a":"y\\u0000z"}\n'), [['x'], ['y\u0000z']]],
])('%s', async (_, text, rows, bad = []) => {
  const found = await readCase(typeof text === 'string' ? 'list.csv' : 'list.jsonl', text)
  expect([found.rows, found.bad]).toEqual([rows, bad])
})

test.each<[what: string, text: string, headerRow: number, header: readonly string[], rows: Rows]>([
  [
    'a title and a day',
    'Members, March 2025\nGenerated 2025-03-01\n\nName,City,Phone\nA,B,011\n',
    4,
    ['Name', 'City', 'Phone'],
    [['A', 'B', '011']],
  ],
  [
    'a title as wide as the table',
    'Members;;\nName;City;Phone\nA;B;011\n',
    2,
    ['Name', 'City', 'Phone'],
    [['A', 'B', '011']],
  ],
  ['blank lines', '\n\nName,City,Phone\nA,B,011\n', 3, ['Name', 'City', 'Phone'], [['A', 'B', '011']]],
  [
    'a remark with commas',
    'Note: A, B, C and D\nName\tCity\tPhone\nA\tB\t011\nC\tD\t012\nE\tF\t013\n',
    2,
    ['Name', 'City', 'Phone'],
    [
      ['A', 'B', '011'],
      ['C', 'D', '012'],
      ['E', 'F', '013'],
    ],
  ],
])('labels below %s', async (_, text, headerRow, header, rows) => {
  const found = await readCase('list.csv', text, { fields: fieldsOf('Name', 'City', 'Phone') })
  expect([found.headerRow, found.header, found.rows]).toEqual([headerRow, header, rows])
  // Blank rows above them are nothing that was not read.
  expect(found.codes.includes('header_row')).toBe(!text.startsWith('\n'))
})

test.each<[what: string, text: string, settings: Parameters<typeof readCase>[2], rows: Rows]>([
  [
    'single quotes',
    "name,city\n'Alpha, Inc',X\n'Beta',Y\n",
    { quote: "'" },
    [
      ['Alpha, Inc', 'X'],
      ['Beta', 'Y'],
    ],
  ],
  [
    'no quotes',
    'name,city\n"A,X\nB",Y\n',
    { quote: '' },
    [
      ['"A', 'X'],
      ['B"', 'Y'],
    ],
  ],
  ['a delimiter nobody would guess', 'name^city\nA^B\n', { delimiter: '^' }, [['A', 'B']]],
  ['comment', '# made by hand\nname,city\n# skip\nA,B\n', { comment: '#' }, [['A', 'B']]],
  ['skip', 'x,y\nname,city\nA,B\n', { skip: 1 }, [['A', 'B']]],
  ['header_row', 'x,y\nz,z\nname,city\nA,B\n', { headerRow: 3 }, [['A', 'B']]],
])('what a table states is not found out: %s', async (_, text, settings, rows) => {
  expect((await readCase('list.csv', text, settings)).rows).toEqual(rows)
})

test.each<[name: string, rows: Rows, bad?: readonly (readonly [number, string])[]]>([
  [
    '01_one_bad_byte_in_utf8.csv',
    [
      ['Café Zürich', 'Köln'],
      ['Émile', 'Paris'],
    ],
    [[4, 'bad_bytes']],
  ],
  [
    '01b_one_bad_byte_org.csv',
    [
      ['Café Zürich Aéro', '1', '2025-03-31', 'Gauteng', 'School', 'www.alpha.example', '1 Rue Émile', 'x'],
      ['Émile Aviation', '2', '2025-03-31', 'Gauteng', 'School', null, null, null],
    ],
    [[4, 'bad_bytes']],
  ],
  [
    '05_unquoted_comma.csv',
    [
      ['Alpha Air (Pty) Ltd', '1', '31/03/2025', 'Gauteng', 'School', 'www.alpha.example', '1 Main Rd, Pretoria', 'x'],
      ['Gamma Air (Edms) Bpk', '3', '1/4/25', 'KZN', 'School', null, null, null],
      ['Gamma Air (Pty) Ltd', '4', '2025-04-01', 'KZN', 'School', null, null, null],
    ],
    [[3, 'wider_than_header']],
  ],
  ['06_single_column_with_semicolons.csv', [['a@x.example;b@x.example'], ['c@x.example']]],
  ['06c_duckdb25827_three_lines.csv', [['v0'], ['a;b']]],
  ['13_space_after_delimiter_quotes.csv', [['Alpha', 'Pretoria, GP', '011']]],
  [
    '13c_quote_swallows_row.csv',
    [
      ['1', 'Alpha', '30'],
      ['2', 'Beta', '31'],
      ['3', 'Gamma', '32'],
      ['4', 'Delta', '33'],
      ['5', 'Eve"', '34'],
      ['6', 'Zed', '35'],
    ],
  ],
])('the case %s', async (name, rows, bad = []) => {
  const found = await readCase(name)
  expect([found.rows, found.bad]).toEqual([rows, bad])
  if (bad[0]?.[1] === 'bad_bytes')
    expect(found.messages).toEqual([expect.stringMatching(/column 1 \(byte \d+ of the file\)/)])
})

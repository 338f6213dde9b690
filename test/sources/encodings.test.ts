import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { defaultSourceLimits, openSource, type ReadSettings } from '../../src/sources/index.ts'
import { fileOf, readSheetWhole } from './build-xlsx.ts'

let files = 0

async function read(content: string | Uint8Array, settings?: ReadSettings) {
  const file = await openSource(fileOf(`encoded-${files++}.csv`, content), defaultSourceLimits)
  const source = await file.read(file.sheets[0] ?? '', settings)
  const all = await readSheetWhole(source)
  return { ...source.details, header: source.header, ...all, notes: source.notes() }
}

/** A text with `\xNN` for a byte that is not UTF-8. */
const bytes = (text: string): Buffer =>
  Buffer.concat(
    text
      .split(/(\\x[0-9a-f]{2})/)
      .map((piece) => (piece.startsWith('\\x') ? Buffer.from(piece.slice(2), 'hex') : Buffer.from(piece))),
  )

describe('a text that is mostly UTF-8 is UTF-8, and rows with other bytes are bad', () => {
  test.each([
    [
      'one byte',
      'Name,City\nCafé Zürich,Köln\nÉmile,Paris\nBad\\xe9,Lyon\n',
      [
        ['Café Zürich', 'Köln'],
        ['Émile', 'Paris'],
      ],
      [4],
    ],
    [
      'two rows',
      'Name,City\n\\xe9,a\nÉ,ü\n\\xff\\xfe,b\nñ,ö\n',
      [
        ['É', 'ü'],
        ['ñ', 'ö'],
      ],
      [2, 4],
    ],
    ['a character that the end cuts', 'Name,City\nü,é\nx,\\xe6\\x9d', [['ü', 'é']], [3]],
    ['a quoted cell of two lines', 'Name,City\nü,"é\n\\xff"\nx,ö\n', [['x', 'ö']], [2]],
    ['behind a byte order mark', '\ufeffName,City\n1,x\n2,\\xe9\n', [['1', 'x']], [3]],
    [
      'a surrogate, which no UTF-8 holds',
      'Name,City\nü,é\nx,\\xed\\xa0\\x80\nö,ä\n',
      [
        ['ü', 'é'],
        ['ö', 'ä'],
      ],
      [3],
    ],
  ])('%s', async (_, text, rows, bad) => {
    const found = await read(bytes(text))
    expect(found.encoding).toBe('utf-8')
    expect(found.rows).toEqual(rows)
    expect(found.bad.map(({ rowNumber, rule }) => [rowNumber, rule])).toEqual(bad.map((row) => [row, 'bad_bytes']))
    expect(found.notes).toEqual([{ code: 'bad_bytes', count: bad.length, row: bad[0] }])
  })

  test('the message names the column and the place in the file, wherever the other bytes stand', async () => {
    const content = bytes('N\\xe9me,City\nÜ,ö\nä,é\nok,\\xe9\n\\xe8,x\nñ,ó\n')
    const found = await read(content)
    expect(found.bad.map(({ message }) => /in (column \d) \(byte (\d+)/.exec(message)?.slice(1))).toEqual([
      ['column 2', String(content.indexOf(Buffer.from([0xe9, 0x0a])) + 1)],
      ['column 1', String(content.indexOf(0xe8) + 1)],
    ])
    expect(found.notes).toEqual([{ code: 'bad_bytes', count: 3, row: 1 }])
  })

  test('wrong bytes at the cut of two chunks stay where they are', async () => {
    const content = Buffer.concat([
      Buffer.from(`Name\n${'é\n'.repeat(90_000)}`),
      Buffer.from([0xe9, 0x0a]),
      Buffer.from('ü\n'.repeat(50_000)),
    ])
    const found = await read(content)
    expect([found.rows.length, found.bad.map(({ rowNumber }) => rowNumber)]).toEqual([140_000, [90_002]])
  })
})

describe('other encodings are found by their letters', () => {
  test.each([
    ['shift_jis', '名前,市\n田中,東京\n鈴木,大阪\n'],
    ['shift_jis', '会社名,住所\nカタカナ株式会社,ひらがな市\n'],
    ['euc-jp', '会社名,住所\nカタカナ株式会社,ひらがな市\n'],
    ['gb18030', '名称,城市\n北京航空,北京\n上海公司,上海\n'],
    ['euc-kr', '이름,도시\n대한항공,서울\n김철수,부산\n'],
    ['big5', '名稱,城市\n長榮航空,台北\n中華公司,高雄\n'],
    ['windows-1251', 'Имя,Город\nАэрофлот,Москва\nИванов Пётр,Казань\n'],
    ['windows-1251', 'ИМЯ,ГОРОД\nАЭРОФЛОТ,МОСКВА\n'],
    ['koi8-r', 'Имя,Город\nАэрофлот,Москва\nИванов Пётр,Казань\n'],
    ['windows-1253', 'Όνομα,Πόλη\nΑεροπορία,Αθήνα\n'],
    ['utf-32le', 'Name,City\nCafé,Łódź\n'],
    ['utf-32be', 'Name,City\nCafé,Łódź\n'],
    ['utf-16le', '名前,市\n田中,東京\n'],
    ['utf-16be', '名前,市\n田中,東京\n'],
  ])('%s', async (encoding, text) => {
    const [header, ...rows] = text
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const found = await read(iconv.encode(text, encoding))
    expect(found).toMatchObject({ encoding, header, rows, bad: [] })
    expect(found.notes).toEqual([{ code: 'encoding_found', count: 1, detail: encoding }])
  })

  test.each([
    ['accents', 'Name,City\nCafé Zürich,Köln\nÉmile,Paris\n'],
    ['typographic marks', 'Name,City\nIt’s “Été” – naïve,x\n'],
    ['capitals one after another', 'Name,City\nAÉÈÀ,ÄÖÜ\n'],
    ['marks alone', 'Name,City\nO’Neill’s,Smith’s\n'],
    ['Spanish', 'Nombre,Ciudad\nÑandú Peñón,Logroño\nGüell,Cádiz\n'],
    ['German', 'Name,Ort\nMüßig GmbH,Füßen\nGrößl & Söhne,Lübeck\n'],
  ])(
    'single-byte Latin cannot be told, so it is windows-1252 and the note says that it is a guess: %s',
    async (_, text) => {
      const [, ...rows] = text
        .trim()
        .split('\n')
        .map((line) => line.split(','))
      const found = await read(iconv.encode(text, 'win1252'))
      expect(found).toMatchObject({
        encoding: 'windows-1252',
        how: 'guess',
        rows,
        notes: [{ code: 'encoding_guessed' }],
      })
    },
  )

  test.each([['windows-1250'], ['iso-8859-2'], ['ibm852'], ['maccenteuro']])(
    '%s where it is stated',
    async (encoding) => {
      const found = await read(iconv.encode('Name,City\nŁódź,Plzeň\n', encoding), { encoding })
      expect(found).toMatchObject({ encoding, how: 'stated', rows: [['Łódź', 'Plzeň']] })
    },
  )

  test('UTF-8 that is stated keeps its rows with other bytes out', async () => {
    const found = await read(bytes('Name\nabc\n\\xe9\n'), { encoding: 'utf-8' })
    expect([found.rows, found.bad.map(({ rowNumber }) => rowNumber)]).toEqual([[['abc']], [3]])
  })

  test('an encoding that nobody knows is refused', async () => {
    await expect(read('a\n', { encoding: 'utf-9' })).rejects.toThrow(/no encoding "utf-9"/)
  })
})

describe('UTF-8 that somebody read as windows-1252 is told', () => {
  test.each([
    ['CafÃ© ZÃ¼rich', true],
    ['itâ€™s', true],
    ['Å\u0081Ã³dÅº', true],
    ['å\u0090\u008d', true],
    ['SÃO PAULO', false],
    ['Café', false],
    ['Ärzte', false],
    ['25 Â°C', true],
    ['Âge', false],
    ['東京 Ã©', false],
  ])('%j', async (text, told) => {
    const found = await read(`Name,City\n${text},x\n`)
    expect(found.rows).toEqual([[text, 'x']])
    expect(found.notes).toEqual(told ? [{ code: 'mojibake', count: 1, row: 2 }] : [])
  })
})

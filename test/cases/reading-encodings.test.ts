import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { fieldsOf, readCase } from './read-case.ts'

const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.normalize('NFKC').split(','))

const FRENCH = 'Nom,Ville\nÉloïse Lefèvre,Orléans\nFrançois Prêtre,Besançon\nZoë Müller,Nîmes\n'
const POLISH = 'Nazwa,Miasto\nŁukasz Wójcik,Łódź\nŻaneta Gąsior,Kraków\nŚwiętosława Ćwik,Poznań\n'

describe('an encoding that its letters tell is read, told, and no guess', () => {
  test.each([
    ['utf-8', 'Tên,Thành phố\nNguyễn Văn A,Hà Nội\n'],
    ['utf-16le', FRENCH],
    ['utf-16be', FRENCH],
    ['utf-16le', '名称,地址\n北京航空公司,北京市朝阳区\n'],
    ['shift_jis', '名前,住所\n山田太郎,東京都千代田区\n鈴木花子,大阪府大阪市\n'],
    ['shift_jis', '会社名,電話\nｱｲｳ株式会社,03-1234-5678\n東京航空,03-0000-0000\n'],
    ['euc-jp', '名前,住所\n山田太郎,東京都千代田区\n鈴木花子,大阪府大阪市\n'],
    ['gb18030', '名称,地址\n北京航空公司,北京市朝阳区\n上海飞行学校,上海市浦东新区\n'],
    ['big5', '公司,城市\n國泰航空,香港\n中華航空,台北\n'],
    ['euc-kr', '이름,주소\n홍길동,서울특별시 종로구\n김철수,부산광역시\n'],
    ['windows-1251', 'Имя,Город\nИван Петров,Москва\nАнна Смирнова,Казань\n'],
    ['windows-1251', 'Назва,Місто\nІван Франко,Київ\nЛеся Українка,Львів\n'],
    ['koi8-r', 'Имя,Город\nИван Петров,Москва\nАнна Смирнова,Казань\n'],
    ['ibm866', 'Имя,Город\nИван Петров,Москва\nАнна Смирнова,Казань\n'],
    ['windows-1253', 'Όνομα,Πόλη\nΓιώργος Παπαδόπουλος,Αθήνα\nΜαρία Νικολάου,Πάτρα\n'],
    ['windows-1255', 'שם,עיר\nדוד כהן,תל אביב\nשרה לוי,ירושלים\n'],
    ['windows-1256', 'الاسم,المدينة\nمحمد علي,القاهرة\nفاطمة حسن,الإسكندرية\n'],
    ['windows-874', 'ชื่อ,เมือง\nสมชาย ใจดี,กรุงเทพ\n'],
  ])('%s: %s', async (encoding, text) => {
    const found = await readCase('list.csv', iconv.encode(text, encoding))
    expect([found.encoding, found.rows]).toEqual([encoding, rowsOf(text)])
    expect(found.codes).toEqual(encoding === 'utf-8' ? [] : ['encoding_found'])
  })
})

describe('an encoding of Latin letters with one byte each is a guess, and told as one', () => {
  test.each([
    ['windows-1252', FRENCH],
    ['windows-1252', 'Name,Ort\nO’Neill’s,Köln – Süd\n“Zum Löwen”,München\n'],
    ['windows-1252', 'Nombre,Ciudad\nPeña y Núñez,Logroño\nJosé Martínez,Cádiz\n'],
    ['windows-1250', POLISH],
    ['windows-1250', 'Jméno,Město\nJiří Dvořák,Plzeň\nTomáš Růžička,Ústí nad Labem\n'],
    ['iso-8859-2', POLISH],
    ['windows-1254', 'Adı,İl\nAyşe Yılmaz,İstanbul\nÇağrı Öztürk,Muğla\nIşıl Güneş,Şırnak\n'],
    ['windows-1257', 'Vardas,Miestas\nŽygimantas Šukys,Šiauliai\nRūta Kėdainytė,Kėdainiai\n'],
    ['ibm850', FRENCH],
    ['ibm852', POLISH],
    ['macintosh', FRENCH],
    ['macintosh', 'Name,Ort\nMüller & Söhne,Köln\nBäckerei Groß,Düsseldorf\nJäger,Fürth\n'],
  ])('%s: %s', async (encoding, text) => {
    const found = await readCase('list.csv', iconv.encode(text, encoding))
    expect([found.encoding, found.rows]).toEqual([encoding, rowsOf(text)])
    expect(found.codes).toEqual(['encoding_guessed'])
    expect(found.notes[0]?.detail).toBe(encoding)
    expect(found.notes[0]?.readings?.[0]?.encodings).toContain(encoding)
  })

  test.each([
    ['of two characters that four encodings have', 'name,city\nAir China,北京\n', 'gb18030', '北京'],
    ['of one letter', 'name,city\nCafé,Paris\n', 'windows-1252', '··fé'],
  ])('also a text %s', async (_, text, encoding, cell) => {
    const found = await readCase('list.csv', iconv.encode(text, encoding))
    const { readings = [] } = found.notes.find(({ code }) => code === 'encoding_guessed') ?? {}
    expect(readings.find(({ encodings }) => encodings.includes(encoding))?.cells).toEqual([cell])
  })

  test('three cells stand as each encoding reads them that can be: names first, then what shows most', async () => {
    const none = { spread: false, date: false, mail: false, told: true }
    const found = await readCase('list.csv', iconv.encode(FRENCH, 'windows-1252'), {
      fields: fieldsOf('Nom', 'Ville'),
      roles: (header) => header.map((label) => ({ ...none, spread: label === 'Nom' })),
    })
    expect(found.notes[0]?.readings).toEqual([
      {
        encodings: ['windows-1252', 'iso-8859-15', 'windows-1254'],
        cells: ['Éloïse Lefèvre', 'François Prêtre', 'Zoë Müller'],
      },
      { encodings: ['windows-1250', 'iso-8859-2'], cells: ['Éloďse Lefčvre', 'François Pr\u0119tre', 'Zoë Müller'] },
      { encodings: ['windows-1257'], cells: ['Éloļse Lefčvre', 'Franēois Prźtre', 'Zoė Müller'] },
      { encodings: ['ibm850'], cells: ['╔lo´se LefÞvre', 'Franþois PrÛtre', 'ZoÙ M³ller'] },
      { encodings: ['ibm852'], cells: ['╔lo´se LefŔvre', 'Franšois Prŕtre', 'ZoŰ MŘller'] },
      { encodings: ['macintosh'], cells: ['…loÔse LefËvre', 'FranÁois PrÍtre', 'ZoÎ M¸ller'] },
    ])
  })

  test('of what is about somebody there stand the letters in doubt alone', async () => {
    const found = await readCase(
      'list.csv',
      iconv.encode('Name,Mail\nJürgen Straßmann,jürgen@x.example\n', 'windows-1252'),
    )
    expect(found.notes[0]?.readings?.[0]?.cells).toEqual(['Jür···', 'jür·············'])
    expect(JSON.stringify(found.notes)).not.toMatch(/rgen|mann|example/)
  })
})

describe('text that is UTF-8 or ASCII is never a guess', () => {
  test.each([
    ['ASCII', 'name,city\nAlpha,Pretoria\n'],
    ['UTF-8', FRENCH],
    ['UTF-8 with a mark', `\ufeff${FRENCH}`],
    ['ASCII with a bracketed percent', 'name,city\nA %E9,B\n'],
  ])('%s', async (_, text) => {
    const found = await readCase('list.csv', text)
    expect([found.encoding, found.codes]).toEqual(['utf-8', []])
  })

  test.each([
    [
      'a row of another encoding',
      Buffer.concat([Buffer.from(FRENCH), iconv.encode('Schäfer,Köln\n', 'windows-1252')]),
      [[5, 'bad_bytes']],
    ],
    [
      'a semicolon list',
      Buffer.concat([Buffer.from('Name;Ort\nMüller;Köln\n'), Buffer.from('Sch\xe4fer;Bonn\n', 'latin1')]),
      [[3, 'bad_bytes']],
    ],
    [
      'half a character at the end',
      Buffer.concat([Buffer.from(FRENCH), Buffer.from('C,\xe2\x82', 'latin1')]),
      [[5, 'bad_bytes']],
    ],
  ])('one that is mostly UTF-8 keeps its rows but for those with other bytes: %s', async (_, bytes, bad) => {
    const found = await readCase('list.csv', bytes)
    expect([found.encoding, found.bad]).toEqual(['utf-8', bad])
    expect(found.rows.flat().join()).not.toMatch(/Ã|�/)
  })

  test('a label with such a byte is told', async () => {
    const found = await readCase(
      'list.csv',
      Buffer.concat([Buffer.from('Name,St\xe4dt\n', 'latin1'), Buffer.from('Müller,Köln\nJäger,Ulm\n')]),
    )
    expect(found.notes).toEqual([{ code: 'bad_bytes', count: 1, row: 1 }])
  })

  test('a stray zero byte does not make another encoding of it', async () => {
    await expect(readCase('list.csv', 'a,b\n1,\u00002\n3,4\n')).rejects.toThrow(/binary/)
  })
})

test.each(['windows-1252', 'windows-1250', 'ibm850', 'macintosh', 'iso-8859-2'])(
  'a stated %s is no guess',
  async (encoding) => {
    const found = await readCase(
      'list.csv',
      iconv.encode(
        'Nom,Ville\nÉloïse,Köln\n'.replace('ï', encoding.endsWith('2') || encoding.endsWith('0') ? 'ö' : 'ï'),
        encoding,
      ),
      { encoding },
    )
    expect(found.codes).toEqual(['encoding_found'])
    expect(found.rows[0]?.[1]).toBe('Köln')
  },
)

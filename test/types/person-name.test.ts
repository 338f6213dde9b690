import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { type, value, codes, split, part, recognise } = typeOf('person_name')
const same = (name: string, one: string, other: string) => expect(part(name, one)).toBe(part(name, other))

describe('a name', () => {
  test.each([
    ['Herr Dr. med. Jürgen Groß', 'Jürgen Groß'],
    ['Mme Hélène Dubois', 'Hélène Dubois'],
    ['Sra. María García López', 'María García López'],
    ['Dhr. J. van den Berg', 'J. van den Berg'],
    ['Mokoena, Dr. Lerato', 'Lerato Mokoena'],
    ['Pelé', 'Pelé'],
    ['г-н Иван Петров', 'Иван Петров'],
    ['محمد بن سلمان', 'محمد بن سلمان'],
    ['山田 太郎様', '山田 太郎'],
    ['Don Smith', 'Don Smith'],
  ])('%j is %j', (text, name) => {
    expect(value(text)).toBe(name)
  })

  test('what stands in brackets behind it goes, and is told', () => {
    expect(value('Lerato Mokoena (on leave)')).toBe('Lerato Mokoena')
    expect(codes('Lerato Mokoena (on leave)')).toEqual(['remark_dropped'])
  })

  test.each(['Vacant', 'n/a', 'Frau', 'keine Angabe', 'Herr Dr.', '不明'])('%j is nobody', (text) => {
    expect(value(text)).toBeNull()
    expect(codes(text)).toEqual(['unusable_name'])
  })

  test('people of one cell are divided by semicolons and lines, not by commas', () => {
    expect(split('Anna Smith; Ben Okri\nCarol Quinn')).toEqual(['Anna Smith', 'Ben Okri', 'Carol Quinn'])
    expect(split('Mokoena, Lerato')).toEqual(['Mokoena, Lerato'])
  })
})

describe('given in several columns', () => {
  const join = (given: Record<string, string | null>) => type.assembly?.join(given, { country: '' }) ?? null
  test.each([
    [{ given: 'John', family: 'SMITH' }, 'John Smith'],
    [{ title: 'Dr', given: 'maria', middle: null, family: 'DE LA CRUZ' }, 'Maria de la Cruz'],
    [{ given: 'Johan', family: 'van der Merwe', suffix: 'Jr' }, 'Johan van der Merwe Jr'],
    [{ given: ' ', family: 'Pelé' }, 'Pelé'],
  ])('%j is %j', (given, name) => expect(value(join(given) ?? '')).toBe(name))

  test.each([
    [{ given: 'N/A', family: 'Smith' }, 'Smith'],
    [{ given: 'Jennifer', family: 'Null' }, 'Jennifer Null'],
    [{ given: 'FATOU', family: 'BA' }, 'Fatou Ba'],
    [{ given: 'Sung', family: 'NA' }, 'Sung Na'],
    [{ given: 'N/A', family: '-' }, null],
  ])('%j, a placeholder left out and a surname kept, is %j', (given, name) =>
    expect(value(join(given) ?? '')).toBe(name),
  )

  test('nothing given is nobody, without a word', () => {
    expect(join({ given: null, family: ' ' })).toBeNull()
  })
})

describe('parts', () => {
  test.each([
    ['Johan van der Merwe', 'johan', 'j', 'van der merwe'],
    ['J. Smith', null, 'j', 'smith'],
    ['Pelé', null, null, 'pele'],
    ["Sean O'Brien Jr", 'sean', 's', 'obrien'],
    ['Anne-Marie Dube', 'anne', 'a', 'dube'],
    ['山田 太郎', '太郎', '太', '山田'],
    ['김철수', '철수', '철', '김'],
    ['李小龍', null, null, '李小龍'],
    ['Иван Петров', 'иван', 'и', 'петров'],
  ])('%s', (name, given, initial, family) => {
    expect([part('given', name), part('initial', name), part('family', name)]).toEqual([given, initial, family])
  })

  test('a swapped name has the same words, another spelling the same sound', () => {
    same('sorted', 'Lerato Mokoena', 'Mokoena Lerato')
    same('key', "Seán O'BRIEN", 'Sean OBrien')
    for (const [one, other] of [
      ['Hans Meyer', 'Heinz Maier'],
      ['Catherine Smith', 'Cath Smyth'],
      ['Jan Schmidt', 'Jan Schmitt'],
    ] as const)
      same('sound', one, other)
    expect(part('sound', 'Hans Meyer')).not.toBe(part('sound', 'Hans Becker'))
  })

  test('dotless and dotted i are one letter to compare', () => same('key', 'Işıl Yıldız', 'IŞIL YILDIZ'))
})

describe('a column', () => {
  test.each(['Name', 'Contact Person', 'Voornaam', 'Nachname', 'Nom', 'Apellidos', 'Sobrenome', 'Cognome', 'ФИО'])(
    'called %j is recognised',
    (label) => expect(recognise(label, ['Anna Smith', 'Ben Okri', 'Carol Quinn'])).toBeGreaterThan(0.8),
  )

  test('of first names alone is one by its label', () => {
    expect(recognise('First name', ['Anna', 'Ben', 'Carol'])).toBeGreaterThan(0.9)
  })

  test('is recognised without a label, by names of two words and more', () => {
    expect(recognise('', ['Carol Quinn', 'Martuice Williams', 'Barbara Mosley'])).toBeGreaterThan(0.4)
  })

  test.each([
    ['Site name', ['Blue Sky School', 'Karoo Clinic']],
    ['Company', ['Acme Ltd', 'Blue Sky GmbH']],
    ['Contact email', ['a@b.example', 'c@d.example']],
    ['Contact number', ['082 555 0101', '011 555 0102']],
    ['Street name', ['Main Road', 'Oak Avenue']],
  ])('called %j of %j is none', (label, sample) => expect(recognise(label, sample)).toBeLessThan(0.3))
})

describe('a column that names who is responsible', () => {
  const beside = ['Ana Paula Brandão (Rececionista)', 'Jane Sample — Chief Executive Officer', 'vago', 'Luís Araújo']
  test.each([
    ...['Responsável', 'Médico', 'Contact person', 'Contact person (role)', 'Eczacı', 'Inhaber', 'Titolare', 'Gérant'],
  ])('is people under %s, whatever role stands beside them', (label) => {
    expect(recognise(label, beside)).toBeGreaterThan(0.9)
    expect(recognise(label, beside)).toBeGreaterThan(typeOf('role').recognise(label, beside))
  })

  test('is roles where there are nothing but roles', () => {
    const roles = ['Sales Manager', 'Managing Director', 'Chief Pilot', 'Accountant']
    for (const label of ['Contact person (role)', 'Position', 'Manager role'])
      expect(typeOf('role').recognise(label, roles)).toBeGreaterThan(recognise(label, roles))
  })

  test('whose cells are all vacant says nothing against its label', () =>
    expect(recognise('Responsável', ['Ana Dias', 'vago', 'vago', 'não divulgado'])).toBeGreaterThan(0.9))
})

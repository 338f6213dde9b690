import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { value, codes, split, reader } = typeOf('person_name')
/** What a cell says: each of its people, with the role beside the name. */
const people = (cell: string, country = 'ZA') => {
  const { split: parts, normalise } = reader(country, {})
  return parts(cell).map((part) => {
    const { value: name, beside } = normalise(part)
    return beside === undefined ? [name] : [name, beside.role]
  })
}

describe('a family name that looks like something else', () => {
  test.each([
    ['BA, FATOU', 'Fatou Ba'],
    ['Ba, Fatou', 'Fatou Ba'],
    ['Fatou Ba', 'Fatou Ba'],
    ['NA, SUNG', 'Sung Na'],
    ['Sung Na', 'Sung Na'],
    ['Jennifer Null', 'Jennifer Null'],
    ['NULL, JENNIFER', 'Jennifer Null'],
    ['John None', 'John None'],
    ['Peter Vacant', 'Peter Vacant'],
    ['Vacant, Peter', 'Peter Vacant'],
    ['Test, Anna', 'Anna Test'],
    ['Farokh Engineer', 'Farokh Engineer'],
    ['Head, Edith', 'Edith Head'],
    ['Pastor Maldonado', 'Pastor Maldonado'],
    ['Dean Key', 'Dean Key'],
    ['Hon Lam', 'Hon Lam'],
    ['Pan Wei', 'Pan Wei'],
    ['Chief Albert Luthuli', 'Chief Albert Luthuli'],
  ])('%j is %j', (text, name) => expect(value(text, 'ZA')).toBe(name))

  test('a degree behind a whole name is none, as before', () => {
    expect(value('Lerato Mokoena, BA')).toBe('Lerato Mokoena')
    expect(value('Lerato Mokoena, PhD')).toBe('Lerato Mokoena')
    expect(value('Smith, MBA')).toBe('Smith')
  })
})

test.each(['Dott.ssa Chiara Neri', 'Dott.Chiara Neri', 'Prof.ssa Chiara Neri', 'Dr.ssa Chiara Neri'])(
  '%j is titled, and no part of the title stays',
  (text) => expect(value(text, 'IT')).toBe('Chiara Neri'),
)

describe('a generation', () => {
  test.each([
    ['Smith, John Jr.', 'John Smith Jr.'],
    ['SMITH, JOHN JR', 'John Smith Jr.'],
    ['Smith Jr., John', 'John Smith Jr.'],
    ['Smith, John, Jr', 'John Smith Jr.'],
    ['john smith jr', 'John Smith Jr.'],
    ['Miller, Walter M. Jr.', 'Walter M. Miller Jr.'],
    ['Walter M. Miller Jr.', 'Walter M. Miller Jr.'],
    ['Smith III, John', 'John Smith III'],
    ['Smith, John IV', 'John Smith IV'],
    ['John W. Ingram, V', 'John W. Ingram V'],
    ['JOHN W. INGRAM VIII', 'John W. Ingram VIII'],
    ['JOHN SMITH VI', 'John Smith VI'],
  ])('%j is %j', (text, name) => expect(value(text)).toBe(name))

  test.each([
    ['Nguyen, V', 'V Nguyen'],
    ['LE VI', 'Le Vi'],
    ['Le Vi', 'Le Vi'],
    ['John Smith Jr', 'John Smith Jr'],
    ['Ivan Ix', 'Ivan Ix'],
  ])('%j holds none, or one that stays as it is written: %j', (text, name) => expect(value(text)).toBe(name))
})

describe('letters of other languages', () => {
  test.each([
    ['İSMAİL ŞAHİN', 'İsmail Şahin'],
    ['İsmai̇l Şahin', 'İsmail Şahin'],
    ['AYŞE YILMAZ DAĞ', 'Ayşe Yılmaz Dağ'],
    ['ağa ışık', 'Ağa Işık'],
    ['ismail ağa', 'İsmail Ağa'],
    ['ΣΊΣΥΦΟΣ ΠΑΠΑΔΌΠΟΥΛΟΣ', 'Σίσυφος Παπαδόπουλος'],
    ['ИВАН ПЕТРОВ', 'Иван Петров'],
    ['JÜRGEN GROẞ', 'Jürgen Groß'],
  ])('%j is %j', (text, name) => expect(value(text)).toBe(name))

  test('without dots on its capitals a name is Turkish only where it was written in Turkey', () => {
    expect(value('IŞIL YILDIZ', 'TR')).toBe('Işıl Yıldız')
    expect(value('MARIŞA IONESCU', 'RO')).toBe('Marişa Ionescu')
    expect(value('ISMAIL SAHIN', 'TR')).toBe('Ismail Sahin')
  })

  test.each(['გიორგი ბერიძე', 'İsmail Şahin', 'Işıl Yıldız', '李小龍'])('%j stays', (name) =>
    expect(value(name)).toBe(name),
  )
})

describe('a name and a role', () => {
  test.each([
    ['Jane Sample — CEO', 'Jane Sample', 'CEO'],
    ['Jane Sample - CEO', 'Jane Sample', 'CEO'],
    ['Jane Sample – Head of Training', 'Jane Sample', 'Head of Training'],
    ['Jane Sample, CEO', 'Jane Sample', 'CEO'],
    ['Sample, Jane, CEO', 'Jane Sample', 'CEO'],
    ['SAMPLE, JANE, DIRECTOR', 'Jane Sample', 'DIRECTOR'],
    ['Jane Sample (CEO)', 'Jane Sample', 'CEO'],
    ['Jane Sample (Chief Flying Instructor)', 'Jane Sample', 'Chief Flying Instructor'],
    ['Jane Sample [Director]', 'Jane Sample', 'Director'],
    ['CEO: Jane Sample', 'Jane Sample', 'CEO'],
    ['Accounts Manager - Jane Sample', 'Jane Sample', 'Accounts Manager'],
    ['Director (Jane Sample)', 'Jane Sample', 'Director'],
    ['Jane Sample / CEO', 'Jane Sample', 'CEO'],
    ['Jane Sample\nManaging Director', 'Jane Sample', 'Managing Director'],
    ['Dr. Jane Sample - Geschäftsführerin', 'Jane Sample', 'Geschäftsführerin'],
  ])('of %j are told apart', (cell, name, role) => {
    expect(people(cell)).toEqual([[name, role]])
    expect(codes(split(cell)[0] ?? '')).toEqual(['role_beside_name'])
  })

  test.each([
    'Anne - Marie',
    'Robert (Bob) Smith',
    'Mary Smith-Jones',
    'Jane Sample - Cape Town',
    'Smith, Jones and Partners',
    'Jean-Luc Chef',
  ])('%j has none and stays', (cell) => expect(people(cell)).toEqual([[cell]]))

  test('what is a degree, a country or a maiden name is no role', () => {
    expect(people('Jane Sample (PhD)')).toEqual([['Jane Sample']])
    expect(people('Jane Sample (RSA)')).toEqual([['Jane Sample']])
    expect(people('Jane Sample (Jones)')).toEqual([['Jane Sample']])
    expect(people('Head, Edith')).toEqual([['Edith Head']])
  })
})

describe('nobody', () => {
  test.each([
    'Not Publicly Listed',
    '(not publicly listed)',
    'Not publicly available',
    'vacant',
    'VACANT',
    'To be appointed',
    'N/A N/A',
    'Unknown Unknown',
    'null null',
    'No contact person',
    'Vakant',
    'niemand',
  ])('is called %j', (text) => expect([value(text), codes(text)]).toEqual([null, ['unusable_name']]))

  test.each([
    ['Accountable Manager (Not Publicly Listed)', 'Accountable Manager'],
    ['Accountable Manager', 'Accountable Manager'],
    ['Accountable Manager: vacant', 'Accountable Manager'],
    ['Head of Training - TBC', 'Head of Training'],
    ['Reception', 'Reception'],
    ['CEO', 'CEO'],
  ])('is named by the role alone: %j', (text, role) => {
    expect(people(text)).toEqual([[null, role]])
    expect(codes(text)).toEqual(['role_without_name'])
  })
})

describe('several people in a cell', () => {
  test.each([
    [
      'A B (CFI); C D (GM)',
      [
        ['A B', 'CFI'],
        ['C D', 'GM'],
      ],
    ],
    [
      'A B (CFI), C D (GM)',
      [
        ['A B', 'CFI'],
        ['C D', 'GM'],
      ],
    ],
    [
      'Anna Bok (CFI) Carl Dube (GM)',
      [
        ['Anna Bok', 'CFI'],
        ['Carl Dube', 'GM'],
      ],
    ],
    ['John Smith & Jane Doe', [['John Smith'], ['Jane Doe']]],
    ['John Smith and Jane Doe', [['John Smith'], ['Jane Doe']]],
    ['John Smith, Jane Doe and Peter van der Berg', [['John Smith'], ['Jane Doe'], ['Peter van der Berg']]],
    ['Hans Meyer und Eva Groß', [['Hans Meyer'], ['Eva Groß']]],
    ['John & Jane Smith', [['John Smith'], ['Jane Smith']]],
    ['Johan en Marie van der Merwe', [['Johan van der Merwe'], ['Marie van der Merwe']]],
    ['Mr John and Mrs Jane Smith', [['John Smith'], ['Jane Smith']]],
  ])('%j', (cell, each) => expect(people(cell)).toEqual(each))

  test.each([
    ['Mr & Mrs Smith', 'Smith'],
    ['Mr. and Mrs. John Smith', 'John Smith'],
    ['Mokoena, Lerato', 'Lerato Mokoena'],
    ['Santiago Ramón y Cajal', 'Santiago Ramón y Cajal'],
    ['José Ortega y Gasset', 'José Ortega y Gasset'],
    ['Smith & Jones Ltd', 'Smith & Jones Ltd'],
    ['Smith, Jones and Partners', 'Smith, Jones and Partners'],
    ['Smith (Jones), Mary Ann', 'Smith (Jones), Mary Ann'],
    ['Lerato Mokoena, Thabo Nkosi', 'Lerato Mokoena, Thabo Nkosi'],
  ])('%j is one', (cell, name) => expect(people(cell)).toEqual([[name]]))
})

import { describe, expect, test } from 'vitest'
import { nameOfLabel } from '../../src/drafting/attribute-names.ts'
import { draftDomain } from '../../src/drafting/draft-domain.ts'
import { refineRow } from '../support/refined-rows.ts'
import { compiled, csv, drafted, said, sampled } from './sampled.ts'

const semicolons = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join(';')).join('\n')
const describes = async (text: string, name = 'a.csv') => (await drafted({ [name]: text })).sources[0]?.tables[0]

const PUPILS = [
  ['Okul No', 'T.C. Kimlik No', 'Adı Soyadı', 'Doğum Tarihi', 'Veli Adı', 'Veli E-posta'],
  ['1001', '12345678028', 'Ayşe Yılmaz', '01.01.2016', 'Fatma Yılmaz / Mehmet Yılmaz', 'a@example.com.tr'],
  ['1002', '12345681752', 'Çağrı Öztürk', '13.02.2017', 'Gül Öztürk', 'b@example.com.tr'],
  ['1003', '12345685408', 'Ali Şahin', '05.03.2018', 'Can Şahin', 'c@example.com.tr'],
  ['1004', '12345689154', 'Zeynep Kaya', '07.04.2016', 'Elif Kaya', 'd@example.com.tr'],
  ['1005', '12345692888', 'Emre Demir', '09.05.2017', 'Hatice Demir', 'e@example.com.tr'],
]

describe('a text file with titles above its labels', () => {
  test.each([
    ['as wide as the table', 'Güneş School;;;;;\nPupils 2025;;;;;\n'],
    ['alone on their lines', 'Güneş School\n\n'],
  ])('is read below them, where they are %s', async (_, titles) => {
    const { tables } = await sampled('pupils.csv', `${titles}${semicolons(PUPILS)}`)
    expect(tables).toMatchObject([{ rows: 5, headerRow: 3 }])
    expect(tables[0]?.columns.map(({ label }) => label)).toEqual(PUPILS[0])
  })
})

describe('a column', () => {
  test('of numbers that a state gives to people is told by their check digits, and sensitive', async () => {
    const table = await describes(semicolons(PUPILS))
    expect(table?.describes[0]?.attributes.find(({ name }) => name === 't_c_kimlik_no')).toMatchObject({
      type: { id: 'identifier' },
      pii: 'sensitive',
    })
  })

  test('that says both names is the name, and a second name that holds several people keeps them all', async () => {
    const draft = await drafted({ 'a.csv': semicolons(PUPILS) })
    expect(said(draft)).toContain('person.name: person_name <- Adı Soyadı')
    const guardian = draft.sources[0]?.tables[0]?.describes[0]?.attributes.find(({ name }) => name === 'veli_adi')
    expect(guardian?.keep).toBe('distinct')
  })

  test.each([
    ['Nazwisko', 'Imię'],
    ['Cognome', 'Nome'],
    ['Soyadı', 'Adı'],
    ['Příjmení', 'Jméno'],
  ])('%s is one part of a name and %s the other', async (family, given) => {
    const text = csv([
      ['Id', family, given],
      ['A1', 'Kowalska', 'Anna'],
      ['A2', 'Rossi', 'Luigi'],
      ['A3', 'Kaya', 'Elif'],
    ])
    const [name] = (await describes(text))?.describes[0]?.attributes ?? []
    expect(
      (await describes(text))?.describes[0]?.attributes.find(({ name: id }) => id === 'name')?.mapping.from,
    ).toEqual({
      given: [given],
      family: [family],
    })
    expect(name).toBeDefined()
  })

  test('of amounts beside blanks and dashes is money, where its label says of which', async () => {
    const text = csv([
      ['Vendor Code', 'Vendor Name', 'State', 'Opening Balance (Rs.)'],
      ['V1', 'Lakshmi Traders Pvt Ltd', 'Kerala', 'Rs. 1,25,000.00'],
      ['V2', 'Bharat Steel Ltd', 'Gujarat', '0'],
      ['V3', 'Verma Ltd', 'Punjab', '12,500'],
      ['V4', 'Ganga Ltd', 'Delhi', '-'],
    ])
    const table = await describes(text)
    expect(table?.describes[0]?.attributes.map(({ name, type }) => `${name}: ${type.id}`)).toContain(
      'opening_balance_rs: money',
    )
  })

  test.each([
    ['Sınıf', 'sinif'],
    ['Öğrenci No', 'ogrenci_no'],
    ['Größe', 'groesse'],
    ['Miejscowość', 'miejscowosc'],
  ])('%s is called %s', (label, name) => {
    expect(nameOfLabel(label, 0)).toBe(name)
  })
})

describe('the key', () => {
  const list = (second: string, values: readonly string[]) =>
    csv([
      ['Sr. No.', second, 'Vendor Name', 'GSTIN'],
      ['1', values[0] ?? '', 'Shree Ganesh Traders', '27AAGFS1234K1Z5'],
      ['2', values[1] ?? '', 'Bharat Steel Ltd', '24AAACB9012N1ZQ'],
      ['3', values[2] ?? '', 'Punjab Agro Foods', '03AAECP1357V1ZW'],
    ])

  test('is no number of rows where there is another, and what a list calls its own by is no register', async () => {
    const table = await describes(list('Vendor Code', ['V1', 'V2', 'V3']))
    expect(table?.describes[0]?.key).toBe('Vendor Code')
    expect(table?.unique).toBe(false)
  })

  test('is no part of a name or an address', async () => {
    const text = csv([
      ['Nr karty', 'Ulica i nr', 'Kod pocztowy', 'Miejscowość'],
      ['BP/1', 'Długa 2', '30-001', 'Kraków'],
      ['BP/2', 'Krótka 5', '00-950', 'Warszawa'],
      ['BP/3', 'Nowa 7', '80-831', 'Gdańsk'],
    ])
    expect((await describes(text))?.describes[0]?.key).toBe('Nr karty')
  })
})

describe('rows of which one thing has many', () => {
  const MEMBERS = csv([
    ['Card No', 'First name', 'Last name'],
    ['C1', 'Ann', 'Archer'],
    ['C2', 'Bob', 'Baker'],
  ])
  const LOANS = csv([
    ['Loan No', 'Card No', 'Title', 'Due'],
    ['L1', 'C1', 'Solaris', '2025-03-01'],
    ['L2', 'C1', 'Lalka', '2025-03-05'],
    ['L3', 'C2', 'Emma', '2025-03-07'],
    ['L4', 'C2', 'Ulysses', '2025-03-09'],
  ])

  test('are things of their own that belong to it: as parts of it all but one would be lost', async () => {
    const draft = await drafted({ 'members.csv': MEMBERS, 'loans.csv': LOANS })
    expect(draft.sources[0]?.tables[1]?.describes).toMatchObject([
      { entity: 'loans', role: 'record', key: 'Loan No', belongsTo: { entity: 'person', key: 'Card No' } },
    ])
    const domain = compiled(draft)
    expect(domain.entities.map(({ id, dataset }) => [id, dataset])).toEqual([
      ['person', 'people'],
      ['loans', 'loans'],
    ])
    expect(domain.sources[0]?.tables[1]?.unique).toBe(true)
  })
})

describe('several people in the cell of a firm', () => {
  const firms = (people: readonly string[]) =>
    csv([
      ['Company', 'Contact', 'E-mail'],
      ...people.map((cell, at) => [`Firm ${'ABCD'[at]} Ltd`, cell, `info@firm${at}.co.uk`]),
    ])
  const names = async (people: readonly string[]) => {
    const { tables } = await sampled('firms.csv', firms(people))
    const draft = draftDomain('firms', tables, { lawfulBasis: 'contract' })
    const domain = compiled(draft)
    const label = domain.sources[0]?.tables[0]?.id ?? ''
    const row = { Company: 'Firm A Ltd', Contact: people[0] ?? '', 'E-mail': 'info@firma.co.uk' }
    return refineRow(domain, label, row).records.filter(({ entity }) => entity === 'person').length
  }

  test('are each a person', async () => {
    expect(await names(['Megan Lee & Tom Lee', 'Jack Smith', 'Olga Petrov'])).toBe(2)
    expect(await names(['Megan Lee; Tom Lee; Amy Poe', 'Jack Smith', 'Olga Petrov'])).toBe(3)
  })

  test('are one where a sign stands in a name', async () => {
    expect(await names(['Megan Lee', 'Jack Smith', 'Olga Petrov'])).toBe(1)
    expect(await names(['Mr & Mrs Smith', 'Megan Lee; Tom Lee', 'Olga Petrov'])).toBe(1)
  })
})

describe('a column of one word and a number', () => {
  test('is no address', async () => {
    const text = csv([
      ['Pupil', 'Bus'],
      ['Ann Archer', 'Bus 1'],
      ['Bob Baker', 'Bus 2'],
      ['Cas Cooper', 'Bus 1'],
      ['Dan Dyer', 'Bus 3'],
    ])
    expect(said(await drafted({ 'a.csv': text }))).toContain('person.bus: text <- Bus')
  })
})

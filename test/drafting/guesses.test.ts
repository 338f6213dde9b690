import { describe, expect, test } from 'vitest'
import { nameOfLabel } from '../../src/drafting/attribute-names.ts'
import { guessDateOrder } from '../../src/drafting/guess-date-order.ts'
import { guessDecimal } from '../../src/drafting/guess-decimal.ts'
import { compiled, csv, drafted, said } from './sampled.ts'

describe('the order of days', () => {
  test('is what days that can be read in one way say, whatever the country', () => {
    expect(guessDateOrder(['03/04/2025', '25/12/2024'], 'US')).toEqual({ order: 'dmy', sure: true })
    expect(guessDateOrder(['03/04/2025', '12/25/2024'], 'GB')).toEqual({ order: 'mdy', sure: true })
  })
  test("is the country's where no day says it, and in doubt", () => {
    expect(guessDateOrder(['03/04/2025'], 'US')).toEqual({ order: 'mdy', sure: false })
    expect(guessDateOrder(['03.04.2025'], 'DE')).toEqual({ order: 'dmy', sure: false })
  })
  test('need not be said of days that begin with the year, and cannot be said of a mixture', () => {
    expect(guessDateOrder(['2025-04-03', '3 April 2025'], 'GB')).toEqual({ order: 'plain' })
    expect(guessDateOrder(['25/12/2024', '12/25/2024'], 'GB')).toEqual({ order: 'mixed' })
  })
})

describe('the sign before decimals', () => {
  test('is told by a number with both signs, by two digits behind one, and by groups', () => {
    expect(guessDecimal(['1.234,50'], 'US')).toEqual({ decimal: 'comma', sure: true })
    expect(guessDecimal(['12.5', '7'], 'DE')).toEqual({ decimal: 'point', sure: true })
    expect(guessDecimal(['1,234,567'], 'DE')).toEqual({ decimal: 'point', sure: true })
  })
  test('is in doubt where three digits stand behind it every time', () => {
    expect(guessDecimal(['1,234', '5,678'], 'DE')).toEqual({ decimal: 'comma', sure: false })
    expect(guessDecimal(['12', '7'], 'DE')).toEqual({ decimal: 'plain' })
  })
  test('is what the columns beside it write before it is what its country writes, and never against its own cells', () => {
    expect(guessDecimal(['1,234', '5,678'], 'GB', 'comma')).toEqual({ decimal: 'comma', sure: true })
    expect(guessDecimal(['1,234.50'], 'DE', 'comma')).toEqual({ decimal: 'point', sure: true })
  })

  const decimals = (draft: Awaited<ReturnType<typeof drafted>>) =>
    draft.sources[0]?.tables[0]?.describes[0]?.attributes.flatMap(({ mapping: { from, decimal } }) =>
      decimal === null ? [] : [`${from}: ${decimal}`],
    )
  const stock = (prices: readonly string[], label: string) =>
    csv([['SKU', label, 'Peso (kg)'], ...prices.map((price, at) => [`PRD-${at}`, price, `${26 + at},${893 - at}`])])

  test('of a weight with three decimals is that of the prices in its table, whatever the country writes', async () => {
    for (const country of ['BR', 'GB']) {
      const comma = await drafted({ 'a.csv': stock(['3.244,64', '18,90', '7,25'], 'Total') }, { country })
      expect(decimals(comma)).toEqual(['Total: comma', 'Peso (kg): comma'])
      expect(comma.questions.map(({ id }) => id)).not.toContain('decimal')
      const point = await drafted({ 'a.csv': stock(['3,244.64', '18.90', '7.25'], 'Total') }, { country })
      expect(decimals(point)).toEqual(['Total: point', 'Peso (kg): point'])
    }
  })

  test('is asked where nothing beside a column tells, and where two columns tell two signs', async () => {
    const untold = await drafted({ 'a.csv': stock(['1', '2', '3'], 'Total') }, { country: 'GB' })
    expect(untold.questions).toContainEqual(expect.objectContaining({ id: 'decimal', guess: 'point' }))
    const two = csv([
      ['SKU', 'Total', 'Weight', 'Height'],
      ['PRD-1', '3.244,64', '1,234', '12.5'],
      ['PRD-2', '18,90', '5,678', '7.25'],
    ])
    expect((await drafted({ 'a.csv': two }, { country: 'GB' })).questions.map(({ id }) => id)).toContain('decimal')
  })
})

test('a label becomes a name that a table may have', () => {
  expect(nameOfLabel('Straße & Nr.', 0)).toBe('strasse_nr')
  expect(nameOfLabel('CustomerNo', 0)).toBe('customer_no')
  expect(nameOfLabel('Unnamed: 3', 3)).toBe('column_4')
  expect(nameOfLabel('名前', 2)).toBe('column_3')
  expect(nameOfLabel('Constructor', 2)).toBe('column_constructor')
  expect(nameOfLabel('2024 total', 0)).toBe('column_2024_total')
})

const PEOPLE = [
  ['Member No', 'First Name', 'Last Name', 'E-mail', 'Mobile', 'Landline', 'Notes'],
  ['M-1', 'Ann', 'Archer', 'ann@club.co.uk', '07911 123423', '020 7946 0001', 'call me on 020 7946 0002 after six'],
  ['M-2', 'Bob', 'Baker', 'bob@club.co.uk', '07911 123424', '', ''],
  ['M-3', 'Cas', 'Cooper', 'cas@club.co.uk', '', '020 7946 0003', 'none'],
]

describe('people', () => {
  test('have one name of two columns, lists of phones, a key, and notes that are about them', async () => {
    const draft = await drafted({ 'members.csv': csv(PEOPLE) })
    expect(said(draft)).toEqual([
      'person.member_no: text <- Member No',
      'person.name: person_name <- First Name, Last Name',
      'person.emails: email <- E-mail',
      'person.phones: phone <- Mobile, Landline',
      'person.notes: text <- Notes',
    ])
    expect(draft.sources[0]?.tables[0]?.describes[0]?.key).toBe('Member No')
    expect(draft.country).toBe('GB')
    expect(draft.personal).toEqual(
      expect.arrayContaining(['person.name', 'person.emails', 'person.phones', 'person.notes']),
    )
    expect(compiled(draft).lawfulBasis).toBe('contract')
  })

  test('are never a register, since a person may stand in a list twice', async () => {
    const draft = await drafted({
      'members.csv': csv(PEOPLE.map(([id, ...rest]) => [id === 'Member No' ? 'Registration No' : (id ?? ''), ...rest])),
    })
    expect(draft.sources[0]?.tables[0]?.unique).toBe(false)
  })

  test('belong to the organization in their row, which comes once a name', async () => {
    const companies = ['Acme Ltd', 'Acme Ltd', 'Orbit Ltd']
    const rows = PEOPLE.map((row, at) => [...row.slice(0, 4), at === 0 ? 'Company' : (companies[at - 1] ?? '')])
    const draft = await drafted({ 'contacts.csv': csv(rows) })
    const [organization, person] = draft.sources[0]?.tables[0]?.describes ?? []
    expect(organization).toMatchObject({ entity: 'organization', role: 'unless_known', key: null })
    expect(person).toMatchObject({
      entity: 'person',
      key: 'Member No',
      belongsTo: { entity: 'organization', named: 'Company' },
    })
    expect(compiled(draft).entities.find(({ id }) => id === 'person')?.parents).toEqual(['organization'])
  })
})

describe('a register', () => {
  const charities = (name: (at: number) => string, phone: (at: number) => string) =>
    csv([
      ['Charity Number', 'Charity Name', 'Postcode', 'Phone'],
      ...Array.from({ length: 40 }, (_, at) => [String(200_000 + at), name(at), 'LS1 4AP', phone(at)]),
    ])

  test('is one whose numbers never come again: its rows are never one', async () => {
    const draft = await drafted({
      'charities.csv': charities(
        (at) => `Hope Trust ${at} Ltd`,
        (at) => `0113 496 0${100 + at}`,
      ),
    })
    expect(draft.sources[0]?.tables[0]).toMatchObject({ unique: true, describes: [{ key: 'Charity Number' }] })
    expect(said(draft)).toContain('organization.charity_number: identifier <- Charity Number')
  })

  test('is none where rows of two numbers have one name and one phone', async () => {
    const draft = await drafted({
      'charities.csv': charities(
        (at) => `Hope Trust ${at % 20} Ltd`,
        (at) => `0113 496 0${100 + (at % 20)}`,
      ),
    })
    expect(draft.sources[0]?.tables[0]).toMatchObject({ unique: false, describes: [{ key: 'Charity Number' }] })
  })

  test('has no key where a number is blank or comes again', async () => {
    for (const spoilt of ['', '200001']) {
      const text = charities(
        (at) => `Hope Trust ${at} Ltd`,
        (at) => `0113 496 0${100 + at}`,
      ).replace('200000', spoilt)
      const draft = await drafted({ 'charities.csv': text })
      expect(draft.sources[0]?.tables[0]?.describes[0]?.key).toBe(null)
      expect(draft.sources[0]?.tables[0]?.unique).toBe(false)
    }
  })
})

test('a catalogue has products, and nobody in it', async () => {
  const rows = Array.from({ length: 12 }, (_, at) => [
    `AB-${at}`,
    `Oak chair ${at}`,
    at % 2 === 0 ? 'Norda' : 'Vesta',
    `£${at}.50`,
  ])
  const draft = await drafted({ 'catalogue.csv': csv([['SKU', 'Product', 'Brand', 'Price'], ...rows]) })
  expect(said(draft)).toEqual([
    'product.sku: identifier <- SKU',
    'product.name: text <- Product',
    'product.brand: category <- Brand',
    'product.price: money <- Price',
  ])
  expect(draft.personal).toEqual([])
  expect(draft.lawfulBasis).toBe(null)
  expect(compiled(draft).lawfulBasis).toBe('none')
})

test('columns that nothing is known of stay: as numbers, kinds, marks or text', async () => {
  const rows = Array.from({ length: 20 }, (_, at) => [
    `Oak ${at}`,
    String(at * 3),
    at % 2 === 0 ? 'ash' : 'elm',
    at % 3 === 0 ? 'yes' : 'no',
    `zq${'abcdefghijklmnopqrst'[at]}`,
  ])
  const draft = await drafted(
    { 'things.csv': csv([['Name', 'Blim', 'Wood', 'Fnord', 'Quux'], ...rows]) },
    { entity: new Map([['things.csv', 'item']]) },
  )
  expect(said(draft)).toEqual([
    'item.name: text <- Name',
    'item.blim: number <- Blim',
    'item.wood: category <- Wood',
    'item.fnord: flag <- Fnord',
    'item.quux: text <- Quux',
  ])
})

test('a column whose label names a type that cannot read its cells is kept as it is written', async () => {
  const rows = Array.from({ length: 10 }, (_, at) => [`Site ${at}`, String(3_865_286 + at * 13)])
  const draft = await drafted({ 'sites.csv': csv([['Site name', 'Phone'], ...rows]) }, { country: 'US' })
  expect(said(draft)).toContain('facility.phone: text <- Phone')
})

describe('what is in doubt is asked', () => {
  const ids = (draft: Awaited<ReturnType<typeof drafted>>) => draft.questions.map(({ id }) => id)

  test('the country, where nothing says it; and not where it was said', async () => {
    const text = csv([
      ['Colour', 'Size'],
      ['red', 'L'],
      ['blue', 'M'],
    ])
    expect(ids(await drafted({ 'a.csv': text }))).toContain('country')
    const said = await drafted({ 'a.csv': text }, { country: 'NO' })
    expect(ids(said)).not.toContain('country')
    expect(compiled(said).country).toBe('NO')
  })

  test('the order of days, where no day tells', async () => {
    const text = csv([
      ['Name', 'Joined'],
      ['Ann Archer', '03/04/2025'],
      ['Bob Baker', '05/06/2025'],
    ])
    const draft = await drafted({ 'a.csv': text })
    expect(ids(draft)).toContain('date_order')
    const answered = await drafted({ 'a.csv': text }, { dateOrder: 'mdy' })
    expect(ids(answered)).not.toContain('date_order')
    expect(
      compiled(answered).sources[0]?.tables[0]?.describes[0]?.attributes.find(
        ({ attribute }) => attribute.name === 'joined',
      )?.readings[0]?.context.dateOrder,
    ).toBe('mdy')
  })

  test('why data about people may be processed, and nothing is guessed of it', async () => {
    const draft = await drafted({ 'a.csv': csv(PEOPLE) }, { lawfulBasis: undefined as never })
    expect(draft.questions.find(({ id }) => id === 'lawful_basis')).toMatchObject({ guess: null })
  })
})

test('where a person lives is told of that person; where a firm is, of nobody', async () => {
  const places = [
    ['No', 'Name', 'Address', 'Postcode', 'Telephone'],
    ['1', 'Ann Lee', '4 Elm Road, Leeds', 'LS1 2AB', '020 7946 0301'],
    ['2', 'Bob Roy', '9 Oak Road, Leeds', 'LS1 3AB', '020 7946 0302'],
  ]
  const classes = (draft: Awaited<ReturnType<typeof drafted>>) =>
    draft.sources[0]?.tables[0]?.describes.flatMap(({ entity, attributes }) =>
      attributes.flatMap(({ type, pii }) => (type.id === 'address' ? [`${entity}: ${pii}`] : [])),
    )
  const people = await drafted({ 'a.csv': csv(places) }, { country: 'GB' })
  expect(classes(people)).toEqual(['person: personal'])
  const firms = places.map((row) =>
    row.map((cell) => cell.replace('Ann Lee', 'Acme Ltd').replace('Bob Roy', 'Orbit Ltd')),
  )
  expect(classes(await drafted({ 'a.csv': csv(firms) }, { country: 'GB' }))).toEqual(['organization: null'])
})

test('no name is demanded of what a row says besides: a contact of whom only an e-mail is known would go nowhere', async () => {
  const rows = Array.from({ length: 40 }, (_, at) => [
    `Firm ${at} Ltd`,
    `Ann Lee${'abcdefgh'[at % 8]}`,
    `a${at}@firm.example`,
  ])
  const draft = await drafted({ 'a.csv': csv([['Company', 'Contact', 'E-mail'], ...rows]) }, { country: 'GB' })
  expect(
    draft.entities.map(({ id, attributes }) => [id, attributes.find(({ name }) => name === 'name')?.required]),
  ).toEqual([
    ['organization', true],
    ['person', false],
  ])
})

test('a title with fewer cells than the labels below it hides nothing of them', async () => {
  const title = 'Staff list 2024,,\n'
  const rows = csv([
    ['No', 'Name', 'E-mail', 'Town'],
    ['1', 'Ann Lee', 'ann@firm.example', 'Leeds'],
    ['2', 'Bob Roy', 'bob@firm.example', 'York'],
  ])
  const [source] = (await drafted({ 'a.csv': `${title}${rows}` }, { country: 'GB' })).sources
  expect(source?.tables[0]?.sample).toMatchObject({ headerRow: 2, rows: 2, above: ['Staff list 2024'] })
})

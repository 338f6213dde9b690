import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { type Contract, compileRowCheck, describeContract } from '../../src/contracts/index.ts'
import { odcsYaml } from '../../src/contracts/odcs.ts'
import { readContract } from '../../src/contracts/read-contract.ts'

const CASE = readFileSync(new URL('../fixtures/cases/contracts/09_odcs_silent_losses.yaml', import.meta.url), 'utf8')

type Json = Readonly<Record<string, unknown>>
/** A contract of one table, whose columns and other clauses are given. */
const contractOf = (properties: readonly Json[], more: Json = {}, table: Json = {}): string =>
  stringify({
    apiVersion: 'v3.1.0',
    kind: 'DataContract',
    id: 'things',
    name: 'Things',
    version: '2.0.1',
    status: 'active',
    schema: [{ name: 'things', ...table, properties }],
    ...more,
  })
const read = (text: string) => readContract(text, 'things.yaml')
const notesOf = (text: string): string => read(text).notes.join('\n')

/** Words of the standard that are read into something else. */
const READ = new Set(['apiVersion', 'type', 'metric', 'rule', 'physicalType', 'mustBe', 'mustBeGreaterThan'])

/** Every clause that says something, as its key and its value; not within one that is named as a whole. */
function clauses(value: unknown, isNamed: (key: string) => boolean, key = ''): (readonly [string, string])[] {
  if (Array.isArray(value)) return value.flatMap((one) => clauses(one, isNamed, key))
  if (typeof value === 'object' && value !== null) {
    if ('property' in value && isNamed(String(value.property))) return []
    return Object.entries(value).flatMap(([name, one]) => (isNamed(name) ? [] : clauses(one, isNamed, name)))
  }
  return value === null || value === false || value === '' || value === -1 ? [] : [[key, String(value)]]
}

/** The clauses of a document that stand neither in the contract that was made of it nor in a note. */
function lost(text: string): string[] {
  const { contract, notes } = read(text)
  const kept = new Set(clauses(parse(odcsYaml(contract)), () => false).map(([, value]) => value))
  const told = notes.join('\n')
  const named = (word: string) => new RegExp(`(?:^|[ .(,])${word.replaceAll(/\W/g, '.')}\\b`, 'm').test(told)
  return clauses(parse(text), (key) => key !== 'quality' && key !== 'name' && named(key))
    .filter(([key, value]) => !READ.has(key) && !kept.has(value) && !told.includes(value))
    .map(([key, value]) => `${key}: ${value}`)
}

const wrote = (contract: Contract) => describeContract(read(odcsYaml(contract)).contract)

/** Contracts of many trades. */
const TRADES: Readonly<Record<string, string>> = {
  'the case': CASE,
  'a weather station': contractOf(
    [
      { name: 'station', logicalType: 'string', primaryKey: true, primaryKeyPosition: 1, unique: true, tags: ['key'] },
      { name: 'temp °C', physicalType: 'numeric(4,1)', logicalTypeOptions: { minimum: -90, maximum: 60 } },
      {
        name: 'Wetter',
        logicalType: 'string',
        quality: [
          { metric: 'invalidValues', arguments: { validValues: ['klar', 'Regen'] }, mustBe: 0, severity: 'error' },
        ],
      },
    ],
    {
      domain: 'climate',
      tenant: 'met',
      servers: [{ server: 'prod', type: 's3', location: 's3://met/x' }],
      support: [{ channel: '#weather', url: 'https://chat.example' }],
      slaProperties: [
        { property: 'availability', value: 99.5, unit: 'percent', driver: 'operational' },
        { property: 'retention', value: 'P1Y' },
      ],
      price: { priceAmount: 9, priceCurrency: 'EUR', priceUnit: 'megabyte' },
    },
    { dataGranularityDescription: 'one row an hour', quality: [{ metric: 'rowCount', mustBeGreaterThan: 23 }] },
  ),
  'a lending library': contractOf(
    [
      {
        name: 'lener',
        logicalType: 'string',
        classification: 'restricted',
        encryptedName: 'lener_enc',
        examples: ['Ama', 'Thandi'],
      },
      {
        name: 'isbn',
        logicalType: 'string',
        relationships: [
          { type: 'foreignKey', to: 'books.isbn', customProperties: [{ property: 'why', value: 'stock' }] },
        ],
      },
      { name: 'boete', physicalType: 'MONEY', transformLogic: 'sum(x)', transformSourceObjects: ['raw.fines'] },
    ],
    {
      team: [{ username: 'lib', role: 'owner', dateIn: '2024-01-01' }],
      tags: ['books'],
      contractCreatedTs: '2024-01-01T00:00:00Z',
    },
  ),
  'a shipping line': contractOf(
    [
      {
        name: 'container',
        logicalType: 'string',
        logicalTypeOptions: { pattern: '^[A-Z]{4}[0-9]{7}$', maxLength: 11 },
      },
      { name: 'eta', logicalType: 'timestamp', logicalTypeOptions: { timezone: true, defaultTimezone: 'Etc/UTC' } },
      { name: 'reefer', logicalType: 'boolean', criticalDataElement: true, partitioned: true, partitionKeyPosition: 1 },
      { name: 'cargo', logicalType: 'object', properties: [{ name: 'hs code', logicalType: 'string' }] },
      { name: 'ports', logicalType: 'array', items: { logicalType: 'string' } },
    ],
    { slaProperties: [{ property: 'freshness', value: 6, unit: 'h', element: 'things.eta', scheduler: 'cron' }] },
  ),
  'a published table': contractOf(
    [
      { name: 'id', logicalType: 'string', primaryKey: true, required: true },
      {
        name: 'tags',
        logicalType: 'array',
        items: { logicalType: 'string', logicalTypeOptions: { maxLength: 5, format: 'uuid' } },
        logicalTypeOptions: { minItems: 2 },
      },
      {
        name: 'day',
        logicalType: 'date',
        logicalTypeOptions: { exclusiveMaximum: '2030-01-01', format: 'yyyy-MM-dd' },
      },
    ],
    {
      customProperties: [
        { property: 'hotpassKind', value: 'published' },
        { property: 'owner_code', value: 77 },
      ],
      description: { purpose: 'P', usage: 'U', limitations: 'L' },
    },
    { description: 'Of the table', businessName: 'Business', physicalName: 'dwh.t_things' },
  ),
}

describe.each(Object.entries(TRADES))('%s', (_, text) => {
  test('loses no clause in silence', () => {
    expect(lost(text)).toEqual([])
  })

  test('is written as a contract that reads back as it is, has no more to tell and checks rows', () => {
    const { contract } = read(text)
    expect(wrote(contract)).toEqual(describeContract(contract))
    const again = read(odcsYaml(contract)).notes
    expect(again).toEqual([])
    expect(typeof compileRowCheck(contract)({}).ok).toBe('boolean')
  })
})

test('the case is told clause by clause', () => {
  expect(read(CASE).notes).toMatchInlineSnapshot(`
    [
      "It has personal fields and names no lawful basis; legitimate_interest was written. Check it.",
      "logicalType of event_date (date), when (timestamp), day (date), tags (array) becomes text, as the cells of a source are; its domain says what the text must be.",
      "physicalType of price (decimal(18,2)) is not kept: how a store keeps a value is no clause of a contract here.",
      "quality of code (duplicateValues mustBe 0) is no clause of a contract here, so it was left out. Write expect_column_values_to_be_unique in a suite.",
      "quality of code (select 1 mustBe 0) is no clause of a contract here, so it was left out. Write it as an expectation of a suite.",
      "unique of code (true) is no clause of a contract here. Write expect_column_values_to_be_unique in a suite.",
      "logicalTypeOptions.format of mail (email), when (yyyy-MM-dd), day (yyyy-MM-dd) has no place here, so it was left out.",
      "classification of mail (confidential) was read as personal.",
      "minimum of when (2020-01-01T00:00:00Z), day (2020-01-01) is none, so it was left out.",
      "items of tags ({"logicalType":"string"}) has no place in a text, so it was left out.",
      "quality of status (invalidValues {"validValues":["A","B"]} mustBeLessThan 5 percent) is no clause of a contract here, so it was left out. Write expect_column_values_to_be_in_set or …_to_match_regex with mostly in a suite.",
      "logicalTypeOptions.multipleOf of multiple (5) has no place here, so it was left out.",
      "slaProperties latency (15 minutes) is asked in whole days here: 1.",
      "slaProperties retention (6 months) is asked in whole days here: 180.",
      "id (DUMMY-001) is not kept: a contract is called after its table, t.",
      "status (draft) is not kept: a contract that stands in a domain is in force.",
    ]
  `)
})

describe('what a clause becomes', () => {
  const field = (property: Json, more: Json = {}) => {
    const { contract, notes } = read(contractOf([{ name: 'x', ...property }], more))
    const [described] = describeContract(contract).fields
    return {
      type: described?.type,
      required: described?.required,
      constraints: described?.constraints,
      notes: notes.join('\n'),
    }
  }
  test.each<[string, Json, Json]>([
    ['a type that only the store names', { physicalType: 'BIGINT' }, { type: 'long', notes: '' }],
    ['a decimal of the store', { physicalType: 'DECIMAL(10,2)' }, { type: 'double', notes: '' }],
    [
      'a day of a source',
      { physicalType: 'date' },
      { type: 'string', notes: expect.stringMatching(/^logicalType of x \(date\) becomes text, as the cells/) },
    ],
    ['an interval, which is no integer', { physicalType: 'interval' }, { type: 'string', notes: '' }],
    [
      'an exclusive limit of 3.0',
      { logicalType: 'number', logicalTypeOptions: { minimum: 0, exclusiveMinimum: true } },
      { constraints: { exclusiveMinimum: 0 }, notes: '' },
    ],
    [
      'an exclusive limit of 3.1',
      { logicalType: 'number', logicalTypeOptions: { exclusiveMaximum: 5 } },
      { constraints: { exclusiveMaximum: 5 }, notes: '' },
    ],
    [
      'a limit that is not exclusive',
      { logicalType: 'integer', logicalTypeOptions: { maximum: 9, exclusiveMaximum: false } },
      { constraints: { maximum: 9 }, notes: '' },
    ],
    [
      'a pattern that would hold a run for minutes',
      { logicalType: 'string', logicalTypeOptions: { pattern: '^(a+)+$' } },
      { constraints: { minLength: 1 }, notes: expect.stringMatching(/pattern of x \(\^\(a\+\)\+\$\) may run away/) },
    ],
    [
      'a pattern of another language',
      { logicalType: 'string', logicalTypeOptions: { pattern: '(?i)^a' } },
      {
        constraints: { minLength: 1 },
        notes: expect.stringMatching(/pattern of x \(\(\?i\)\^a\) is no pattern that JavaScript reads/),
      },
    ],
    [
      'a limit of a text',
      { logicalType: 'string', logicalTypeOptions: { minimum: 5 } },
      { constraints: { minLength: 1 }, notes: expect.stringMatching(/minimum of x \(5\) says nothing of a text/) },
    ],
    [
      'a list of numbers for a text',
      { logicalType: 'string', quality: [{ metric: 'invalidValues', arguments: { validValues: [1, 2] }, mustBe: 0 }] },
      {
        constraints: { minLength: 1 },
        notes: expect.stringMatching(/enum of x \(\[1,2\]\) is no closed list of texts/),
      },
    ],
    [
      'a list of which some may be wrong',
      {
        logicalType: 'string',
        quality: [{ metric: 'invalidValues', arguments: { validValues: ['a'] }, mustBeLessThan: 5, unit: 'percent' }],
      },
      {
        constraints: { minLength: 1 },
        notes: expect.stringMatching(/quality of x \(invalidValues \{.*\} mustBeLessThan 5 percent\) .* with mostly/),
      },
    ],
    [
      'a list of numbers',
      { logicalType: 'integer', quality: [{ metric: 'invalidValues', arguments: { validValues: [1, 2] }, mustBe: 0 }] },
      { constraints: { enum: [1, 2] }, notes: '' },
    ],
    [
      'a pattern of a rule',
      { logicalType: 'string', quality: [{ metric: 'invalidValues', arguments: { pattern: '^a' }, mustBe: 0 }] },
      { constraints: { pattern: '^a' }, notes: '' },
    ],
    [
      'no value may be missing',
      { logicalType: 'string', quality: [{ metric: 'nullValues', mustBe: 0 }] },
      { required: true, notes: '' },
    ],
    [
      'few values may be missing',
      { logicalType: 'string', quality: [{ metric: 'nullValues', mustBeLessThan: 3 }] },
      { required: false, notes: expect.stringMatching(/nullValues mustBeLessThan 3/) },
    ],
    [
      'SQL',
      { quality: [{ type: 'sql', query: 'SELECT 1', mustBe: 0 }] },
      { notes: expect.stringMatching(/SELECT 1 mustBe 0\) is no clause/) },
    ],
    [
      'another program',
      { quality: [{ type: 'custom', engine: 'soda', implementation: 'x' }] },
      { notes: expect.stringMatching(/quality of x \(custom\)/) },
    ],
    ['uniqueness', { unique: true }, { notes: expect.stringMatching(/unique of x \(true\) is no clause/) }],
    ['uniqueness of the key', { unique: true, primaryKey: true }, { notes: '' }],
    [
      'a class of its own',
      { classification: '4' },
      { notes: expect.stringMatching(/classification of x \(4\) was read as no personal data/) },
    ],
    [
      'a word that is not of the standard',
      { isNullable: true },
      { notes: expect.stringMatching(/isNullable of x \(true\) has no place/) },
    ],
  ])('%s', (_, property, expected) => {
    expect(field(property)).toMatchObject(expected)
  })

  const promise = (one: Json) => {
    const { contract, notes } = read(contractOf([{ name: 'made on' }], { slaProperties: [one] }))
    return { days: contract.retention?.days ?? contract.freshness?.maxAgeDays, notes: notes.join('\n') }
  }
  test.each<[Json, number | undefined, RegExp]>([
    [{ property: 'retention', value: 3, unit: 'y' }, 1095, /asked in whole days here: 1095/],
    [{ property: 'retention', value: '6', unit: 'months' }, 180, /whole days here: 180/],
    [{ property: 'retention', value: 'P30D' }, 30, /^$/],
    [{ property: 'retention', value: 'P1Y2M' }, 425, /whole days here: 425/],
    [{ property: 'retention', value: '90 days' }, 90, /^$/],
    [
      { property: 'latency', value: 15, unit: 'minutes', element: 'things.made on' },
      1,
      /latency \(15 minutes\) is asked in whole days here: 1/,
    ],
    [{ property: 'latency', value: 36, unit: 'h', element: 'made on' }, 2, /whole days here: 2/],
    [{ property: 'freshness', value: 'PT24H', element: 'things.made on' }, 1, /^$/],
    [{ property: 'latency', value: 4, unit: 'd', element: 'things.other' }, undefined, /is about no column of it/],
    [{ property: 'latency', value: 4, unit: 'd' }, undefined, /of no column\) is about no column of it/],
    [{ property: 'retention', value: 'forever' }, undefined, /retention \(forever\) is no time/],
    [{ property: 'retention', value: 3, unit: 'moons' }, undefined, /retention \(3 moons\) is no time/],
    [
      { property: 'availability', value: '95%' },
      undefined,
      /slaProperties availability \(95%\) is no promise that is asked here/,
    ],
    [{ property: 'frequency', value: 1, unit: 'd' }, undefined, /slaProperties frequency \(1 d\)/],
  ])('the promise %o', (one, days, notes) => {
    const found = promise(one)
    expect(found.days).toBe(days)
    expect(found.notes).toMatch(notes)
  })
})

describe('names', () => {
  test.each([
    [['Order Id', 'order_id'], 'the columns "Order Id" and "order_id" would both be called order_id'],
    [['Größe', 'Breite', 'élan'], undefined],
    [['e-mail', 'E Mail'], 'the columns "e-mail" and "E Mail" would both be called e_mail'],
    [['é', 'e'], 'the columns "é" and "e" would both be called e'],
    [['1', 'field 1'], 'would both be called field_1'],
    [['', '名前'], undefined],
  ])('%j', (names, clash) => {
    const text = contractOf(names.map((name) => ({ name })))
    if (clash === undefined) expect(read(text).contract.fields.map(({ label }) => label)).toEqual(names)
    else expect(() => read(text)).toThrow(clash)
    const schema = JSON.stringify({
      title: 'things',
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    })
    if (clash !== undefined) expect(() => read(schema)).toThrow(clash)
  })

  test('of other scripts stand beside one another, each called by its place', () => {
    const { fields } = read(contractOf([{ name: '名前' }, { name: 'город' }, { name: 'stad' }])).contract
    expect(fields.map(({ name, label }) => [name, label])).toEqual([
      ['field_1', '名前'],
      ['field_2', 'город'],
      ['stad', 'stad'],
    ])
  })

  test('of a promise, a key or a reference follow those of the columns', () => {
    const { contract } = read(
      contractOf([{ name: '日付', relationships: [{ to: 'days.日' }] }], {
        slaProperties: [{ property: 'latency', value: 1, unit: 'd', element: 'things.日付' }],
      }),
    )
    expect(contract.freshness).toEqual({ field: 'field_1', maxAgeDays: 1 })
    expect(contract.references[0]?.fields).toEqual(['field_1'])
  })
})

test('tables that are not imported, and rules of the whole table, are named', () => {
  const text = stringify({
    ...parse(contractOf([{ name: 'a' }], {}, { quality: [{ type: 'sql', query: 'SELECT 2', mustBe: 0 }] })),
    schema: [{ name: 'a', properties: [{ name: 'x' }] }, { name: 'orders' }, { name: 'lines' }],
  })
  expect(notesOf(text)).toContain('Only the first of its 3 schema objects was imported; left out: orders, lines.')
  const rules = contractOf(
    [{ name: 'a' }],
    {},
    {
      quality: [
        { type: 'sql', query: 'SELECT 2', mustBe: 0 },
        { metric: 'rowCount', mustBeBetween: [5, 9] },
      ],
    },
  )
  expect(notesOf(rules)).toMatch(/Rule "SELECT 2 mustBe 0" was left out\. Write it as a cross-field rule/)
  expect(read(rules).contract.volume).toEqual({ min: 5, max: 9 })
})

test('a source that says number or flag takes the texts of a CSV that are one', () => {
  const { contract } = read(
    contractOf([
      { name: 'n', logicalType: 'integer' },
      { name: 'd', logicalType: 'number' },
      { name: 'f', logicalType: 'boolean' },
    ]),
  )
  const check = compileRowCheck(contract)
  const ok = (row: Json) => check(row).ok
  expect(
    [{ n: '007' }, { n: '-3', d: '.5', f: 'TRUE' }, { n: 3, d: 1.5, f: false }, { n: null, d: ' 1e3 ' }].map(ok),
  ).toEqual([true, true, true, true])
  expect(
    [{ n: '1.5' }, { n: 'x' }, { d: '1,5' }, { d: 'NaN' }, { f: 'yes' }, { f: '1' }, { d: '0x10' }].map(ok),
  ).toEqual(Array(7).fill(false))
})

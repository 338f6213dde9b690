import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'

type Row = Readonly<Record<string, unknown>>

const folder = temporaryFolder('pulled-files')
const FORMATS = ['csv', 'jsonl', 'xlsx', 'parquet'] as const

/** Rows of a depot register whose cells are what formats lose: zeros, times, lists, breaks, formulas, other scripts, nothing. */
const DEPOTS: readonly Row[] = [
  {
    ...{ code: '00123', name: 'Quay "Blue" Depot', opened: '2020-02-29', price: '12.50', stock: '7', open: 'yes' },
    ...{ tags: 'cold', notes: 'two\nlines, and a comma; "quoted"', emails: 'desk@quay.example; info@quay.example' },
    ...{ phones: '+27 53 261 6944 ext. 22', website: 'https://quay.example/a?b=1', lat: '-28.7323', lon: '24.7623' },
    ...{ country: 'South Africa', postcode: '0123', city: 'Kimberley' },
  },
  {
    ...{ code: '00124', name: 'Żółć Łódź Δέλτα', opened: '1999-12-31', price: '0.10', stock: '0', open: 'no' },
    ...{ notes: '=1+1', emails: '', city: ' ' },
  },
  {
    ...{
      code: '1E5',
      name: '小林商店',
      price: '1234567.89',
      stock: '-3',
      notes: "'quoted'",
      city: '東京',
      country: 'JP',
    },
    ...{
      phones: '+81 3 1234 5678',
      postcode: '100-0001',
      lat: '35.6895',
      lon: '139.6917',
      emails: 'k@kobayashi.example',
    },
  },
  {
    ...{ code: '9007199254740993', name: 'مخزن النور', opened: '2001-01-01', stock: '12345678901', open: 'yes' },
    ...{ tags: 'wet', notes: '+27 is no formula', phones: '+27 82 555 0101', lat: '0', lon: '0', city: 'القاهرة' },
  },
  { code: '0x1F', name: "'=SUM(A1)", price: '99', notes: '-5 degrees', tags: '007', city: 'TRUE', postcode: '00501' },
  { code: '2024-01-02', name: "O'Brien; Sons", price: '3.35', notes: 'tab\there', city: 'Null Island', stock: '2.5' },
  { code: '7', name: 'Depot of nothing' },
]

const ATTRIBUTES = `
      name: { type: text, required: true }
      code: { type: identifier }
      opened: { type: date }
      price: { type: money }
      stock: { type: number }
      open: { type: flag }
      tags: { type: category }
      notes: { type: text }
      emails: { type: email, keep: distinct }
      phones: { type: phone, keep: distinct }
      website: { type: website }
      lat: { type: number }
      lon: { type: number }
      country: { type: country }
      postcode: { type: postcode }
      city: { type: text }`
const NAMES = [...ATTRIBUTES.matchAll(/^ {6}(\w+):/gm)].map(([, name]) => name as string)

/** A domain of one register for each file, each its own entity, so that nothing of one stands in for another. */
const domainOf = (files: Readonly<Record<string, string>>): string => `id: depots
country: ZA
lawful_basis: contract
entities:
${Object.keys(files)
  .map((id, at) => `  ${id}:\n    dataset: of_${id}\n    id_prefix: ${'abcd'[at]}de\n    attributes:${ATTRIBUTES}`)
  .join('\n')}
sources:
${Object.entries(files)
  .map(
    ([id, file], at) => `  - id: src_${id}
    trust: ${at + 1}
    files: [${file}]
    tables:
      - unique: true
        describes:
          - entity: ${id}
            key: code
            attributes:
${NAMES.map((name) => `              ${name}: ${name}`).join('\n')}`,
  )
  .join('\n')}
`

/** Runs a project of these files and gives what it published of each, by code. */
async function published(name: string, files: Readonly<Record<string, string>>) {
  const project = join(folder, name)
  mkdirSync(join(project, 'domain'), { recursive: true })
  writeFileSync(join(project, 'pipeline.yaml'), 'id: depots\ndescription: Depots.\ndomain: ./domain\n')
  writeFileSync(join(project, 'domain/domain.yaml'), domainOf(files))
  const store = join(project, 'store')
  const ran = await hotpass([
    'run',
    join(project, 'pipeline.yaml'),
    '--landing',
    join(folder, 'landing'),
    '--store',
    store,
    '--as-of',
    '2026-01-31',
  ])
  expect(ran.exit, ran.out + ran.err).toBe(0)
  const pull = async (id: string, out: string) => {
    const pulled = await hotpass(['pull', `of_${id}`, '--store', store, '--out', out])
    expect(pulled.exit, pulled.err).toBe(0)
    return out
  }
  const rows = async (id: string): Promise<Row[]> => {
    const text = readFileSync(await pull(id, join(project, `${id}.jsonl`)), 'utf8')
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Row)
      .map((row) => Object.fromEntries(NAMES.map((column) => [column, row[column] ?? null])))
      .sort((a, b) => String(a.code).localeCompare(String(b.code)))
  }
  return { out: ran.out, pull, rows }
}

let before: readonly Row[]
const after = new Map<string, readonly Row[]>()
let told = ''

beforeAll(async () => {
  mkdirSync(join(folder, 'landing'))
  const lines = DEPOTS.map((row) => JSON.stringify(Object.fromEntries(NAMES.map((name) => [name, row[name] ?? null]))))
  writeFileSync(join(folder, 'landing/depots.jsonl'), `${lines.join('\n')}\n`)
  const first = await published('first', { depot: 'depots.jsonl' })
  before = await first.rows('depot')
  for (const format of FORMATS) await first.pull('depot', join(folder, 'landing', `pulled.${format}`))
  const again = await published('again', Object.fromEntries(FORMATS.map((format) => [format, `pulled.${format}`])))
  told = again.out
  for (const format of FORMATS) after.set(format, await again.rows(format))
})

test('what is pulled is all that was landed', () => {
  expect(before).toMatchInlineSnapshot(`
    [
      {
        "city": "Kimberley",
        "code": "00123",
        "country": "ZA",
        "emails": [
          "desk@quay.example",
          "info@quay.example",
        ],
        "lat": -28.7323,
        "lon": 24.7623,
        "name": "Quay "Blue" Depot",
        "notes": "two
    lines, and a comma; "quoted"",
        "open": true,
        "opened": "2020-02-29",
        "phones": [
          "+27532616944",
        ],
        "postcode": "0123",
        "price": 12.5,
        "stock": 7,
        "tags": "cold",
        "website": "https://quay.example/a?b=1",
      },
      {
        "city": null,
        "code": "00124",
        "country": null,
        "emails": null,
        "lat": null,
        "lon": null,
        "name": "Żółć Łódź Δέλτα",
        "notes": "=1+1",
        "open": false,
        "opened": "1999-12-31",
        "phones": null,
        "postcode": null,
        "price": 0.1,
        "stock": 0,
        "tags": null,
        "website": null,
      },
      {
        "city": "TRUE",
        "code": "0x1F",
        "country": null,
        "emails": null,
        "lat": null,
        "lon": null,
        "name": "'=SUM(A1)",
        "notes": "-5 degrees",
        "open": null,
        "opened": null,
        "phones": null,
        "postcode": "00501",
        "price": 99,
        "stock": null,
        "tags": "007",
        "website": null,
      },
      {
        "city": "東京",
        "code": "1E5",
        "country": "JP",
        "emails": [
          "k@kobayashi.example",
        ],
        "lat": 35.6895,
        "lon": 139.6917,
        "name": "小林商店",
        "notes": "'quoted'",
        "open": null,
        "opened": null,
        "phones": [
          "+81312345678",
        ],
        "postcode": "100-0001",
        "price": 1234567.89,
        "stock": -3,
        "tags": null,
        "website": null,
      },
      {
        "city": "Null Island",
        "code": "2024-01-02",
        "country": null,
        "emails": null,
        "lat": null,
        "lon": null,
        "name": "O'Brien; Sons",
        "notes": "tab	here",
        "open": null,
        "opened": null,
        "phones": null,
        "postcode": null,
        "price": 3.35,
        "stock": 2.5,
        "tags": null,
        "website": null,
      },
      {
        "city": null,
        "code": "7",
        "country": null,
        "emails": null,
        "lat": null,
        "lon": null,
        "name": "Depot of nothing",
        "notes": null,
        "open": null,
        "opened": null,
        "phones": null,
        "postcode": null,
        "price": null,
        "stock": null,
        "tags": null,
        "website": null,
      },
      {
        "city": "القاهرة",
        "code": "9007199254740993",
        "country": null,
        "emails": null,
        "lat": 0,
        "lon": 0,
        "name": "مخزن النور",
        "notes": "+27 is no formula",
        "open": true,
        "opened": "2001-01-01",
        "phones": [
          "+27825550101",
        ],
        "postcode": null,
        "price": null,
        "stock": 12345678901,
        "tags": "wet",
        "website": null,
      },
    ]
  `)
})

describe.each(FORMATS)('a dataset that is pulled as %s and landed again', (format) => {
  test('is the same entities', () => {
    expect(after.get(format)).toEqual(before)
  })
})

test('no row of them is held back, no value set aside, and the summary of the workbook is told and no table', () => {
  expect(told).toMatch(/28 rows read = 0 blank \+ 0 quarantined \+ 0 attached \+ 0 merged \+ 28 published/)
  expect(told).toContain('Not read: 1 sheet')
  expect(told).not.toContain('Set aside')
})

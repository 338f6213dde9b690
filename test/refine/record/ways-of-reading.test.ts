import { describe, expect, it } from 'vitest'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { refineRow } from '../../support/refined-rows.ts'

const domainOf = (attributes: string, mapping: string, files = {}) =>
  compiledDomain(
    `id: shop
country: GB
lawful_basis: contract
entities:
  thing:
    dataset: things
    id_prefix: thi
    attributes:
      label: { type: text }
${attributes.replace(/^/gm, '      ')}
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: thing
            key: No
            attributes:
              label: Label
${mapping.replace(/^/gm, '              ')}
`,
    files,
  )

function read(attributes: string, mapping: string, row: Readonly<Record<string, string | null>>, files = {}) {
  const outcome = refineRow(domainOf(attributes, mapping, files), 'crm', { No: '1', Label: 'x', ...row })
  expect(outcome.rejected).toBeNull()
  const [record = {}] = outcome.records
  const issues: readonly Issue[] = record._issues == null ? [] : JSON.parse(String(record._issues))
  const { setAside, said } = outcome
  return { value: record.a, issues, record, setAside, said }
}

interface Issue {
  readonly field: string
  readonly code: string
  readonly message: string
  readonly raw: string
}

const TEXT = 'a: { type: text }'

describe('a column', () => {
  it('gives its cell as the type reads it; a blank one gives nothing', () => {
    expect(read(TEXT, 'a: One', { One: '  two words ' }).value).toBe('two words')
    expect(read(TEXT, 'a: One', { One: null }).value).toBeNull()
    expect(read(TEXT, 'a: One', {}).value).toBeNull()
  })

  it('that holds a placeholder gives nothing, and the next is asked', () => {
    expect(read('a: { type: phone, keep: first }', 'a: [One, Two]', { One: 'N/A', Two: '020 7946 0000' }).value).toBe(
      '+442079460000',
    )
  })

  it('among several gives the first that has a value; those behind it are not asked', () => {
    const { value, issues } = read('a: { type: email, keep: first }', 'a: [One, Two, Three]', {
      One: null,
      Two: 'a@b.example',
      Three: 'nonsense',
    })
    expect([value, issues]).toEqual(['a@b.example', []])
  })

  it('that cannot be read is remarked upon with its text, and the next is asked', () => {
    const { value, issues } = read('a: { type: email, keep: first }', 'a: [One, Two]', {
      One: 'nonsense',
      Two: 'a@b.example',
    })
    expect(value).toBe('a@b.example')
    expect(issues).toEqual([{ field: 'a', code: expect.any(String), message: expect.any(String), raw: 'nonsense' }])
  })

  it('tried quietly raises nothing', () => {
    const { value, issues } = read('a: { type: email, keep: first }', 'a: [{ column: One, quiet: true }, Two]', {
      One: 'nonsense',
      Two: 'also',
    })
    expect(value).toBeNull()
    expect(issues.map(({ raw }) => raw)).toEqual(['also'])
  })
})

describe('a list', () => {
  const LIST = 'a: { type: phone, keep: distinct }'
  it('takes all columns and all values of a cell, each once', () => {
    expect(
      read(LIST, 'a: [One, Two]', { One: '020 7946 0000 / 020 7946 0001', Two: '+44 20 7946 0000' }).value,
    ).toEqual(['+442079460000', '+442079460001'])
  })

  it('of nothing is null, not empty', () => {
    expect(read(LIST, 'a: [One, Two]', { One: 'N/A' }).value).toBeNull()
  })

  it('keeps what can be read beside what cannot', () => {
    const { value, issues } = read('a: { type: email, keep: distinct }', 'a: One', { One: 'a@b.example; nonsense' })
    expect(value).toEqual(['a@b.example'])
    expect(issues).toHaveLength(1)
  })

  it('of numbers is a list of their text', () => {
    expect(read('a: { type: text, keep: distinct }', 'a: [One, Two]', { One: 'b', Two: 'a' }).value).toEqual(['b', 'a'])
  })
})

describe('columns joined', () => {
  it('leave blank ones out, with what is to stand between', () => {
    const join = (row: Readonly<Record<string, string | null>>) =>
      read(TEXT, "a: { join: [One, Two, Three], with: ', ' }", row).value
    expect(join({ One: 'a', Two: 'b', Three: 'c' })).toBe('a, b, c')
    expect(join({ One: null, Two: 'b', Three: null })).toBe('b')
    expect(join({ Two: 'b', Three: 'c' })).toBe('b, c')
    expect(join({})).toBeNull()
  })

  it('have a space between where nothing is said', () => {
    expect(read(TEXT, 'a: { join: [One, Two] }', { One: 'a', Two: 'b' }).value).toBe('a b')
  })
})

describe('a constant', () => {
  it('is every row its value, as the type reads it', () => {
    expect(read('a: { type: country }', 'a: { constant: Germany }', {}).value).toBe('DE')
    expect(read('a: { type: flag }', 'a: { constant: true }', {}).value).toBe(true)
    expect(read('a: { type: number }', 'a: { constant: 7 }', {}).value).toBe(7)
  })
})

describe('a match', () => {
  const MATCH = (otherwise: string) =>
    `a: { match: { column: One, pattern: '^(?<name>.*?)\\s*\\((?<role>[^()]*)\\)$', group: name${otherwise} } }`
  it('gives its group, and nothing or the whole where it does not fit', () => {
    expect(read(TEXT, MATCH(''), { One: 'Ann (Owner)' }).value).toBe('Ann')
    expect(read(TEXT, MATCH(''), { One: 'Ann' }).value).toBeNull()
    expect(read(TEXT, MATCH(', otherwise: whole'), { One: 'Ann' }).value).toBe('Ann')
    expect(read(TEXT, MATCH(''), { One: '(Owner)' }).value).toBeNull()
    expect(read(TEXT, MATCH(''), { One: null }).value).toBeNull()
  })

  it('is not tried on a text of more than 2,000 characters', () => {
    expect(
      read(TEXT, "a: { match: { column: One, pattern: '(x)', group: 1 } }", { One: `x${'y'.repeat(1999)}` }).value,
    ).toBe('x')
    expect(
      read(TEXT, "a: { match: { column: One, pattern: '(x)', group: 1 } }", { One: `x${'y'.repeat(2000)}` }).value,
    ).toBeNull()
  })
})

describe('parts', () => {
  it('are put together as the type does, each from the first of its columns that has a value', () => {
    const { value } = read(
      'a: { type: address }',
      'a: { parts: { street: [One, Two], postcode: Three, city: Four } }',
      {
        Two: '12 Main Road',
        Three: 'SW1A 1AA',
        Four: 'London',
      },
    )
    expect(value).toContain('12 Main Road')
    expect(value).toContain('SW1A 1AA')
    expect(read('a: { type: address }', 'a: { parts: { street: One, city: Two } }', {}).value).toBeNull()
  })
})

describe('what a column is read with', () => {
  it('is its own country, order and decimal sign before those of table, source and domain', () => {
    expect(
      read('a: { type: phone, keep: first }', 'a: { column: One, country: ZA }', { One: '011 555 0100' }).value,
    ).toBe('+27115550100')
    expect(read('a: { type: date }', 'a: { column: One, order: mdy }', { One: '02/03/2020' }).value).toBe('2020-02-03')
    expect(read('a: { type: date }', 'a: { column: One, order: dmy }', { One: '02/03/2020' }).value).toBe('2020-03-02')
    expect(read('a: { type: number }', 'a: { column: One, decimal: comma }', { One: '1.234' }).value).toBe(1234)
    expect(read('a: { type: number }', 'a: { column: One, decimal: point }', { One: '1.234' }).value).toBe(1.234)
  })

  it("is a vocabulary of the column's before the attribute's", () => {
    const files = { 'vocabularies/one.yaml': 'terms: { Red: [r] }', 'vocabularies/two.yaml': 'terms: { Rot: [r] }' }
    const attribute = 'a: { type: category, vocabulary: one }'
    expect(read(attribute, 'a: One', { One: 'R' }, files).value).toBe('Red')
    expect(read(attribute, 'a: { column: One, vocabulary: two }', { One: 'R' }, files).value).toBe('Rot')
  })
})

describe('a country that is inferred', () => {
  const ATTRIBUTES = `a: { type: country }
region: { type: region }
phones: { type: phone, keep: distinct, pii: none }
address: { type: address }`
  const MAPPING = `a: [Country, { infer: country }]
region: Region
phones: { column: Phone, country: ZA }
address: Address`
  const inferred = (row: Readonly<Record<string, string | null>>) => read(ATTRIBUTES, MAPPING, row).value

  it('is what the row says before anything else', () => {
    expect(inferred({ Country: 'France', Region: 'Kent', Phone: '+4930901820' })).toBe('FR')
  })

  it('is told by region, then by phone, then by the end of the address, else it is the default', () => {
    const all = { Region: 'Kent', Phone: '+4930901820', Address: '1 Rue X, Paris, France' }
    expect(inferred(all)).toBe('GB')
    expect(inferred({ ...all, Region: null })).toBe('DE')
    expect(inferred({ Address: all.Address })).toBe('FR')
    expect(inferred({ Address: '1 Main Road, Austin, TX' })).toBe('GB')
    expect(inferred({})).toBe('GB')
  })

  it('is told by the first of several phones that tells one', () => {
    expect(inferred({ Phone: '+80012345678; +27115550100' })).toBe('ZA')
  })

  it('is told by a region of the country that its column is of', () => {
    const { value } = read(
      'a: { type: country }\nregion: { type: region }',
      'a: { infer: country }\nregion: { column: Region, country: ZA }',
      { Region: 'Gauteng' },
    )
    expect(value).toBe('ZA')
  })
})

describe('parts of a value', () => {
  it('stand in columns of their own, of a list all of them once', () => {
    const { record } = read('a: { type: email, keep: distinct }', 'a: One', { One: 'x@one.example, y@one.example' })
    const parts = Object.entries(record).filter(([name]) => name.startsWith('a__'))
    expect(parts.length).toBeGreaterThan(0)
    expect(parts.map(([, value]) => value)).toContainEqual(['one.example'])
  })

  it('of nothing are nothing', () => {
    const { record } = read('a: { type: email, keep: distinct }', 'a: One', {})
    for (const [name, value] of Object.entries(record)) if (name.startsWith('a__')) expect(value).toBeNull()
  })
})

import { describe, expect, test } from 'vitest'
import { withWord } from '../../src/cli/domain-learn-command.ts'
import { unknownWords, wordLines } from '../../src/cli/unknown-words.ts'
import { namedTogether } from '../../src/stages/link/named-together.ts'
import { peopleReader } from '../../src/stewardship/erasure/said-of-people.ts'
import { suppressedRow } from '../../src/stewardship/erasure/suppressed-row.ts'
import { Suppression, suppressionOf } from '../../src/stewardship/erasure/suppression.ts'
import { compiledDomain, faultsOf } from '../support/compiled-domain.ts'
import { refineRow } from '../support/refined-rows.ts'

const YAML = `id: club
country: ZA
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      status_text: { beside: status }
      status: { type: category, vocabulary: status }
      since: { type: date }
      since_text: { beside: since }
  person:
    dataset: people
    id_prefix: per
    attributes:
      name: { type: person_name }
      role: { type: role }
      country: { type: country }
      phones: { type: phone, keep: distinct }
      extensions: { beside: phones }
      emails: { type: email, keep: distinct }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes: { name: Firm, status: Status, since: Since }
          - entity: person
            belongs_to: { firm: { key: No, or_named: Firm } }
            attributes: { name: Contact, role: Position, phones: Phone, emails: E-mail, country: Land }
`
const FILES = { 'vocabularies/status.yaml': 'terms:\n  Active: [current]\n' }
const club = compiledDomain(YAML, FILES)
const refined = (row: Readonly<Record<string, string | null>>, domain = club) =>
  refineRow(domain, 'crm', { No: '7', Firm: 'Acme Ltd', ...row })
const people = (row: Readonly<Record<string, string | null>>, domain = club) =>
  refined(row, domain)
    .records.filter(({ entity }) => entity === 'person')
    .map(({ name, role, phones }) => [name, role, phones])

describe('each person of a cell', () => {
  test('is a record with a role of their own, tied to the same firm; numbers are those of the first', () => {
    const row = { Contact: 'A B (CFI); C D (GM)', Phone: '011 555 0101', Land: 'Namibia' }
    expect(people(row)).toEqual([
      ['A B', 'CFI', ['+27115550101']],
      ['C D', 'GM', null],
    ])
    const [, first, second] = refined(row).records
    expect([first?._firm_key, second?._firm_key]).toEqual(['7', '7'])
    expect([first?.country, second?.country]).toEqual(['NA', 'NA'])
    expect([first?._record_key, second?._record_key]).toEqual(['crm|crm|7', 'crm|crm|7&&2'])
    expect([first?._part, second?._part, second?._key, second?._is_unique]).toEqual([1, 3, null, false])
    expect(refined(row).said).toMatchObject({ 'person.name': 2, 'person.phones': 1 })
    expect(refined(row).setAside).toEqual([])
  })

  test.each([
    ['John & Jane Smith (Owners)', ['John Smith', 'Jane Smith']],
    ['Sara Fontana, Luca Fontana', ['Sara Fontana', 'Luca Fontana']],
    ['Jane Sample; jane  sample', ['Jane Sample']],
    ['Jane Sample; Office', ['Jane Sample']],
    ['Mr & Mrs Smith', ['Smith']],
    ['Smith, Jones and Partners', ['Smith, Jones and Partners']],
    ['Accountable Manager (Not Publicly Listed)', []],
    ['vacant', []],
  ])('of %j: %j', (cell, names) => expect(people({ Contact: cell }).map(([name]) => name)).toEqual(names))

  test('but one where the domain says so', () => {
    const whole = compiledDomain(YAML.replace('type: person_name', 'type: person_name, take_apart: false'), FILES)
    expect(people({ Contact: 'Ann Lee; Bob Lee' }, whole).map(([name]) => name)).toEqual(['Ann Lee; Bob Lee'])
    expect(people({ Contact: 'Ann Lee - CEO' }, whole)).toEqual([['Ann Lee - CEO', null, null]])
  })

  test('behind the fiftieth is told', () => {
    const cell = Array.from(
      { length: 60 },
      (_, at) => `Ann${String.fromCharCode(97 + (at % 26))}${at > 25 ? 'x' : ''}${at > 51 ? 'y' : ''} Lee`,
    )
    const outcome = refined({ Contact: cell.join('; ') })
    expect(outcome.records).toHaveLength(51)
    expect(outcome.setAside.map(({ code }) => code)).toEqual(Array(10).fill('further_value'))
  })

  test('is never one with another of it, unless somebody decided so', () => {
    const keys = ['crm|crm|1', 'crm|crm|7', 'crm|crm|7&&2', 'crm|crm|7&&3']
    expect(namedTogether(keys, [])).toHaveLength(3)
    expect(namedTogether(keys, [{ a: 2, b: 1 }])).toEqual([
      { a: 1, b: 3 },
      { a: 2, b: 3 },
    ])
    expect(namedTogether(['crm|crm|1', 'crm|crm|7'], [])).toEqual([])
  })

  test('goes from the cell when forgotten, and the others stay', () => {
    const table = club.sources[0]?.tables[0]
    if (table === undefined) throw new Error('no table')
    const read = peopleReader(club, table)
    const fields = Object.fromEntries(table.columns.map(({ name }) => [name, null as string | null]))
    const row = {
      rowNumber: 2,
      fields: { ...fields, no: '7', firm: 'Acme Ltd', contact: 'Ann Bok (CFI); Carl Dube (GM)' },
      extra: null,
      hash: '0'.repeat(32),
    }
    const facts = { keys: [], ids: [], emails: [], phones: [], numbers: [], shared: [], entities: [], rows: [] }
    const carl = new Suppression(
      suppressionOf({ ...facts, names: ['Carl Dube'], organizations: ['Acme Ltd'] }, 'ZA', '2026-01-01T00:00:00.000Z'),
    )
    const left = suppressedRow(read, row, [carl])
    expect(left.outcome === 'forgotten' ? left : left.row.fields.contact).toBe('Ann Bok (CFI)')
  })
})

describe('what a cell says besides a value', () => {
  test('is the role, where the row says none', () => {
    expect(people({ Contact: 'Jane Sample — CEO' })).toEqual([['Jane Sample', 'CEO', null]])
    expect(people({ Contact: 'Jane Sample — CEO', Position: 'Owner' })).toEqual([['Jane Sample', 'Owner', null]])
  })

  test('is kept beside: extensions, words that no vocabulary has, days that cannot be read', () => {
    const [firm, person] = refined({
      Contact: 'Ann Lee',
      Phone: '011 555 0101 ext 22 / 082 555 0101',
      Status: 'Schools',
      Since: 'early 2019',
    }).records
    expect([firm?.status, firm?.status_text]).toEqual([null, ['Schools']])
    expect([firm?.since, firm?.since_text]).toEqual([null, ['early 2019']])
    expect(person?.extensions).toEqual(['+27115550101 ext. 22'])
  })

  test.each(['abc', 'see below', '011', '12345 ext 7'])('is no extension of a number that is none: %s', (Phone) => {
    const { records, setAside } = refined({ Contact: 'Ann Lee', Phone })
    expect(records[1]?.extensions).toBeNull()
    expect(setAside.map(({ field }) => field)).toEqual(['phones'])
  })

  test.each(['Active', 'current', 'unknown', 'n/a', '-', null])('is nothing of a status %j', (status) =>
    expect(refined({ Status: status }).records[0]?.status_text).toBeNull(),
  )

  test('counts for its own attribute, and an extension that is kept does not', () => {
    const { setAside } = refined({ Contact: 'Ann Lee', Phone: '011 555 0101 ext 22', Status: 'Schools' })
    expect(setAside.map(({ field, code }) => [field, code])).toEqual([['status', 'unknown_category']])
    const without = compiledDomain(YAML.replace('      extensions: { beside: phones }\n', ''), FILES)
    expect(
      refined({ Contact: 'Ann Lee', Phone: '011 555 0101 ext 22' }, without).setAside.map(({ code }) => code),
    ).toEqual(['extension_apart'])
  })

  test('stands beside an attribute that there is, and no source says it', () => {
    expect(faultsOf(YAML.replace('beside: phones', 'beside: fones'), FILES)[0]).toContain('Did you mean "phones"?')
    expect(faultsOf(YAML.replace('status: Status,', 'status: Status, status_text: Status,'), FILES)[0]).toContain(
      'no source says it',
    )
  })

  test('is offered to its vocabulary, with a command', () => {
    const words = unknownWords(club, [
      { entity: 'firm', field: 'status', value: "O'Schools", rows: 12 },
      { entity: 'firm', field: 'status', value: 'Activ', rows: 1 },
      { entity: 'firm', field: 'since', value: 'x', rows: 1 },
    ])
    expect(words.map(({ vocabulary, word, near }) => [vocabulary, word, near])).toEqual([
      ['status', "O'Schools", null],
      ['status', 'Activ', 'Active'],
    ])
    const lines = wordLines(words, 'club')
    expect(lines[1]).toContain('12 rows say "O\'Schools" for firm.status')
    expect(lines.at(-1)).toBe("  hotpass domain learn status 'O'\\''Schools' --domain club")
    const dashed = [{ vocabulary: 'status', field: 'firm.status', word: '-x', rows: 1, near: 'Active' }]
    expect(wordLines(dashed, 'club').at(-1)).toBe("  hotpass domain learn --as 'Active' --domain club -- status '-x'")
  })

  test('is taken in by the text of its term, in the lines of the file as they are', () => {
    const file = 'terms:\r\n  # years\r\n  1: [one]\r\n  2: []\r\n'
    expect(withWord(file, 'ein', '1')).toBe('terms:\r\n  # years\r\n  1: [one, ein]\r\n  2: []\r\n')
    expect(withWord('terms:\n  true: []\n', '- no: *x', 'true')).toBe('terms:\n  true:\n    - "- no: *x"\n')
    expect(() => withWord(file, 'x', '3')).toThrow('no term "3"')
  })
})

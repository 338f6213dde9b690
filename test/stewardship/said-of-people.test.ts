import { expect, test } from 'vitest'
import type { SourceTable } from '../../src/domain/index.ts'
import { loadDomain } from '../../src/ledger/load-domain.ts'
import type { PinnedDomain } from '../../src/ledger/pinned-domain.ts'
import { personKey } from '../../src/stewardship/erasure/find-person.ts'
import { tableShape } from '../../src/stewardship/erasure/published-people.ts'
import { peopleReader } from '../../src/stewardship/erasure/said-of-people.ts'
import { suppressedRow } from '../../src/stewardship/erasure/suppressed-row.ts'
import { Suppression, suppressionOf } from '../../src/stewardship/erasure/suppression.ts'
import { pinnedDomain } from '../support/pinned-domain.ts'

const MEMBERS = `
id: members
country: GB
owner: Registry
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      called: { type: person_name, required: true }
      mail: { type: email }
      lines: { type: phone, keep: distinct }
      born: { type: date_of_birth }
      lives: { type: address, pii: personal }
      passport: { type: identifier, pii: personal }
      club: { type: identifier }
sources:
  - id: roll
    title: Roll
    trust: 1
    files: ['roll*.csv']
    tables:
      - id: roll
        files: ['roll*.csv']
        describes:
          - entity: member
            key: No
            attributes: { called: Name, mail: Mail, lines: [Home, Mobile], born: Born, lives: Lives, passport: Passport, club: Club }
`
const domain: PinnedDomain = pinnedDomain(MEMBERS)
const read = peopleReader(domain.compiled, domain.compiled.sources[0]?.tables[0] as SourceTable)
const NAMES = ['No', 'Name', 'Mail', 'Home', 'Mobile', 'Born', 'Lives', 'Passport', 'Club'] as const
const columns = domain.compiled.sources[0]?.tables[0]?.columns ?? []
const fields = (cells: Partial<Record<(typeof NAMES)[number], string>>) =>
  Object.fromEntries(columns.map(({ name, label }) => [name, cells[label as (typeof NAMES)[number]] ?? null]))
const row = (cells: Parameters<typeof fields>[0]) => ({
  rowNumber: 2,
  fields: fields(cells),
  extra: null,
  hash: '0'.repeat(32),
})
const jane = new Suppression(
  suppressionOf(
    {
      keys: ['jane@example.org'],
      ids: [],
      emails: ['jane@example.org'],
      phones: ['+442079460123'],
      numbers: ['AB-123.456'],
      shared: ['1980-02-03', '1 High Street, Leeds'],
      names: ['Jane Doe'],
      organizations: [],
      entities: [],
      rows: [],
    },
    'GB',
    '2026-01-01T00:00:00.000Z',
  ),
)
const outcome = (cells: Parameters<typeof fields>[0]) => suppressedRow(read, row(cells), [jane]).outcome

test.each([
  ['her address, whatever the name', { Name: 'J. D.', Mail: 'JANE@example.org' }],
  ['her number in the spelling of the country', { Name: 'Somebody', Mobile: '020 7946 0123' }],
  ['her passport, however it is spaced', { Name: 'Doe J', Passport: 'ab 123 456' }],
  ['her name with her day of birth', { Name: 'Jane Doe', Born: '3 Feb 1980' }],
])('a row of a member with %s is hers', (_, cells) => expect(outcome(cells)).toBe('forgotten'))

test.each([
  ['her name alone', { Name: 'Jane Doe' }],
  ['her day of birth under another name', { Name: 'Tom Hill', Born: '3 Feb 1980' }],
  ['where she lives under another name', { Name: 'Tom Hill', Lives: '1 High Street, Leeds' }],
])('a row of a member with %s is somebody else’s', (_, cells) => expect(outcome(cells)).toBe('kept'))

test('a code that nobody calls personal makes no row hers, though it goes where it reads as hers', () =>
  expect(outcome({ Name: 'Tom Hill', Club: 'AB123456' })).toBe('changed'))

test('a published table says by its own columns who a person is', () => {
  expect(tableShape(domain, 'members')).toMatchObject({
    people: { id: 'member_id', name: 'called', values: ['mail', 'lines', 'passport'], beside: ['born', 'lives'] },
  })
  expect(tableShape(domain, 'roll')).toBeUndefined()
  expect(tableShape(domain, 'entity_links')?.people).toBeNull()
})

test('a person is named by a record of any domain, an address, a number of that country, or a personal code', () => {
  const asked = (text: string) => personKey(text, [domain])
  expect(asked('mem_abcdefghij234567abcd')).toEqual({ kind: 'id', value: 'mem_abcdefghij234567abcd' })
  expect(asked(' Jane@Example.org ')).toEqual({ kind: 'email', value: 'jane@example.org' })
  expect(asked('020 7946 0123')).toEqual({ kind: 'phone', value: '+442079460123' })
  expect(asked('AB 123/456').kind).toBe('number')
  expect(() => asked('Jane Doe')).toThrow(/named by the id/)
})

const { domain: AVIATION } = await loadDomain({ pipeline: 'refinement', set: [] })

test('in aviation a row of a contact is theirs, and a row of an organization keeps what is not', () => {
  const table = (id: string) => peopleReader(AVIATION.compiled, AVIATION.table(id))
  const zanele = new Suppression(
    suppressionOf(
      {
        keys: [],
        ids: [],
        emails: ['zanele@blue.example'],
        phones: [],
        numbers: [],
        shared: [],
        names: ['Zanele Dube'],
        organizations: ['Blue Sky Flight School'],
        entities: [],
        rows: [],
      },
      'ZA',
      '2026-01-01T00:00:00.000Z',
    ),
  )
  const made = (id: string, cells: Record<string, string>) => ({
    rowNumber: 2,
    fields: Object.fromEntries(AVIATION.table(id).columns.map(({ name, label }) => [name, cells[label] ?? null])),
    extra: null,
    hash: '0'.repeat(32),
  })
  const contact = made('reachout_contact_info', {
    Firstname: 'Zanele',
    Surname: 'Dube',
    'Organisation Name': 'Blue Sky Flight School (Pty) Ltd',
  })
  expect(suppressedRow(table('reachout_contact_info'), contact, [zanele])).toEqual({ outcome: 'forgotten' })
  const school = made('sacaa_cleaned', {
    'Name of Organisation': 'Blue Sky Flight School',
    'Contact Person': 'Zanele Dube',
    'Contact Email Address': 'zanele@blue.example; office@blue.example',
  })
  const left = suppressedRow(table('sacaa_cleaned'), school, [zanele])
  expect(left.outcome).toBe('changed')
  const text = JSON.stringify(left)
  expect(text).not.toMatch(/zanele|dube/i)
  expect(text).toContain('office@blue.example')
  expect(text).toContain('Blue Sky Flight School')
})

test('with the primary contact of an organization goes what is said of them', () => {
  expect(tableShape(AVIATION, 'organizations')?.saidOf).toEqual(
    expect.arrayContaining([
      ['contact_primary_name', 'contact_primary_role'],
      ['contact_primary_email', 'contact_primary_email_status'],
      ['contact_primary_phone', 'contact_primary_phone_status'],
    ]),
  )
  expect(tableShape(AVIATION, 'contacts')?.saidOf).toEqual([
    ['email_primary', 'email_status'],
    ['phone_primary', 'phone_status'],
  ])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CandidateRow, goldenRecord } from '../../src/consolidate/index.ts'
import { gatherPeople, primaryPerson } from '../../src/consolidate/people.ts'
import { personRow, row, rules } from './candidate.ts'

type Said = Partial<CandidateRow>
const rowsOf = (...said: Said[]) => said.map((one, at) => personRow(`k${at}`, one))
const people = (...said: Said[]) =>
  gatherPeople(rowsOf(...said), rules)
    .map(({ rows }) => rows.map(({ record_key }) => record_key).sort())
    .sort()

describe('rows are one person', () => {
  test.each<[string, Said[], string[][]]>([
    ['of one name, however it is spelt', [{ person_name: 'Ann' }, { person_name: 'ANN' }], [['k0', 'k1']]],
    ['of two names: two', [{ person_name: 'Ann' }, { person_name: 'Bob' }], [['k0'], ['k1']]],
    [
      'of one mailbox, one of them nameless',
      [{ emails: 'a@x.example' }, { person_name: 'Ann', emails: 'b@x.example; a@x.example' }],
      [['k0', 'k1']],
    ],
    [
      'of one mailbox and two names: two',
      [
        { person_name: 'Ann', emails: 'a@x.example' },
        { person_name: 'Bob', emails: 'a@x.example' },
      ],
      [['k0'], ['k1']],
    ],
    ['of one phone, both nameless', [{ phones: '+271' }, { phones: '+272; +271' }], [['k0', 'k1']]],
    [
      'of one phone, one of them named: two',
      [{ phones: '+271' }, { person_name: 'Ann', phones: '+271' }],
      [['k0'], ['k1']],
    ],
    [
      'of one phone, both named: two',
      [
        { person_name: 'Bob', phones: '+271' },
        { person_name: 'Ann', phones: '+271' },
      ],
      [['k0'], ['k1']],
    ],
    [
      'of one name beside others',
      [{ person_name: 'Ann' }, { person_name: 'Bob' }, { person_name: 'bob' }],
      [['k0'], ['k1', 'k2']],
    ],
    ['of two phones, both nameless: two', [{ phones: '+271' }, { phones: '+272' }], [['k0'], ['k1']]],
    [
      'of one mailbox that two people share, nameless: the first of them',
      [
        { person_name: 'Ann', emails: 'a@x.example' },
        { person_name: 'Bob', emails: 'a@x.example' },
        { emails: 'a@x.example' },
      ],
      [['k0', 'k2'], ['k1']],
    ],
    ['of nothing in common: two', [{ emails: 'a@x.example' }, { emails: 'b@x.example' }], [['k0'], ['k1']]],
    ['that say nothing of a person: none', [{}, { person_role: 'Owner' }], []],
    [
      'joined by a third, nameless: the first named keeps it',
      [
        { person_name: 'Ann', emails: 'a@x.example' },
        { person_name: 'Bob', emails: 'b@x.example' },
        { emails: 'a@x.example; b@x.example' },
      ],
      [['k0', 'k2'], ['k1']],
    ],
  ])('%s', (_, said, expected) => {
    expect(people(...said)).toEqual(expected)
    expect(people(...said).length).toBe(gatherPeople(rowsOf(...said).toReversed(), rules).length)
  })

  test('and every row that says something of a person is of exactly one, none of them of two names', () => {
    const said = fc.record({
      source: fc.constantFrom('sacaa', 'reachout', 'contact'),
      person_name: fc.constantFrom(null, 'Ann', 'ann', 'Bob'),
      person_role: fc.constantFrom(null, 'Owner'),
      emails: fc.constantFrom(null, 'a@x.example', 'b@x.example', 'a@x.example; b@x.example'),
      phones: fc.constantFrom(null, '+271', '+271; +272'),
      is_invalid: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), (list) => {
        const rows = rowsOf(...list)
        const found = gatherPeople(rows, rules)
        const speaking = rows.filter((one) => one.person_name ?? one.emails ?? one.phones)
        expect(found.flatMap((person) => person.rows.map(({ record_key }) => record_key)).sort()).toEqual(
          speaking.map(({ record_key }) => record_key).sort(),
        )
        for (const person of found) {
          const names = person.rows.flatMap(({ person_name }) => (person_name === null ? [] : [person_name]))
          expect(new Set(names.map(rules.nameKey)).size).toBeLessThanOrEqual(1)
          expect(new Set(person.emails)).toEqual(
            new Set(person.rows.flatMap(({ emails }) => emails?.split('; ') ?? [])),
          )
          expect(new Set(person.phones)).toEqual(
            new Set(person.rows.flatMap(({ phones }) => phones?.split('; ') ?? [])),
          )
          expect(person.emails.length).toBe(new Set(person.emails).size)
          expect(person.isInvalid).toBe(person.rows.every(({ is_invalid }) => is_invalid))
        }
        expect(found.map(({ contactId }) => contactId)).toEqual(found.map(({ contactId }) => contactId).sort())
      }),
    )
  })
})

test('a person’s name, role and values come from their rows in the order of survivorship', () => {
  const [ann] = gatherPeople(
    rowsOf(
      { person_name: 'Ann', person_role: 'Pilot', emails: 'old@x.example', phones: '+272', source: 'contact' },
      { person_name: 'ANN', emails: 'new@x.example; old@x.example', phones: '+271', source: 'sacaa' },
    ),
    rules,
  )
  expect(ann).toMatchObject({
    name: 'ANN',
    role: 'Pilot',
    emails: ['new@x.example', 'old@x.example'],
    phones: ['+271', '+272'],
  })
})

test('a person has the name that any of their rows has, though a row that counts more has none', () => {
  const [ann, ...others] = gatherPeople(
    rowsOf({ emails: 'a@x.example', source: 'sacaa' }, { person_name: 'Ann', emails: 'a@x.example' }),
    rules,
  )
  expect([ann?.name, others]).toEqual(['Ann', []])
})

test('a person is invalid only where every row about them says so, and then is not called', () => {
  const doubted = gatherPeople(rowsOf({ person_name: 'Ann', is_invalid: true }, { person_name: 'Ann' }), rules)
  expect(doubted.map(({ isInvalid }) => isInvalid)).toEqual([false])
  const gone = gatherPeople(rowsOf({ person_name: 'Ann', emails: 'a@x.example', is_invalid: true }), rules)
  expect(gone.map(({ isInvalid }) => isInvalid)).toEqual([true])
  expect(primaryPerson(gone, rules)).toBeUndefined()
})

/** Who is called, from what counts most to what counts least; the other person is ahead in all that counts less. */
const CALLED: readonly (readonly [what: string, called: Said, other: Said])[] = [
  [
    'valid',
    { phones: '+271' },
    { person_name: 'Bob', emails: 'b@x.example', phones: '+272', source: 'sacaa', is_invalid: true },
  ],
  ['one with an e-mail', { emails: 'a@x.example' }, { person_name: 'Bob', phones: '+272', source: 'sacaa' }],
  [
    'one with a phone',
    { phones: '+271', emails: 'a@x.example' },
    { person_name: 'Bob', emails: 'b@x.example', source: 'sacaa' },
  ],
  ['one with a name', { person_name: 'Ann', phones: '+271' }, { phones: '+272', source: 'sacaa' }],
  [
    'from the source that counts more',
    { person_name: 'Ann', source: 'sacaa' },
    { person_name: 'Bob', source: 'reachout' },
  ],
]
test.each(CALLED)('the person to call first is %s', (_, called, other) => {
  const rows = [personRow('called', called), personRow('other', other)]
  expect(primaryPerson(gatherPeople(rows, rules), rules)?.rows[0]?.record_key).toBe('called')
  expect(primaryPerson(gatherPeople(rows, rules).toReversed(), rules)?.rows[0]?.record_key).toBe('called')
})

test('of people who are equally good to call it is the one of the lesser id', () => {
  const found = gatherPeople(rowsOf({ person_name: 'Ann' }, { person_name: 'Bob' }), rules)
  const least = found.map(({ contactId }) => contactId).sort()[0]
  expect(primaryPerson(found, rules)?.contactId).toBe(least)
  expect(primaryPerson(found.toReversed(), rules)?.contactId).toBe(least)
})

const confidence: Readonly<Record<string, number>> = {
  'a@x.example': 0.9,
  'b@x.example': 0.3,
  '+271': 0.8,
  '+272': 0.2,
}
const verify = (value: string) => ({ status: `status of ${value}`, confidence: confidence[value] ?? 0 })
const checked = { ...rules, verifyEmail: verify, verifyPhone: verify }

test('an organization shows its primary contact’s first values with what was verified of them, and everybody else’s beside', () => {
  const { organization } = goldenRecord(
    'org_x',
    [
      personRow('ann', {
        person_name: 'Ann',
        person_role: 'Owner',
        emails: 'a@x.example; b@x.example',
        phones: '+271',
      }),
      personRow('bob', { person_name: 'Bob', person_role: 'Pilot', phones: '+272' }),
      personRow('eve', { person_name: 'Eve', emails: 'e@x.example', phones: '+273', is_invalid: true }),
    ],
    checked,
  )
  expect(organization).toMatchObject({
    contact_primary_name: 'Ann',
    contact_primary_role: 'Owner',
    contact_primary_email: 'a@x.example',
    contact_primary_email_status: 'status of a@x.example',
    contact_primary_email_confidence: 0.9,
    contact_primary_phone: '+271',
    contact_primary_phone_status: 'status of +271',
    contact_primary_phone_confidence: 0.8,
    contact_secondary_emails: ['b@x.example'],
    contact_secondary_phones: ['+272'],
    contact_email_confidence_avg: 0.6,
    contact_phone_confidence_avg: 0.5,
    contact_verification_score_avg: 0.55,
  })
})

test('each value of the primary contact names the row that it came from', () => {
  const { organization } = goldenRecord(
    'org_x',
    [
      personRow('k1', { person_name: 'Ann', emails: 'a@x.example', source: 'sacaa' }),
      personRow('k2', { person_name: 'Ann', person_role: 'Owner', source: 'reachout' }),
      personRow('k3', { person_name: 'Ann', phones: '+271' }),
    ],
    checked,
  )
  const provenance = JSON.parse(String(organization.field_provenance))
  const of = (column: string) => [provenance[column].record, provenance[column].rule]
  expect(of('contact_primary_name')).toEqual(['k1', 'primary_contact'])
  expect(of('contact_primary_role')).toEqual(['k2', 'primary_contact'])
  expect(of('contact_primary_email')).toEqual(['k1', 'primary_contact'])
  expect(of('contact_primary_phone')).toEqual(['k3', 'primary_contact'])
  const none = goldenRecord('org_x', [personRow('k1', { phones: '+271' })], checked).organization
  expect(
    Object.keys(JSON.parse(String(none.field_provenance))).filter((column) => column.startsWith('contact_')),
  ).toEqual(['contact_primary_phone'])
})

test('an organization without people shows none, with nothing verified', () => {
  const { organization, contacts } = goldenRecord('org_x', [row({})], checked)
  expect(contacts).toEqual([])
  const shown = Object.entries(organization).filter(([column]) => column.startsWith('contact_'))
  expect(shown).toHaveLength(14)
  for (const [, value] of shown) expect(value).toBeNull()
})

test('the row of a person says whose they are, what was verified, and where each value came from', () => {
  const { contacts } = goldenRecord(
    'org_x',
    [
      row({ source: 'sacaa' }),
      personRow('k1', { person_name: 'Ann', emails: 'b@x.example', source: 'reachout' }),
      personRow('k2', { person_name: 'Ann', person_role: 'Owner', emails: 'a@x.example', phones: '+272; +271' }),
    ],
    checked,
  )
  expect(contacts).toHaveLength(1)
  const [{ field_provenance, contact_id, ...ann } = {}] = contacts
  expect(contact_id).toMatch(/^per_/)
  expect(ann).toEqual({
    entity_id: 'org_x',
    organization_name: 'Blue Sky',
    person_name: 'Ann',
    person_role: 'Owner',
    emails: ['a@x.example', 'b@x.example'],
    phones: ['+271', '+272'],
    email_primary: 'b@x.example',
    phone_primary: '+272',
    email_status: 'status of b@x.example',
    phone_status: 'status of +272',
    is_primary: true,
    is_invalid: false,
    source_datasets: ['Contact Database', 'Reachout Database'],
    source_record_ids: ['k1', 'k2'],
  })
  const from = Object.entries(JSON.parse(String(field_provenance)) as Record<string, { record: string; rule: string }>)
  expect(from.map(([column, { record, rule }]) => [column, record, rule])).toEqual([
    ['person_name', 'k1', 'survivorship'],
    ['person_role', 'k2', 'survivorship'],
    ['emails', 'k1', 'distinct_values'],
    ['phones', 'k2', 'distinct_values'],
  ])
  const [bare] = goldenRecord('org_x', [personRow('k1', { phones: '+271' })], checked).contacts
  expect(bare).toMatchObject({
    person_name: null,
    person_role: null,
    emails: null,
    email_primary: null,
    email_status: null,
  })
  expect(Object.keys(JSON.parse(String(bare?.field_provenance)))).toEqual(['phones'])
  const [mute] = goldenRecord('org_x', [personRow('k1', { person_name: 'Ann' })], checked).contacts
  expect(mute).toMatchObject({ phones: null, phone_primary: null, email_status: null, phone_status: null })
})

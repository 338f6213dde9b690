import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CandidateRow, goldenRecord } from '../../src/consolidate/index.ts'
import { row, rules } from './candidate.ts'

describe('golden records', () => {
  test('a field comes from the source with the highest priority that has it, and says so without its value', () => {
    const { organization, conflicts } = goldenRecord(
      'org_x',
      [
        row({ website: 'https://old.example', province: 'Limpopo' }),
        row({
          source: 'sacaa',
          record_key: 'sacaa|1',
          source_record_id: 'sacaa:Blue Sky',
          website: 'https://new.example',
          row_number: 9,
        }),
      ],
      rules,
    )
    expect(organization.website).toBe('https://new.example')
    expect(organization.province).toBe('Limpopo')
    const provenance = JSON.parse(String(organization.field_provenance))
    expect(provenance.website).toEqual({
      source: 'sacaa',
      record: 'sacaa:Blue Sky',
      file: 'f.xlsx',
      sheet: 's',
      row_number: 9,
      rule: 'survivorship',
    })
    expect(String(organization.field_provenance)).not.toContain('new.example')
    expect(conflicts.map((conflict) => [conflict.field, conflict.alternative_value])).toEqual([
      ['website', 'https://old.example'],
    ])
  })

  test("people stay whole: the role, e-mail and phone of the primary contact are one person's", () => {
    const { organization, contacts } = goldenRecord(
      'org_x',
      [
        row({}),
        row({ kind: 'contact', record_key: 'c|a', person_name: 'Ann', person_role: 'Owner', phones: '+27821230001' }),
        row({
          kind: 'contact',
          record_key: 'c|b',
          person_name: 'Bob',
          person_role: 'Pilot',
          emails: 'bob@blue.example',
          phones: '+27821230002',
        }),
      ],
      rules,
    )
    expect(organization).toMatchObject({
      contact_primary_name: 'Bob',
      contact_primary_role: 'Pilot',
      contact_primary_email: 'bob@blue.example',
      contact_primary_phone: '+27821230002',
      contact_secondary_phones: ['+27821230001'],
    })
    expect(contacts).toHaveLength(2)
    expect(contacts.filter((contact) => contact.is_primary)).toHaveLength(1)
  })

  test('a contact that its source marks invalid is never primary, and its values are not published on the organisation', () => {
    const { organization, contacts } = goldenRecord(
      'org_x',
      [
        row({}),
        row({ kind: 'contact', record_key: 'c|a', person_name: 'Ann', emails: 'ann@blue.example', is_invalid: true }),
      ],
      rules,
    )
    expect(organization.contact_primary_name).toBeNull()
    expect(organization.contact_secondary_emails).toBeNull()
    expect(contacts[0]).toMatchObject({ is_invalid: true, is_primary: false })
  })

  test('two named people who share a mailbox stay two', () => {
    const { contacts } = goldenRecord(
      'org_x',
      [
        row({ kind: 'contact', record_key: 'c|a', person_name: 'Ann', emails: 'info@blue.example' }),
        row({ kind: 'contact', record_key: 'c|b', person_name: 'Bob', emails: 'info@blue.example' }),
      ],
      rules,
    )
    expect(contacts.map((contact) => contact.person_name).sort()).toEqual(['Ann', 'Bob'])
  })

  test('scores count what is present and weigh what is verified', () => {
    const { organization } = goldenRecord(
      'org_x',
      [
        row({
          website: 'https://b.example',
          province: 'Gauteng',
          address: '1 Road',
          emails: 'a@b.example',
          phones: '+27821230001',
        }),
      ],
      rules,
    )
    expect(organization.completeness_score).toBe(1)
    expect(organization.quality_score).toBe(0.8375)
    expect(organization.privacy_basis).toBe(rules.lawfulBasis)
    expect(organization.data_quality_flags).toEqual(['none'])
  })

  test('the order of rows decides nothing', () => {
    const value = fc.option(fc.constantFrom('A', 'B', 'C'), { nil: null })
    const rows = fc
      .array(
        fc.record({
          source: fc.constantFrom('sacaa', 'reachout', 'contact'),
          kind: fc.constantFrom<CandidateRow['kind']>('organization', 'contact', 'address', 'capture'),
          website: value,
          notes: value,
          address: value,
          person_name: value,
          emails: fc.option(fc.constantFrom('a@x.example', 'b@x.example'), { nil: null }),
          is_invalid: fc.boolean(),
        }),
        { minLength: 1, maxLength: 8 },
      )
      .map((list) =>
        list.map((over, i) => row({ ...over, record_key: `k${i}`, source_record_id: `r${i}`, row_number: i + 2 })),
      )
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([inOrder, shuffled]) => {
          expect(goldenRecord('org_x', shuffled, rules)).toEqual(goldenRecord('org_x', inOrder, rules))
        },
      ),
    )
  })
})

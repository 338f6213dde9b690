import { describe, expect, test } from 'vitest'
import { type CandidateRow, goldenRecord } from '../../src/consolidate/index.ts'
import { personRow, row, rules } from './candidate.ts'

const published = (rows: readonly CandidateRow[]) => goldenRecord('org_x', rows, rules).organization
const provenance = (rows: readonly CandidateRow[]) => JSON.parse(String(published(rows).field_provenance))

/** Every column that takes one value, and the field of a row it is. */
const SINGLE = [
  ['organization_name', 'organization_name'],
  ['province', 'province'],
  ['country_code', 'country_code'],
  ['area', 'area'],
  ['address_primary', 'address'],
  ['organization_category', 'category'],
  ['organization_type', 'organization_type'],
  ['status', 'status'],
  ['website', 'website'],
  ['priority', 'priority'],
] as const

describe.each(SINGLE)('%s', (column, field) => {
  const silent = row({ source: 'sacaa', record_key: 'k1', source_record_id: 'r1', [field]: null })
  const chosen = row({ source: 'reachout', record_key: 'k2', source_record_id: 'r2', [field]: 'said' })
  const outvoted = row({ source: 'contact', record_key: 'k3', source_record_id: 'r3', [field]: 'other' })

  test('is what the first row that has it says, named by its record', () => {
    const rows = [outvoted, chosen, silent]
    expect(published(rows)[column]).toBe('said')
    expect(provenance(rows)[column]).toMatchObject({ record: 'r2', rule: 'survivorship' })
  })

  test('tells of every row that says otherwise, and of none that agrees', () => {
    const { conflicts } = goldenRecord('org_x', [silent, chosen, outvoted, { ...chosen, record_key: 'k4' }], rules)
    expect(conflicts.filter((conflict) => conflict.field === column)).toEqual([
      {
        entity_id: 'org_x',
        field: column,
        chosen_record: 'r2',
        chosen_value: 'said',
        alternative_record: 'r3',
        alternative_value: 'other',
      },
    ])
  })

  test('is nothing, from nowhere, where no row has it, and never comes from a row about a person', () => {
    const rows = [silent, personRow('c', { [field]: 'said', person_name: 'Ann' })]
    expect(published(rows)[column]).toBeNull()
    expect(provenance(rows)).not.toHaveProperty(column)
  })
})

test('an address row gives values and contradicts nobody; it never names an organization', () => {
  const named = row({ organization_name: null, record_key: 'k1' })
  const address = row({ kind: 'address', organization_name: 'Depot', area: 'Lanseria', province: 'Gauteng' })
  expect(published([named, address])).toMatchObject({ organization_name: null, area: 'Lanseria', province: 'Gauteng' })
  const { organization, conflicts } = goldenRecord('org_x', [row({ province: 'Limpopo' }), address], rules)
  expect(organization.province).toBe('Limpopo')
  expect(conflicts).toEqual([])
})

test.each(['planes', 'description', 'notes'] as const)('%s is every different text there is, sorted', (field) => {
  const rows = [
    row({ record_key: 'k1', source_record_id: 'r1' }),
    row({ record_key: 'k2', source_record_id: 'r2', [field]: 'b' }),
    row({ record_key: 'k3', source_record_id: 'r3', [field]: 'a', source: 'sacaa' }),
    row({ record_key: 'k4', source_record_id: 'r4', [field]: 'b' }),
  ]
  expect(published(rows)[field]).toEqual(['a', 'b'])
  expect(provenance(rows)[field]).toMatchObject({ record: 'r3', rule: 'distinct_values' })
  expect(published([row({})])[field]).toBeNull()
  expect(provenance([row({})])).not.toHaveProperty(field)
})

test('the latest interaction is the latest of all rows but those about people, whatever their source counts', () => {
  const rows = [
    row({ record_key: 'k1', source_record_id: 'r1', source: 'sacaa', last_interaction_date: '2024-12-31' }),
    row({ record_key: 'k2', source_record_id: 'r2', last_interaction_date: '2025-01-02' }),
    row({ record_key: 'k3', source_record_id: 'r3', last_interaction_date: '2025-01-01' }),
    personRow('c', { last_interaction_date: '2026-01-01', person_name: 'Ann' }),
  ]
  expect(published(rows).last_interaction_date).toBe('2025-01-02')
  expect(provenance(rows).last_interaction_date).toMatchObject({ record: 'r2', rule: 'latest' })
  const tied = rows.map((one) => ({ ...one, last_interaction_date: '2025-01-01' }))
  expect(provenance(tied).last_interaction_date.record).toBe('r1')
  expect(published([row({})]).last_interaction_date).toBeNull()
  expect(provenance([row({})])).not.toHaveProperty('last_interaction_date')
  expect(published([row({ record_key: 'a' }), ...rows]).last_interaction_date).toBe('2025-01-02')
})

test('an organization that nothing names is called nothing, and so is where its people are', () => {
  const rows = [row({ organization_name: null }), personRow('c', { person_name: 'Ann' })]
  const { organization, contacts } = goldenRecord('org_x', rows, { ...rules, slug: (name) => `slug of ${name}` })
  expect([organization.organization_slug, contacts[0]?.organization_name]).toEqual(['slug of ', ''])
})

test('an organization names its sources by title and the records that say that it exists', () => {
  const { organization } = goldenRecord(
    'org_x',
    [
      row({ source_record_id: 'contact:1' }),
      row({ source: 'nobody', kind: 'capture', source_record_id: 'capture:1', record_key: 'k2' }),
      row({ source: 'reachout', kind: 'address', source_record_id: 'address:1', record_key: 'k3' }),
      personRow('person:1', { person_name: 'Ann', source: 'sacaa' }),
    ],
    rules,
  )
  expect(organization).toMatchObject({
    entity_id: 'org_x',
    organization_slug: 'blue-sky',
    source_datasets: ['Contact Database', 'Reachout Database', 'SACAA Cleaned', 'nobody'],
    source_record_ids: ['capture:1', 'contact:1'],
    privacy_basis: 'public_interest',
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MappableField, mapColumns } from '../../src/sources/index.ts'

const field = (name: string, label: string, synonyms: string[] = [], required = false): MappableField => ({
  name,
  label,
  synonyms,
  required,
})
const fields = [
  field('id', 'ID', [], true),
  field('organisation_name', 'Organisation Name', ['Company'], true),
  field('phone', 'Phone', ['Telephone', 'Tel']),
  field('email', 'Email', ['E-mail address']),
  field('address', 'Address'),
  field('unnamed_4', 'Unnamed: 4'),
]
const pairs = (header: string[]) =>
  mapColumns(header, fields).mapped.map(({ header: label, field: name, how }) => [label, name, how])

describe('columns are mapped', () => {
  test('by label, name, synonym and likeness, in header order', () => {
    expect(pairs(['E-Mail Address', 'organization name', 'ID', 'TELEPHONE', 'Adress', 'Unnamed: 4'])).toEqual([
      ['E-Mail Address', 'email', 'synonym'],
      ['organization name', 'organisation_name', 'fuzzy'],
      ['ID', 'id', 'label'],
      ['TELEPHONE', 'phone', 'synonym'],
      ['Adress', 'address', 'fuzzy'],
      ['Unnamed: 4', 'unnamed_4', 'label'],
    ])
    expect(pairs(['OrganisationName', 'organisation_name'])).toEqual([
      ['OrganisationName', 'organisation_name', 'label'],
    ])
  })

  test('the best confidence wins, wherever it stands; the other is unmapped', () => {
    const mapping = mapColumns(['Organisation Nam', 'Company', 'Organisation Name'], fields)
    expect(mapping.mapped).toEqual([
      { index: 2, header: 'Organisation Name', field: 'organisation_name', confidence: 1, how: 'label' },
    ])
    expect(mapping.unmapped.map(({ index }) => index)).toEqual([0, 1])
  })

  test('a repeated label is used once, leftmost, and reported', () => {
    const mapping = mapColumns(['ID', 'Phone', 'ID', 'ID'], fields)
    expect(mapping.mapped.map(({ index }) => index)).toEqual([0, 1])
    expect(mapping.duplicates).toEqual([{ header: 'ID', indexes: [0, 2, 3] }])
    expect(mapping.unmapped).toEqual([
      { index: 2, header: 'ID' },
      { index: 3, header: 'ID' },
    ])
  })

  test('missing required fields are named; likely columns are suggested, not used', () => {
    const mapping = mapColumns(['Organisation', 'Shoe size'], fields)
    expect(mapping.mapped).toEqual([])
    expect(mapping.missing).toEqual(['id', 'organisation_name'])
    expect(mapping.suggested).toMatchObject([{ header: 'Organisation', field: 'organisation_name', how: 'fuzzy' }])
    expect(mapping.unmapped).toHaveLength(2)
  })

  test('near labels that mean something else are not mapped', () => {
    const people = [
      field('contact_person', 'Contact Person'),
      field('contact_number', 'Contact Number'),
      field('phone_1', 'Phone 1'),
      field('unnamed_10', 'Unnamed: 10'),
    ]
    expect(
      mapColumns(['Contact Name', 'Contact Person Phone', 'Phone 2', 'Unnamed: 4', '', '—'], people).mapped,
    ).toEqual([])
  })
})

describe('laws', () => {
  const label = fc.oneof(
    fc.constantFrom('ID', 'Phone', 'phone', 'Tel', 'Company', 'Organisation', 'Adresses', 'Unnamed: 4'),
    fc.string(),
  )
  test('one to one, nothing lost, confidence in range', () => {
    fc.assert(
      fc.property(fc.array(label, { maxLength: 20 }), (header) => {
        const { mapped, suggested, unmapped, missing } = mapColumns(header, fields)
        const all = [...mapped, ...suggested]
        expect(new Set(all.map(({ field: name }) => name)).size).toBe(all.length)
        expect(new Set(all.map(({ index }) => index)).size).toBe(all.length)
        expect([...mapped, ...unmapped].map(({ index }) => index).sort((a, b) => a - b)).toEqual(
          header.map((_, index) => index),
        )
        expect(mapped.every(({ confidence }) => confidence >= 0.7 && confidence <= 1)).toBe(true)
        expect(suggested.every(({ confidence }) => confidence >= 0.5 && confidence < 0.7)).toBe(true)
        expect(missing.every((name) => !mapped.some((column) => column.field === name))).toBe(true)
      }),
    )
  })

  test('the order of the fields changes nothing where confidences differ', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(fields, { minLength: fields.length }), (shuffled) => {
        const header = ['Tel', 'ID', 'Company', 'E-mail', 'Address']
        expect(mapColumns(header, shuffled).mapped).toEqual(mapColumns(header, fields).mapped)
      }),
    )
  })
})

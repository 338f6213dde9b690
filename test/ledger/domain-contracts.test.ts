import { describe, expect, test } from 'vitest'
import { ContractNotFoundError } from '../../src/contracts/index.ts'
import { contractById, contracts } from '../support/aviation.ts'

const all = [...contracts.values()]
const sources = all.filter((contract) => contract.kind === 'source')
const snake = (label: string): string =>
  label
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')

describe('the contracts of aviation', () => {
  test('are those of its seven source sheets and of four published datasets', () => {
    expect([...contracts.keys()]).toEqual([
      'reachout_organisation',
      'reachout_contact_info',
      'contact_company_cat',
      'contact_company_contacts',
      'contact_company_addresses',
      'contact_capture',
      'sacaa_cleaned',
      'organizations',
      'contacts',
      'entity_links',
      'entity_changes',
    ])
  })

  test.each([
    ['organisations', 'organizations'],
    ['CONTACTS', 'contacts'],
    ['reachout_organization', 'reachout_organisation'],
    ['', 'contacts'],
  ])('names the nearest contract for %j', (asked, nearest) => {
    expect(() => contractById(asked)).toThrow(ContractNotFoundError)
    expect(() => contractById(asked)).toThrow(`Did you mean "${nearest}"?`)
  })

  test('takes no name of the language for a contract', () => {
    for (const asked of ['__proto__', 'constructor', 'toString'])
      expect(() => contractById(asked)).toThrow(ContractNotFoundError)
  })

  test('gives the contract that was asked for', () => {
    expect(contractById('entity_links').title).toBe('Entity links')
  })
})

describe.each(all.map((contract) => [contract.id, contract] as const))('%s', (_, contract) => {
  test('describes every field, and its own examples fit it', () => {
    const example = Object.fromEntries(contract.fields.map((field) => [field.name, field.example]))
    expect(contract.schema.safeParse(example).error).toBeUndefined()
    for (const field of contract.fields) expect(field.description).not.toBe('')
  })

  test('has a primary key, and types that agree with its fields', () => {
    expect(contract.fields.some((field) => field.primaryKey)).toBe(true)
    for (const field of contract.fields) {
      const kinds = {
        string: 'string',
        long: 'number',
        double: 'number',
        boolean: 'boolean',
        date: 'string',
        timestamptz: 'string',
        'list<string>': 'object',
      }
      expect(typeof field.example).toBe(kinds[field.type])
      expect(contract.schema.shape[field.name]?.safeParse(null).success).toBe(!field.required)
    }
  })

  test('speaks of no real domain', () => {
    const domains = JSON.stringify(contract.fields).match(/@[a-z0-9.-]+|https?:\/\/[a-z0-9.-]+/gi) ?? []
    for (const domain of domains)
      expect(domain).toMatch(/(\.example|\/example\.(com|org|net)|@example\.(com|org|net))$/)
  })
})

describe.each(sources.map((contract) => [contract.id, contract] as const))('source %s', (_, contract) => {
  test('names its fields after the columns, and no label means two of them', () => {
    for (const field of contract.fields) expect(field.name).toBe(snake(field.label))
    const labels = contract.fields
      .flatMap((field) => [field.label, ...field.synonyms])
      .map((label) => label.toLowerCase())
    expect(new Set(labels).size).toBe(labels.length)
  })

  test('takes text only, since cells reach it as text', () => {
    for (const field of contract.fields) expect(field.type).toBe('string')
  })
})

describe('published datasets', () => {
  test('have the keys that others join on', () => {
    const keys = (id: string) =>
      contractById(id)
        .fields.filter((field) => field.primaryKey)
        .map((field) => field.name)
    expect(keys('organizations')).toEqual(['entity_id'])
    expect(keys('contacts')).toEqual(['contact_id'])
    expect(keys('entity_links')).toEqual(['file', 'sheet', 'row_number', 'part'])
  })

  test('class every name, address and number of a person as personal', () => {
    const personal = all.flatMap((contract) =>
      contract.fields.filter((field) => field.pii !== 'none').map((field) => `${contract.id}.${field.name}`),
    )
    expect(personal).toEqual(
      expect.arrayContaining([
        'organizations.contact_primary_name',
        'organizations.contact_primary_email',
        'organizations.contact_primary_phone',
        'organizations.contact_secondary_emails',
        'organizations.contact_secondary_phones',
        'contacts.person_name',
        'contacts.emails',
        'contacts.phones',
        'contact_capture.contact_person_role',
        'contact_company_contacts.cellnumber',
        'contact_company_contacts.landline',
        'reachout_contact_info.whatsapp',
        'sacaa_cleaned.contact_email_address',
        'sacaa_cleaned.contact_number',
        'sacaa_cleaned.contact_person',
      ]),
    )
  })
})

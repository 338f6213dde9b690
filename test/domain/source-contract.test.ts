import { describe, expect, it } from 'vitest'
import { compiledDomain } from '../support/compiled-domain.ts'

const domainOf = (table: string, dataset = 'firms') =>
  compiledDomain(`id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: ${dataset}
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      emails: { type: email }
sources:
  - id: crm
    title: CRM
    trust: 1
    files: ['crm*.csv']
    tables:
      - ${table}
`)
const fieldsOf = (table: string) => {
  const { fields, lawfulBasis } = domainOf(table).sources[0]?.tables[0]?.contract ?? { fields: [], lawfulBasis: null }
  return {
    lawfulBasis,
    fields: fields.map(({ name, label, required, pii, primaryKey }) => [name, label, required, pii, primaryKey]),
  }
}
const BOTH = `describes:
          - entity: firm
            key: No.
            attributes: { name: 'Company  Name' }
          - entity: buyer
            key: Person
            belongs_to: { firm: { key: No. } }
            attributes: { emails: [E-mail, 'e mail 2'] }`

describe('the contract of a table without a file of its own', () => {
  it('follows from what the mapping says of its columns; only the key of the row itself must be there', () => {
    expect(fieldsOf(BOTH)).toEqual({
      lawfulBasis: 'contract',
      fields: [
        ['company_name', 'Company  Name', false, 'none', false],
        ['no', 'No.', true, 'none', true],
        ['e_mail', 'E-mail', false, 'personal', false],
        ['e_mail_2', 'e mail 2', false, 'personal', false],
        ['person', 'Person', false, 'none', false],
      ],
    })
  })

  it('has every column that decides something: of the source, of when, of marks', () => {
    const { fields } = fieldsOf(
      BOTH.replace('describes:', 'source: { column: Origin }\n        describes:').replace(
        'key: Person\n',
        'key: Person\n            when: { column: Kind, equals: x }\n            invalid: { column: Wrong, values: [y] }\n',
      ),
    )
    expect(fields.map(([name]) => name)).toEqual(expect.arrayContaining(['origin', 'kind', 'wrong']))
  })

  it('makes room for a dataset of its name, and its records stay who they are', () => {
    const made = (dataset: string) => domainOf(BOTH, dataset).sources[0]?.tables[0]
    expect([made('firms')?.id, made('firms')?.keyName]).toEqual(['crm', 'crm'])
    expect([made('crm')?.id, made('crm')?.contract.id, made('crm')?.keyName]).toEqual(['crm_rows', 'crm_rows', 'crm'])
  })

  it('asks for no key of rows that are described only sometimes', () => {
    const { fields } = fieldsOf(BOTH.replace('key: No.\n', 'key: No.\n            when: { column: Kind, equals: x }\n'))
    expect(fields[1]).toEqual(['no', 'No.', false, 'none', true])
  })

  it('is of one column however often and however it is written', () => {
    const { fields } = fieldsOf(BOTH.replace('{ firm: { key: No. } }', '{ firm: { key: no } }'))
    expect(fields).toHaveLength(5)
  })

  it('gives columns names that are safe, whatever their labels', () => {
    const labels = ['№', '1st', 'Straße', '__proto__', 'a'.repeat(150)]
    const { fields } = fieldsOf(`describes:
          - entity: firm
            attributes: { name: [${labels.map((label) => `'${label}'`).join(', ')}] }
          - entity: buyer
            attributes: { emails: E-mail }`)
    for (const [name] of fields) expect(name).toMatch(/^[a-z][a-z0-9_]*$/)
    expect(new Set(fields.map(([name]) => name)).size).toBe(labels.length + 1)
  })
})

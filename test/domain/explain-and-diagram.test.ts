import { describe, expect, it } from 'vitest'
import { diagram } from '../../src/domain/diagram.ts'
import { explainColumn } from '../../src/domain/explain-column.ts'
import { publishedColumns } from '../../src/domain/index.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { compiledDomain } from '../support/compiled-domain.ts'

const { domain: aviation } = await readDomainFolder('aviation')

const DOMAIN = `id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      address: { type: address }
      country: { type: country }
      kind: { type: text }
      town: { type: text }
      sites: { type: website, keep: distinct }
      aliases: { of: name }
sources:
  - id: crm
    title: 'The "CRM" <export> & more'
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes:
              name: { join: [First, Last], with: '-' }
              address: { parts: { street: [Street, Road], postcode: Post code } }
              country: { infer: country }
              kind: { constant: shop }
              sites: [Web, Shop]
              town: [{ match: { column: Place, pattern: '(?<town>.+) town', group: town }, quiet: true }, Town]
  - id: register
    trust: 2
    files: ['register*.csv']
    tables:
      - describes:
          - entity: firm
            role: reference
            key: Id
            attributes: { name: Firm, town: City }
`
const domain = compiledDomain(DOMAIN)
const reads = (column: string) =>
  explainColumn(domain, 'firms', column)?.places.map((place) => `${place.table}: ${place.reads}`)

describe('what a column is made of', () => {
  it('is told of every way of reading, by the labels of the file', () => {
    expect(reads('address')).toEqual(['crm: street from "Street" or "Road", postcode from "Post code"'])
    expect(reads('country')).toEqual(['crm: inferred from the rest of the row'])
    expect(reads('kind')).toEqual(['crm: always "shop"'])
  })

  it('names the most trusted source first, and every column that is tried', () => {
    expect(reads('town')).toEqual([
      'register: column "City"',
      'crm: the part "town" of column "Place", tried without a word; else column "Town"',
    ])
    expect(reads('name')).toEqual(['register: column "Firm"', 'crm: columns "First" and "Last", joined with "-"'])
  })

  it('says of a list that all of its columns are taken', () => {
    expect(reads('sites')).toEqual(['crm: column "Web"; and column "Shop"'])
  })

  it('of a derived column is what it is derived from', () => {
    expect(reads('aliases')).toEqual(reads('name'))
    expect(explainColumn(domain, 'firms', 'aliases')).toMatchObject({ type: null, keep: null, entity: 'firm' })
    expect(explainColumn(domain, 'firms', 'name')).toMatchObject({ type: 'organization_name', keep: 'first' })
  })

  it('is nothing where there is no such column or dataset', () => {
    expect(explainColumn(domain, 'firms', 'nmae')).toBeUndefined()
    expect(explainColumn(domain, 'firm', 'name')).toBeUndefined()
  })

  it('is told of every column of aviation but ids and what tells of the record itself', () => {
    const silent = aviation.entities.flatMap((entity) =>
      publishedColumns(entity, aviation)
        .map(({ name }) => name)
        .filter((name) => explainColumn(aviation, entity.dataset, name)?.places.length === 0),
    )
    expect(silent).toEqual([
      ...['entity_id', 'source_datasets', 'source_record_ids', 'field_provenance', 'privacy_basis'],
      ...['contact_id', 'entity_id', 'is_primary', 'is_invalid'],
      ...['source_datasets', 'source_record_ids', 'field_provenance'],
    ])
  })

  it('of what follows from other columns is what those are made of', () => {
    const from = (name: string) => explainColumn(aviation, 'organizations', name)?.column.from
    expect(from('contact_validation_flags')).toEqual([
      { entity: 'person', attribute: 'emails' },
      { entity: 'person', attribute: 'phones' },
    ])
    expect(from('completeness_score')).toEqual([
      { entity: 'person', attribute: 'emails' },
      { entity: 'person', attribute: 'phones' },
      ...['website', 'province', 'address_primary'].map((attribute) => ({ entity: 'organization', attribute })),
    ])
    expect(from('data_quality_flags')).toHaveLength(5)
  })
})

describe('the picture of a domain', () => {
  it('ties tables to entities and entities to datasets; what makes nothing is dotted', () => {
    expect(diagram(domain)).toBe(`flowchart LR
  subgraph source_crm["The #quot;CRM#quot; #lt;export#gt; #amp; more (trust 1)"]
    table_crm["crm"]
  end
  subgraph source_register["register (trust 2)"]
    table_register["register"]
  end
  entity_firm(["Firm"]) --> dataset_firms[("firms")]
  table_crm --> entity_firm
  table_register -. reference .-> entity_firm
`)
  })

  it('says who belongs to whom, and every line once', () => {
    const lines = diagram(aviation).trimEnd().split('\n')
    expect(lines).toContain('  entity_person -. belongs to .-> entity_organization')
    const arrows = lines.filter((line) => line.includes('>'))
    expect(new Set(arrows).size).toBe(arrows.length)
  })
})

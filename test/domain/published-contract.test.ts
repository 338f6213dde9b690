import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { publishedColumns } from '../../src/domain/index.ts'
import { publishedContract } from '../../src/domain/published-contract.ts'
import { readDomainFolder } from '../../src/domain/read-domain.ts'
import { compiledDomain, faultsOf } from '../support/compiled-domain.ts'

const before: readonly { readonly id: string }[] = JSON.parse(
  readFileSync(new URL('aviation-contracts.json', import.meta.url), 'utf8'),
)
/** Columns that came since. */
const ADDED = new Set(['status_text', 'phone_extensions', 'organization_aliases', 'address_others'])
const aviation = await readDomainFolder('aviation')

const DOMAIN = `id: shop
country: GB
lawful_basis: contract
retention_days: 30
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      contact: { primary: buyer, attributes: [name, email] }
      buyers: { count: buyer }
      aliases: { of: name }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name }
      email: { type: email }
      called: { chosen: firm, by: contact }
      wrong: { marked: invalid }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes: { name: Company }
          - entity: buyer
            belongs_to: { firm: { key: No } }
            invalid: Invalid
            attributes: { name: Name, email: E-mail }
`
const contractOf = (domain: ReturnType<typeof compiledDomain>, id: string, files = {}) =>
  publishedContract(domain.entities.find((entity) => entity.id === id) as never, domain, files)

describe('contracts that follow from a domain', () => {
  it.each(before)('of aviation promise of $id what was promised before', (was) => {
    const entity = aviation.domain.entities.find(({ dataset }) => dataset === was.id)
    if (entity === undefined) throw new Error(`no dataset ${was.id}`)
    const { fields, rules, id, version, title, description, owner, lawfulBasis, ...promises } = publishedContract(
      entity,
      aviation.domain,
      aviation.files,
    )
    const { retention, freshness, volume, references } = promises
    expect({
      ...{
        id,
        version: version.replace('2.1.0', '2.0.0'),
        title,
        description,
        owner,
        lawfulBasis,
        retention,
        freshness,
        volume,
        references,
      },
      rules: rules.map((rule) => rule.id).toSorted(),
      columns: fields
        .filter(({ name }) => !ADDED.has(name))
        .map(({ name, type, required, pii, primaryKey }) => ({ name, type, required, pii, primaryKey })),
    }).toEqual(was)
  })

  it('give every published column its place: id, parent, what the domain names in its order, what every dataset tells', () => {
    const domain = compiledDomain(DOMAIN)
    const names = domain.entities.map((entity) => publishedColumns(entity, domain).map(({ name }) => name))
    expect(names).toEqual([
      [
        ...['firm_id', 'name', 'contact_name', 'contact_email', 'contact_email_status', 'contact_email_confidence'],
        ...['buyers', 'aliases', 'source_datasets', 'source_record_ids', 'field_provenance'],
      ],
      [
        ...['buyer_id', 'firm_id', 'name', 'email', 'called', 'wrong'],
        ...['source_datasets', 'source_record_ids', 'field_provenance'],
      ],
    ])
  })

  it('say what each column is made of', () => {
    const domain = compiledDomain(DOMAIN)
    const from = (entity: number, name: string) =>
      publishedColumns(domain.entities[entity] as never, domain).find((column) => column.name === name)?.from
    expect(from(0, 'name')).toEqual([{ entity: 'firm', attribute: 'name' }])
    expect(from(0, 'contact_email_status')).toEqual([{ entity: 'buyer', attribute: 'email' }])
    expect(from(0, 'aliases')).toEqual([{ entity: 'firm', attribute: 'name' }])
    expect(from(0, 'firm_id')).toEqual([])
  })

  it('refer to the parent, which is required where every record says what it belongs to', () => {
    const domain = compiledDomain(DOMAIN)
    const { references, fields } = contractOf(domain, 'buyer')
    expect(references).toEqual([{ fields: ['firm_id'], dataset: 'firms', to: ['firm_id'] }])
    expect(fields.find(({ name }) => name === 'firm_id')?.required).toBe(true)
    const alone = compiledDomain(
      `${DOMAIN}      - id: others
        files: [others.csv]
        describes:
          - entity: buyer
            attributes: { name: Name, email: E-mail }
`,
    )
    expect(contractOf(alone, 'buyer').fields.find(({ name }) => name === 'firm_id')?.required).toBe(false)
  })

  it('hold between columns what follows from what they are', () => {
    const domain = compiledDomain(DOMAIN)
    expect(contractOf(domain, 'firm').rules.map(({ fields }) => fields)).toEqual([
      ['contact_email', 'contact_email_status'],
      ['contact_email', 'contact_email_confidence'],
    ])
    expect(contractOf(domain, 'buyer').rules.map(({ fields }) => fields)).toEqual([['called', 'wrong']])
  })

  it('keep a row as long as the domain says, and need no lawful basis where nobody is told of', () => {
    const domain = compiledDomain(
      DOMAIN.replace(', email]', ']')
        .replace('contact: { primary: buyer, attributes: [name] }', 'size: { type: number }')
        .replace('called: { chosen: firm, by: contact }\n', 'size: { type: number }\n')
        .replaceAll('{ name: Company }', '{ name: Company, size: Size }')
        .replace('E-mail }', 'E-mail, size: Size }'),
    )
    expect(contractOf(domain, 'firm')).toMatchObject({ lawfulBasis: 'none', retention: { days: 30, field: null } })
    expect(contractOf(domain, 'buyer')).toMatchObject({ lawfulBasis: 'contract' })
  })

  it('take from a file what only people know, and never a column', () => {
    const file = `apiVersion: v3.1.0
kind: DataContract
id: firms
name: Our firms
version: 3.1.0
status: active
team: { name: Sales }
schema:
  - name: firms
    description: Who buys from us.
    properties:
      - { name: name, logicalType: integer, required: false, description: As on the invoice., examples: [1] }
slaProperties:
  - { property: retention, value: 7, unit: d }
customProperties:
  - { property: hotpassKind, value: published }
  - { property: hotpassVolume, value: { min: 5, max: 9 } }
`
    const files = { 'contracts/firms.yaml': file }
    const contract = contractOf(compiledDomain(DOMAIN, files), 'firm', files)
    expect(contract).toMatchObject({
      ...{ title: 'Our firms', version: '3.1.0', owner: 'Sales', description: 'Who buys from us.' },
      retention: { days: 7, field: null },
      volume: { min: 5, max: 9 },
    })
    expect(contract.fields.find(({ name }) => name === 'name')).toMatchObject({
      ...{ type: 'string', required: true, description: 'As on the invoice.' },
    })
    expect(contract.fields).toHaveLength(11)
  })

  it('by consent name the column that records it, or are refused', () => {
    const consent = DOMAIN.replace('lawful_basis: contract', 'lawful_basis: consent')
    expect(faultsOf(consent).map((line) => line.slice(0, line.indexOf(':', 20)))).toEqual([
      'domain.yaml:7:5, at entities.firm.dataset',
      'domain.yaml:15:5, at entities.buyer.dataset',
    ])
  })
})

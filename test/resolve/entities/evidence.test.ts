import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { patternCode } from '../../../src/resolve/comparing/pattern-code.ts'
import { entityRecordSql } from '../../../src/resolve/entities/entity-record-sql.ts'
import { entitySettings } from '../../../src/resolve/entities/entity-settings.ts'
import { maskerOf } from '../../../src/resolve/entities/evidence-class.ts'
import { comparedAttributes, evidenceColumns } from '../../../src/resolve/entities/evidence-columns.ts'
import { parentComparisons } from '../../../src/resolve/entities/same-parent.ts'
import { prepareRecords } from '../../../src/resolve/records/prepare-records.ts'
import { parseLinkageSettings } from '../../../src/resolve/settings/parse-linkage-settings.ts'
import { types } from '../../../src/types/registry.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { temporaryFolder } from '../../support/landing.ts'
import { entityNamed, loadRows } from '../../support/resolved-rows.ts'

let engine: Engine
const folder = temporaryFolder('evidence')
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
})
afterAll(() => engine.close())

const oneAttribute = (attribute: string, label = ', required: true') =>
  compiledDomain(
    `id: shop
country: GB
lawful_basis: contract
entities:
  thing:
    dataset: things
    id_prefix: thi
    attributes:
      label: { type: text${label} }
      a: ${attribute}
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: thing
            key: No
            attributes: { label: Label, a: Value }
`,
    { 'vocabularies/words.yaml': 'terms: { Red: [r] }' },
  )

/** Every type, as one value and as a list where it may be one, with all options of its examples. */
const attributes = [...types.values()].flatMap((type) =>
  type.examples.flatMap(({ options }) =>
    [type.keep, ...type.keeps]
      .filter((keep, at, all) => all.indexOf(keep) === at && (keep === type.keep || keep === 'distinct'))
      .map((keep) => ({
        type: type.id,
        example: type.examples[0]?.value ?? type.example,
        attribute: JSON.stringify({
          type: type.id,
          keep,
          ...options,
          ...(type.vocabularyOption !== null && options[type.vocabularyOption] !== undefined
            ? { [type.vocabularyOption]: 'words' }
            : {}),
        }),
      })),
  ),
)

describe('settings that types make', () => {
  it.each(attributes)(
    'are understood by linkage, and its records by the engine: $attribute',
    async ({ attribute, example }) => {
      const domain = oneAttribute(attribute)
      const thing = entityNamed(domain, 'thing')
      const settings = parseLinkageSettings(entitySettings(domain, thing))
      const unnamed = oneAttribute(attribute, '')
      expect(() => parseLinkageSettings(entitySettings(unnamed, entityNamed(unnamed, 'thing')))).not.toThrow()
      const rows = [1, 2].map((no) => ({ No: String(no), Label: 'x', Value: String(example) }))
      await loadRows(engine, domain, { crm: rows }, folder)
      for (const sql of entityRecordSql(domain, thing, 3)) await engine.run(sql)
      const made = await engine.rows<{ column_name: string }>('SELECT column_name FROM (DESCRIBE entity_record)')
      expect(made.map(({ column_name }) => column_name)).toEqual([
        ...['_record_key', '_source', '_record_id'],
        ...evidenceColumns(domain, thing).map(({ name }) => name),
        '_content',
      ])
      expect((await prepareRecords(engine, settings, 'entity_record')).rows).toBe(2)
    },
  )
})

const domain = compiledDomain(`id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      phone: { type: phone, keep: first, pii: none }
      lei: { type: identifier, scheme: lei }
      town: { type: text }
      address: { type: address }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name }
      phones: { type: phone, keep: distinct }
      home: { type: region }
sources:
  - id: crm
    trust: 2
    unique: true
    files: ['crm*.csv']
    tables:
      - id: crm_firms
        files: ['crm_firms*.csv']
        describes:
          - entity: firm
            key: No
            invalid: Wrong
            attributes: { name: Company, phone: Tel, lei: LEI, town: Town }
          - entity: buyer
            belongs_to: { firm: { named: Company } }
            attributes: { name: Boss, phones: Boss tel }
      - id: crm_people
        files: ['crm_people*.csv']
        describes:
          - entity: buyer
            key: Person
            belongs_to: { firm: { key: No } }
            invalid: Wrong
            attributes: { name: Name, phones: Tel, home: County }
      - id: crm_places
        files: ['crm_places*.csv']
        describes:
          - entity: firm
            role: part
            key: Place
            belongs_to: { firm: { key: No } }
            attributes: { address: Address, town: Town }
`)
const firm = entityNamed(domain, 'firm')
const buyer = entityNamed(domain, 'buyer')
type Record_ = Readonly<Record<string, unknown>>

async function records(rows: Parameters<typeof loadRows>[2], names = 2): Promise<ReadonlyMap<string, Record_>> {
  await loadRows(engine, domain, rows, folder)
  for (const sql of entityRecordSql(domain, firm, names)) await engine.run(sql)
  const found = await engine.rows<{ row: string }>('SELECT to_json(t)::VARCHAR AS row FROM entity_record t')
  return new Map(
    found.map(({ row }) => [
      String((JSON.parse(row) as Record_)._record_key).split('|')[2] ?? '',
      JSON.parse(row) as Record_,
    ]),
  )
}
const TEL = '020 7946 0001'
const E164 = '+442079460001'

describe('what a record is compared by', () => {
  it('is its own, and what those who belong to it bring as far as few share it', () => {
    expect(comparedAttributes(domain, firm).map(({ columns }) => columns.value)).toEqual([
      ...['name', 'phone', 'lei', 'address'].filter(
        (name) => firm.attributes.find((one) => one.name === name)?.type.compare !== null,
      ),
      ...['buyer__name', 'buyer__phones'],
    ])
    expect(comparedAttributes(domain, buyer).map(({ columns }) => columns.value)).toEqual(['name', 'phones', 'home'])
  })

  it('holds no two columns of one name', () => {
    for (const entity of domain.entities) {
      const names = evidenceColumns(domain, entity).map(({ name }) => name)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('shows nothing of a person who belongs to it unmasked', () => {
    const mask = maskerOf(domain, firm)
    expect(mask('buyer__phones', E164)).not.toContain('7946')
    expect(mask('derived_by_settings', 'Ann Lee')).not.toContain('Ann Lee')
    expect(mask('lei', '5493001KJTIIGC8Y1R12')).toBe('5493001KJTIIGC8Y1R12')
  })

  it('a number that one entity alone has speaks against two that have different ones', () => {
    expect(entitySettings(domain, firm)).toMatchObject({
      hotpass: { contradicting_columns: ['lei'], duplicate_free_sources: ['crm'] },
    })
    expect(entitySettings(domain, buyer)).toMatchObject({ hotpass: { contradicting_columns: [] } })
  })
})

describe('a very wide table', () => {
  const wide = (of: string, count: number) => {
    const names = Array.from({ length: count }, (_, at) => `w${at}`)
    const made = compiledDomain(`id: shop
country: GB
lawful_basis: contract
entities:
  thing:
    dataset: things
    id_prefix: thi
    attributes:
${names.map((name) => `      ${name}: ${of}`).join('\n')}
      label: { type: organization_name, required: true }
      lei: { type: identifier, scheme: lei }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: thing
            attributes:
${names.map((name) => `              ${name}: Column ${name}`).join('\n')}
              label: Label
              lei: LEI
`)
    const settings = parseLinkageSettings(entitySettings(made, entityNamed(made, 'thing')))
    expect(() => patternCode(settings.comparisons)).not.toThrow()
    expect(settings.rules.length).toBeLessThanOrEqual(32)
    return settings.comparisons.map(({ name }) => name)
  }

  it.each(['{ type: number }', '{ type: category }', '{ type: identifier }', '{ type: phone }'])(
    'is compared by what tells most of it: 100 of %s',
    (of) => {
      const compared = wide(of, 100)
      expect(compared).toEqual(expect.arrayContaining(['label', 'lei']))
      expect(compared.length).toBeGreaterThan(5)
    },
  )

  it('is compared by all of it where that is not too much', () => {
    expect(wide('{ type: number }', 5)).toHaveLength(7)
  })
})

describe('an entity of which nothing is compared', () => {
  const rules = (label?: string) => {
    const made = oneAttribute('{ type: text }', label)
    const { rules: blocking, comparisons } = parseLinkageSettings(entitySettings(made, entityNamed(made, 'thing')))
    return [blocking.map(({ sql }) => sql), comparisons.map(({ name }) => name)]
  }

  it('is linked by its name, where something names it', () => {
    expect(rules()).toEqual([['l._name_key = r._name_key'], ['_name_key']])
  })

  it('is never linked where nothing does', () => {
    expect(rules('')).toEqual([['l._record_key = r._record_key'], ['_record_key']])
  })
})

describe('a record for linkage', () => {
  it('has what people of its key and of its row bring, each value once', async () => {
    const found = await records({
      crm_firms: [{ No: '1', Company: 'Acme', Boss: 'Ann Lee', 'Boss tel': TEL }],
      crm_people: [
        { Person: '5', No: '1', Name: 'Bob Roe', Tel: TEL },
        { Person: '6', No: '1', Name: 'Cy Poe', Tel: '020 7946 0002' },
      ],
    })
    expect(found.get('1')).toMatchObject({
      buyer__phones: [E164, '+442079460002'],
      buyer__name: ['Ann Lee', 'Bob Roe', 'Cy Poe'],
    })
  })

  it('has nothing of who is marked as wrong', async () => {
    const found = await records({
      crm_firms: [{ No: '1', Company: 'Acme' }],
      crm_people: [{ Person: '5', No: '1', Name: 'Bob Roe', Tel: TEL, Wrong: 'yes' }],
    })
    expect(found.get('1')).toMatchObject({ buyer__phones: null, buyer__name: null })
  })

  it('has no number that stands under more than so many names: it is a switchboard', async () => {
    const firms = ['Acme', 'Beta', 'Gamma'].map((Company, at) => ({ No: String(at + 1), Company, Tel: TEL }))
    expect((await records({ crm_firms: firms }, 3)).get('1')).toMatchObject({ phone: E164 })
    expect((await records({ crm_firms: firms }, 2)).get('1')).toMatchObject({ phone: null })
    const branches = firms.map((one) => ({ ...one, Company: 'Acme' }))
    expect((await records({ crm_firms: branches }, 2)).get('1')).toMatchObject({ phone: E164 })
  })

  it('has what rows that are part of it say, where it says nothing itself', async () => {
    const found = await records({
      crm_firms: [
        { No: '1', Company: 'Acme', Town: 'Leeds' },
        { No: '2', Company: 'Beta' },
      ],
      crm_places: [
        { Place: 'a', No: '1', Town: 'York', Address: '1 High Street, York' },
        { Place: 'b', No: '2', Town: 'Hull' },
      ],
    })
    expect(found.get('1')?.town).toBe('Leeds')
    expect(found.get('1')?.address).toContain('1 High Street')
    expect(found.get('2')?.town).toBe('Hull')
  })

  it('has another content exactly when something that linkage looks at is another', async () => {
    const content = async (firmRow: Readonly<Record<string, string>>) =>
      (await records({ crm_firms: [{ No: '1', Company: 'Acme', ...firmRow }] })).get('1')?._content
    const plain = await content({})
    expect(await content({})).toBe(plain)
    expect(await content({ Tel: TEL })).not.toBe(plain)
    expect(await content({ Boss: 'Ann Lee' })).not.toBe(plain)
  })
})

describe('what records belong to', () => {
  it('is a comparison of its own that linkage understands', () => {
    const settings = entitySettings(domain, buyer)
    const parsed = parseLinkageSettings({
      ...settings,
      comparisons: [...(settings.comparisons as unknown[]), ...parentComparisons(buyer)],
    })
    expect(parsed.comparisons.at(-1)?.levels.map(({ label }) => label)).toEqual([
      'no firm',
      'same firm and name',
      'same firm',
      'another firm',
    ])
    expect(parentComparisons(firm)).toEqual([])
  })
})

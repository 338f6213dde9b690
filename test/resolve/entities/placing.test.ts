import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { temporaryFolder } from '../../support/landing.ts'
import { classifyRows, loadRows } from '../../support/resolved-rows.ts'

let engine: Engine
const folder = temporaryFolder('placing')
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
})
afterAll(() => engine.close())

const domain = compiledDomain(`id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      number: { type: identifier, scheme: lei }
      town: { type: text }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name }
sources:
  - id: crm
    trust: 3
    files: ['crm*.csv']
    tables:
      - id: crm_firms
        files: ['crm_firms*.csv']
        describes:
          - entity: firm
            key: No
            attributes: { name: Company, number: LEI }
          - entity: buyer
            belongs_to: { firm: { named: Company } }
            attributes: { name: Boss }
      - id: crm_people
        files: ['crm_people*.csv']
        describes:
          - entity: buyer
            key: Person
            belongs_to: { firm: { key: No, or_named: Firm } }
            attributes: { name: Name }
      - id: crm_towns
        files: ['crm_towns*.csv']
        describes:
          - entity: firm
            role: part
            key: [No, Town]
            belongs_to: { firm: { key: No, or_named: Firm } }
            attributes: { town: Town }
  - id: fair
    trust: 2
    files: ['fair*.csv']
    tables:
      - describes:
          - entity: firm
            role: unless_known
            key: Firm
            attributes: { name: Firm }
  - id: register
    trust: 1
    files: ['register*.csv']
    tables:
      - describes:
          - entity: firm
            role: reference
            key: Id
            attributes: { name: Firm, number: LEI, town: Town }
`)
type Rows = Parameters<typeof loadRows>[2]
const ACME = { No: '1', Company: 'Acme' }
const BETA = { No: '2', Company: 'Beta' }
const classified = async (rows: Rows) => {
  await loadRows(engine, domain, rows, folder)
  return classifyRows(engine, domain)
}
const parentOf = async (person: Readonly<Record<string, string>>, firms: Rows[string] = [ACME, BETA]) => {
  const rows = await classified({ crm_firms: firms, crm_people: [{ Person: '9', Name: 'Ann Lee', ...person }] })
  const found = rows.find(({ _record_key }) => _record_key === 'crm|crm_people|9')
  return [found?.row_class, found?._parent_firm ?? null]
}

describe('what a row belongs to', () => {
  it('is told by its key, whatever name stands beside it', async () => {
    expect(await parentOf({ No: '2', Firm: 'Acme' })).toEqual(['published', 'e_beta'])
  })

  it('is told by its name where the key is blank, 0, a placeholder or nobody has it', async () => {
    for (const No of ['', '0', 'N/A', '77'])
      expect(await parentOf({ No, Firm: 'ACME Ltd' }), No).toEqual(['published', 'e_acme'])
  })

  it('is told by what its firm is called besides, but where that is another firm’s name', async () => {
    const trading = { No: '4', Company: 'Delta Ltd t/a Skyhop' }
    expect(await parentOf({ Firm: 'Skyhop' }, [ACME, trading])).toEqual(['published', 'e_delta'])
    expect(await parentOf({ Firm: 'Skyhop' }, [trading, { No: '5', Company: 'Skyhop' }])).toEqual([
      'published',
      'e_skyhop',
    ])
    expect(await parentOf({ Firm: 'Skyhop' }, [trading, { No: '6', Company: 'Omega t/a Skyhop' }])).toEqual([
      'quarantined',
      null,
    ])
  })

  it('is nobody where neither tells, and then the row waits for a person', async () => {
    expect(await parentOf({ No: '77', Firm: 'Gamma' })).toEqual(['quarantined', null])
    expect(await parentOf({ No: '0' })).toEqual(['quarantined', null])
  })

  it('is not told by a name that two have', async () => {
    await loadRows(
      engine,
      domain,
      {
        crm_firms: [ACME, { No: '3', Company: 'Acme Limited' }],
        crm_people: [{ Person: '9', Name: 'Ann', Firm: 'Acme' }],
      },
      folder,
    )
    const rows = await classifyRows(engine, domain, "'e_' || _record_key")
    expect(rows.find(({ _record_key }) => _record_key === 'crm|crm_people|9')?.row_class).toBe('quarantined')
  })

  it('is the firm of its own row', async () => {
    const rows = await classified({
      crm_firms: [
        { ...ACME, Boss: 'Ann Lee' },
        { No: '5', Company: 'Acme', Boss: 'Bob Roe' },
      ],
    })
    expect(
      rows.filter(({ entity }) => entity === 'buyer').map(({ _parent_firm, row_class }) => [_parent_firm, row_class]),
    ).toEqual([
      ['e_acme', 'published'],
      ['e_acme', 'published'],
    ])
  })
})

describe('what became of a row', () => {
  const classes = async (rows: Rows) =>
    (await classified(rows))
      .filter(({ entity }) => entity === 'firm')
      .map(({ _record_key, row_class, entity_id, linked_by }) => [_record_key, row_class, entity_id, linked_by])

  it('one record leads its entity, the others are merged into it', async () => {
    expect(await classes({ crm_firms: [ACME, { No: '3', Company: 'ACME' }] })).toEqual([
      ['crm|crm_firms|1', 'published', 'e_acme', 'own_record'],
      ['crm|crm_firms|3', 'merged', 'e_acme', 'own_record'],
    ])
  })

  it('the same row twice is one; the same key and name with other words is one record that says more', async () => {
    expect(await classes({ crm_firms: [ACME, ACME] })).toEqual([
      ['crm|crm_firms|1', 'published', 'e_acme', 'own_record'],
      ['crm|crm_firms|1', 'merged', 'e_acme', 'duplicate_row'],
    ])
    expect(await classes({ crm_firms: [ACME, { No: '1', Company: 'ACME Ltd' }] })).toEqual([
      ['crm|crm_firms|1', 'published', 'e_acme', 'own_record'],
      ['crm|crm_firms|1', 'merged', 'e_acme', 'same_key'],
    ])
  })

  it('the same key under another name is another record: nobody is taken for somebody else', async () => {
    const rows = await classes({ crm_firms: [ACME, { No: '1', Company: 'Other' }, { No: '1', Company: 'Other Ltd' }] })
    expect(rows.map(([, ...rest]) => rest)).toEqual([
      ['published', 'e_acme', 'own_record'],
      ['published', 'e_other', 'own_record'],
      ['merged', 'e_other', 'same_key'],
    ])
    expect(rows.map(([key]) => key)).toEqual([
      'crm|crm_firms|1',
      expect.stringMatching(/^crm\|crm_firms\|1~[0-9a-f]{12}$/),
      rows[1]?.[0],
    ])
  })

  it('what belongs to a key that two have goes by its name, and waits for a person where that tells nothing', async () => {
    const firms = [ACME, { No: '1', Company: 'Other' }, { No: '2', Company: 'Beta' }]
    expect(await parentOf({ No: '1', Firm: 'Other' }, firms)).toEqual(['published', 'e_other'])
    expect(await parentOf({ No: '1', Firm: 'Acme' }, firms)).toEqual(['published', 'e_acme'])
    expect(await parentOf({ No: '1' }, firms)).toEqual(['quarantined', null])
  })

  it('rows that are parts of others are none of each other, whatever their keys', async () => {
    const rows = await classes({
      crm_firms: [ACME, BETA],
      crm_towns: [
        { No: '0', Firm: 'Acme', Town: 'York' },
        { No: '0', Firm: 'Beta', Town: 'York' },
      ],
    })
    expect(rows.filter(([key]) => key?.startsWith('crm|crm_towns')).map(([, ...rest]) => rest)).toEqual([
      ['attached', 'e_acme', 'name'],
      ['attached', 'e_beta', 'name'],
    ])
  })

  it('a part is attached by key, else by name, and makes nothing', async () => {
    const rows = await classes({
      crm_firms: [ACME],
      crm_towns: [
        { No: '1', Town: 'Leeds' },
        { No: '0', Firm: 'Acme', Town: 'York' },
        { No: '8', Town: 'Hull' },
      ],
    })
    expect(rows).toEqual([
      ['crm|crm_firms|1', 'published', 'e_acme', 'own_record'],
      ['crm|crm_towns|0|York', 'attached', 'e_acme', 'name'],
      ['crm|crm_towns|1|Leeds', 'attached', 'e_acme', 'owner_key'],
      ['crm|crm_towns|8|Hull', 'quarantined', null, 'name'],
    ])
  })

  it('a capture makes an entity only where no record has its name', async () => {
    expect(await classes({ crm_firms: [ACME], fair: [{ Firm: 'Acme Ltd' }, { Firm: 'Gamma' }] })).toEqual([
      ['crm|crm_firms|1', 'published', 'e_acme', 'own_record'],
      ['fair|fair|Acme Ltd', 'attached', 'e_acme', 'name'],
      ['fair|fair|Gamma', 'published', 'e_gamma', 'own_record'],
    ])
  })

  it('a reference gives its values to who has its number, else its name, and makes nothing', async () => {
    const lei = '5493001KJTIIGC8Y1R12'
    const rows = await classes({
      crm_firms: [{ ...ACME, LEI: lei }, BETA],
      register: [
        { Id: '1', Firm: 'Renamed plc', LEI: lei },
        { Id: '2', Firm: 'Beta Ltd' },
        { Id: '3', Firm: 'Gamma' },
      ],
    })
    expect(rows.filter(([key]) => key?.startsWith('register'))).toEqual([
      ['register|register|1', 'attached', 'e_acme', 'owner_key'],
      ['register|register|2', 'attached', 'e_beta', 'name'],
      ['register|register|3', 'attached', null, 'name'],
    ])
  })

  it('a number that two entities have says nothing of a reference', async () => {
    const lei = '5493001KJTIIGC8Y1R12'
    const rows = await classes({
      crm_firms: [
        { ...ACME, LEI: lei },
        { ...BETA, LEI: lei },
      ],
      register: [{ Id: '1', Firm: 'Gamma', LEI: lei }],
    })
    expect(rows.at(-1)).toEqual(['register|register|1', 'attached', null, 'name'])
  })
})

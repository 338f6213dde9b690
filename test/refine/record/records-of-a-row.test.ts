import { describe, expect, it } from 'vitest'
import { readDomainFolder } from '../../../src/domain/read-domain.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { refineRow } from '../../support/refined-rows.ts'

const HEAD = `id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      kind: { type: text }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name }
      emails: { type: email }
      country: { type: country }
sources:
`
const CRM = `  - id: crm
    trust: 5
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes: { name: Company, kind: Kind }
          - entity: buyer
            belongs_to: { firm: { key: No, or_named: Company } }
            invalid: Invalid
            attributes: { name: Name, emails: E-mail, country: { infer: country } }
`
const VISITS = `  - id: visits
    trust: 6
    files: ['visits*.csv']
    tables:
      - describes:
          - entity: buyer
            called: visit
            key: [Firm no, Day]
            belongs_to: { firm: { key: Firm no, or_named: Firm } }
            attributes: { name: Name, country: { constant: GB } }
`
const shop = compiledDomain(HEAD + CRM + VISITS)
const crm = (row: Readonly<Record<string, string | null>>) => refineRow(shop, 'crm', row)
const visit = (row: Readonly<Record<string, string | null>>) => refineRow(shop, 'visits', row)

describe('a row that says two things', () => {
  const { records } = crm({ No: ' c-007 ', Company: 'Acme Ltd', Name: 'Ann Lee', 'E-mail': 'ann@acme.example' })

  it('makes a record of each, in the order of the domain', () => {
    expect(records.map(({ entity, name, _part }) => [entity, name, _part])).toEqual([
      ['firm', 'Acme Ltd', 0],
      ['buyer', 'Ann Lee', 1],
    ])
  })

  it('gives both the key and the public id of the row, since keys are told apart by entity', () => {
    expect(records.map(({ _record_key, _record_id }) => [_record_key, _record_id])).toEqual([
      ['crm|crm|c-007', 'crm:c-007'],
      ['crm|crm|c-007', 'crm:c-007'],
    ])
  })

  it('ties the second to the first by key and by name', () => {
    expect(records[1]).toMatchObject({ _firm_key: 'c-007', _firm_name: records[0]?._name_key, _belongs: true })
    expect(records[0]).toMatchObject({ _belongs: false, _key: 'c-007' })
  })

  it('says of each where it stands and who says it', () => {
    for (const record of records)
      expect(record).toMatchObject({
        ...{ _role: 'record', _source: 'crm', _table: 'crm', _file: 'file.csv', _sheet: 'Sheet', _row: 2 },
        ...{ _row_hash: '0123456789abcdef', _trust: 5 },
      })
  })
})

describe('a row that says too little', () => {
  it('makes no record of a second thing that it says nothing of, though a country is inferred for it', () => {
    const { records, rejected } = crm({ No: '1', Company: 'Acme Ltd' })
    expect([records.map(({ entity }) => entity), rejected]).toEqual([['firm'], null])
  })

  it('without what its first thing must have is rejected whole', () => {
    const { records, rejected } = crm({ No: '1', Name: 'Ann Lee' })
    expect(records).toEqual([])
    expect(rejected).toMatchObject({ rule: 'required', field: 'name', value: null })
    expect(rejected?.message).toBe('A firm must have "name", and the row has none. Fill it in, or delete the row.')
  })

  it('tells why the value that must be there cannot be used, with its text', () => {
    const { rejected } = crm({ No: '1', Company: 'Acme http://x', Name: null })
    if (rejected !== null) expect(rejected.value).toBe('Acme http://x')
    const placeholder = crm({ No: '1', Company: 'N/A' }).rejected
    expect(placeholder?.field).toBe('name')
    expect(placeholder?.message).toMatch(/delete the row\.$/)
  })

  it('about something that belongs, is no more than a part of that, whatever is the same for every row', () => {
    const { records, rejected } = visit({ 'Firm no': '7', Day: '2020-01-01', Firm: null, Name: 'N/A' })
    expect(rejected).toBeNull()
    expect(records.map(({ _role, _firm_key, _part }) => [_role, _firm_key, _part])).toEqual([['part', '7', 0]])
  })

  it('about nothing at all is rejected as empty', () => {
    expect(visit({ 'Firm no': null, Day: null, Firm: null, Name: null })).toMatchObject({
      records: [],
      rejected: { rule: 'empty', field: 'name', message: expect.stringContaining('says nothing of a buyer') },
    })
  })

  it('is a record as soon as one cell says something', () => {
    expect(visit({ Name: 'Ann Lee' }).records.map(({ _role }) => _role)).toEqual(['record'])
  })
})

describe('keys and public ids', () => {
  it('of several columns are their parts, a blank one left blank; all blank are no key', () => {
    expect(visit({ 'Firm no': '7', Day: 'x', Name: 'Ann' }).records[0]).toMatchObject({
      _key: '7|x',
      _record_key: 'visits|visits|7|x',
    })
    expect(visit({ 'Firm no': null, Day: 'x', Name: 'Ann' }).records[0]).toMatchObject({ _key: '|x' })
    expect(visit({ 'Firm no': 'N/A', Day: ' ', Name: 'Ann' }).records[0]).toMatchObject({
      ...{ _key: null, _record_key: 'visits|visits|#0123456789abcdef', _record_id: 'visits:visit-0123456789ab' },
    })
  })

  it('made of personal values are shown as a hash', () => {
    const domain = compiledDomain((HEAD + CRM + VISITS).replace('key: [Firm no, Day]', 'key: [Firm no, Name]'))
    const [record] = refineRow(domain, 'visits', { 'Firm no': '7', Name: 'Ann Lee' }).records
    expect(record?._record_id).toBe('visits:visit-0123456789ab')
    expect(record?._record_key).toContain('Ann Lee')
  })

  it('stay what they were when a source or a table is renamed', () => {
    const domain = compiledDomain(
      (HEAD + CRM + VISITS)
        .replace('- id: crm\n', '- id: sales\n    was: crm\n')
        .replace('- describes:', '- id: sales_rows\n        was: crm\n        describes:'),
    )
    const [record] = refineRow(domain, 'sales_rows', { No: '1', Company: 'Acme' }).records
    expect(record).toMatchObject({
      _source: 'crm',
      _record_key: 'crm|crm|1',
      _record_id: 'crm:1',
      _table: 'sales_rows',
    })
  })

  it('of a second table of a source name what its rows are', () => {
    const domain = compiledDomain(
      `${HEAD}${CRM}      - id: crm_visits
        files: ['visits.csv']
        describes:
          - entity: buyer
            called: visit
            key: Visit
            belongs_to: { firm: { key: No } }
            attributes: { name: Name }
`,
    )
    expect(refineRow(domain, 'crm_visits', { Visit: '12', No: '1', Name: 'Ann' }).records[0]).toMatchObject({
      ...{ _record_id: 'crm:visit:12', _record_key: 'crm|crm_visits|12' },
    })
  })

  it('of two things of one kind in a row are two', () => {
    const domain = compiledDomain(
      HEAD +
        CRM.replace(
          /( {10}- entity: buyer\n(?:.*\n){3})/,
          (one) => one + one.replace('Name, emails: E-mail', 'Deputy, emails: Deputy e-mail'),
        ),
    )
    const { records } = refineRow(domain, 'crm', { No: '1', Company: 'Acme', Name: 'Ann Lee', Deputy: 'Bob Roe' })
    expect(records.map(({ name, _record_key, _part }) => [name, _record_key, _part])).toEqual([
      ['Acme', 'crm|crm|1', 0],
      ['Ann Lee', 'crm|crm|1', 1],
      ['Bob Roe', 'crm|crm|1~2', 2],
    ])
  })

  it('of a second thing with a key of its own hold its kind', () => {
    const domain = compiledDomain(
      HEAD + CRM.replace('            belongs_to', '            key: Person\n            belongs_to'),
    )
    const { records } = refineRow(domain, 'crm', { No: '1', Company: 'Acme', Person: '9', Name: 'Ann Lee' })
    expect(records[1]).toMatchObject({ _record_key: 'crm|crm|buyer:9', _key: '9', _is_unique: true })
    expect(records[0]).toMatchObject({ _is_unique: false })
  })

  it('of a unique source say so', () => {
    const domain = compiledDomain(HEAD + CRM.replace('    trust: 5\n', '    trust: 5\n    unique: true\n'))
    const { records } = refineRow(domain, 'crm', { No: '1', Company: 'Acme', Name: 'Ann Lee' })
    expect(records.map(({ _is_unique }) => _is_unique)).toEqual([true, false])
  })
})

describe('rows that are about a thing only when they say so', () => {
  const domain = (when: string) =>
    compiledDomain(
      HEAD +
        CRM.replace(
          '            key: No\n',
          `            key: No\n            when: { column: Kind, ${when} }\n`,
        ).replace('            invalid: Invalid\n', '            when: { column: Name, is: present }\n'),
    )
  const told = (when: string, kind: string | null, name: string | null = 'Ann Lee') =>
    refineRow(domain(when), 'crm', { No: '1', Company: 'Acme', Kind: kind, Name: name })
  const kinds = (when: string, kind: string | null) => told(when, kind).records.map(({ entity }) => entity)

  it('by one word, or any of several, however they are written', () => {
    expect(kinds('equals: Firm', ' FIRM ')).toEqual(['firm', 'buyer'])
    expect(kinds('equals: [Shop, Firm]', 'firm')).toEqual(['firm', 'buyer'])
    expect(kinds('equals: Firm', 'firms')).toEqual(['buyer'])
    expect(kinds('equals: Firm', null)).toEqual(['buyer'])
    expect(kinds('equals: 1', '1')).toEqual(['firm', 'buyer'])
  })

  it('by a cell that is there or not', () => {
    expect(kinds('is: blank', null)).toEqual(['firm', 'buyer'])
    expect(kinds('is: blank', 'x')).toEqual(['buyer'])
    expect(kinds('is: present', 'x')).toEqual(['firm', 'buyer'])
  })

  it('are counted by the first thing that they are about', () => {
    expect(
      told('equals: Firm', 'Person').records.map(({ entity, _part, _record_key }) => [entity, _part, _record_key]),
    ).toEqual([['buyer', 0, 'crm|crm|1']])
  })

  it('are rejected where they are about nothing, so that every row is counted', () => {
    expect(told('equals: Firm', 'Person', null)).toMatchObject({
      records: [],
      rejected: { rule: 'not_described', field: 'kind' },
    })
  })
})

describe('marks', () => {
  const mark = (cell: string | null) => crm({ No: '1', Company: 'Acme', Name: 'Ann Lee', Invalid: cell }).records[1]

  it('are set by anything but blank, 0, no and false', () => {
    for (const cell of [null, '0', 'no', 'N', 'False', 'valid', 'OK'])
      expect(mark(cell), String(cell)).toMatchObject({ _is_invalid: false, _invalid: null })
    for (const cell of ['1', 'yes', 'x', 'left the firm'])
      expect(mark(cell), cell).toMatchObject({ _is_invalid: true, _invalid: ['name', 'emails', 'country'] })
  })

  it('are known of as such, set or not; a description without one can mark nothing', () => {
    const { records } = crm({ No: '1', Company: 'Acme', Name: 'Ann Lee' })
    expect(records.map(({ _can_mark }) => _can_mark)).toEqual([false, true])
  })

  it('by words of their own, about attributes of their own', () => {
    const domain = compiledDomain(
      HEAD + CRM.replace('invalid: Invalid', 'invalid: { column: Status, values: [Bounced], of: [emails] }'),
    )
    const marked = (cell: string) =>
      refineRow(domain, 'crm', { No: '1', Company: 'Acme', Name: 'Ann Lee', Status: cell }).records[1]
    expect(marked('bounced')).toMatchObject({ _is_invalid: true, _invalid: ['emails'] })
    expect(marked('1')).toMatchObject({ _is_invalid: false, _invalid: null })
  })
})

describe('a file of many sources', () => {
  const domain = compiledDomain(
    HEAD +
      CRM.replace(
        '      - describes:',
        "      - source: { column: Origin, trust: { 'Trade fair': 9 } }\n        describes:",
      ),
  )
  const of = (origin: string | null) =>
    refineRow(domain, 'crm', { No: '1', Company: 'Acme', Origin: origin }).records[0]

  it('names the source of each row, and trusts it as far as is said of it', () => {
    expect(of('Trade Fair')).toMatchObject({
      _source: 'crm_trade_fair',
      _trust: 9,
      _record_key: 'crm_trade_fair|crm|1',
      _record_id: 'crm_trade_fair:1',
    })
    expect(of('Web')).toMatchObject({ _source: 'crm_web', _trust: 5 })
  })

  it('is its own where a row says none', () => {
    expect(of(null)).toMatchObject({ _source: 'crm', _trust: 5 })
    expect(of('!!!')).toMatchObject({ _source: 'crm_blank' })
  })
})

describe('what cannot be read', () => {
  it('stays with its row, and with what it is about', () => {
    const { records, setAside } = crm({ No: '1', Company: 'Acme', Name: 'Ann Lee', 'E-mail': 'nonsense' })
    const issue = { field: 'emails', code: 'invalid_email', message: expect.any(String), raw: 'nonsense' }
    expect(records.map(({ _issues }) => (_issues === null ? null : JSON.parse(String(_issues))))).toEqual([
      null,
      [issue],
    ])
    expect(setAside).toEqual([{ entity: 'buyer', ...issue, shown: 'n***' }])
  })
})

describe("aviation's records are called as before", async () => {
  const { domain } = await readDomainFolder('aviation')
  const ids = (table: string, row: Readonly<Record<string, string | null>>) =>
    refineRow(domain, table, row).records.map(({ entity, _record_key, _record_id, _role }) => [
      entity,
      _role,
      _record_key,
      _record_id,
    ])

  it('of the first table by their key, of another by what they are called', () => {
    expect(ids('reachout_organisation', { ID: '12', 'Organisation Name': 'Blue Sky Aviation' })).toEqual([
      ['organization', 'record', 'reachout|reachout_organisation|12', 'reachout:12'],
    ])
    expect(ids('contact_company_addresses', { C_ID: '7', Type: 'Postal', Airport: 'Lanseria' })).toEqual([
      ['organization', 'part', 'contact|contact_company_addresses|7|Postal', 'contact:address:7|Postal'],
    ])
    expect(
      ids('contact_capture', { School: 'Blue Sky Aviation', 'Contact person (role)': 'Lerato Mokoena (Owner)' }),
    ).toEqual([
      [
        'organization',
        'unless_known',
        'contact|contact_capture|Blue Sky Aviation',
        'contact:capture:Blue Sky Aviation',
      ],
      ['person', 'record', 'contact|contact_capture|Blue Sky Aviation', 'contact:capture:Blue Sky Aviation'],
    ])
  })

  it('of people by a hash, since their key is personal', () => {
    expect(ids('reachout_contact_info', { ID: '12', Firstname: 'Lerato', Email: 'l@x.example' })[0]?.[3]).toBe(
      'reachout:contact-0123456789ab',
    )
    expect(ids('sacaa_cleaned', { 'Name of Organisation': 'Blue Sky', 'Contact Person': 'Lerato Mokoena' })).toEqual([
      ['organization', 'record', 'sacaa|sacaa_cleaned|Blue Sky', 'sacaa:Blue Sky'],
      ['person', 'record', 'sacaa|sacaa_cleaned|Blue Sky', 'sacaa:Blue Sky'],
    ])
  })
})

describe('what a row says and nothing published does', () => {
  const strict = compiledDomain(
    HEAD.replace('name: { type: person_name }', 'name: { type: person_name, required: true }') + CRM,
  )
  const told = (row: ReturnType<typeof crm>) =>
    row.setAside.map(({ entity, field, code }) => `${entity}.${field} ${code}`)

  it('is set aside: cells that could not be read, and not those that were put in order', () => {
    const row = { No: '7', Company: 'Acme Ltd', Name: 'LEE, ANN', 'E-mail': 'ann at acme' }
    expect(told(crm(row))).toEqual(['buyer.emails invalid_email'])
    expect(told(crm({ ...row, 'E-mail': 'ann@acme.example' }))).toEqual([])
    expect(told(crm({ ...row, 'E-mail': null }))).toEqual([])
  })

  it('is set aside of a second thing that lacks what it must have, whose other cells go nowhere', () => {
    const row = { No: '7', Company: 'Acme Ltd', Name: null, 'E-mail': 'ann@acme.example' }
    const refined = refineRow(strict, 'crm', row)
    expect(refined.records.map(({ entity }) => entity)).toEqual(['firm'])
    expect(told(refined)).toEqual(['buyer.emails required'])
    expect(told(refineRow(strict, 'crm', { ...row, 'E-mail': null }))).toEqual([])
  })
})

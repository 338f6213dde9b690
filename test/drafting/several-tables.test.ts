import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileDomain } from '../../src/domain/compile/compile-domain.ts'
import { draftDomain } from '../../src/drafting/draft-domain.ts'
import { existingDomain, takenBy } from '../../src/drafting/existing-domain.ts'
import { extendDomain } from '../../src/drafting/extend-domain.ts'
import { sampleFile } from '../../src/drafting/sample-file.ts'
import { EXAMPLES, temporaryFolder, writeSheets } from '../support/landing.ts'
import { compiled, csv, drafted, said, sampled } from './sampled.ts'

const folder = temporaryFolder('several')

const FIRMS = [
  ['C_ID', 'Company', 'Website'],
  ['11', 'Acme Ltd', 'www.acme.co.uk'],
  ['12', 'Orbit Ltd', 'www.orbit.co.uk'],
  ['13', 'Delta Ltd', 'www.delta.co.uk'],
]
const STAFF = [
  ['C_ID', 'FirstName', 'Surname', 'Email'],
  ['11', 'Ann', 'Archer', 'ann@acme.co.uk'],
  ['11', 'Bob', 'Baker', 'bob@acme.co.uk'],
  ['12', 'Cas', 'Cooper', 'cas@orbit.co.uk'],
]

describe('sheets of one workbook', () => {
  test('belong together by the key of one of them', async () => {
    const path = join(folder, 'firms.xlsx')
    writeSheets(path, { Firms: FIRMS, Staff: STAFF })
    const draft = draftDomain('firms', (await sampleFile(path)).tables, { lawfulBasis: 'contract' })
    const [firms, staff] = draft.sources[0]?.tables ?? []
    expect(firms?.describes).toMatchObject([{ entity: 'organization', role: 'record', key: 'C_ID' }])
    expect(staff?.describes).toMatchObject([{ entity: 'person', belongsTo: { entity: 'organization', key: 'C_ID' } }])
    expect(compiled(draft).entities.map(({ id }) => id)).toEqual(['organization', 'person'])
  })

  test('a sheet of lists to choose from is left out, and named', async () => {
    const path = join(folder, 'lists.xlsx')
    writeSheets(path, {
      Firms: FIRMS,
      Lists: [
        ['Value', 'Setting'],
        ['a', 'b'],
        ['c', 'd'],
      ],
    })
    const draft = draftDomain('lists', (await sampleFile(path)).tables, { lawfulBasis: 'contract' })
    expect(draft.sources[0]?.ignoredSheets).toEqual(['Lists'])
    expect(compiled(draft).sources[0]?.ignoredSheets).toEqual(['Lists'])
  })

  test('two sheets whose names differ in signs alone are two tables, and blanks around a name are none', async () => {
    const path = join(folder, 'signs.xlsx')
    writeSheets(path, { 'Firms!': FIRMS, 'Firms#': FIRMS, ' Firms ': FIRMS, 会社: FIRMS })
    const domain = compiled(draftDomain('signs', (await sampleFile(path)).tables, { lawfulBasis: 'contract' }))
    expect(new Set(domain.sources[0]?.tables.map(({ id }) => id)).size).toBe(4)
  })

  test('labels below a title are found, and what stands above is kept to be told', async () => {
    const path = join(folder, 'titled.xlsx')
    writeSheets(path, { Firms: [['Firms of the county', null, null], [null, null, null], ...FIRMS] })
    const { tables } = await sampleFile(path)
    expect(tables).toMatchObject([{ headerRow: 3, above: ['Firms of the county'], rows: 3 }])
    expect(compiled(draftDomain('titled', tables, {})).sources[0]?.tables[0]?.reading.headerRow).toBe(3)
  })
})

describe('files', () => {
  test('whose rows name each other’s keys are one source of two tables', async () => {
    const draft = await drafted({ 'firms.csv': csv(FIRMS), 'staff.csv': csv(STAFF) })
    expect(draft.sources).toHaveLength(1)
    const domain = compiled(draft)
    expect(domain.sources[0]?.tables.map(({ id, files }) => [id, files])).toEqual([
      ['firms', ['firms.csv']],
      ['staff', ['staff.csv']],
    ])
    expect(domain.sources[0]?.tables[1]?.describes[0]?.belongsTo).toMatchObject([{ entity: 'organization' }])
  })

  test('that are exports of two months are one source, and the next month is taken too', async () => {
    const draft = await drafted({ 'firms_2026-01.csv': csv(FIRMS), 'firms_2026-02.csv': csv(FIRMS) })
    expect(draft.sources.map(({ files }) => files)).toEqual([['firms*.csv']])
  })

  test('of two sources say one entity, the first believed more; an attribute has one type', async () => {
    const draft = await drafted({
      'a.csv': csv(FIRMS),
      'b.csv': csv([
        ['Company', 'Website', 'E-mail'],
        ['Zeta Ltd', 'yes', 'info@zeta.co.uk'],
        ['Eta Ltd', 'no', 'info@eta.co.uk'],
      ]),
    })
    expect(draft.sources.map(({ trust }) => trust)).toEqual([20, 10])
    expect(said(draft, 1)).toEqual([
      'organization.name: organization_name <- Company',
      'organization.website_flag: flag <- Website',
      'organization.emails: email <- E-mail',
    ])
    expect(compiled(draft).entities).toHaveLength(1)
  })

  test('the workbooks of the examples give organizations and their people', async () => {
    const names = [
      'Contact Database.xlsx',
      'Reachout Database.xlsx',
      'SACAA Flight Schools - Refined copy__CLEANED.xlsx',
    ]
    const all = await Promise.all(names.map((name) => sampleFile(join(EXAMPLES, 'landing', name))))
    const draft = draftDomain(
      'flights',
      all.flatMap(({ tables }) => tables),
      { lawfulBasis: 'contract' },
    )
    expect(draft.country).toBe('ZA')
    expect(compiled(draft).entities.map(({ id }) => id)).toEqual(['organization', 'person'])
    expect(said(draft, 0, 1)).toContain('person.name: person_name <- FirstName, Surname')
  })
})

describe('a file that is added', () => {
  const DOMAIN = `# Kept.
id: firms
country: GB
lawful_basis: contract
entities:
  company: # ours
    dataset: companies
    id_prefix: com
    attributes:
      company_name: { type: organization_name, required: true }
      mail: { type: email, keep: distinct }
      note: { type: text }
sources:
  - id: crm
    trust: 5
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: company
            attributes: { company_name: Company, mail: E-mail, note: Note }
`
  const outcome = compileDomain({ 'domain.yaml': DOMAIN })
  if (outcome.outcome === 'faulty') throw new Error('the domain of the test compiles')
  const existing = existingDomain(outcome.domain)

  test('is mapped onto what is there by type and by label, and brings what nobody said', async () => {
    const { tables } = await sampled(
      'suppliers.csv',
      csv([
        ['Supplier', 'Email address', 'Notes', 'Website'],
        ['Acme Ltd', 'a@acme.co.uk', 'pays late', 'www.acme.co.uk'],
        ['Orbit Ltd', 'o@orbit.co.uk', 'pays soon', 'www.orbit.co.uk'],
      ]),
    )
    const draft = draftDomain('firms', tables, {}, existing)
    expect(said(draft)).toEqual([
      'company.company_name: organization_name <- Supplier',
      'company.mail: email <- Email address',
      'company.note: text <- Notes',
      'company.website: website <- Website',
    ])
    expect(draft.sources[0]).toMatchObject({ id: 'suppliers', trust: 4 })
    const text = extendDomain(DOMAIN, draft, existing)
    expect(text).toContain('# Kept.')
    expect(text).toContain('# ours')
    const extended = compileDomain({ 'domain.yaml': text })
    expect(extended.outcome === 'faulty' ? extended.faults : []).toEqual([])
    if (extended.outcome === 'faulty') return
    expect(extended.domain.sources.map(({ id }) => id)).toEqual(['crm', 'suppliers'])
    expect(extended.domain.entities[0]?.attributes.map(({ name }) => name)).toEqual([
      'company_name',
      'mail',
      'note',
      'website',
    ])
  })

  const CHARITIES = `id: charities
country: GB
lawful_basis: contract
entities:
  ours: { dataset: charities, id_prefix: cha, attributes: {
    name: { type: organization_name, required: true }, charity_number: { type: identifier }, latest_income: { type: money },
    n_siret: { type: identifier }, jahresbeitrag: { type: money }, email_status: { type: category }, website: { type: website } } }
sources:
  - { id: crm, trust: 5, files: [crm.csv], tables: [{ describes: [{ entity: ours, attributes: {
      name: Name, charity_number: A, latest_income: B, n_siret: C, jahresbeitrag: D, email_status: E, website: F } }] }] }
`
  const addedTo = async (rows: readonly (readonly string[])[]) => {
    const charities = compileDomain({ 'domain.yaml': CHARITIES })
    if (charities.outcome === 'faulty') throw new Error('the domain of the test compiles')
    const { tables } = await sampled('more.csv', csv(rows))
    return draftDomain('charities', tables, { country: 'GB' }, existingDomain(charities.domain))
  }

  test('is about what is there where most of its columns fit, though nothing in it says what a row is', async () => {
    const draft = await addedTo([
      ['Reg. charity no.', 'Name', 'Web', 'Income'],
      ['556996', 'Friends of Oakfield 2000', 'https://www.oakfield.org.uk', '£2,489,759'],
      ['556997', 'St Mary and All Saints, Elm', 'https://www.stmary.org.uk', '£48,759'],
      ['556998', 'Hands-on 24/7', 'https://www.hands.org.uk', '£89,120'],
    ])
    expect(said(draft)).toEqual([
      'ours.charity_number: identifier <- Reg. charity no.',
      'ours.name: organization_name <- Name',
      'ours.website: website <- Web',
      'ours.latest_income: money <- Income',
    ])
    expect(draft.questions.map(({ option }) => option)).not.toContain('--entity')
  })

  test('has its number of value added tax where the other has it, however both are called', async () => {
    const domain = compileDomain({ 'domain.yaml': CHARITIES.replaceAll('charity_number', 'p_iva') })
    if (domain.outcome === 'faulty') throw new Error('the domain of the test compiles')
    const { tables } = await sampled(
      'more.csv',
      csv([
        ['Partita IVA', 'Company'],
        ['IT01000000008', 'Acme Ltd'],
        ['IT01001029477', 'Orbit Ltd'],
        ['IT01002058947', 'Delta Ltd'],
      ]),
    )
    const draft = draftDomain('charities', tables, { country: 'GB' }, existingDomain(domain.domain))
    expect(said(draft)).toContain('ours.p_iva: identifier <- Partita IVA')
  })

  test.each([
    ['SIRET', 'n_siret', ['16937596100086', '22775656600096', '66472012500064']],
    ['Beitrag', 'jahresbeitrag', ['£120.50', '£90.00', '£60.00']],
    // What many columns have is no likeness: a status is not that of an e-mail.
    ['Status', 'status', ['open', 'open', 'closed']],
  ])('a column %s is %s', async (label, name, [first = '', second = '', third = '']) => {
    const draft = await addedTo([
      ['Company', label],
      ['Acme Ltd', first],
      ['Orbit Ltd', second],
      ['Delta Ltd', third],
    ])
    expect(said(draft).map((line) => line.split(':')[0])).toContain(`ours.${name}`)
  })

  test('gets a trust that is free, above the others where none is left below', async () => {
    const low = {
      ...existing,
      sources: [
        { id: 'crm', trust: 0, files: [] },
        { id: 'b', trust: 1, files: [] },
      ],
    }
    const { tables } = await sampled('more.csv', csv([['Company'], ['Acme Ltd'], ['Orbit Ltd']]))
    expect(draftDomain('firms', tables, {}, low).sources[0]?.trust).toBe(2)
  })

  test('is a file of the source whose pattern has its name', () => {
    expect(takenBy('crm_2026.csv', existing)).toBe('crm')
    expect(takenBy('suppliers.csv', existing)).toBe(undefined)
  })
})

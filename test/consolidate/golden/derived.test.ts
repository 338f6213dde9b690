import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { published, publishRows, type SourceRows } from '../../support/golden-tables.ts'
import { temporaryFolder } from '../../support/landing.ts'

let engine: Engine
const folder = temporaryFolder('derived')
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
      site: { type: website }
      contact: { primary: buyer, attributes: { who: name, mail: emails, phone: phone } }
      other_mails: { others: buyer, attribute: emails, than: contact }
      other_names: { others: buyer, attribute: name, than: contact }
      buyers: { count: buyer }
      trust_in_mails: { confidence: { buyer: [emails] } }
      trust_in_all: { confidence: { buyer: [emails, phone] } }
      problems: { problems: contact }
      fullness: { score: { contact_mail: 3, site: 1 } }
      goodness: { score: { contact_mail_confidence: 1, site: 1 } }
      missing: { flags: { no_site: site, no_mail: contact_mail, no_phone: contact_phone } }
      basis: { lawful_basis: true }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      firm_id: { parent: firm }
      firm_name: { parent: firm, attribute: name }
      name: { type: person_name }
      emails: { type: email, keep: distinct }
      phone: { type: phone, keep: first }
      mail: { first: emails }
      mail_status: { status: mail }
      is_contact: { chosen: firm, by: contact }
      is_wrong: { marked: invalid }
sources:
  - id: crm
    title: CRM
    trust: 2
    files: ['crm*.csv']
    tables:
      - id: crm_firms
        files: ['crm_firms*.csv']
        describes:
          - entity: firm
            key: No
            attributes: { name: Company, site: Web }
      - id: crm_people
        files: ['crm_people*.csv']
        describes:
          - entity: buyer
            key: Person
            belongs_to: { firm: { key: No } }
            invalid: Wrong
            attributes: { name: Name, emails: Mail, phone: Phone }
  - id: web
    title: Web form
    trust: 1
    files: ['web*.csv']
    tables:
      - describes:
          - entity: buyer
            key: Person
            belongs_to: { firm: { key: No } }
            attributes: { name: Name, emails: Mail, phone: Phone }
`)

type Row = Readonly<Record<string, string | null>>
const ACME = { No: '1', Company: 'Acme Ltd' }
const person = (id: string, cells: Row): Row => ({ Person: id, No: '1', ...cells })

/** Firms by their number, people by their own. */
async function publish(rows: SourceRows) {
  await publishRows(engine, domain, rows, (entity, { _key }) => `${entity === 'firm' ? 'fir' : 'buy'}_${_key}`)
  const [firm = {}] = await published(engine, 'firm')
  const buyers = await published(engine, 'buyer')
  return { firm, buyers: new Map(buyers.map((buyer) => [buyer.buyer_id, buyer])) }
}

describe('the one to name first', () => {
  it('is who can be reached in the order in which the domain names what can be, before who is trusted more', async () => {
    const { firm } = await publish({
      crm_firms: [ACME],
      crm_people: [person('1', { Name: 'Ann Lee', Phone: '020 7946 0001' })],
      web: [person('2', { Name: 'Bob Roe', Mail: 'bob@acme.example' })],
    })
    expect(firm).toMatchObject({ contact_who: 'Bob Roe', contact_mail: 'bob@acme.example', contact_phone: null })
  })

  it('of equally reachable ones is who is named, then who is trusted more, then the lower id', async () => {
    const mail = (name: string) => ({ Mail: `${name}@acme.example` })
    const named = await publish({
      crm_firms: [ACME],
      crm_people: [person('1', mail('a'))],
      web: [person('2', { Name: 'Bob Roe', ...mail('b') })],
    })
    expect(named.firm.contact_who).toBe('Bob Roe')
    const trusted = await publish({
      crm_firms: [ACME],
      crm_people: [person('9', mail('a'))],
      web: [person('1', mail('b'))],
    })
    expect(trusted.firm.contact_mail).toBe('a@acme.example')
    const lower = await publish({ crm_firms: [ACME], crm_people: [person('2', mail('b')), person('1', mail('a'))] })
    expect(lower.firm.contact_mail).toBe('a@acme.example')
  })

  it('is nobody who is known to be wrong, and says so of itself', async () => {
    const { firm, buyers } = await publish({
      crm_firms: [ACME],
      crm_people: [
        person('1', { Name: 'Ann Lee', Mail: 'ann@acme.example', Phone: '020 7946 0001', Wrong: 'yes' }),
        person('2', { Name: 'Bob Roe' }),
      ],
    })
    expect(firm.contact_who).toBe('Bob Roe')
    expect(buyers.get('buy_1')).toMatchObject({ is_contact: false, is_wrong: true })
    expect(buyers.get('buy_2')).toMatchObject({ is_contact: true, is_wrong: false })
  })

  it.each([
    ['who has no name and only what is marked', { Mail: 'info@acme.example', Phone: '020 7946 0001' }, {}, true],
    ['less of it', { Mail: 'info@acme.example' }, {}, true],
    ['not who has a name', { Name: 'Bob Roe', Mail: 'info@acme.example' }, {}, false],
    ['not what can be reached otherwise', { Mail: 'info@acme.example', Phone: '020 7946 0009' }, {}, false],
    ['not what another row leaves unmarked', { Mail: 'info@acme.example' }, { Mail: 'info@acme.example' }, false],
  ])('a mark holds for its values in another source: %s', async (_, said, unmarked, isWrong) => {
    const { buyers, firm } = await publish({
      crm_firms: [ACME],
      crm_people: [
        person('1', { Mail: 'info@acme.example', Phone: '020 7946 0001', Wrong: 'yes' }),
        person('2', { Name: 'Ann Lee', Phone: '020 7946 0002', ...unmarked }),
      ],
      web: [person('3', said)],
    })
    expect(buyers.get('buy_1')?.is_wrong).toBe(true)
    expect(buyers.get('buy_2')?.is_wrong).toBe(false)
    expect(buyers.get('buy_3')?.is_wrong).toBe(isWrong)
    if (isWrong) expect(firm).toMatchObject({ contact_who: 'Ann Lee', other_mails: null })
  })

  it('is nobody where nobody belongs to it', async () => {
    const { firm } = await publish({ crm_firms: [ACME] })
    expect(firm).toMatchObject({
      ...{ contact_who: null, contact_mail: null, contact_mail_status: null, contact_mail_confidence: null },
      ...{ other_mails: null, buyers: 0, trust_in_mails: null, problems: null },
      missing: ['no_mail', 'no_phone', 'no_site'],
    })
  })

  it('keeps where its values came from, by the rule that chose them', async () => {
    const { firm } = await publish({ crm_firms: [ACME], crm_people: [person('7', { Mail: 'ann@acme.example' })] })
    expect(JSON.parse(String(firm.field_provenance)).contact_mail).toMatchObject({
      record: 'crm:buyer:7',
      rule: 'primary',
      source: 'crm',
    })
  })
})

describe('all but the one to name first', () => {
  it('are every other value once, those of the wrong left out', async () => {
    const { firm } = await publish({
      crm_firms: [ACME],
      crm_people: [
        person('1', { Name: 'Ann Lee', Mail: 'ann@acme.example; z@acme.example', Phone: '020 7946 0001' }),
        person('2', { Name: 'Bob Roe', Mail: 'bob@acme.example' }),
        person('3', { Name: 'Cy Poe', Mail: 'bob@acme.example' }),
        person('4', { Name: 'Di Moe', Mail: 'di@acme.example', Wrong: '1' }),
      ],
    })
    expect(firm.contact_mail).toBe('ann@acme.example')
    expect(firm.other_mails).toEqual(['bob@acme.example', 'z@acme.example'])
    expect(firm.other_names).toEqual(['Bob Roe', 'Cy Poe'])
    expect(firm.buyers).toBe(4)
  })
})

describe('what follows from verification', () => {
  it('is a mean over all values, each once a person; none is nothing', async () => {
    const { firm, buyers } = await publish({
      crm_firms: [ACME],
      crm_people: [
        person('1', { Mail: 'ann@acme.example', Phone: '020 7946 0001' }),
        person('2', { Mail: 'info@acme.example' }),
      ],
    })
    expect(Number(firm.trust_in_mails)).toBeGreaterThan(0)
    expect(Number(firm.trust_in_mails)).toBeLessThanOrEqual(1)
    expect(firm.trust_in_all).not.toBe(firm.trust_in_mails)
    expect(buyers.get('buy_1')?.mail_status).toEqual(
      expect.stringMatching(/^(valid_format|risky|undeliverable|unknown)$/),
    )
    const without = await publish({ crm_firms: [ACME], crm_people: [person('1', { Name: 'Ann Lee' })] })
    expect([without.firm.trust_in_mails, without.buyers.get('buy_1')?.mail_status]).toEqual([null, null])
  })

  it('names what is wrong with the one to name first, and nothing where nothing is', async () => {
    const { firm, buyers } = await publish({
      crm_firms: [ACME],
      crm_people: [person('1', { Mail: 'info@acme.example' })],
    })
    const status = String(buyers.get('buy_1')?.mail_status)
    expect(firm.problems).toEqual(['risky', 'undeliverable'].includes(status) ? [`mail:${status}`] : null)
    expect(firm.contact_mail_status).toBe(status)
  })
})

describe('scores and flags', () => {
  it('weigh what is there, and a share by its value', async () => {
    const both = await publish({
      crm_firms: [{ ...ACME, Web: 'acme.example' }],
      crm_people: [person('1', { Mail: 'ann@acme.example', Phone: '020 7946 0001' })],
    })
    expect(both.firm.fullness).toBe(1)
    expect(both.firm.goodness).toBeCloseTo((Number(both.firm.contact_mail_confidence) + 1) / 2, 4)
    expect(both.firm.missing).toEqual(['none'])
    const mail = await publish({ crm_firms: [ACME], crm_people: [person('1', { Mail: 'ann@acme.example' })] })
    expect(mail.firm.fullness).toBe(0.75)
    expect(mail.firm.missing).toEqual(['no_phone', 'no_site'])
    expect((await publish({ crm_firms: [ACME] })).firm).toMatchObject({ fullness: 0, goodness: 0 })
  })
})

describe('what belongs', () => {
  it('says to what, and what that is called', async () => {
    const { buyers, firm } = await publish({ crm_firms: [ACME], crm_people: [person('1', { Name: 'Ann Lee' })] })
    expect(buyers.get('buy_1')).toMatchObject({ firm_id: 'fir_1', firm_name: 'Acme Ltd' })
    expect(firm.basis).toBe('contract')
  })

  it('lets what it belongs to tell of its sources as well', async () => {
    const { firm, buyers } = await publish({ crm_firms: [ACME], web: [person('1', { Name: 'Ann Lee' })] })
    expect(firm.source_datasets).toEqual(['CRM', 'Web form'])
    expect(firm.source_record_ids).toEqual(['crm:1'])
    expect(buyers.get('buy_1')?.source_datasets).toEqual(['Web form'])
  })

  it('the first of a list is the first in order of trust, the list itself is sorted', async () => {
    const { buyers } = await publish({
      crm_firms: [ACME],
      crm_people: [person('1', { Mail: 'z@acme.example' })],
      web: [person('1', { Mail: 'a@acme.example' })],
    })
    expect(buyers.get('buy_1')).toMatchObject({ mail: 'z@acme.example', emails: ['a@acme.example', 'z@acme.example'] })
  })
})

describe('marks', () => {
  const wrong = async (rows: SourceRows) =>
    (await publish({ crm_firms: [ACME], ...rows })).buyers.get('buy_1')?.is_wrong

  it('outlast sources that cannot say it', async () => {
    expect(
      await wrong({
        crm_people: [person('1', { Name: 'Ann Lee', Wrong: 'yes' })],
        web: [person('1', { Name: 'Ann Lee' })],
      }),
    ).toBe(true)
    expect(await wrong({ web: [person('1', { Name: 'Ann Lee' })] })).toBe(false)
  })
})

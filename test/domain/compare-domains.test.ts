import { describe, expect, it } from 'vitest'
import { compareDomains } from '../../src/domain/compare/compare-domains.ts'
import { compiledDomain } from '../support/compiled-domain.ts'

const SHOP = `id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      kind: { type: category, vocabulary: kinds }
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name }
      emails: { type: email, keep: distinct }
sources:
  - id: crm
    trust: 2
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes:
              name: Company
              kind: Kind
          - entity: buyer
            belongs_to: { firm: { key: No, or_named: Company } }
            attributes:
              name: { join: [First, Last] }
              emails: E-mail
  - id: fair
    trust: 1
    files: ['fair*.csv']
    tables:
      - describes:
          - entity: firm
            key: Stand
            attributes: { name: Firm }
`
const KINDS = { 'vocabularies/kinds.yaml': 'terms:\n  retail: [shop]\n' }
const FAIR = SHOP.slice(SHOP.indexOf('  - id: fair'))

function compared(edits: readonly (readonly [string, string])[], files: Readonly<Record<string, string>> = KINDS) {
  let after = SHOP
  for (const [line, instead] of edits) {
    expect(after.split(line).length, line).toBe(2)
    after = after.replace(line, instead)
  }
  const state = (yaml: string, its: Readonly<Record<string, string>>) => ({
    domain: compiledDomain(yaml, its),
    files: { 'domain.yaml': yaml, ...its },
  })
  const { changes, advice } = compareDomains(state(SHOP, KINDS), state(after, files))
  return {
    lines: changes.map(
      ({ breaking, dataset, where, what }) => `${breaking ? 'breaking' : 'fine'} ${dataset ?? '-'} ${where}: ${what}`,
    ),
    advice,
  }
}
const told = (line: string, instead: string) => compared([[line, instead]]).lines
const some = (...texts: string[]) => expect.arrayContaining(texts.map((text) => expect.stringContaining(text)))

describe('what a domain’s change makes of published data', () => {
  it('is nothing where nothing that is published follows from it', () => {
    expect(told('id: shop', '# a remark\nid: shop')).toEqual([])
    expect(told('trust: 2', 'trust: 9')).toEqual([])
  })

  it('a column that comes is fine; one that goes breaks its readers, and the way on is said', () => {
    const added = compared([
      ['      emails: { type', '      note: { type: text }\n      emails: { type'],
      ['              emails: E-mail', '              note: Note\n              emails: E-mail'],
    ])
    expect(added).toEqual({ lines: ['fine buyers note: The field was added.'], advice: [] })
    const gone = compared([
      ['      emails: { type: email, keep: distinct }\n', ''],
      ['              emails: E-mail\n', ''],
    ])
    expect(gone.lines).toEqual(['breaking buyers emails: The field was removed.'])
    expect(gone.advice).toEqual([
      'buyers 1.0.0 breaks 1.0.0 and has the same major version. Raise it to 2.0.0, or take the change back. The version stands at "version" of the entity buyer, or in contracts/buyers.yaml.',
    ])
  })

  it('a column that goes with a higher major version breaks nobody who was not told', () => {
    const { lines, advice } = compared([
      ['    id_prefix: buy', '    id_prefix: buy\n    version: 2.0.0'],
      ['      emails: { type: email, keep: distinct }\n', ''],
      ['              emails: E-mail\n', ''],
    ])
    expect(lines).toEqual(['fine buyers emails: The field was removed.'])
    expect(advice).toEqual([])
  })

  it('a type, what is kept, where it is read from, and a list that becomes one value', () => {
    expect(told('{ type: person_name }', '{ type: text }')).toEqual(
      some('fine buyers buyer.name: It was of type person_name and is text'),
    )
    expect(told('keep: distinct', 'keep: first')).toEqual(
      some('breaking buyers emails: The type was list<string> and is string.', 'kept and first is'),
    )
    expect(told('emails: E-mail', 'emails: Mail')).toEqual([
      'fine buyers buyer.emails: In crm/crm it was read from column "E-mail", and is from column "Mail".',
    ])
  })

  it('an entity that is gone, one that is new, and one that is called otherwise', () => {
    const buyers = SHOP.slice(SHOP.indexOf('  buyer:'), SHOP.indexOf('sources:'))
    const said = SHOP.slice(SHOP.indexOf('          - entity: buyer'), SHOP.indexOf('  - id: fair'))
    expect(
      compared([
        [buyers, ''],
        [said, ''],
      ]).lines,
    ).toEqual(
      some('breaking buyers buyer: The entity is gone. buyers is in no release from the next one on, and its ids end'),
    )
    const renamed = compared([
      ['  buyer:\n', '  client:\n'],
      ['- entity: buyer', '- entity: client'],
    ])
    expect(renamed.lines).toEqual(some('breaking buyers client: The entity was called buyer'))
    expect(renamed.lines.join()).not.toContain('is gone')
  })

  it('a prefix of ids, and the name of a dataset', () => {
    expect(told('id_prefix: buy', 'id_prefix: cli')).toEqual(
      some(
        'breaking buyers buyer.id_prefix: Ids began with buy_ and begin with cli_: every id in buyers changes, and nothing leads from the former ones to the new.',
      ),
    )
    expect(told('dataset: buyers', 'dataset: clients')).toEqual(
      some('breaking clients buyer: The dataset was called buyers: that has no new version'),
    )
  })

  it('a key: its records are others', () => {
    expect(told('            key: Stand', '            key: [Hall, Stand]')).toEqual([
      'breaking - fair/fair: The key of firm was Stand and is Hall, Stand: its records are other records, with new ids where linkage does not find them again; decisions about them are lost.',
    ])
  })

  it('a source that is new, gone, or gone only because it is called otherwise', () => {
    expect(compared([[FAIR, '']]).lines).toEqual([
      'breaking - fair: The source is gone: what it alone said is published no more, and what it alone described ends.',
    ])
    const another = FAIR.replaceAll('fair', 'list').replace('trust: 1', 'trust: 3')
    expect(compared([[FAIR, `${FAIR}${another}`]]).lines).toEqual([
      'fine - list: The source is new: its rows describe more entities, or say more of those there are.',
    ])
    const renamed = told('  - id: fair\n', '  - id: expo\n')
    expect(renamed).toEqual(some('breaking - fair: The source is gone', 'If it is called expo now', 'was: fair'))
    expect(told('  - id: fair\n', '  - id: expo\n    was: fair\n').join()).not.toContain('The source is gone')
  })

  it('a source that was renamed with was, and its table with it, breaks nothing', () => {
    const { lines } = compared([
      ['  - id: fair\n', '  - id: expo\n    was: fair\n'],
      [
        `      - describes:
          - entity: firm
            key: Stand`,
        `      - was: fair
        describes:
          - entity: firm
            key: Stand`,
      ],
    ])
    expect(lines).toEqual(['fine - expo: The source was called fair; its records keep their keys and ids.'])
  })

  it('files, trust, roles, uniqueness, vocabularies and the country', () => {
    expect(told("['fair*.csv']", "['fair_*.csv']")).toEqual([
      'fine - fair: Its files were fair*.csv and are fair_*.csv.',
    ])
    expect(told('trust: 2', 'trust: 0')).toEqual(some('fine - trust: Believed first was crm, fair, and is fair, crm'))
    expect(told('            key: Stand', '            role: reference\n            key: Stand')).toEqual(
      some('breaking - fair/fair: To firm its rows were record and are reference.'),
    )
    expect(told('    trust: 1\n', '    trust: 1\n    unique: true\n')).toEqual(
      some('fine - fair/fair: Rows of different keys are never one now'),
    )
    expect(compared([], { 'vocabularies/kinds.yaml': 'terms:\n  retail: [shop, store]\n' }).lines).toEqual(
      some('fine - vocabularies/kinds: Its words changed'),
    )
    expect(told('country: GB', 'country: ZA')).toEqual(some('fine - country: It was GB and is ZA'))
  })

  it('a promise that a contract file takes back, and a lawful basis', () => {
    expect(told('lawful_basis: contract', 'lawful_basis: legitimate_interest')).toEqual(
      some('breaking buyers lawful basis: It was contract and is legitimate_interest.'),
    )
  })
})

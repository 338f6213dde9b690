import { describe, expect, it } from 'vitest'
import { types } from '../../../src/types/registry.ts'
import { cleanText } from '../../../src/types/text/clean-text.ts'
import { saysNothing } from '../../../src/types/text/says-nothing.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { refineRow } from '../../support/refined-rows.ts'

const VOCABULARIES = { 'vocabularies/kinds.yaml': 'terms:\n  Wholesale: []\n  Retail: []\n' }

const DOMAIN = compiledDomain(
  `id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      name: { type: organization_name, required: true }
      phone: { type: phone, keep: first }
      founded: { type: date }
      kinds: { type: category, vocabulary: kinds, separator: ';', keep: first }
  person:
    dataset: people
    id_prefix: per
    attributes:
      name: { type: person_name, required: true }
      emails: { type: email, keep: distinct }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes:
              name: Firm
              phone: [Phone, { column: Fax, quiet: true }]
              founded: { column: Founded, order: dmy }
              kinds: Kind
          - entity: person
            key: No
            attributes:
              name: Contact
              emails: [E-mail, Other]
`,
  VOCABULARIES,
)

/** A column of which a name is read is personal, whatever else is read of it. */
const PERSONAL = compiledDomain(
  `id: club
country: GB
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      name: { type: person_name, required: true }
      alias: { type: person_name }
      kind: { type: category, vocabulary: kinds }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: member
            key: No
            attributes: { name: Name, alias: { column: Kind, quiet: true }, kind: Kind }
`,
  VOCABULARIES,
)

const row = (cells: Readonly<Record<string, string | null>>) =>
  refineRow(DOMAIN, 'crm', { No: '1', Firm: 'Acme', ...cells })
const aside = (cells: Readonly<Record<string, string | null>>) =>
  row(cells).setAside.map(({ entity, field, code, raw }) => `${entity}.${field} ${code}: ${raw}`)

it('is what a row says of a contact of whom too little is said to make a record', () => {
  expect(aside({ Contact: null, 'E-mail': 'info@acme.example' })).toEqual(['person.emails required: info@acme.example'])
  expect(row({ Contact: null, 'E-mail': 'info@acme.example' }).rejected).toBe(null)
  expect(aside({ Contact: null, 'E-mail': null })).toEqual([])
})

describe('a value that cannot be used', () => {
  it('is set aside, with the thing and the attribute that it is about', () => {
    expect(aside({ Phone: '12345', Founded: '31/02/2020', 'E-mail': 'ann@nowhere', Contact: 'Ann Lee' })).toEqual([
      'firm.phone invalid_phone: 12345',
      'firm.founded not_a_date: 31/02/2020',
      'person.emails invalid_email: ann@nowhere',
    ])
  })

  it('is set aside where the thing that it is about becomes no record', () => {
    const { records, setAside } = row({ 'E-mail': 'ann@nowhere' })
    expect(records.map(({ entity }) => entity)).toEqual(['firm'])
    expect(setAside).toMatchObject([{ entity: 'person', field: 'emails', raw: 'ann@nowhere' }])
  })

  it('is set aside one by one of a cell, and beside those that are used', () => {
    const { records, setAside, said } = row({ Contact: 'Ann Lee', 'E-mail': 'a@b.example; x@; y@', Other: 'z@' })
    expect(records[1]?.emails).toEqual(['a@b.example'])
    expect(setAside.map(({ raw }) => raw)).toEqual(['x@', 'y@', 'z@'])
    expect(said['person.emails']).toBe(4)
  })

  it('is none where the text only stands for nothing, in a word of its type or of any', () => {
    for (const nothing of ['n/a', 'Unknown', '-', 'keine Angabe', '#REF!', ' ', null])
      expect(row({ Phone: nothing, Founded: nothing, 'E-mail': nothing, Kind: nothing })).toMatchObject({
        setAside: [],
        said: { 'firm.name': 1 },
      })
    expect(row({ Contact: 'nobody' })).toMatchObject({ setAside: [], said: { 'firm.name': 1 } })
  })

  it('of a column that is tried quietly is nobody’s loss', () => {
    expect(row({ Fax: 'see notes' })).toMatchObject({ setAside: [], said: { 'firm.name': 1 } })
  })
})

/** Several of a cell of which only the first has what a record must have. */
const QUIET = compiledDomain(
  `id: club
country: GB
lawful_basis: contract
entities:
  member:
    dataset: members
    id_prefix: mem
    attributes:
      name: { type: person_name, required: true }
      mail: { type: email, keep: first, required: true }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: member
            key: No
            attributes: { name: { column: Name, quiet: true }, mail: Mail }
`,
)

describe('a further person of a quiet cell who makes no record', () => {
  it('is counted as said where they are set aside, so that no field is set aside more often than said', () => {
    const { setAside, said } = refineRow(QUIET, 'crm', { No: '1', Name: 'Ann Lee; Ben Moss', Mail: 'a@b.example' })
    expect(setAside).toMatchObject([{ field: 'name', raw: 'Ben Moss' }])
    expect(said['member.name']).toBe(1)
  })
})

describe('what is shown of it', () => {
  it('is masked as its type says', () => {
    expect(
      row({ Phone: '12345', 'E-mail': 'ann@nowhere', Kind: 'Nonsense' }).setAside.map(({ shown }) => shown),
    ).toEqual(['1***', 'Nonsense', 'a***'])
  })

  it('is masked by the class of its column where that is the stronger', () => {
    expect(aside({ Kind: 'Nonsense', Contact: 'Ann Lee' })).toEqual(['firm.kinds unknown_category: Nonsense'])
    const { setAside } = refineRow(PERSONAL, 'crm', { No: '1', Name: 'Ann Lee', Kind: 'Nonsense of Ann' })
    expect(setAside).toMatchObject([{ field: 'kind', raw: 'Nonsense of Ann', shown: 'N***' }])
  })
})

describe('a value that is used', () => {
  it('is not set aside for what was repaired of it', () => {
    const { records, setAside, said } = row({ 'E-mail': 'Ann <ANN@b.example>', Contact: 'Ann Lee' })
    expect(String(records[1]?._issues)).toContain('"repaired"')
    expect([setAside, said['person.emails']]).toEqual([[], 1])
  })

  it('is counted once where a part of it is set aside', () => {
    const { records, setAside, said } = row({ Phone: '020 7946 0000 ext 12' })
    expect(records[0]?.phone).toBe('+442079460000')
    expect(setAside).toMatchObject([{ field: 'phone', code: 'extension_apart' }])
    expect(said['firm.phone']).toBe(1)
  })

  it('leaves those behind it in its cell set aside, whatever the type, but not itself again', () => {
    expect(aside({ Kind: 'Retail; Wholesale; retail; Nonsense' })).toEqual([
      'firm.kinds further_value: Wholesale',
      'firm.kinds unknown_category: Nonsense',
    ])
    expect(row({ Kind: 'Retail; Wholesale; retail; Nonsense' }).said['firm.kinds']).toBe(4)
  })
})

const ODD =
  'x|?|12|abc|see notes|@|a@b|tel:|ext 5|0000000000|()|""|(none)|☎|✓|Mr|Ltd|31/02/2020|1e5|€|POINT()|a;b|/|//|http://|www.|=1+1|maybe|ZZ|Mars|+27|zero|😀|geo:|a, b|N S'.split(
    '|',
  )

describe.each([...types.keys()])('of the type %s', (id) => {
  it('no text that says something is dropped without a word', () => {
    const type = types.get(id)
    if (type === undefined) throw new Error(id)
    for (const country of ['ZA', 'GB', '']) {
      const reader = type.reader(type.options.parse({}), { country })
      for (const text of ODD.filter((one) => !saysNothing(cleanText(one) ?? ''))) {
        const parts = reader.split(text)
        expect(parts, text).not.toEqual([])
        for (const part of parts) {
          const { value, issues } = reader.normalise(part)
          const dropped = value === null && issues.length === 0 && !saysNothing(cleanText(part) ?? '')
          expect(dropped, `${text} in ${country}`).toBe(false)
        }
      }
    }
  })
})

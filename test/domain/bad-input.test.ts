import { describe, expect, it } from 'vitest'
import { compiledDomain, faultsOf } from '../support/compiled-domain.ts'

/** A sound domain with one line replaced by others. */
const SOUND = `id: shop
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
    trust: 1
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
`
const KINDS = { 'vocabularies/kinds.yaml': 'terms:\n  retail: [shop, store]\n  trade: [wholesale]\n' }

const faults = (line: string, instead: string, files: Readonly<Record<string, string>> = {}): string[] => {
  expect(SOUND.split(line)).toHaveLength(2)
  return faultsOf(
    SOUND.replace(line, () => instead),
    { ...KINDS, ...files },
  )
}
const CONTRACT = `apiVersion: v3.1.0
kind: DataContract
id: crm
version: 1.0.0
status: active
schema:
  - name: crm
    properties:
${['No', 'Company', 'Kind', 'First', 'Last', 'Email'].map((label) => `      - { name: ${label.toLowerCase()}, businessName: ${label}, logicalType: string }`).join('\n')}
customProperties:
  - { property: hotpassLawfulBasis, value: contract }
`

describe('a domain that says what cannot be', () => {
  it('is sound before it is broken', () => {
    expect(faultsOf(SOUND, KINDS)).toEqual([])
  })

  it.each([
    ['      kind: { type: c', '      constructor: { type: c', 'entities.firm.attributes.constructor: Must begin with'],
    ['  - id: crm', '  - id: constructor', 'sources[0].id: Must be lower-case'],
  ])('a name that every object has: it would be found where nobody put it', (line, instead, told) => {
    expect(faults(line, instead).join()).toContain(told)
    expect(faults(line, instead).join()).toMatch(/not (be )?constructor\./)
  })

  it('an entity that is named by what it has not, or has several of', () => {
    const named = (attribute: string) => faults('    id_prefix: buy', `    id_prefix: buy\n    named_by: ${attribute}`)
    expect(named('nam').join()).toMatch(/entities\.buyer\.named_by: Nothing can be named by "nam".*Did you mean "name"/)
    expect(named('emails').join()).toMatch(/Nothing can be named by "emails"/)
    expect(named('name')).toEqual([])
  })

  it('an unknown type: where it stands, and the nearest that is', () => {
    expect(faults('{ type: person_name }', '{ type: persn_name }')).toEqual([
      expect.stringMatching(
        /^domain\.yaml:15:15, at entities\.buyer\.attributes\.name\.type: There is no type "persn_name"\. Did you mean "person_name"\? Known: /,
      ),
    ])
  })

  it('an unknown key: the nearest that is', () => {
    expect(faults('id_prefix: fir', 'id_prefx: fir')).toEqual([
      'domain.yaml:5:3, at entities.firm.id_prefix: "id_prefix" is missing. Write a text.',
      expect.stringMatching(
        /^domain\.yaml:7:5, at entities\.firm\.id_prefx: There is no key "id_prefx" here\. Did you mean "id_prefix"\? Known: title, /,
      ),
    ])
  })

  it('an option that its type does not know', () => {
    expect(faults('{ type: email, keep: distinct }', '{ type: email, keep: distinct, shared_hots: x }')).toEqual([
      expect.stringMatching(
        /^domain\.yaml:16:46, at entities\.buyer\.attributes\.emails\.shared_hots: There is no key/,
      ),
    ])
  })

  it('a way of keeping that says nothing of the type', () => {
    expect(faults('{ type: person_name }', '{ type: person_name, keep: max }')).toEqual([
      expect.stringMatching(/^domain\.yaml:15:34, .*A person_name keeps .*; "max" says nothing of it\.$/),
    ])
  })

  it('a column that the contract file does not have', () => {
    expect(faults('emails: E-mail', 'emails: E-mial', { 'contracts/crm.yaml': CONTRACT })).toEqual([
      expect.stringMatching(
        /^domain\.yaml:32:15, at sources\[0\]\.tables\[0\]\.describes\[1\]\.attributes\.emails: The contract crm has no column "E-mial"\. Did you mean "Email"\?/,
      ),
    ])
  })

  it('columns of a contract file are told by label, by name and without regard to how they are written', () => {
    expect(
      faultsOf(SOUND.replace('E-mail', 'EMAIL').replace('key: No\n', 'key: no\n'), {
        ...KINDS,
        'contracts/crm.yaml': CONTRACT,
      }),
    ).toEqual([])
  })

  it('two entities that claim one dataset, or one prefix of ids', () => {
    expect(faults('dataset: buyers', 'dataset: firms')).toEqual([
      'domain.yaml:12:5, at entities.buyer.dataset: The entity "firm" has the dataset "firms" already. Give "buyer" one of its own.',
    ])
    expect(faults('id_prefix: buy', 'id_prefix: fir')).toEqual([
      'domain.yaml:13:5, at entities.buyer.id_prefix: The entity "firm" has the id_prefix "fir" already. Give "buyer" one of its own.',
    ])
  })

  it('names of what every domain publishes or keeps beside its datasets', () => {
    for (const name of ['entity_links', 'entity_changes', 'quarantine'])
      expect(faults('dataset: buyers', `dataset: ${name}`), name).toEqual([
        `domain.yaml:12:5, at entities.buyer.dataset: Every domain has "${name}" of its own. Give "buyer" another dataset, such as "${name}_of_buyer".`,
      ])
    expect(faults('dataset: buyers', 'dataset: changes')).toEqual([])
  })

  it('the name of the lasting id, where a source says it', () => {
    const named = SOUND.replace('      emails: { type', '      entity_id: { type').replace(
      'emails: E-mail',
      'entity_id: E-mail',
    )
    expect(faultsOf(named, KINDS)).toEqual([
      'domain.yaml:16:7, at entities.buyer.attributes.entity_id: Lasting ids are called "entity_id" in every domain. Call what a source says otherwise, such as "buyer_number".',
    ])
  })

  it('names with quotes, or that begin as technical columns do', () => {
    for (const name of ['"o""brien"', "o'brien", '_row', 'a__b', 'Name', 'a b', '1st', 'é'])
      expect(
        faultsOf(
          SOUND.replace('      emails: { type', () => `      ${JSON.stringify(name)}: { type`),
          KINDS,
        ).some((line) => /domain\.yaml:16:7, .*(?:must|Must|Invalid)/.test(line)),
        name,
      ).toBe(true)
  })

  it('a circle of belonging', () => {
    expect(
      faults(
        '            key: No\n            attributes:\n',
        '            key: No\n            belongs_to: { buyer: { key: No } }\n            attributes:\n',
      ),
    ).toEqual([
      'domain.yaml:5:3, at entities.firm: Belonging goes round in a circle: firm → buyer → firm. Take one belongs_to out of the sources.',
    ])
  })

  it('a record that belongs to its own kind', () => {
    expect(
      faults('{ firm: { key: No, or_named: Company } }', '{ buyer: { key: No } }').filter((line) =>
        line.includes('cannot belong'),
      ),
    ).toEqual([
      'domain.yaml:29:27, at sources[0].tables[0].describes[1].belongs_to.buyer: A record of "buyer" cannot belong to "buyer". Say role: part, or another entity.',
    ])
  })

  it('a vocabulary that maps one word twice, however it is written', () => {
    expect(
      faults('id: shop', 'id: shop', {
        'vocabularies/kinds.yaml': 'terms:\n  retail: [shop]\n  trade:\n    - Whole sale\n    - SHOP\n',
      }),
    ).toEqual([
      'vocabularies/kinds.yaml:5:7, at terms.trade[1]: "SHOP" means "retail" already. Let it mean one thing: take it out of one of the two.',
    ])
  })

  it('a vocabulary that is not there', () => {
    expect(faults('vocabulary: kinds', 'vocabulary: kind')).toEqual([
      expect.stringMatching(/^domain\.yaml:10:31, .*There is no vocabularies\/kind\.yaml\. Did you mean "kinds"\?/),
    ])
  })

  it('a reference source that nothing links to', () => {
    const given = faultsOf(
      SOUND.replace('          - entity: buyer\n', '          - entity: buyer\n            role: reference\n'),
      KINDS,
    )
    expect(given).toEqual([
      'domain.yaml:29:13, at sources[0].tables[0].describes[1].role: Nothing makes a "buyer", so there is nothing for a reference to describe. Give one table role: record.',
    ])
  })

  it('an attribute without a source', () => {
    expect(faults('              emails: E-mail\n', '')).toEqual([
      'domain.yaml:16:7, at entities.buyer.attributes.emails: No source says "emails". Map a column to it, or take it out.',
    ])
  })

  it('an entity that no source describes', () => {
    expect(faultsOf(SOUND.slice(0, SOUND.indexOf('          - entity: buyer')), KINDS)).toEqual([
      'domain.yaml:11:3, at entities.buyer: No source describes "buyer". Map a table to it, or take it out.',
    ])
  })

  it('a mapping to an attribute that is not there', () => {
    expect(faults('emails: E-mail', 'emial: E-mail')).toEqual([
      expect.stringMatching(/^domain\.yaml:32:15, .*"buyer" has no attribute "emial"\. Did you mean "emails"\?/),
    ])
  })

  it('a required attribute that a table of records does not say', () => {
    expect(faults('              name: Company\n', '')).toEqual(
      [
        expect.stringMatching(/^domain\.yaml:25:13, .*A "firm" must have "name", and this table does not say it/),
        expect.stringContaining('No source says "name"'),
      ].toSorted(),
    )
  })

  it('a unique source without a key', () => {
    const given = faultsOf(
      SOUND.replace('    trust: 1\n', '    trust: 1\n    unique: true\n').replace('            key: No\n', ''),
      KINDS,
    )
    expect(given).toEqual([
      expect.stringMatching(
        /^domain\.yaml:24:13, .*A unique source is unique by its key\. Say which columns are the key\.$/,
      ),
    ])
  })

  it('a unique table whose key is the parent, where none stands in the row, is no such fault', () => {
    expect(faultsOf(SOUND.replace('    trust: 1\n', '    trust: 1\n    unique: true\n'), KINDS)).toEqual([])
  })

  it('personal values without a lawful basis: the list to choose from', () => {
    expect(faults('lawful_basis: contract\n', '')).toEqual([
      expect.stringMatching(
        /^domain\.yaml:1:1: buyer\.name, buyer\.emails are about people, and nothing says why that may be processed\. Write lawful_basis: with one of consent, contract, legal_obligation, vital_interests, public_interest, legitimate_interest\.$/,
      ),
    ])
  })

  it('UK is no country', () => {
    expect(faults('country: GB', 'country: UK')).toEqual([
      expect.stringMatching(/^domain\.yaml:2:1, at country: .*Did you mean "GB"\?/),
    ])
  })

  it('a table that is given the id of a dataset, since their contracts lie side by side', () => {
    expect(faults('      - describes:', '      - id: firms\n        describes:')).toEqual([
      expect.stringMatching(
        /^domain\.yaml:22:9, at sources\[0\]\.tables\[0\]: The dataset "firms" is called so\. Give the table an id of its own/,
      ),
    ])
  })

  it('a contract file that is about nothing of the domain', () => {
    expect(faults('id: shop', 'id: shop', { 'contracts/buyer.yaml': CONTRACT })).toEqual([
      expect.stringMatching(
        /^contracts\/buyer\.yaml:1:1: No table and no dataset is called "buyer"\. .*Did you mean "buyers"\?/,
      ),
    ])
  })

  it("a dataset's contract file with a column that the dataset does not have", () => {
    const contract = CONTRACT.replaceAll('crm', 'firms')
      .replace(/ {6}- .*\n/g, '')
      .replace('properties:\n', 'properties:\n      - { name: nmae, logicalType: string }\n')
    expect(faults('id: shop', 'id: shop', { 'contracts/firms.yaml': contract })).toEqual([
      expect.stringMatching(
        /^contracts\/firms\.yaml:1:1: The dataset firms has no column "nmae": its columns follow from domain\.yaml\. Did you mean "name"\?/,
      ),
    ])
  })

  it('a contract file that is no contract', () => {
    expect(faults('id: shop', 'id: shop', { 'contracts/crm.yaml': 'a: 1' })).toEqual([
      expect.stringMatching(/^contracts\/crm\.yaml:1:1: .*neither an Open Data Contract/),
    ])
    expect(faults('id: shop', 'id: shop', { 'contracts/firms.yaml': '[' })).toEqual([
      expect.stringMatching(/^contracts\/firms\.yaml:1:1: .*neither YAML nor JSON/),
    ])
  })

  it('every fault at once, in the order of the file', () => {
    const broken = SOUND.replace('type: organization_name', 'type: organisation_name')
      .replace('type: person_name', 'type: person')
      .replace('kind: Kind', 'kind: { constant: x, column: Kind }')
      .replace('  - id: crm\n', '  - id: crm\n    trusted: 1\n')
    const told = faultsOf(broken, { 'vocabularies/kinds.yaml': 'terms:\n  a: [b]\n  c: [b]\n' })
    expect(told.map((line) => line.replace(/,.*/, ''))).toEqual([
      'domain.yaml:9:15',
      'domain.yaml:15:15',
      'domain.yaml:19:5',
      'domain.yaml:28:15',
      'vocabularies/kinds.yaml:3:7',
    ])
  })

  it('what is faulty is told once, not again by all that name it', () => {
    expect(faults('type: email', 'type: emial')).toHaveLength(1)
    expect(faults('- entity: buyer', '- entity: bier')).toHaveLength(1)
  })
})

describe('files of a domain that want to be more than text', () => {
  const told = (yaml: string) => faultsOf(yaml, KINDS)

  it('anchors and aliases, where they stand', () => {
    expect(told('id: &a shop\ncountry: *a\n')).toEqual([
      'domain.yaml:1:8: The anchor &a is not taken here. Write out what is repeated.',
      'domain.yaml:2:10: The alias *a is not taken here. Write out what it stands for.',
    ])
  })

  it('a bomb of aliases is refused before it unfolds', () => {
    const layers = Array.from(
      { length: 30 },
      (_, at) =>
        `l${at + 1}: &l${at + 1} [${Array(9)
          .fill(at === 0 ? 'x' : `*l${at}`)
          .join(', ')}]`,
    )
    const lines = told(layers.join('\n'))
    expect(lines).toHaveLength(20)
    expect(lines[0]).toMatch(/^domain\.yaml:1:\d+: The anchor &l1 is not taken here/)
  })

  it('tags of our own or of others', () => {
    expect(told('id: !!js/function "x"\n')).toEqual([
      expect.stringMatching(/^domain\.yaml:1:\d+: The tag .* is not taken here/),
    ])
    expect(told('id: !secret x\n')).toEqual([
      expect.stringMatching(/^domain\.yaml:1:\d+: The tag !secret is not taken here/),
    ])
  })

  it('merge keys are no keys', () => {
    expect(told(SOUND.replace('country: GB', 'country: GB\n"<<": { owner: me }'))).toEqual([
      expect.stringContaining('There is no key "<<" here'),
    ])
  })

  it('a key twice', () => {
    expect(told('id: a\nid: b\n')).toEqual([expect.stringMatching(/^domain\.yaml:2:1: It is not YAML: .*unique/)])
  })

  it('several documents, a file of a million characters, a list, nothing at all', () => {
    expect(told('id: a\n---\nid: b\n')).toEqual([expect.stringContaining('It is not YAML')])
    expect(told(`# ${'x'.repeat(1_000_000)}`)).toEqual([
      expect.stringMatching(/^domain\.yaml:1:1: The file has 1000002 characters/),
    ])
    expect(told('- a')).toEqual([expect.stringMatching(/^domain\.yaml:1:1: /)])
    expect(told('')).toEqual([expect.stringMatching(/^domain\.yaml:1:1: /)])
  })

  it('keys of the language itself are names like others, or are refused', () => {
    const line = '      name: { type: person_name }\n'
    expect(told(SOUND.replace(line, `${line}      __proto__: { type: text }\n`))).toEqual([
      expect.stringMatching('domain.yaml:16:7: The key __proto__ is not taken here. Choose another name.'),
    ])
    expect(faultsOf(SOUND.replace(line, `${line}      constructor: { kind: text }\n`), KINDS)).toEqual([
      expect.stringMatching(
        /^domain\.yaml:16:7, at entities\.buyer\.attributes\.constructor: Must begin with a lower-case letter/,
      ),
    ])
  })

  it('a path out of the project', () => {
    for (const path of ['../../etc/passwd', '/etc/passwd', 'linkage/../../x.json', 'linkage/a/b.json'])
      expect(told(SOUND.replace('dataset: firms', `dataset: firms\n    linkage: ${path}`))[0]).toMatch(
        /^domain\.yaml:7:5, at entities\.firm\.linkage: Must be a file of the domain's own folder, such as linkage\/name\.json\.$/,
      )
    for (const files of ['../crm.csv', '/tmp/crm.csv', 'sub\\crm.csv'])
      expect(told(SOUND.replace("'crm*.csv'", `'${files}'`))[0]).toMatch(/^domain\.yaml:20:13, .*without a folder/)
    for (const id of ['../shop', 'a/b', '.'])
      expect(told(SOUND.replace('id: shop', `id: '${id}'`))[0]).toMatch(
        /^domain\.yaml:1:1, at id: Must be lower-case letters/,
      )
    expect(told(SOUND.replace('vocabulary: kinds', 'vocabulary: ../kinds'))).toHaveLength(1)
  })

  it('settings of linkage that are not there', () => {
    expect(faults('dataset: firms', 'dataset: firms\n    linkage: linkage/firms.json')).toEqual([
      expect.stringMatching(/^domain\.yaml:7:5, .*There is no linkage\/firms\.json in the domain's folder/),
    ])
  })
})

describe('many attributes', () => {
  const wide = (count: number) => {
    const names = Array.from({ length: count }, (_, at) => `a${at}`)
    return SOUND.replace(
      '      kind: {',
      `${names.map((name) => `      ${name}: { type: text }\n`).join('')}      kind: {`,
    ).replace(
      '              kind: Kind',
      `${names.map((name) => `              ${name}: Column ${name}\n`).join('')}              kind: Kind`,
    )
  }

  it('400 of them are a domain', () => {
    expect(faultsOf(wide(400), KINDS)).toEqual([])
  })

  it('more than a thousand are cut', () => {
    expect(faultsOf(wide(1000), KINDS)).toEqual([
      'domain.yaml:8:5, at entities.firm.attributes: 1002 attributes are more than 1000. Cut the entity in two.',
    ])
  })
})

describe('patterns of a mapping', () => {
  const pattern = (text: string, group: string | number = 1) => faults('kind: Kind', matching(text, group))
  const matching = (text: string, group: string | number = 1) =>
    `kind: { match: { column: Kind, pattern: '${text}', group: ${group} } }`

  it('those that may run away are refused', () => {
    for (const text of [
      '(a+)+',
      '((a+)b)*',
      '(a|a)*',
      '(?:x|(y))+',
      '(a*){2,}',
      '(a)(?=b)',
      '(?<!x)(a)',
      '(a)\\1',
      '([a)]+)*',
      '^(a+)+$',
      '(a?b?)*',
      '(a?){30}',
      '^(.*)(.*)(.*)(.*)(.*)x$',
      '(a)a{1,5000}a*a*a*',
      `(a)${'a?'.repeat(30)}${'a'.repeat(30)}`,
      '(a|ab)'.repeat(9),
    ])
      expect(pattern(text), text).toEqual([expect.stringMatching(/^domain\.yaml:27:\d+, .*The pattern may run away/)])
  })

  it('those that are taken take no time on what is hostile to them', () => {
    for (const [text, cell] of [
      ['^(.*)(.*)(.*)x$', 'a'],
      ['(a*)a*b', 'a'],
      ['^(.*?) *[(](.*)[)]', ' ('],
      ['(a|ab)(a|ab)(a|ab)(a|ab)c', 'ab'],
    ] as const) {
      const yaml = SOUND.replace('kind: Kind', () => matching(text))
      const { sources } = compiledDomain(yaml, KINDS)
      const [mapped] = sources[0]?.tables[0]?.describes[0]?.attributes.slice(1) ?? []
      const reading = mapped?.readings[0]?.reading
      if (reading?.way !== 'match') throw new Error('no match')
      // Ten of the longest cells that it is tried on: what runs away does not end before the test's own limit.
      const hostile = cell.repeat(reading.longest).slice(0, reading.longest)
      for (let n = 0; n < 10; n++) expect(reading.pattern.exec(hostile)).toBeNull()
    }
  })

  it('those that cannot are taken', () => {
    for (const text of ['^(.*?) *[(](.*)[)]', '(a|b)', '([+*]+)', '(?<n>a+)b', '(\\(a\\))+', '(a|b)?', '(ab)+'])
      expect(pattern(text), text).toEqual([])
  })

  it('what is no regular expression, and a group that is not there', () => {
    expect(pattern('(a')).toEqual([expect.stringContaining('The pattern is no regular expression')])
    expect(pattern('(a)', 2)).toEqual([expect.stringContaining('The pattern has no group "2". Write')])
    expect(pattern('(a)', 'constructor')).toEqual([expect.stringContaining('not be constructor')])
  })
})

describe('files that two sources claim', () => {
  const second = (files: string, trust = 2) => `${SOUND}  - id: other
    trust: ${trust}
    files: ['${files}']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes: { name: Company }
`
  it('one name, or patterns that a name fits both of', () => {
    for (const [files, shared] of [
      ['crm*.csv', 'crm.csv'],
      ['crm_old.csv', 'crm_old.csv'],
      ['*.csv', 'crm.csv'].reverse(),
      ['*_old.csv', 'crm_old.csv'],
      ['CRM?.csv', 'crmx.csv'],
    ] as const)
      if (files !== 'crm.csv')
        expect(faultsOf(second(files), KINDS), files).toEqual([
          `domain.yaml:35:5, at sources[1].files: "${shared}" is a file of "crm" as well. Let one pattern be narrower and its source stand first, so that it belongs to one source.`,
        ])
  })

  it('a narrower pattern may stand before a wider one', () => {
    expect(faultsOf(second('*.csv'), KINDS)).toEqual([])
    expect(faultsOf(second('sales*.csv'), KINDS)).toEqual([])
  })

  it('equal trust says nothing of who is believed', () => {
    expect(faultsOf(second('sales*.csv', 1), KINDS)).toEqual([
      'domain.yaml:34:5, at sources[1].trust: "crm" is trusted as much (1), so nobody could say which is believed. Give each source its own number.',
    ])
  })
})

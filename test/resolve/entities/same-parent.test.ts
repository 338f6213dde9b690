import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { analyseBlocking } from '../../../src/resolve/blocking/analyse-blocking.ts'
import { comparePairs } from '../../../src/resolve/comparing/compare-pairs.ts'
import { entityRecordSql } from '../../../src/resolve/entities/entity-record-sql.ts'
import { entitySettings } from '../../../src/resolve/entities/entity-settings.ts'
import { comparePairsByParent, parentComparisons } from '../../../src/resolve/entities/same-parent.ts'
import { prepareRecords } from '../../../src/resolve/records/prepare-records.ts'
import { parseLinkageSettings } from '../../../src/resolve/settings/parse-linkage-settings.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { temporaryFolder } from '../../support/landing.ts'
import { entityNamed, loadRows } from '../../support/resolved-rows.ts'

let engine: Engine
const folder = temporaryFolder('same-parent')
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
  school:
    dataset: schools
    id_prefix: sch
    attributes:
      name: { type: organization_name, required: true }
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
          - entity: buyer
            key: No
            belongs_to: { firm: { named: Firm }, school: { named: School } }
            attributes: { name: Name, emails: Mail }
          - entity: firm
            attributes: { name: Firm }
          - entity: school
            attributes: { name: School }
`)
const buyer = entityNamed(domain, 'buyer')
const MAIL = 'office@shop.example'
const row = (no: number, Name: string | null, Firm: string | null, School: string | null) => ({
  No: String(no),
  Name,
  Mail: MAIL,
  Firm,
  School,
})
const ROWS = [
  row(1, 'Ann Lee', 'Acme', 'Eton'),
  row(2, 'Ann Lee', 'Acme', null),
  row(3, 'Bob Roe', 'Acme', 'Eton'),
  row(4, 'Ann Lee', 'Beta', 'Harrow'),
  row(5, null, 'Acme', 'Harrow'),
  row(6, 'Cy Poe', null, null),
]

describe('how two records compare by what they belong to', () => {
  it('says no name where nothing names them: settings whose levels take each other’s pairs are none', () => {
    const deliveries = compiledDomain(`id: cellar
country: IT
entities:
  firm: { dataset: firms, id_prefix: fir, attributes: { name: { type: organization_name, required: true } } }
  delivery: { dataset: deliveries, id_prefix: del, attributes: { note: { type: identifier }, bottles: { type: number } } }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: firm
            key: No
            attributes: { name: Firm }
          - entity: delivery
            belongs_to: { firm: { key: No } }
            attributes: { note: Note, bottles: Bottles }
`)
    const delivery = entityNamed(deliveries, 'delivery')
    const document = entitySettings(deliveries, delivery)
    const comparisons = [...(document.comparisons as unknown[]), ...parentComparisons(delivery)]
    expect(parseLinkageSettings({ ...document, comparisons }).comparisons.at(-1)?.levels).toHaveLength(3)
  })

  it('is added afterwards exactly as it would have been compared at first', async () => {
    await loadRows(engine, domain, { crm: ROWS }, folder)
    for (const sql of entityRecordSql(domain, buyer, 99)) await engine.run(sql)
    await engine.run(
      `CREATE OR REPLACE TABLE entity_record AS SELECT r.*, s."_firm_name" AS "_parent_firm", s."_school_name" AS "_parent_school"
       FROM entity_record r JOIN source_buyer s USING (_record_key)`,
    )
    const document = entitySettings(domain, buyer)
    const without = parseLinkageSettings(document)
    const whole = parseLinkageSettings({
      ...document,
      comparisons: [...(document.comparisons as unknown[]), ...parentComparisons(buyer)],
    })
    const pairs = () => engine.rows('SELECT a, b, rules, pattern FROM link_pair ORDER BY a, b')
    const compare = async (settings: typeof whole) => {
      const prepared = await prepareRecords(engine, settings, 'entity_record')
      await analyseBlocking(engine, settings, prepared)
      await comparePairs(engine, settings, prepared)
    }
    await compare(whole)
    const atFirst = await pairs()
    await compare(without)
    await comparePairsByParent(engine, buyer, without, whole)
    expect(await pairs()).toEqual(atFirst)
    expect(atFirst).toHaveLength(15)
    expect(new Set(atFirst.map(({ pattern }) => pattern)).size).toBeGreaterThan(5)
  })
})

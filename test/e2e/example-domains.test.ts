import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { readPage } from '../support/docs-pages.ts'
import { EXAMPLES, temporaryFolder } from '../support/landing.ts'
import { markdownTable } from '../support/markdown-table.ts'
import { quarantineOf, query, refine } from '../support/run-store.ts'

type Row = Readonly<Record<string, unknown>>

/** Runs an example domain once, and gives what it published as JSON values. */
function example(id: string) {
  const folder = temporaryFolder(`example-${id}`)
  const store = join(folder, 'store')
  let result: PipelineResult
  beforeAll(async () => {
    const pipeline = join(EXAMPLES, id, 'pipeline.yaml')
    result = await refine(store, join(EXAMPLES, id, 'landing'), { pipeline, asOf: '2026-01-31' })
  })
  return {
    result: () => result,
    rows: async (dataset: string): Promise<Row[]> => {
      const files = join(store, 'datasets', id, dataset, 'data', '*.parquet')
      const rows = await query<{ row: string }>(
        folder,
        `SELECT to_json(t)::VARCHAR AS row FROM read_parquet('${files}') t ORDER BY ALL`,
      )
      return rows.map(({ row }) => JSON.parse(row) as Row)
    },
    quarantine: () =>
      query<{ file: string; row_number: number; rule: string; field: string }>(
        folder,
        `SELECT file, row_number, rule, field FROM ${quarantineOf(store, result.run)} ORDER BY ALL`,
      ),
    refinedPhones: (row: number) =>
      query<{ phones: string; national: string }>(
        folder,
        `SELECT phones::VARCHAR AS phones, phones__national::VARCHAR AS national
         FROM read_parquet('${join(store, 'work', 'refine', '*', 'facility.parquet')}') WHERE _source = 'za_register' AND _row = ${row}`,
      ),
    waiting: (attribute: string) =>
      query<{ left: string; right: string }>(
        folder,
        `SELECT "left" ->> '${attribute}' AS "left", "right" ->> '${attribute}' AS "right"
         FROM read_parquet('${join(store, 'runs', result.run, 'review.parquet')}')`,
      ),
    links: (entity: string) =>
      query<{ source_record_id: string; row_class: string; linked_by: string; entity_id: string }>(
        folder,
        `SELECT source_record_id, row_class, linked_by, entity_id
         FROM read_parquet('${join(store, 'datasets', id, 'entity_links', 'data', '*.parquet')}')
         WHERE entity = '${entity}' ORDER BY source_record_id, row_class`,
      ),
  }
}

/** A published value as a page shows it. */
const shown = (value: unknown): string => (Array.isArray(value) ? value.join('; ') : String(value ?? ''))

/** Rows that the tutorial of a domain shows, and the sum that it shows, are those of the run. */
function tutorialIsTrue(id: string, { result, rows }: ReturnType<typeof example>): void {
  test('the tutorial shows the rows that are published, and their sum', async () => {
    const page = readPage(`docs/tutorials/${id}.md`)
    const published = await rows(id)
    const table = markdownTable(page, '## What is published')
    expect(table.length).toBeGreaterThan(3)
    const names = Object.keys(table[0] ?? {})
    const told = published.map((row) => Object.fromEntries(names.map((name) => [name, shown(row[name])])))
    for (const row of table) expect(told).toContainEqual(row)
    const { read, blank, quarantined, attached, merged, published: leading } = result().rows
    expect(page).toContain(
      `Rows: ${read} rows read = ${blank} blank + ${quarantined} quarantined + ${attached} attached + ${merged} merged + ${leading} published`,
    )
  })
}

const by = (rows: readonly Row[], name: string, value: unknown): Row => {
  const found = rows.filter((row) => row[name] === value)
  expect(found, `${name} = ${String(value)}`).toHaveLength(1)
  return found[0] ?? {}
}

describe('facilities: two registers with numbers of their own, and inspections that refer to them', () => {
  const ran = example('facilities')
  const { result, rows, quarantine, links, waiting, refinedPhones } = ran
  tutorialIsTrue('facilities', ran)

  test('every row is accounted for', async () => {
    expect(result().status).toBe('published')
    expect(result().rows).toMatchObject({
      read: 15,
      blank: 0,
      quarantined: 1,
      attached: 4,
      merged: 1,
      published: 9,
    })
    expect(await quarantine()).toMatchObject([{ file: 'za_register.csv', row_number: 8, field: 'name' }])
  })

  test('two numbers of a register are two facilities, though all else is the same', async () => {
    const published = await rows('facilities')
    expect(published).toHaveLength(9)
    expect(
      published.filter(({ name }) => name === 'Karoo Clinic').map(({ register_number }) => register_number),
    ).toEqual(expect.arrayContaining(['ZA-002', 'ZA-003']))
  })

  test('a steward is shown the pair that waits as its rows say it, the place included', async () => {
    const place = '-28.72820,24.74990'
    expect(await waiting('position')).toEqual([{ left: place, right: place }])
  })

  test('two rows of one number are one facility, with both names and both phones', async () => {
    const clinic = by(await rows('facilities'), 'register_number', 'ZA-005')
    expect(clinic.phones).toEqual(['+27125550105', '+27125550155'])
    expect([clinic.name, ...(clinic.also_known_as as string[])].toSorted()).toEqual([
      'Highveld Clinic',
      'Highveld Community Clinic',
    ])
  })

  test('a cell comes the way that "How a row travels" tells', async () => {
    expect(await refinedPhones(7)).toEqual([{ phones: '[+27125550155]', national: '[125550155]' }])
    const clinic = by(await rows('facilities'), 'register_number', 'ZA-005')
    expect(clinic.facility_id).toBe('fac_35s575yfzgx74gvnvtij')
    expect(JSON.parse(String(clinic.field_provenance)).phones).toMatchObject({ row_number: 6 })
    const told = (await links('facility')).filter(({ source_record_id }) => source_record_id === 'za_register:ZA-005')
    expect(told.map(({ row_class, linked_by }) => [row_class, linked_by])).toEqual([
      ['merged', 'same_key'],
      ['published', 'own_record'],
    ])
  })

  test('regions, phones and countries are those of the country of the register', async () => {
    const published = await rows('facilities')
    expect(by(published, 'register_number', 'ZA-001')).toMatchObject({
      ...{
        region: 'Western Cape',
        country: 'ZA',
        phones: ['+27215550101'],
        position: '-33.92490,18.42410',
        kind: 'Hospital',
      },
    })
    expect(by(published, 'register_number', 'GB-2')).toMatchObject({
      ...{ region: 'Gloucestershire', country: 'GB', phones: ['+441452960202'], kind: 'Clinic' },
    })
    expect(by(published, 'register_number', 'ZA-007')).toMatchObject({ region: null, position: null, country: 'ZA' })
  })

  test('an inspection gives its values to whom it names and makes nothing; whom two have is nobody', async () => {
    const published = await rows('facilities')
    expect(by(published, 'register_number', 'ZA-001')).toMatchObject({
      beds: 120,
      inspected: '2025-02-03',
      missing: ['none'],
    })
    expect(by(published, 'register_number', 'GB-2')).toMatchObject({
      beds: 12,
      source_datasets: ['British register', 'Inspections'],
    })
    expect(published.filter(({ beds }) => beds !== null)).toHaveLength(2)
    const attached = (await links('facility')).filter(({ row_class }) => row_class === 'attached')
    expect(attached.map(({ linked_by }) => linked_by)).toEqual(['name', 'name'])
  })
})

describe('people: members in two countries, and their households', () => {
  const ran = example('people')
  const { result, rows, quarantine } = ran
  tutorialIsTrue('people', ran)

  test('every row is accounted for', async () => {
    expect(result().status).toBe('published')
    expect(result().rows).toMatchObject({ read: 12, quarantined: 1, attached: 0, merged: 1, published: 10 })
    expect(await quarantine()).toMatchObject([
      { file: 'members_gb.csv', row_number: 8, rule: 'required', field: 'name' },
    ])
  })

  test('who is in both lists is one, from the first day in either', async () => {
    const anna = by(await rows('people'), 'name', 'Anna Schmidt')
    expect(anna).toMatchObject({
      ...{ born: '1980-05-04', joined: '2015-09-15', emails: ['anna.schmidt@post.example'] },
      ...{
        phones: ['+447911123404', '+491715550403'],
        source_datasets: ['Members in Britain', 'Mitglieder in Deutschland'],
      },
    })
  })

  test('father and son of one name, house and telephone are two', async () => {
    const smiths = (await rows('people')).filter(({ name }) => name === 'John Smith')
    expect(smiths.map(({ born }) => born).toSorted()).toEqual(['1950-02-03', '1980-07-08'])
    expect(new Set(smiths.map(({ household_id }) => household_id)).size).toBe(1)
  })

  test('a day that nobody was born on is left out, and its row is not', async () => {
    expect(by(await rows('people'), 'name', 'Owen Hughes').born).toBeNull()
    expect(by(await rows('people'), 'name', 'Priya Patel').born).toBe('1992-02-29')
  })

  test('who moved does not make one household of two', async () => {
    const households = await rows('households')
    expect(households.map(({ country }) => country).toSorted()).toEqual(['DE', 'DE', 'DE', 'GB', 'GB', 'GB', 'GB'])
  })

  test('a household has those who live in it, and one of them to write to', async () => {
    const [households, people] = [await rows('households'), await rows('people')]
    const home = by(people, 'born', '1950-02-03').household_id
    const smiths = by(households, 'household_id', home)
    expect(smiths).toMatchObject({ members: 3, country: 'GB' })
    const contact = people.filter(({ household_id, is_contact }) => household_id === home && is_contact === true)
    expect(contact.map(({ name }) => name)).toEqual([smiths.contact_name])
    expect(smiths.contact_email).not.toBeNull()
    const muellers = by(households, 'household_id', by(people, 'born', '1961-03-17').household_id)
    expect(muellers).toMatchObject({ members: 2, country: 'DE', contact_email: 'juergen.mueller@brief.example' })
    for (const { household_id } of people) expect(households.map((one) => one.household_id)).toContain(household_id)
  })
})

describe('products: two catalogues, and nobody in them', () => {
  const ran = example('products')
  const { result, rows, quarantine } = ran
  tutorialIsTrue('products', ran)

  test('every row is accounted for', async () => {
    expect(result().status).toBe('published')
    expect(result().rows).toMatchObject({ read: 11, quarantined: 0, attached: 0, merged: 3, published: 8 })
    expect(await quarantine().catch(() => [])).toEqual([])
  })

  test('an article number makes one of two spellings, with the least and the greatest price', async () => {
    const published = await rows('products')
    expect(by(published, 'gtin', '4000000001003')).toMatchObject({
      ...{ name: 'Rooibos 40 Beutel', also_called: ['Rooibos tea, 40 bags'], price_from: 3.29, price_to: 3.49 },
      ...{
        is_organic: true,
        category: 'Tea',
        source_datasets: ['Catalogue North', 'Catalogue South'],
        completeness: 1,
      },
    })
  })

  test('sizes of one brand with numbers of their own stay apart', async () => {
    const published = await rows('products')
    expect(by(published, 'gtin', '4000000001010')).toMatchObject({
      name: 'Rooibos 80 Beutel',
      price_from: 5.99,
      also_called: null,
    })
  })

  test('what has no number is one by its name', async () => {
    expect(by(await rows('products'), 'name', 'Kamille 20 Beutel')).toMatchObject({
      price_from: 1.99,
      price_to: 2.1,
      gtin: null,
    })
  })

  test('a number with a wrong digit and a price in other money are left out, never converted', async () => {
    expect(by(await rows('products'), 'name', 'Darjeeling 100 g')).toMatchObject({
      gtin: null,
      price_from: null,
      brand: 'Harbour Teas',
    })
    expect(by(await rows('products'), 'name', 'Espresso ganze Bohne 1 kg')).toMatchObject({
      price_to: 1019,
      category: 'Coffee',
    })
  })
})

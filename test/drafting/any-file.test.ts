import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftDomain } from '../../src/drafting/draft-domain.ts'
import { compiled, csv, sampled } from './sampled.ts'

/** Labels that people write, that tables have anyway, that YAML or JavaScript takes for something else, and any other. */
const label = fc.oneof(
  fc.constantFrom(
    ...[
      'Name',
      'name',
      'First Name',
      'Surname',
      'Company',
      'E-mail',
      'Phone',
      'Mobile',
      'Address',
      'Street',
      'City',
      'Postcode',
      'Zip',
    ],
    ...[
      'Country',
      'Province',
      'Latitude',
      'Longitude',
      'ID',
      'id',
      'SKU',
      'Price',
      'Date of birth',
      'Joined',
      'Notes',
      'Hausnummer',
    ],
    ...[
      'organization_id',
      'person_id',
      'source_record_ids',
      'field_provenance',
      'contact_primary_name',
      'Extra',
      'row_number',
      'Facility name',
    ],
    ...[
      'true',
      'null',
      'no',
      '',
      '#',
      '%',
      '- x',
      'a: b',
      '# c',
      "it's",
      '"',
      '{',
      '日本',
      'é',
      'constructor',
      '__proto__',
      '1',
      '2024 total',
      'a\nb',
    ],
  ),
  fc.string({ maxLength: 12 }),
)
const words = fc.constantFrom('Acme Ltd', 'Ann Archer', 'Bob Baker', 'Orbit', 'Hope Trust', 'red', 'blue', 'n/a', '-')
const cells: readonly fc.Arbitrary<string>[] = [
  words,
  fc.integer({ min: 0, max: 99_999 }).map(String),
  fc.constantFrom('03/04/2025', '2025-01-31', '25.12.2024', '12/25/2024'),
  fc.constantFrom('1,234', '1.234,5', '£12.50', '$7', '12.5'),
  fc.constantFrom('ann@example.org', 'bob@acme.co.uk', 'www.acme.co.uk'),
  fc.constantFrom('+44 20 7946 0001', '082 555 0101', '3865286'),
  fc.constantFrom('12 Main Road, Leeds', 'LS1 4AP', 'Gauteng', 'United Kingdom', '-33.9,18.4', '-33.92'),
  fc.constantFrom('yes', 'no', ''),
  fc.string({ maxLength: 8 }),
]
const column = (rows: number) =>
  fc
    .tuple(label, fc.constantFrom(...cells))
    .chain(([name, cell]) => fc.tuple(fc.constant(name), fc.array(cell, { minLength: rows, maxLength: rows })))
const table = fc.integer({ min: 1, max: 12 }).chain((rows) => fc.array(column(rows), { minLength: 1, maxLength: 9 }))
const asCsv = (columns: readonly (readonly [string, readonly string[]])[]): string => {
  const rows = columns[0]?.[1].length ?? 0
  return csv([
    columns.map(([name]) => name),
    ...Array.from({ length: rows }, (_, at) => columns.map(([, all]) => all[at] ?? '')),
  ])
}

test('a draft of any files compiles, and each column is in it or is said to be left out', async () => {
  let [files, drafts] = [0, 0]
  await fc.assert(
    fc.asyncProperty(fc.array(table, { minLength: 1, maxLength: 2 }), async (all) => {
      const sampledFiles = await Promise.all(
        all.map((one, at) =>
          sampled(['products.csv', 'people_2026-01.csv'][at] ?? '', asCsv(one)).catch(() => undefined),
        ),
      )
      const tables = sampledFiles.flatMap((file) => file?.tables ?? [])
      files += all.length
      if (tables.length === 0) return
      const draft = draftDomain('any', tables, { lawfulBasis: 'contract' })
      if (draft.entities.length === 0) return
      drafts += draft.sources.length
      const domain = compiled(draft)
      for (const [at, source] of draft.sources.entries())
        for (const [index, { sample, leftOut }] of source.tables.entries()) {
          const read = domain.sources[at]?.tables[index]?.columns.map((one) => one.label) ?? []
          expect([...read, ...leftOut.map((one) => one.label)].sort()).toEqual(
            sample.columns.map((one) => one.label).sort(),
          )
        }
    }),
    { numRuns: 150 },
  )
  // Tables without a row of labels are no drafts; most have one.
  expect(drafts).toBeGreaterThan(files / 4)
}, 120_000)

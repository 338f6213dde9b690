import duckdb from '@duckdb/node-api/package.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CandidateRow, type ConsolidationRules, goldenRecord } from '../../src/consolidate/index.ts'
import { contractById, contracts } from '../../src/contracts/index.ts'
import { ENGINE_VERSION } from '../../src/engine/engine-version.ts'
import { nameKey, slug, verifyEmail, verifyPhone } from '../../src/refine/index.ts'
import { entityId } from '../../src/resolve/index.ts'
import { layoutFor, layouts } from '../../src/stages/layouts.ts'
import { GOLDEN_COLUMNS, GOLDEN_ROWS } from '../../src/stages/lineage/golden-columns.ts'
import { refinedColumns } from '../../src/stages/lineage/refined-columns.ts'
import { refineRow } from '../../src/stages/refine-row.ts'
import { REFINED_COLUMNS } from '../../src/stages/refined-row.ts'

const rules = { country: 'ZA', dateOrder: 'dmy', freeMailDomains: [] } as const

describe('the columns of a refined row', () => {
  const cells = fc.constantFrom(
    null,
    'Blue Sky Aviation (Pty) Ltd',
    'n/a',
    'Gauteng',
    'Windhoek, Namibia',
    'thandi@bluesky.example; x@y',
    '082 555 0101 / +264 61 123 456',
    'www.bluesky.example',
    '14/03/2025',
    'Active',
    'invalid',
    'High',
    'Jane Doe (Chief Instructor)',
    '17',
  )

  test.each(Object.keys(layouts))('%s: a column changes only with a field that lineage names', (contract) => {
    const fields = contractById(contract).fields.map(({ name }) => name)
    const columns = refinedColumns([contract])
    const refine = (row: Record<string, string | null>) => {
      const origin = { contract, source: 's', file: 'f', sheet: 't', rowNumber: 1, rowHash: 'h'.repeat(32) }
      return refineRow(layoutFor(contract)(row), origin, rules)
    }
    fc.assert(
      fc.property(
        fc.record(Object.fromEntries(fields.map((field) => [field, cells]))),
        fc.constantFrom(...fields),
        cells,
        (row, field, value) => {
          const before = refine(row as Record<string, string | null>)
          const after = refine({ ...row, [field]: value } as Record<string, string | null>)
          if (before.outcome === 'rejected' || after.outcome === 'rejected') return
          for (const { name } of REFINED_COLUMNS) {
            const key = name as keyof typeof before.row
            if (before.row[key] === after.row[key]) continue
            expect(
              (columns[name] ?? []).map((source) => source.field),
              `${name} changed with ${field}`,
            ).toContain(field)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  test('every column that lineage names is there, and every field is of its contract', () => {
    const known = new Set(REFINED_COLUMNS.map(({ name }) => name))
    for (const contract of Object.keys(layouts)) {
      const fields = new Set([
        'row_number',
        'row_hash',
        ...(contracts.get(contract)?.fields ?? []).map(({ name }) => name),
      ])
      for (const [column, sources] of Object.entries(refinedColumns([contract]))) {
        expect(known).toContain(column)
        for (const { dataset, field } of sources) {
          expect(dataset).toBe(`work/ingest/${contract}`)
          expect(fields).toContain(field)
        }
      }
    }
  })
})

describe('the columns of golden records', () => {
  const consolidation: ConsolidationRules = {
    sourcePriority: { a: 2, b: 1 },
    sourceTitle: { a: 'A', b: 'B' },
    privacyBasis: 'Legitimate Interest',
    verifyEmail,
    verifyPhone,
    slug,
    entityId,
    nameKey,
  }
  const word = (...words: string[]) => fc.constantFrom(null, ...words)
  const row: fc.Arbitrary<CandidateRow> = fc.record({
    kind: fc.constantFrom('organization' as const, 'contact' as const, 'address' as const, 'capture' as const),
    source: fc.constantFrom('a', 'b'),
    file: fc.constantFrom('f.xlsx', 'g.xlsx'),
    sheet: fc.constantFrom('S', 'T'),
    row_number: fc.nat(9),
    record_key: fc.constantFrom('a|1', 'a|2', 'b|1', 'b|2'),
    source_record_id: fc.constantFrom('a:1', 'a:2', 'b:1'),
    organization_name: fc.constantFrom('Blue Sky', 'Blue Skies'),
    province: word('Gauteng', 'Limpopo'),
    country_code: word('ZA', 'NA'),
    area: word('Lanseria', 'Rand'),
    address: word('Hangar 1', 'Hangar 2'),
    category: word('School', 'Charter'),
    organization_type: word('School', 'Charter'),
    status: word('Active', 'Inactive'),
    website: word('https://a.example', 'https://b.example'),
    planes: word('C172', 'PA-28'),
    description: word('one', 'two'),
    notes: word('one', 'two'),
    last_interaction_date: word('2025-01-01', '2025-02-01'),
    priority: word('High', 'Low'),
    person_name: word('Thandi Mokoena', 'Jane Doe'),
    person_role: word('Owner', 'Pilot'),
    emails: word('a@a.example', 'b@b.example; c@c.example'),
    phones: word('+27825550101', '+27825550102; +27115550103'),
    is_invalid: fc.boolean(),
  })
  const fieldNames = Object.keys(fc.sample(row, 1)[0] as object) as (keyof CandidateRow)[]

  const claimed = (dataset: 'organizations' | 'contacts', column: string): string[] =>
    [...(GOLDEN_COLUMNS[dataset][column] ?? []), ...GOLDEN_ROWS[dataset]]
      .filter((source) => source.dataset === 'work/refine/rows')
      .map((source) => source.field)

  test('of one row alone: a column changes only with a column it is made of', () => {
    fc.assert(
      fc.property(row, row, fc.constantFrom(...fieldNames), (one, other, field) => {
        const kind = 'organization' as const
        const before = goldenRecord('org_x', [{ ...one, kind }], consolidation).organization
        const after = goldenRecord('org_x', [{ ...one, [field]: other[field], kind }], consolidation).organization
        for (const column of Object.keys(GOLDEN_COLUMNS.organizations)) {
          // Provenance names the fields that have a value, whichever these are.
          if (before[column] === after[column] || column === 'field_provenance') continue
          const direct = (GOLDEN_COLUMNS.organizations[column] ?? []).map((source) => source.field)
          expect(direct, `${column} changed with ${field}`).toContain(field)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('of many rows: a column changes only with a column it is made of, or one that decides between rows', () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        row,
        fc.constantFrom(...fieldNames),
        (rows, at, other, field) => {
          const changed = rows.map((one, n) => (n === at % rows.length ? { ...one, [field]: other[field] } : one))
          const before = goldenRecord('org_x', rows, consolidation).organization
          const after = goldenRecord('org_x', changed, consolidation).organization
          for (const column of Object.keys(GOLDEN_COLUMNS.organizations)) {
            if (before[column] === after[column] || column === 'field_provenance') continue
            const fields = claimed('organizations', column)
            expect(fields, `${column} changed with ${field}`).toContain(field)
          }
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('names every column of its contract that has a source, and none besides', () => {
    for (const [dataset, columns] of Object.entries(GOLDEN_COLUMNS)) {
      const fields = contractById(dataset).fields.map(({ name }) => name)
      expect(fields).toEqual(expect.arrayContaining(Object.keys(columns)))
      // The lawful basis is the pipeline's word, not a row's.
      expect(fields.filter((name) => columns[name] === undefined)).toEqual(
        dataset === 'organizations' ? ['privacy_basis'] : [],
      )
    }
  })
})

test('lineage says the version of the data engine that is installed', () => {
  expect(duckdb.version.replace(/-r\.\d+$/, '')).toBe(ENGINE_VERSION)
})

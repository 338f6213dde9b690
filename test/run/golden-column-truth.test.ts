import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CandidateRow,
  type ConsolidationRules,
  goldenRecord,
  type PublishedRow,
} from '../../src/consolidate/index.ts'
import { contractById } from '../../src/contracts/index.ts'
import { GOLDEN_COLUMNS, GOLDEN_ROWS } from '../../src/run/lineage/golden-columns.ts'
import { contactIds } from '../../src/stages/consolidate/contact-ids.ts'
import { nameKey, slug, verifyEmail, verifyPhone } from '../../src/types/index.ts'
import { ColumnChanges } from '../support/column-changes.ts'

/** Few values are asked about often. */
function remembered<T>(ask: (value: string) => T): (value: string) => T {
  const known = new Map<string, T>()
  return (value) => {
    const answer = known.get(value) ?? ask(value)
    known.set(value, answer)
    return answer
  }
}

const rules: ConsolidationRules = {
  sourcePriority: { a: 2, b: 1 },
  sourceTitle: { a: 'A', b: 'B' },
  lawfulBasis: 'legitimate_interest',
  verifyEmail: remembered(verifyEmail),
  verifyPhone: remembered(verifyPhone),
  slug,
  contactIds: contactIds(new Set()),
  nameKey,
}
const word = (...words: string[]) => fc.constantFrom(null, ...words)
const refined = fc.record({
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
  emails: word('a@a.example', 'info@b.example; c@c.example', 'a@b'),
  phones: word('+27825550101', '+27115550102; +27825550103', '+2782555'),
  is_invalid: fc.boolean(),
})
const FIELDS = Object.keys(fc.sample(refined, 1)[0] as object) as (keyof CandidateRow)[]
/** What the version before says of a person is no column of the refined rows. */
const row: fc.Arbitrary<CandidateRow> = refined.map((one) => ({ ...one, base_contact_id: null }))
const REFINED = 'work/refine/rows'

type Dataset = 'organizations' | 'contacts'
const rowsOf = (dataset: Dataset, rows: readonly CandidateRow[]): readonly PublishedRow[] => {
  const golden = goldenRecord('org_x', rows, rules)
  return dataset === 'contacts' ? golden.contacts : [golden.organization]
}
/** A column of the dataset as a whole: its values, in whatever order the rows stand. */
const column = (rows: readonly PublishedRow[], name: string) =>
  JSON.stringify(rows.map((one) => one[name] ?? null).sort())

type Source = (typeof GOLDEN_ROWS)[Dataset][number]
/** `<column> ← work/refine/rows.<field>` of the sources that lineage declares for each column by itself. */
const declared = (dataset: Dataset, which: (source: Source) => boolean): string[] =>
  ColumnChanges.declared(
    Object.fromEntries(
      Object.entries(GOLDEN_COLUMNS[dataset]).map(([name, sources]) => [
        name,
        sources.filter((source) => source.dataset === REFINED && which(source)),
      ]),
    ),
  )
const isDirect = ({ how }: Source) => how.type === 'DIRECT'
/** Fields that decide which rows there are and which of them wins. Rows that come here have found their entity, so that join is not among them. */
const deciding = (dataset: Dataset) =>
  new Set(
    GOLDEN_ROWS[dataset]
      .filter((source) => source.dataset === REFINED && source.how.subtype !== 'JOIN')
      .map(({ field }) => field),
  )

describe.each(['organizations', 'contacts'] as const)('the columns of %s', (dataset) => {
  const columns = contractById(dataset).fields.map(({ name }) => name)
  const each = (before: readonly CandidateRow[], after: readonly CandidateRow[], saw: (column: string) => void) => {
    const [one, other] = [rowsOf(dataset, before), rowsOf(dataset, after)]
    for (const name of columns) if (column(one, name) !== column(other, name)) saw(name)
  }

  test('of one row: a column changes with each that it is made of, and with no other that lineage does not name', () => {
    const changes = new ColumnChanges()
    // One seed, so that what is seen is the same every time: the claim is about every column there is.
    const rows = fc.sample(row, { numRuns: 250, seed: 7 }).map((one) => ({ ...one, kind: 'organization' as const }))
    for (const [at, before] of rows.entries())
      for (const field of FIELDS) {
        const after = { ...before, [field]: rows[(at + 1) % rows.length]?.[field] }
        // A row that says nothing of a person makes none: that is for the test of many rows.
        if (rowsOf(dataset, [before]).length === 1 && rowsOf(dataset, [after]).length === 1)
          each([before], [after], (name) => changes.saw(name, field))
      }
    const seen = changes.pairs(REFINED)
    expect(seen).toEqual(expect.arrayContaining(declared(dataset, isDirect)))
    expect(declared(dataset, () => true)).toEqual(expect.arrayContaining(seen))
  })

  test('of many rows: a column changes with those, or with what decides between rows, whatever the rows', () => {
    const own = new Set(declared(dataset, () => true))
    const shared = deciding(dataset)
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 2, maxLength: 4 }),
        fc.nat(3),
        row,
        fc.constantFrom(...FIELDS),
        (rows, at, other, field) => {
          const changed = rows.map((one, n) => (n === at % rows.length ? { ...one, [field]: other[field] } : one))
          each(rows, changed, (name) => {
            if (!shared.has(field)) expect(own).toContain(`${name} ← ${REFINED}.${field}`)
          })
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('of many rows: nothing is said to decide that does not', () => {
    const own = new Set(declared(dataset, () => true))
    const changes = new ColumnChanges()
    const decided = new Set<string>()
    const pool = fc.sample(row, { numRuns: 2000, seed: 7 })
    for (let at = 0; at + 4 <= pool.length; at += 4)
      for (const field of FIELDS) {
        const rows = pool.slice(at, at + 3)
        const changed = rows.map((one, n) => (n === at % 3 ? { ...one, [field]: pool[at + 3]?.[field] } : one))
        each(rows, changed, (name) => {
          changes.saw(name, field)
          if (!own.has(`${name} ← ${REFINED}.${field}`)) decided.add(field)
        })
      }
    expect(changes.pairs(REFINED)).toEqual(expect.arrayContaining([...own]))
    expect([...decided].sort()).toEqual([...deciding(dataset)].sort())
  })
})

test('golden columns are named for every column of a contract that has a source, and for none besides', () => {
  for (const [dataset, columns] of Object.entries(GOLDEN_COLUMNS)) {
    const fields = contractById(dataset).fields.map(({ name }) => name)
    expect(fields).toEqual(expect.arrayContaining(Object.keys(columns)))
    // The lawful basis is the pipeline's word, not a row's.
    expect(fields.filter((name) => columns[name] === undefined)).toEqual(
      dataset === 'organizations' ? ['privacy_basis'] : [],
    )
  }
})

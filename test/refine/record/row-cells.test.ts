import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnsOfReading } from '../../../src/domain/columns-read.ts'
import type { CompiledDomain, SourceTable } from '../../../src/domain/index.ts'
import { fedCells } from '../../../src/refine/record/fed-cells.ts'
import { whenTest } from '../../../src/refine/record/row-tests.ts'
import { tableRefiner } from '../../../src/refine/record/table-refiner.ts'
import { compiledDomain, FaultyDomain } from '../../support/compiled-domain.ts'
import { type DomainDocument, generatedCells, generatedDomain } from '../../support/generated-domain.ts'

const PLACE = { file: 'f.csv', sheet: 'f', rowNumber: 2, rowHash: 'h'.repeat(32) }
const FILES = { 'vocabularies/kinds.yaml': 'terms:\n  Wholesale: []\n  Retail: []\n' }

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
      address: { type: address }
      land: { type: country }
      kind: { type: category, vocabulary: kinds }
      note: { type: text }
  person:
    dataset: people
    id_prefix: per
    attributes:
      name: { type: person_name, required: true }
      emails: { type: email, keep: distinct }
      note: { type: text }
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
              phone: [Phone, Fax]
              address: { parts: { street: [Street, Lane], city: Town } }
              land: [Land, { infer: country }]
              kind: [Kind, { constant: Retail }]
              note: { join: [Note, More], with: ' ' }
          - entity: person
            key: No
            when: { column: Kind, equals: [Wholesale, Retail] }
            attributes:
              name: Contact
              emails: [E-mail, Other, { match: { column: Note, pattern: '(\\S+@\\S+)', group: 1 } }]
              note: Note
`,
  FILES,
)

/** What becomes of the cells of one row of `crm`, by attribute: `given/refused/silent/lost`, those without a cell left out. */
function usedOf(row: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const table = DOMAIN.sources[0]?.tables[0] as SourceTable
  const refiner = tableRefiner(DOMAIN, table)
  const cells = table.columns.map(({ label }) => ({ No: '1', Firm: 'Acme', ...row })[label] ?? null)
  const { cells: used } = refiner.refine(cells, PLACE)
  return Object.fromEntries(
    refiner.fields.flatMap(({ entity, attribute }, at) => {
      const counts = [used.given[at], used.refused[at], used.silent[at], used.lost[at]] as number[]
      return counts.every((count) => count === 0) ? [] : [[`${entity}.${attribute}`, counts.join('/')]]
    }),
  )
}

describe('what becomes of the filled cells of a row', () => {
  it.each([
    ['one that gives the value', { Phone: '020 7946 0958' }, { 'firm.phone': '1/0/0/0' }],
    ['one behind another that gives it', { Phone: '020 7946 0958', Fax: '020 7946 0999' }, { 'firm.phone': '1/0/0/1' }],
    ['one that cannot be read before one that can', { Phone: '12', Fax: '020 7946 0958' }, { 'firm.phone': '1/1/0/0' }],
    ['none that can be read', { Phone: '12', Fax: '13' }, { 'firm.phone': '0/2/0/0' }],
    ['a word for nothing', { Phone: 'n/a' }, { 'firm.phone': '0/0/1/0' }],
    [
      'parts, of which a second street is of no use',
      { Street: '1 Hill', Lane: 'Mews', Town: 'Leeds' },
      { 'firm.address': '2/0/0/1' },
    ],
    ['both of a join', { Note: 'a', More: 'b' }, { 'firm.note': '2/0/0/0' }],
    ['one that another fact stands in for', { Land: 'Nowhere' }, { 'firm.land': '0/1/0/0' }],
    ['one that a constant stands in for', { Kind: 'Zebra' }, { 'firm.kind': '0/1/0/0' }],
    ['of what the row does not speak of, nothing', { Contact: 'Ann Lee', Kind: 'Zebra' }, { 'firm.kind': '0/1/0/0' }],
    [
      'those of a second thing that lacks its name',
      { 'E-mail': 'a@acme.example', Kind: 'Retail' },
      { 'firm.kind': '1/0/0/0', 'person.emails': '0/1/0/0' },
    ],
    [
      'of a list: several of one cell, the same again, and one that feeds two attributes',
      {
        Contact: 'Ann Lee',
        Kind: 'Retail',
        'E-mail': 'a@acme.example; b@acme.example',
        Other: 'A@acme.example',
        Note: 'or c@acme.example',
      },
      {
        'firm.kind': '1/0/0/0',
        'firm.note': '1/0/0/0',
        'person.name': '1/0/0/0',
        'person.emails': '2/0/0/1',
        'person.note': '1/0/0/0',
      },
    ],
  ])('%s', (_, row, used) => {
    const { 'firm.name': name, ...others } = usedOf(row)
    expect(name).toBe('1/0/0/0')
    expect(others).toEqual(used)
  })

  it('is one thing each, of any row of any domain: what the readers say adds up to what is there', () => {
    fc.assert(
      fc.property(
        generatedDomain(false),
        fc.array(generatedCells, { minLength: 1, maxLength: 4 }),
        (document, rows) => {
          const domain = compiled(document)
          fc.pre(domain !== undefined)
          for (const table of domain?.sources.flatMap(({ tables }) => tables) ?? []) {
            const refiner = tableRefiner(domain as CompiledDomain, table)
            for (const row of rows) {
              const cells = refiner.columns.map((_, at) => row[at] ?? null)
              const { rejected, cells: used } = refiner.refine(cells, PLACE)
              const there = fedCells(table, (column) => refiner.columns.indexOf(column))
              there.add(cells)
              expect(there.counts).toEqual(countedPlainly(table, refiner.columns, cells))
              if (rejected === null)
                expect(
                  refiner.fields.map((_, at) =>
                    [used.given, used.refused, used.silent, used.lost].reduce(
                      (sum, one) => sum + (one[at] as number),
                      0,
                    ),
                  ),
                ).toEqual(there.counts)
            }
          }
        },
      ),
      { numRuns: 25, maxSkipsPerRun: 200, endOnFailure: true },
    )
  })
})

/** Attribute by attribute, without any of the code under test. */
function countedPlainly(table: SourceTable, columns: readonly string[], cells: readonly (string | null)[]): number[] {
  const speaks = table.describes.map(({ when }) => whenTest(when, (column) => columns.indexOf(column))(cells))
  return table.describes.flatMap(({ attributes }, at) =>
    attributes.map(({ readings }) => {
      if (!speaks[at] && speaks.some(Boolean)) return 0
      // What another attribute's texts say besides is counted with that one.
      const read = new Set(
        readings.flatMap(({ reading, besides }) => (besides === undefined ? columnsOfReading(reading) : [])),
      )
      return columns.filter((column, place) => read.has(column) && cells[place] != null).length
    }),
  )
}

function compiled(document: DomainDocument): CompiledDomain | undefined {
  try {
    return compiledDomain(JSON.stringify(document))
  } catch (error) {
    if (error instanceof FaultyDomain) return undefined
    throw error
  }
}

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippedDomains } from '../../src/config/locate-domain.ts'
import type { CompiledDomain, SourceTable } from '../../src/domain/index.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { tableRefiner } from '../../src/refine/record/table-refiner.ts'
import { refinedLineage, setAsideLineage } from '../../src/run/lineage/refined-columns.ts'
import { ColumnChanges } from '../support/column-changes.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { CATALOGUE } from '../support/lineage/catalogue-domain.ts'
import { MEMBERS } from '../support/lineage/members-domain.ts'
import { shippedDomain } from '../support/lineage/shipped-domain.ts'

/** Cells that mean something to a type or another, that are nothing, and that are wrong. */
const VALUES = [
  null,
  'Blue Sky Aviation (Pty) Ltd',
  'Blue Sky Ltd t/a Karoo Wings',
  'n/a',
  'Gauteng',
  'Windhoek, Namibia',
  'thandi@bluesky.example; x@y',
  '082 555 0101 / +264 81 123 4567',
  '+264 81 123 4567',
  '+49 30 90182000',
  'www.bluesky.example',
  '14/03/2025',
  '2025-03-14',
  '14/03/1985',
  '04/03/1985',
  'Hangar 1, Lanseria, 1748',
  'Torstraße 1, 10119 Berlin',
  'Active',
  'invalid',
  'full',
  'north',
  'yes',
  'High',
  'paid: Jane Doe',
  'unknown: nobody',
  'Jane Doe (Chief Instructor)',
  'Jane Doe (Owner); John Roe (Manager)',
  '082 555 0101 ext 22',
  'a word of nobody',
  'Namibia',
  '17',
  '12345',
  'EUR 12.50',
  'Kent',
  '51.5074, -0.1278',
  '-26.1',
  '28.1',
  '5901234123457',
]
/** What is refused of cells that take nearly anything. */
const REFUSED = ['5.9E+12', 'Ltd']
const HASH = { row_number: '2', row_hash: 'i'.repeat(32) }

/** Stands for the values of a row that are set aside, as for a record: there are none of a row that is rejected. */
const ASIDE = 'set-aside'

type Cells = Readonly<Record<string, string | null>>
type Records = ReadonlyMap<string, Readonly<Record<string, unknown>>>

/** The records of a row by entity and by which of the table's descriptions they are, their values by column. */
function recordsOf(domain: CompiledDomain, table: SourceTable): (cells: Cells) => Records {
  const refiner = tableRefiner(domain, table)
  const names = new Map(domain.entities.map((entity) => [entity.id, refinedColumns(entity).map(({ name }) => name)]))
  return (cells) => {
    const outcome = refiner.refine(
      refiner.columns.map((column) => cells[column] ?? null),
      { file: 'f', sheet: 't', rowNumber: Number(cells.row_number), rowHash: `${cells.row_hash}` },
    )
    const records = new Map<string, Readonly<Record<string, unknown>>>(
      outcome.records.map(({ entity, at: place, nth, values }) => {
        const record = Object.fromEntries((names.get(entity) ?? []).map((name, at) => [name, values[at]]))
        return [`${entity} ${place} ${nth}`, record] as const
      }),
    )
    const { row_number, row_hash } = cells
    const value = outcome.setAside.map(({ of, code, raw }) => [of, code, raw])
    return outcome.rejected === null ? records.set(ASIDE, { row_number, row_hash, value }) : records
  }
}

/** What changed of a row's records when one cell was given another value: columns, and whether there is a record. */
function compare(one: Records, other: Records, saw: (entity: string, column: string | null) => void): void {
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    const [entity = ''] = key.split(' ')
    const [before, after] = [one.get(key), other.get(key)]
    if (before === undefined || after === undefined) saw(entity, null)
    else
      for (const name of Object.keys(before))
        if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) saw(entity, name)
  }
}

const DOMAINS = {
  ...Object.fromEntries(await Promise.all(shippedDomains().map(async (id) => [id, await shippedDomain(id)] as const))),
  members: compiledDomain(MEMBERS),
  catalogue: compiledDomain(CATALOGUE),
}
/** What a cell of a domain may be: the same of all, and a word of each of its vocabularies. */
const valuesOf = ({ vocabularies }: CompiledDomain): readonly (string | null)[] => [
  ...VALUES,
  ...[...vocabularies.values()].flatMap(({ terms }) => [...terms.keys()].slice(0, 1)),
]
const TABLES = Object.entries(DOMAINS).flatMap(([id, domain]) =>
  domain.sources.flatMap(({ tables }) => tables).map((table) => [`${id}: ${table.id}`, domain, table] as const),
)

const PASSES = 3
/** Whether all that is declared was seen, whatever else was. */
const covers = (seen: readonly string[] | undefined, declared: readonly string[]): boolean => {
  const known = new Set(seen)
  return declared.every((pair) => known.has(pair))
}

describe('the columns of refined rows', () => {
  test.each(TABLES)(
    '%s: a column changes with the cells that lineage names, and with no other',
    (name, domain, table) => {
      const refine = recordsOf(domain, table)
      const values = valuesOf(domain)
      const fields = table.columns.map(({ name }) => name)
      const row = fc.record({
        ...Object.fromEntries(fields.map((field) => [field, fc.constantFrom(...values)])),
        row_number: fc.constant('1'),
        row_hash: fc.constant('h'.repeat(32)),
      }) as fc.Arbitrary<Cells>
      const bare: Cells = {
        ...Object.fromEntries(fields.map((field) => [field, null])),
        ...{ row_number: '1', row_hash: 'h'.repeat(32) },
      }
      const told = [
        ...domain.entities.map(({ id }) => [id, refinedLineage(domain, id, [table.id])] as const),
        [ASIDE, setAsideLineage(domain, [table.id])] as const,
      ]
      const changes = new Map(told.map(([id]) => [id, new ColumnChanges()]))
      const decided = new Map(told.map(([id]) => [id, new Set<string>()]))
      // One seed, so that what is seen is the same every time: the claim is about every column there is.
      const sparse = fc.sample(fc.tuple(row, fc.array(fc.boolean(), { minLength: fields.length })), {
        // What a second column of a list changes is seen in few rows.
        numRuns: name.startsWith('members') ? 170 : 120,
        seed: 7,
      })
      const thinned = sparse.map(([full, kept]) => ({
        ...full,
        ...Object.fromEntries(fields.flatMap((field, at) => (kept[at] ? [] : [[field, null]]))),
      }))
      // Every other row says what its table is asked for.
      const wanted = table.describes.flatMap(({ when }) =>
        when?.equals == null ? [] : [[when.column, when.equals[0]]],
      )
      const rows = [...fc.sample(row, { numRuns: 40, seed: 7 }), ...thinned].map(
        (cells, at): Cells => (at % 2 === 0 ? { ...cells, ...Object.fromEntries(wanted) } : cells),
      )
      // What stands for a key that is missing, of a row that says one thing alone.
      for (const field of fields)
        for (const value of values)
          compare(
            refine({ ...bare, [field]: value }),
            refine({ ...bare, [field]: value, row_hash: HASH.row_hash }),
            (entity, column) => column !== null && changes.get(entity)?.saw(column, 'row_hash'),
          )
      const isSeen = () =>
        told.every(
          ([id, declared]) =>
            declared.rows.every(({ field }) => decided.get(id)?.has(field)) &&
            covers(changes.get(id)?.pairs(`work/ingest/${table.id}`), ColumnChanges.declared(declared.columns)),
        )
      // A third of the values of each row, then the others where something that is declared was not seen yet.
      for (let pass = 0; pass < PASSES && !(pass > 0 && isSeen()); pass++)
        for (const [at, before] of [bare, ...rows].entries()) {
          const one = refine(before)
          for (const field of [...fields, 'row_number', 'row_hash'] as const)
            for (const [nth, value] of (field in HASH
              ? [HASH[field as keyof typeof HASH]]
              : [...values, ...REFUSED]
            ).entries())
              if (value !== before[field] && (field in HASH ? pass === 0 : (nth + at) % PASSES === pass))
                compare(one, refine({ ...before, [field]: value }), (entity, column) => {
                  if (column === null) decided.get(entity)?.add(field)
                  else changes.get(entity)?.saw(column, field)
                })
        }
      for (const [id, declared] of told) {
        expect(changes.get(id)?.pairs(`work/ingest/${table.id}`)).toEqual(ColumnChanges.declared(declared.columns))
        expect([...(decided.get(id) ?? [])].sort(), `rows of ${id}`).toEqual(
          declared.rows.map(({ field }) => field).sort(),
        )
      }
    },
  )
})

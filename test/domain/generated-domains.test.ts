import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileDomain } from '../../src/domain/compile/compile-domain.ts'
import { diagram } from '../../src/domain/diagram.ts'
import { explainColumn } from '../../src/domain/explain-column.ts'
import { type CompiledDomain, publishedColumns } from '../../src/domain/index.ts'
import { publishedContract } from '../../src/domain/published-contract.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { tableRefiner } from '../../src/refine/record/table-refiner.ts'
import { entitySettings } from '../../src/resolve/entities/entity-settings.ts'
import { parseLinkageSettings } from '../../src/resolve/settings/parse-linkage-settings.ts'
import { goldenColumns } from '../../src/run/lineage/golden-columns.ts'
import { refinedLineage } from '../../src/run/lineage/refined-columns.ts'
import { type DomainDocument, generatedCells, generatedDomain } from '../support/generated-domain.ts'

const compile = (document: DomainDocument) => compileDomain({ 'domain.yaml': JSON.stringify(document, null, 2) })
const compiled = (document: DomainDocument): CompiledDomain | undefined => {
  const outcome = compile(document)
  return outcome.outcome === 'compiled' ? outcome.domain : undefined
}
const once = (names: readonly string[]) => expect(new Set(names).size).toBe(names.length)
const PLACE = { file: 'f', sheet: 's', rowNumber: 2, rowHash: '0123456789abcdef' }

/** The keys of every object the other way round. */
const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([key, inner]) => [key, turned(inner)]),
        )
      : value

describe('any domain', () => {
  it('compiles, or says why: each fault once, at a place of the file, with what to do', () => {
    fc.assert(
      fc.property(generatedDomain(true), (document) => {
        const outcome = compile(document)
        if (outcome.outcome === 'faulty') {
          expect(outcome.faults.length).toBeGreaterThan(0)
          once(outcome.faults.map((fault) => JSON.stringify(fault)))
          for (const { line, column, message } of outcome.faults) {
            expect(Math.min(line, column)).toBeGreaterThan(0)
            expect(message).toMatch(/^[A-Za-z"].*[.?]$/s)
          }
        }
      }),
      { numRuns: 100, endOnFailure: true },
    )
  })

  it('that compiles has a contract for every column, linkage that is read, an explanation and a picture', () => {
    fc.assert(
      fc.property(generatedDomain(false), (document) => {
        const domain = compiled(document)
        fc.pre(domain !== undefined)
        const { entities } = domain as CompiledDomain
        for (const entity of entities) {
          const names = publishedColumns(entity, domain as CompiledDomain).map(({ name }) => name)
          once(names)
          once(refinedColumns(entity).map(({ name }) => name))
          const { fields } = publishedContract(entity, domain as CompiledDomain, {})
          expect(fields.map(({ name }) => name)).toEqual(names)
          // Each column is made of cells of refined rows, and those of cells of a table, as lineage says it.
          const golden = goldenColumns(domain as CompiledDomain, entity).columns
          expect(Object.keys(golden).sort()).toEqual([...names].sort())
          for (const name of names) expect(golden[name]?.length, `lineage of ${name}`).toBeGreaterThan(0)
          const tables = (domain as CompiledDomain).sources.flatMap((source) => source.tables.map(({ id }) => id))
          const refined = refinedLineage(domain as CompiledDomain, entity.id, tables).columns
          for (const { name } of entity.attributes)
            if (
              explainColumn(domain as CompiledDomain, entity.dataset, name)?.places.some(
                ({ reads }) => !/^always/.test(reads),
              )
            )
              expect(refined[name]?.length, `lineage of refined ${name}`).toBeGreaterThan(0)
          expect(() => parseLinkageSettings(entitySettings(domain as CompiledDomain, entity))).not.toThrow()
          for (const { name } of entity.attributes)
            expect(explainColumn(domain as CompiledDomain, entity.dataset, name)?.places.length).toBeGreaterThan(0)
        }
        expect(
          diagram(domain as CompiledDomain)
            .split('\n')
            .filter((line) => line.trim() === 'end'),
        ).toHaveLength(domain?.sources.length ?? 0)
      }),
      { numRuns: 25, maxSkipsPerRun: 200, endOnFailure: true },
    )
  })

  it('accounts for every row, and writes what it says in the types of its columns', () => {
    fc.assert(
      fc.property(generatedDomain(false), generatedCells, (document, cells) => {
        const domain = compiled(document)
        fc.pre(domain !== undefined)
        for (const table of domain?.sources.flatMap(({ tables }) => tables) ?? []) {
          const refiner = tableRefiner(domain as CompiledDomain, table)
          const { records, rejected } = refiner.refine(
            refiner.columns.map((_, at) => cells[at] ?? null),
            PLACE,
          )
          // Counted exactly once: by its first record, or by what rejects it.
          expect(
            records.filter(({ entity, values }) => values[placeOf(domain as CompiledDomain, entity, '_part')] === 0),
          ).toHaveLength(rejected === null ? 1 : 0)
          for (const { entity, values } of records)
            for (const [at, { name, type }] of columnsOf(domain as CompiledDomain, entity).entries())
              expect(fits(values[at], type), `${name} ${JSON.stringify(values[at])}`).toBe(true)
        }
      }),
      { numRuns: 25, maxSkipsPerRun: 200, endOnFailure: true },
    )
  })

  it('says the same of a row in whatever order its keys are written', () => {
    fc.assert(
      fc.property(generatedDomain(false), generatedCells, (document, cells) => {
        const [one, other] = [compiled(document), compiled(turned(document) as DomainDocument)]
        fc.pre(one !== undefined)
        expect(other).toBeDefined()
        // Of attributes that could name an entity alike the first of the file does: the one order that means something.
        fc.pre(names(one as CompiledDomain) === names(other as CompiledDomain))
        expect(told(other as CompiledDomain, cells)).toEqual(told(one as CompiledDomain, cells))
      }),
      { numRuns: 25, maxSkipsPerRun: 200, endOnFailure: true },
    )
  })
})

const names = ({ entities }: CompiledDomain): string =>
  JSON.stringify(entities.map(({ id, name }) => [id, name?.name]).sort())

const columnsOf = (domain: CompiledDomain, id: string) => {
  const entity = domain.entities.find((one) => one.id === id)
  return entity === undefined ? [] : refinedColumns(entity)
}
const placeOf = (domain: CompiledDomain, id: string, column: string): number =>
  columnsOf(domain, id).findIndex(({ name }) => name === column)

function fits(value: unknown, type: string): boolean {
  if (value === null) return true
  if (type === 'list<string>') return Array.isArray(value) && value.every((one) => typeof one === 'string')
  if (type === 'long' || type === 'double') return typeof value === 'number' && Number.isFinite(value)
  return typeof value === (type === 'boolean' ? 'boolean' : 'string')
}

/** What a domain says of a row, by column; cells by the label of their column. */
function told(domain: CompiledDomain, cells: readonly (string | null)[]) {
  const labels = ['No', 'Name', 'Mail', 'Phone', 'Place', 'Kind', 'Day', 'Sum']
  return domain.sources.flatMap(({ tables }) =>
    tables.map((table) => {
      const outcome = tableRefiner(domain, table).refine(
        table.columns.map(({ label }) => cells[labels.indexOf(label)] ?? null),
        PLACE,
      )
      const records = outcome.records.map(({ entity, values }) => [
        entity,
        Object.fromEntries(
          columnsOf(domain, entity).map(({ name }, at) => [
            name,
            name === '_issues' || name === '_invalid' ? null : values[at],
          ]),
        ),
      ])
      return { table: table.id, records, isRejected: outcome.rejected !== null }
    }),
  )
}

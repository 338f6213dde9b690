import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shippedDomains } from '../../src/config/locate-domain.ts'
import {
  goldenSql,
  keptParts,
  makeLookups,
  primaryTables,
  publishedSql,
  publishedTable,
  recencyOf,
} from '../../src/consolidate/index.ts'
import type { Attribute, CompiledDomain, Entity } from '../../src/domain/index.ts'
import { publishedColumns } from '../../src/domain/published-columns.ts'
import { type ColumnDefinition, type Engine, openEngine } from '../../src/engine/engine.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { goldenColumns } from '../../src/run/lineage/golden-columns.ts'
import { entityRowsQuery, isPartColumn } from '../../src/stages/consolidate/entity-rows.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { temporaryFolder } from '../support/landing.ts'
import { CATALOGUE } from '../support/lineage/catalogue-domain.ts'
import { MEMBERS } from '../support/lineage/members-domain.ts'
import { shippedDomain } from '../support/lineage/shipped-domain.ts'

/** Row of an entity as refined and as resolved: what consolidation reads of it. */
interface Row {
  readonly refined: Readonly<Record<string, unknown>>
  readonly resolved: Readonly<Record<string, unknown>>
}
/** Rows by entity: a small world of its own. Its ids and files get its number, so that many stand beside each other. */
type World = Readonly<Record<string, readonly Row[]>>

const RESOLVED = ['entity_id', '_file', '_sheet', '_row', '_part', '_key_repeats'] as const
const resolvedColumns = (entity: Entity): ColumnDefinition[] => [
  ...RESOLVED.map(
    (name): ColumnDefinition => ({
      name,
      type: ['_row', '_part'].includes(name) ? 'long' : 'string',
    }),
  ),
  ...entity.parents.map((parent): ColumnDefinition => ({ name: `_parent_${parent}`, type: 'string' })),
]

/** Values of one attribute: of its type, some alike and some that are better than others. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  email: ['a@a.example', 'info@b.example', 'c@gmail.com', 'a@b'],
  phone: ['+27825550101', '+27115550102', '+2782555'],
  date: ['2025-01-01', '2025-02-01', '2024-12-31'],
  date_of_birth: ['1985-01-01', '1990-02-01'],
  website: ['https://a.example', 'https://b.example'],
}
const aValueOf = ({ type, isList }: Attribute): fc.Arbitrary<unknown> => {
  const texts = TEXTS[type.id] ?? ['Blue', 'Blue Sky', 'Red']
  if (isList) return fc.subarray([...texts], { minLength: 1 })
  return type.column === 'boolean' ? fc.boolean() : type.column === 'double' ? fc.nat(5) : fc.constantFrom(...texts)
}
const each = <T>(attributes: readonly Attribute[], of: (attribute: Attribute) => fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(attributes.map((attribute) => [attribute.name, of(attribute)])))

/** How much alike the rows of a world are: in nothing, in all that no attribute says, in what they have as well, in all but their place. */
type Likeness = 'none' | 'standing' | 'twins' | 'place'

/** @param alone whether each golden record is made of one row */
function worlds(domain: CompiledDomain, alone: boolean): fc.Arbitrary<World> {
  const rowOf = (entity: Entity) =>
    fc.record({
      known: fc.record({
        _role: fc.constantFrom('record', 'unless_known', 'part', 'reference'),
        _source: fc.constantFrom('a', 'b'),
        _trust: fc.nat(2),
        _record_key: fc.constantFrom('k1', 'k2', 'k3'),
        _record_id: fc.constantFrom('a:1', 'a:2', 'b:1'),
        _is_invalid: fc.boolean(),
        _can_mark: fc.boolean(),
      }),
      said: each(entity.attributes, (attribute) => fc.option(aValueOf(attribute), { freq: 2 })),
      whole: each(entity.attributes, aValueOf),
      called: fc.record(Object.fromEntries([...keptParts(entity)].map((part) => [part, fc.subarray(['Azul', 'Red'])]))),
      place: fc.record({
        _file: fc.constantFrom('f', 'g'),
        _sheet: fc.constantFrom('s', 't'),
        _row: fc.nat(3),
        _part: fc.nat(1),
      }),
      became: fc.record({
        entity_id: fc.constantFrom('x', 'y'),
        _key_repeats: fc.constantFrom('no', 'no', 'content', 'name', 'row'),
        ...Object.fromEntries(
          entity.parents.map((parent) => [`_parent_${parent}`, fc.option(fc.constantFrom('x', 'y'), { freq: 5 })]),
        ),
      }),
    })
  const rowsOf = (entity: Entity, likeness: Likeness) =>
    fc
      .uniqueArray(rowOf(entity), {
        minLength: alone && likeness === 'none' ? 1 : 2,
        maxLength: alone || likeness !== 'none' ? 2 : 4,
        selector: ({ place, became }) =>
          alone ? became.entity_id : likeness === 'place' ? `${place._sheet} ${place._row}` : JSON.stringify(place),
      })
      .map((rows) =>
        rows.map(({ known, said, whole, called, place: given, became }, at): Row => {
          // No two rows of a world have one place.
          const place = { ...given, ...(alone ? { _row: given._row + 10 * at } : {}) }
          if (likeness === 'none')
            return { refined: { ...known, ...said, ...called, ...place }, resolved: { ...became, ...place } }
          const marked = alone && known._is_invalid && !known._can_mark
          const standing = { ...known, _role: 'record', _trust: 1, _is_invalid: marked }
          const recency = recencyOf(entity)
          const isSame = likeness === 'place' && !alone
          const there = { ...place, ...(isSame ? { _part: 0, _file: 'f' } : {}) }
          const same = {
            ...(isSame ? { _record_key: 'k1' } : {}),
            ...(isSame && recency !== null ? { [recency.name]: '2025-01-01' } : {}),
          }
          const parents = Object.fromEntries(entity.parents.map((parent) => [`_parent_${parent}`, 'x']))
          return {
            refined: { ...standing, ...(likeness === 'standing' ? said : whole), ...called, ...there, ...same },
            resolved: { ...became, ...parents, ...(alone ? {} : { entity_id: 'x' }), _key_repeats: 'no', ...there },
          }
        }),
      )
  return fc
    .constantFrom<Likeness>('none', 'standing', 'twins', 'place')
    .chain((likeness) =>
      fc.record(Object.fromEntries(domain.entities.map((entity) => [entity.id, rowsOf(entity, likeness)]))),
    )
}

/** One cell, on one side. A row's place stands on both: changed on both, the row is moved; on one, it is lost. */
interface Cell {
  readonly entity: string
  readonly side: 'refined' | 'resolved'
  readonly field: string
}
const cellsOf = (domain: CompiledDomain): Cell[] =>
  domain.entities.flatMap((entity) => [
    ...refinedColumns(entity)
      .filter(({ name }) => !isPartColumn(name) || keptParts(entity).has(name))
      .map(({ name }): Cell => ({ entity: entity.id, side: 'refined', field: name })),
    ...resolvedColumns(entity).map(({ name }): Cell => ({ entity: entity.id, side: 'resolved', field: name })),
  ])
const nameOf = ({ entity, side, field }: Cell): string =>
  `work/${side === 'refined' ? 'refine' : 'resolve'}/${entity}.${field}`

const PLACE = new Set(['_file', '_sheet', '_row', '_part'])

/** The world with one cell of one row as it is in another world. */
function changed(world: World, { entity, side, field }: Cell, at: number, other: World, lost: boolean): World {
  const rows = world[entity] ?? []
  const from = other[entity]?.[0]
  const value = side === 'refined' ? from?.refined[field] : from?.resolved[field]
  const both = PLACE.has(field) && !lost
  return {
    ...world,
    [entity]: rows.map((row, n) =>
      n !== at % rows.length
        ? row
        : {
            refined: side === 'refined' || both ? { ...row.refined, [field]: value } : row.refined,
            resolved: side === 'resolved' || both ? { ...row.resolved, [field]: value } : row.resolved,
          },
    ),
  }
}

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 512, threads: 2, scratch: temporaryFolder('golden-columns') })
})
afterAll(() => engine.close())

/** Ids, places and keys of a world get its number. */
const NUMBERED = /^(?:entity_id|_file|_parent_.*)$/
const cell = (name: string, value: unknown, world: number): unknown =>
  NUMBERED.test(name) && typeof value === 'string' ? `${value}_${world}` : (value ?? null)

async function load(
  name: string,
  columns: readonly ColumnDefinition[],
  rows: readonly Readonly<Record<string, unknown>>[],
) {
  const writer = await engine.createTable(name, columns)
  for (let at = 0; at < rows.length; at += 2000) {
    const part = rows.slice(at, at + 2000)
    writer.append(columns.map((column) => part.map((row) => row[column.name] ?? null)))
  }
  await writer.finish()
}

/** What is published of each world: by entity, column and world the values, in whatever order rows stand. */
async function publish(
  domain: CompiledDomain,
  all: readonly World[],
): Promise<(entity: string) => Map<string, string[]>> {
  for (const entity of domain.entities) {
    const refined = refinedColumns(entity)
    const resolved = resolvedColumns(entity)
    const rows = all.flatMap((world, at) => (world[entity.id] ?? []).map((row) => ({ row, at })))
    const numbered = (columns: readonly ColumnDefinition[], side: keyof Row) =>
      rows.map(({ row, at }) => Object.fromEntries(columns.map(({ name }) => [name, cell(name, row[side][name], at)])))
    await load(`given_${entity.id}`, refined, numbered(refined, 'refined'))
    await load(`became_${entity.id}`, resolved, numbered(resolved, 'resolved'))
    await engine.run(entityRowsQuery(entity, `given_${entity.id}`, `became_${entity.id}`))
    for (const sql of goldenSql(domain, entity)) await engine.run(sql)
    await makeLookups(engine, entity)
  }
  for (const sql of primaryTables(domain)) await engine.run(sql)
  const found = new Map<string, Map<string, string[]>>()
  for (const entity of domain.entities) {
    await engine.run(publishedSql(domain, entity, 'none'))
    const made = new Map<string, string[]>()
    found.set(entity.id, made)
    const names = publishedColumns(entity, domain).map(({ name }) => name)
    const rows = await engine.rows<{ row: string }>(
      `SELECT to_json(t)::VARCHAR AS row FROM ${publishedTable(entity.id)} t ORDER BY row`,
    )
    for (const { row } of rows) {
      const record = JSON.parse(row) as Record<string, unknown>
      const world = Number(String(record[entity.idColumn]).split('_')[1])
      for (const name of names) {
        const values = made.get(name) ?? Array.from({ length: all.length }, () => '')
        made.set(name, values)
        values[world] += `${record[entity.idColumn]} ${JSON.stringify(record[name] ?? null)}\n`
      }
    }
    for (const values of made.values())
      for (const [at, text] of values.entries()) values[at] = text.split('\n').sort().join('\n')
  }
  return (entity) => found.get(entity) ?? new Map()
}

/** `<dataset>.<field>` → columns of the entity's dataset that were seen to change with it. */
async function changesOf(domain: CompiledDomain, alone: boolean, samples: number) {
  const one = worlds(domain, alone)
  // One seed, so that what is seen is the same every time: the claim is about every column there is.
  const [before, after, cells]: [World[], World[], Cell[]] = [[], [], []]
  const sampled = fc.sample(fc.tuple(one, one, fc.nat(3)), { numRuns: samples, seed: 7 })
  for (const cell of cellsOf(domain))
    for (const [world, other, at] of sampled)
      for (const lost of cell.side === 'resolved' ? [true] : PLACE.has(cell.field) ? [false, true] : [false]) {
        const made = changed(world, cell, at, other, lost)
        if (JSON.stringify(made) === JSON.stringify(world)) continue
        before.push(world)
        after.push(made)
        cells.push(cell)
      }
  const was = await publish(domain, before)
  const is = await publish(domain, after)
  return (entity: string): ReadonlyMap<string, ReadonlySet<string>> => {
    const seen = new Map<string, Set<string>>()
    const [columnsBefore, columnsAfter] = [was(entity), is(entity)]
    for (const [name, values] of columnsBefore)
      for (const [at, cell] of cells.entries())
        if (values[at] !== columnsAfter.get(name)?.[at])
          seen.set(nameOf(cell), (seen.get(nameOf(cell)) ?? new Set()).add(name))
    return seen
  }
}

const DOMAINS: readonly (readonly [string, CompiledDomain])[] = [
  ...(await Promise.all(shippedDomains().map(async (id) => [id, await shippedDomain(id)] as const))),
  ['members', compiledDomain(MEMBERS)],
  ['catalogue', compiledDomain(CATALOGUE)],
]
const pairs = (seen: ReadonlyMap<string, ReadonlySet<string>>): string[] =>
  [...seen].flatMap(([field, columns]) => [...columns].map((column) => `${column} ← ${field}`)).sort()

/** What a column tells of the several values of a record. */
const isOfSeveral = (entity: Entity, domain: CompiledDomain, pair: string): boolean =>
  publishedColumns(entity, domain).some(
    ({ name, rule }) => rule?.derived.rule.kind === 'of' && pair.startsWith(`${name} ← `),
  )

describe.each(DOMAINS)('the golden columns of %s', (_, domain) => {
  test('of one row a record: a column changes with each that it is made of, and with no other but what finds the record', async () => {
    const seen = await changesOf(domain, true, 170)
    for (const entity of domain.entities) {
      const { columns, rows } = goldenColumns(domain, entity)
      const own = Object.entries(columns)
        .flatMap(([name, sources]) => sources.map(({ dataset, field }) => `${name} ← ${dataset}.${field}`))
        .sort()
      const finding = new Set(
        rows.flatMap(({ dataset, field, how }) => (how.subtype === 'SORT' ? [] : [`${dataset}.${field}`])),
      )
      const found = pairs(seen(entity.id))
      // What is told of several values there is none of here.
      const shown = own.filter((pair) => !isOfSeveral(entity, domain, pair))
      expect(
        shown.filter((pair) => !found.includes(pair)),
        `${entity.id}: declared, and nothing changes`,
      ).toEqual([])
      expect(
        found.filter((pair) => !own.includes(pair) && !finding.has(pair.slice(pair.indexOf(' ← ') + 3))),
        `${entity.id}: changes, and nothing is declared`,
      ).toEqual([])
    }
  }, 120_000)

  test('of many rows a record: a column changes with those, or with what decides between rows; and all of that decides', async () => {
    const seen = await changesOf(domain, false, 220)
    for (const entity of domain.entities) {
      const { columns, rows } = goldenColumns(domain, entity)
      const own = new Set(
        Object.entries(columns).flatMap(([name, sources]) =>
          sources.map(({ dataset, field }) => `${name} ← ${dataset}.${field}`),
        ),
      )
      const deciding = rows.map(({ dataset, field }) => `${dataset}.${field}`)
      const found = pairs(seen(entity.id))
      const shown = [...own].filter((pair) => isOfSeveral(entity, domain, pair))
      expect(
        shown.filter((pair) => !found.includes(pair)),
        `${entity.id}: declared, and nothing changes`,
      ).toEqual([])
      const decided = new Set(found.filter((pair) => !own.has(pair)).map((pair) => pair.slice(pair.indexOf(' ← ') + 3)))
      const idle = deciding.filter(
        (field) => !decided.has(field) && !found.some((pair) => pair.endsWith(` ← ${field}`)),
      )
      expect(idle, `said to decide of ${entity.id}, and nothing changes`).toEqual([])
      expect(
        [...decided].filter((field) => !deciding.includes(field)),
        `decides of ${entity.id}`,
      ).toEqual([])
    }
  }, 120_000)

  test('every published column has a source, but for the pipeline’s own word', () => {
    for (const entity of domain.entities) {
      const { columns } = goldenColumns(domain, entity)
      const without = publishedColumns(entity, domain).filter(({ name }) => (columns[name] ?? []).length === 0)
      expect(without.map(({ rule }) => rule?.derived.rule.kind)).toEqual(without.map(() => 'lawful_basis'))
      expect(recencyOf(entity) === null || columns[recencyOf(entity)?.name ?? ''] !== undefined).toBe(true)
    }
  })
})

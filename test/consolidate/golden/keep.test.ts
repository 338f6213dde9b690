import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { conflictsSql } from '../../../src/consolidate/golden/golden-sql.ts'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import { compiledDomain } from '../../support/compiled-domain.ts'
import { published, publishRows, type SourceRows } from '../../support/golden-tables.ts'
import { temporaryFolder } from '../../support/landing.ts'

let engine: Engine
const folder = temporaryFolder('keep')
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
})
afterAll(() => engine.close())

const NAMES = [
  'first',
  'latest',
  'earliest',
  'all_of_them',
  'common',
  'longest',
  'any',
  'every',
  'greatest',
  'least',
  'seen',
] as const
const TABLE = (id: string, trust: number) => `  - id: ${id}
    title: Source ${id.toUpperCase()}
    trust: ${trust}
    files: ['${id}*.csv']
    tables:
      - describes:
          - entity: thing
            key: No
            invalid: Wrong
            attributes:
              name: Name
${NAMES.map((name) => `              ${name}: ${name}\n`).join('')}`
const domain = compiledDomain(`id: shop
country: GB
entities:
  thing:
    dataset: things
    id_prefix: thi
    attributes:
      name: { type: organization_name, required: true }
      first: { type: text }
      seen: { type: date, keep: latest }
      latest: { type: date, keep: latest }
      earliest: { type: date, keep: earliest }
      all_of_them: { type: text, keep: distinct }
      common: { type: text, keep: most_common }
      longest: { type: text, keep: longest }
      any: { type: flag, keep: any }
      every: { type: flag, keep: all }
      greatest: { type: number, keep: max }
      least: { type: number, keep: min }
      aliases: { of: name }
      name_in_addresses: { slug: name }
sources:
${TABLE('a', 1)}${TABLE('b', 2)}${TABLE('c', 3)}`)

type Row = Readonly<Record<string, string | null>>
const row = (no: string, cells: Row): Row => ({ No: no, Name: 'Acme', ...cells })
const publish = async (rows: SourceRows) => {
  await publishRows(engine, domain, rows, () => 'thi_one')
  const [only] = await published(engine, 'thing')
  return only ?? {}
}
const origin = (golden: Readonly<Record<string, unknown>>, name: string) =>
  JSON.parse(String(golden.field_provenance))[name]

describe('what is kept of several values', () => {
  it('is the first in order of trust, and a source that says nothing is passed over', async () => {
    const golden = await publish({
      a: [row('1', { first: 'low' })],
      b: [row('1', { first: 'high' })],
      c: [row('1', {})],
    })
    expect(golden.first).toBe('high')
    expect(origin(golden, 'first')).toEqual({
      ...{ source: 'b', record: 'b:1', file: 'b.csv', sheet: 'b', row_number: 2, rule: 'survivorship' },
    })
  })

  it('is the latest and the earliest day, whoever says it', async () => {
    const days = ['2020-05-01', '2021-02-03', '2019-12-31']
    const rows = (name: string) =>
      ['a', 'b', 'c'].map((id, at) => [id, [row('1', { [name]: days[at] ?? null })]] as const)
    const latest = await publish(Object.fromEntries(rows('latest')))
    expect([latest.latest, origin(latest, 'latest')]).toEqual([
      '2021-02-03',
      expect.objectContaining({ record: 'b:1', rule: 'latest' }),
    ])
    const earliest = await publish(Object.fromEntries(rows('earliest')))
    expect([earliest.earliest, origin(earliest, 'earliest')]).toEqual([
      '2019-12-31',
      expect.objectContaining({ record: 'c:1', rule: 'earliest' }),
    ])
  })

  it('is the greatest and the least number, as numbers', async () => {
    const golden = await publish({
      a: [row('1', { greatest: '9', least: '9' })],
      b: [row('1', { greatest: '10', least: '10' })],
      c: [row('1', { greatest: '-3', least: '-3' })],
    })
    expect([golden.greatest, golden.least]).toEqual([10, -3])
  })

  it('is every value once, sorted, and nothing where there is none', async () => {
    const golden = await publish({
      a: [row('1', { all_of_them: 'b' }), row('2', { all_of_them: 'a' })],
      c: [row('1', { all_of_them: 'b' })],
    })
    expect(golden.all_of_them).toEqual(['a', 'b'])
    expect(origin(golden, 'all_of_them')).toMatchObject({ record: 'c:1', rule: 'distinct_values' })
    expect((await publish({ a: [row('1', {})] })).all_of_them).toBeNull()
  })

  it('is what most rows say; of equally many the most trusted', async () => {
    const common = async (...values: (readonly [string, string])[]) => {
      const rows: Record<string, Row[]> = {}
      for (const [at, [id, value]] of values.entries()) {
        rows[id] ??= []
        rows[id].push(row(String(at), { common: value }))
      }
      return (await publish(rows)).common
    }
    expect(await common(['c', 'x'], ['a', 'y'], ['b', 'y'])).toBe('y')
    expect(await common(['a', 'y'], ['c', 'x'], ['b', 'z'])).toBe('x')
    expect(await common(['a', 'y'], ['a', 'y'], ['b', 'x'], ['b', 'x'])).toBe('x')
  })

  it('is the longest text; of equally long ones the most trusted', async () => {
    expect((await publish({ a: [row('1', { longest: 'abc' })], b: [row('1', { longest: 'ab' })] })).longest).toBe('abc')
    expect((await publish({ a: [row('1', { longest: 'aaa' })], b: [row('1', { longest: 'bbb' })] })).longest).toBe(
      'bbb',
    )
  })

  it('is true where any, or every, row that says anything says so', async () => {
    const golden = await publish({
      a: [row('1', { any: 'no', every: 'yes' })],
      b: [row('1', { any: 'yes', every: 'no' })],
      c: [row('1', {})],
    })
    expect([golden.any, golden.every]).toEqual([true, false])
    expect((await publish({ a: [row('1', { every: 'yes' })], b: [row('1', {})] })).every).toBe(true)
    expect((await publish({ a: [row('1', {})] })).any).toBeNull()
  })

  it('of equal values names the row that is trusted more', async () => {
    const same = { latest: '2020-01-01', earliest: '2020-01-01', greatest: '5', least: '5', longest: 'x', common: 'x' }
    const golden = await publish({ a: [row('1', same)], c: [row('1', same)], b: [row('1', same)] })
    for (const name of Object.keys(same)) expect(origin(golden, name), name).toMatchObject({ record: 'c:1' })
  })
})

describe('the order of trust', () => {
  const first = async (rows: SourceRows) => (await publish(rows)).first

  it('puts a row that is marked invalid last, however trusted', async () => {
    expect(await first({ a: [row('1', { first: 'right' })], c: [row('1', { first: 'wrong', Wrong: 'yes' })] })).toBe(
      'right',
    )
    expect(await first({ c: [row('1', { first: 'wrong', Wrong: 'yes' })] })).toBe('wrong')
  })

  it('asks in one source the fuller row, then the later, then the lower key', async () => {
    expect(await first({ a: [row('1', { first: 'bare' }), row('2', { first: 'full', longest: 'x' })] })).toBe('full')
    expect(
      await first({
        a: [row('1', { first: 'old', seen: '2019-01-01' }), row('2', { first: 'new', seen: '2020-01-01' })],
      }),
    ).toBe('new')
    expect(await first({ a: [row('2', { first: 'two' }), row('1', { first: 'one' })] })).toBe('one')
  })

  it('is not decided by order of rows', async () => {
    const cell = fc.option(fc.constantFrom('1', '2', '33', '2020-01-01', '2021-06-30', 'yes', 'no'), { nil: null })
    const given = fc.uniqueArray(
      fc.record({
        source: fc.constantFrom('a', 'b', 'c'),
        no: fc.integer({ min: 1, max: 6 }).map(String),
        cells: fc.record(Object.fromEntries([...NAMES, 'Wrong'].map((name) => [name, cell]))),
        name: fc.constantFrom('Acme', 'Acme Ltd', 'ACME Limited'),
      }),
      { minLength: 2, maxLength: 6, selector: ({ source, no }) => `${source}|${no}` },
    )
    await fc.assert(
      fc.asyncProperty(given, fc.infiniteStream(fc.nat()), async (rows, places) => {
        const bySource = (list: typeof rows) => {
          const all: Record<string, Row[]> = {}
          for (const { source, no, cells, name } of list) {
            all[source] ??= []
            all[source].push({ No: no, Name: name, ...cells })
          }
          return all
        }
        const shuffled = rows
          .map((one) => ({ one, place: places.next().value as number }))
          .toSorted((x, y) => x.place - y.place)
          .map(({ one }) => one)
        // Where a row stands is told of it, and is the one thing that may change.
        const told = async (list: typeof rows) => {
          const golden = await publish(bySource(list))
          const provenance = Object.values(JSON.parse(String(golden.field_provenance))).map((one) => ({
            ...(one as object),
            row_number: 0,
          }))
          return { ...golden, field_provenance: provenance }
        }
        expect(await told(shuffled)).toEqual(await told(rows))
      }),
      { numRuns: 8 },
    )
  })
})

describe('what every record tells of itself', () => {
  it('which sources speak of it, by title, and which records', async () => {
    const golden = await publish({ c: [row('9', {})], a: [row('2', {}), row('1', {})] })
    expect(golden.source_datasets).toEqual(['Source A', 'Source C'])
    expect(golden.source_record_ids).toEqual(['a:1', 'a:2', 'c:9'])
  })

  it('names that lost are what else it is called, each once; none is nothing', async () => {
    const golden = await publish({
      a: [row('1', { Name: 'Acme Trading' }), row('2', { Name: 'Acme Trading' })],
      b: [row('1', { Name: 'Acme (GB)' })],
      c: [row('1', { Name: 'Acme Ltd' })],
    })
    expect(golden.name).toBe('Acme Ltd')
    expect(golden.aliases).toEqual(expect.arrayContaining(['Acme Trading']))
    expect(golden.aliases).not.toContain('Acme Ltd')
    expect((await publish({ a: [row('1', {})] })).aliases).toBeNull()
    expect(golden.name_in_addresses).toBe('acme-ltd')
  })

  it('no value stands in its provenance, and no column without one', async () => {
    const golden = await publish({ a: [row('1', { first: 'secret word' })] })
    expect(String(golden.field_provenance)).not.toContain('secret')
    expect(Object.keys(JSON.parse(String(golden.field_provenance))).toSorted()).toEqual(['first', 'name'])
  })
})

describe('conflicts', () => {
  const thing = domain.entities[0]
  const conflicts = async () => {
    if (thing === undefined) throw new Error('no entity')
    return engine.rows<{
      field: string
      chosen_record: string
      chosen_value: string
      alternative_record: string
      alternative_value: string
    }>(conflictsSql(thing))
  }

  it('are told of what one is chosen from, by order of trust; those who say the same or nothing are none', async () => {
    await publish({
      a: [row('1', { first: 'x' }), row('2', { first: 'z' })],
      b: [row('1', { first: 'y' })],
      c: [row('1', { first: 'y', greatest: '1' })],
    })
    expect(
      (await conflicts()).map((one) => [
        one.field,
        one.chosen_record,
        one.chosen_value,
        one.alternative_record,
        one.alternative_value,
      ]),
    ).toEqual([
      ['first', 'c:1', 'y', 'a:1', 'x'],
      ['first', 'c:1', 'y', 'a:2', 'z'],
    ])
  })

  it('are none where the rule itself says which', async () => {
    await publish({
      a: [row('1', { latest: '2020-01-01', greatest: '1', any: 'yes', all_of_them: 'x' })],
      b: [row('1', { latest: '2021-01-01', greatest: '2', any: 'no', all_of_them: 'y' })],
    })
    expect(await conflicts()).toEqual([])
  })
})

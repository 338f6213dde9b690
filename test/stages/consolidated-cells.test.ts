import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CompiledDomain, SourceTable } from '../../src/domain/index.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import type { ConsolidatedCells } from '../../src/ledger/cell-accounting.ts'
import { tableRefiner } from '../../src/refine/record/table-refiner.ts'
import { consolidatedCells } from '../../src/stages/consolidate/consolidated-cells.ts'
import { compiledDomain } from '../support/compiled-domain.ts'
import { publishRows } from '../support/golden-tables.ts'

const scratch = mkdtempSync(join(tmpdir(), 'cells-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch, reach: { folders: [scratch] } })
})
afterAll(() => {
  engine.close()
  rmSync(scratch, { recursive: true, force: true })
})

const attributes = (of: string) => `
          - entity: firm
            key: No
            attributes:
              code: ${of}Code
              note: { join: [Note, More], with: ' ' }
              seen: { column: Seen, order: dmy }
              size: [Size, Staff]
              open: Open
              kind: [Kind, { constant: shop }]
              mails: [Mail, Other, { join: [User, Host], with: '@' }]`
/** Two sources of one thing, the first trusted more; a value of several cells, of none, and of a list. */
const DOMAIN = compiledDomain(
  `
id: shop
country: GB
lawful_basis: contract
entities:
  firm:
    dataset: firms
    id_prefix: fir
    attributes:
      code: { type: text }
      note: { type: text, keep: longest }
      seen: { type: date, keep: latest }
      size: { type: number, keep: max }
      open: { type: flag, keep: any }
      kind: { type: text, keep: most_common }
      mails: { type: email, keep: distinct }
sources:
  - { id: a, trust: 2, files: ['a*.csv'], tables: [] }
`.replace(
    "  - { id: a, trust: 2, files: ['a*.csv'], tables: [] }\n",
    `  - id: a
    trust: 2
    files: ['a*.csv']
    tables:
      - describes:${attributes('')}
  - id: b
    trust: 1
    files: ['b*.csv']
    tables:
      - describes:${attributes('')}
`,
  ),
)

type Row = Readonly<Record<string, string | null>>
const maybe = (...values: string[]) => fc.option(fc.constantFrom(...values), { freq: 2 })
const row: fc.Arbitrary<Row> = fc.record({
  No: fc.constantFrom('1', '2', '3'),
  Code: maybe('x', 'y', 'n/a'),
  Note: maybe('one', 'two'),
  More: maybe('three', 'four five'),
  Seen: maybe('01/02/2024', '03/02/2024', 'never ever'),
  Size: maybe('1', '12', 'many'),
  Staff: maybe('7', '12'),
  Open: maybe('yes', 'no'),
  Kind: maybe('shop', 'yard'),
  Mail: maybe('a@x.example', 'b@x.example; c@x.example', 'a@x.example, nobody'),
  Other: maybe('a@x.example', 'c@x.example'),
  User: maybe('a', 'd'),
  Host: maybe('x.example'),
})
const landed = fc.record({ a: fc.array(row, { maxLength: 5 }), b: fc.array(row, { maxLength: 5 }) })

const NAMES = ['code', 'note', 'seen', 'size', 'open', 'kind', 'mails'] as const
type Counts = Record<string, { given: number; published: number; merged: number }>

/** What Refine says that cells gave, by table and attribute, and of every row. */
function given(domain: CompiledDomain, rows: Readonly<Record<string, readonly Row[]>>) {
  const all = new Map<string, number>()
  for (const table of domain.sources.flatMap(({ tables }) => tables)) {
    const refiner = tableRefiner(domain, table as SourceTable)
    for (const [at, one] of (rows[table.id] ?? []).entries()) {
      const cells = (table as SourceTable).columns.map(({ label }) => one[label] ?? null)
      const place = {
        file: `${table.id}.csv`,
        sheet: table.id,
        rowNumber: at + 2,
        rowHash: String(at).padStart(12, '0'),
      }
      const { cells: used, rejected } = refiner.refine(cells, place)
      for (const [index, { attribute }] of refiner.fields.entries())
        all.set(`${table.id}.csv ${at + 2} ${attribute}`, rejected === null ? (used.given[index] ?? 0) : 0)
    }
  }
  return all
}

/** The same by what provenance says of golden records, for attributes of one value. */
async function byProvenance(cells: ReadonlyMap<string, number>): Promise<Counts> {
  const counts: Counts = {}
  for (const name of NAMES.filter((one) => one !== 'mails' && one !== 'open')) {
    const froms = await engine.rows<{ place: string | null }>(`SELECT "${name}#from" AS place FROM golden_firm`)
    const won = new Set(
      froms.flatMap(({ place }) => {
        if (place === null) return []
        const { file, row_number } = JSON.parse(place) as { file: string; row_number: number }
        return [`${file} ${row_number} ${name}`]
      }),
    )
    for (const [key, number] of cells) {
      if (!key.endsWith(` ${name}`)) continue
      const of = `${key.slice(0, 1)} ${name}`
      const known = counts[of] ?? { given: 0, published: 0, merged: 0 }
      known.given += number
      if (won.has(key)) known.published += number
      else known.merged += number
      counts[of] = known
    }
  }
  return counts
}

const REFINED = 'rows_firm'
/** As Resolve writes it, when every row has its record. */
const RESOLVED = "(SELECT _file, _sheet, _row, _part, 'no' AS _key_repeats, _id AS entity_id FROM rows_firm)"

async function counted(rows: Readonly<Record<string, readonly Row[]>>, resolved = RESOLVED) {
  await publishRows(engine, DOMAIN, rows, (_, record) => `fir_${String(record._key)}`)
  const [entity] = DOMAIN.entities
  if (entity === undefined) throw new Error('no entity')
  return consolidatedCells(engine, DOMAIN, entity, REFINED, resolved)
}
const told = (cells: readonly ConsolidatedCells[], attribute: string, of: keyof ConsolidatedCells) =>
  cells.reduce((sum, one) => sum + (one.attribute === attribute ? Number(one[of]) : 0), 0)

describe('cells of the rows of golden records', () => {
  test('every one that gave a value is published or merged away, and published is what provenance names', async () => {
    await fc.assert(
      fc.asyncProperty(landed, async (rows) => {
        const { cells, filled, withheld } = await counted(rows)
        const all = given(DOMAIN, rows)
        for (const name of NAMES) {
          const sum = [...all].reduce((total, [key, number]) => total + (key.endsWith(` ${name}`) ? number : 0), 0)
          expect([name, told(cells, name, 'published') + told(cells, name, 'outdone')]).toEqual([name, sum])
          const [golden] = await engine.rows<{ n: number }>(`SELECT count("${name}") AS n FROM published_firm`)
          expect(filled[name]).toBe(Number(golden?.n ?? 0))
        }
        for (const [key, { published, merged }] of Object.entries(await byProvenance(all))) {
          const [table, attribute] = key.split(' ')
          const one = cells.find((cell) => cell.table === table && cell.attribute === attribute)
          expect([key, one?.published ?? 0, one?.outdone ?? 0]).toEqual([key, published, merged])
        }
        expect(withheld).toBe(0)
      }),
      { numRuns: 40, endOnFailure: true },
    )
  }, 120_000)

  test('a list has one giver for each value, and a cell of several values is one', async () => {
    const { cells } = await counted({
      a: [{ No: '1', Mail: 'a@x.example; b@x.example', Other: 'A@x.example', User: 'd', Host: 'x.example' }],
      b: [
        { No: '1', Mail: 'b@x.example', Other: 'c@x.example' },
        { No: '2', Mail: 'b@x.example' },
      ],
    })
    // In a: one cell gives two, another repeats one (Refine's), two cells together give a third. In b: one is outdone, two are not.
    expect(cells.filter(({ attribute }) => attribute === 'mails')).toMatchObject([
      { table: 'a', published: 3, outdone: 0 },
      { table: 'b', published: 2, outdone: 1 },
    ])
  })

  test('a row that repeats another, one about nothing that is here, and one that waits are told apart', async () => {
    const rows = { a: [1, 2, 3, 4].map((no) => ({ No: String(no), Code: 'x', Note: 'one', More: 'two' })) }
    await counted(rows)
    await engine.run('CREATE OR REPLACE TABLE all_firm AS SELECT * FROM rows_firm')
    await engine.run('DELETE FROM rows_firm WHERE _row > 2')
    const [entity] = DOMAIN.entities
    const resolved = `(SELECT _file, _sheet, _row, _part, CASE WHEN _row = 3 THEN 'row' ELSE 'no' END AS _key_repeats,
      CASE WHEN _row <> 4 THEN _id END AS entity_id FROM all_firm WHERE _row < 5)`
    for (const sql of (await import('../../src/consolidate/golden/golden-sql.ts')).goldenSql(DOMAIN, entity as never))
      await engine.run(sql)
    const { cells, withheld } = await consolidatedCells(engine, DOMAIN, entity as never, 'all_firm', resolved)
    expect(withheld).toBe(1)
    expect(cells.find(({ attribute }) => attribute === 'note')).toEqual({
      ...{ table: 'a', entity: 'firm', attribute: 'note' },
      ...{ published: 2, outdone: 0, repeated: 2, unclaimed: 2, withheld: 2 },
    })
  })

  test('a value that is lost on the way from refining to the golden record is missing in the sum', async () => {
    const rows = { a: [{ No: '1', Code: 'x', Mail: 'a@x.example' }], b: [{ No: '1', Code: 'y', Mail: 'b@x.example' }] }
    const [entity] = DOMAIN.entities
    const sum = async () => {
      const { cells } = await consolidatedCells(engine, DOMAIN, entity as never, REFINED, RESOLVED)
      return ['code', 'mails'].map((name) => told(cells, name, 'published') + told(cells, name, 'outdone'))
    }
    await counted(rows)
    expect(await sum()).toEqual([2, 2])
    // Between refining and here; after the records were made; a record that went.
    await engine.run("UPDATE rows_firm SET code = NULL, mails = NULL WHERE _source = 'b'")
    expect(await sum()).toEqual([1, 1])
    await counted(rows)
    await engine.run(`UPDATE golden_firm SET "code#rank" = NULL, mails = ['a@x.example']`)
    expect(await sum()).toEqual([0, 1])
    await counted(rows)
    await engine.run('DELETE FROM golden_firm')
    expect(await sum()).toEqual([0, 0])
  })
})

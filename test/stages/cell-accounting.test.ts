import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { runReport } from '../../src/cli/run-report.ts'
import type { AttributeCells, CellDocument } from '../../src/ledger/cell-accounting.ts'
import { CellsNotConservedError, RowsNotConservedError } from '../../src/ledger/errors.ts'
import { proveCells } from '../../src/ledger/prove-cells.ts'
import type { DatasetMetrics, VerdictDocument } from '../../src/quality/index.ts'
import type { SiteRun } from '../../src/site/index.ts'
import { accountForCells, type CountedRun, provePublished } from '../../src/stages/gate/cell-account.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('cells')
process.env.TMPDIR = temporaryFolder('cells-tmp')
const store = join(folder, 'store')
const landing = join(folder, 'landing')
const FILES = {
  'reachout_organisation.csv': [
    'Organisation Name,ID,Area,Reachout Date,Website,Zebra',
    'Amber Gliders,1,Free State,2025-01-15,amber.example,stripes',
    'Birch Gliders,2,Free State,31/02/2025,,',
    ',3,Gauteng,2025-01-15,,stripes',
    'Amber Gliders,1,Free State,2025-01-15,amber.example,stripes',
  ],
  'reachout_contact_info.csv': [
    'ID,Organisation Name,Firstname,Surname,Email,Phone,Invalid',
    '1,Amber Gliders,Ann,Amber,ann@amber.example; ann@second.example,+27315551001,',
    '2,Birch Gliders,Ben,Birch,n/a,+27315551002,1',
  ],
}
let first: Awaited<ReturnType<typeof refine>>
let document: CellDocument
beforeAll(async () => {
  mkdirSync(landing)
  for (const [name, lines] of Object.entries(FILES)) writeFileSync(join(landing, name), `${lines.join('\n')}\n`)
  first = await refine(store, landing, { asOf: '2026-01-01' })
  document = readDocument(store, `runs/${first.run}/cells.json`)
})

const classes = ({ read, published, merged, set_aside, quarantined }: AttributeCells) =>
  [read, published, merged, set_aside, quarantined] as const
const of = ({ attributes }: CellDocument, entity: string, attribute: string) =>
  attributes.find((one) => one.entity === entity && one.attribute === attribute) as AttributeCells

describe('the cells of a run', () => {
  test.each([
    // read, published, merged away, set aside, in a quarantined row
    ['organization', 'organization_name', [3, 2, 1, 0, 0], 'the same row again is merged away'],
    ['organization', 'area', [4, 2, 1, 0, 1], 'a cell feeds this attribute'],
    ['organization', 'province', [4, 2, 1, 0, 1], 'and that one'],
    ['organization', 'last_interaction_date', [4, 1, 1, 1, 1], 'a day that there is not is set aside'],
    ['organization', 'website', [2, 1, 1, 0, 0], 'a blank cell is none'],
    ['person', 'person_name', [4, 4, 0, 0, 0], 'both cells of a name are published'],
    ['person', 'emails', [2, 1, 0, 1, 0], 'a cell of two values is one; a word for nothing is set aside'],
    ['person', 'phones', [2, 2, 0, 0, 0], 'a mark says nothing of where a cell went'],
  ] as const)('%s.%s is %j: %s', (entity, attribute, counts, _) => {
    expect(classes(of(document, entity, attribute))).toEqual(counts)
  })

  test('are each in one class, in the result as well, and what is refused is what stands among the values set aside', () => {
    const { not_published, ...cells } = first.cells ?? { not_published: null }
    expect(cells).toEqual(document.cells)
    for (const { read, published, merged, set_aside, quarantined } of [document.cells, ...document.attributes])
      expect(published + merged + set_aside + quarantined).toBe(read)
    expect(document.attributes.reduce((sum, { refused }) => sum + refused, 0)).toBe(first.setAside?.values)
    expect(of(document, 'person', 'emails').silent).toBe(1)
    expect(not_published).toEqual({
      ...{ columns: 1, cells: 3 },
      each: [
        expect.objectContaining({ file: 'reachout_organisation.csv', cells: 3, column: expect.stringMatching(/^Z/) }),
      ],
    })
  })

  test('of columns that are a key, a name or a mark are told beside the sum', () => {
    const used = document.unfed.filter(({ is_used }) => is_used)
    expect(used.map(({ column, cells }) => `${column} ${cells}`)).toEqual(
      expect.arrayContaining(['ID 4', 'ID 2', 'Organisation Name 2', 'Invalid 1']),
    )
  })

  test('are told at the end of a run, by `runs show` and on the page', async () => {
    const { read, published, merged, set_aside, quarantined } = document.cells
    const line = `Cells: ${read} cells read = ${published} published + ${merged} merged away + ${set_aside} set aside + ${quarantined} in quarantined rows`
    const shown = await hotpass(['runs', 'show', first.run, '--store', store])
    expect(shown.out).toContain(line)
    expect(shown.out).toMatch(
      /Not published: 1 column, 3 filled cells\n {2}reachout_organisation\.csv, .*: 3 filled cells/,
    )
    const { cells } = readDocument<SiteRun>(store, `site/runs/${first.run}.json`)
    expect(cells).toMatchObject({ ...document.cells, attributes: document.attributes, notPublished: [{ cells: 3 }] })
    expect(runReport(first, { flag: '' })).toContain(
      `${line}\nNot published: 1 column, 3 filled cells\n  reachout_organisation.csv`,
    )
  })
})

describe('a cell that gets lost', () => {
  const stage = <T>(name: string) => readDocument<T>(store, `runs/${first.run}/stages/${name}.json`)
  const shards = <T>(name: string) =>
    storeKeys(store, `runs/${first.run}/stages/${name}`).map((key) => readDocument<T>(store, key))
  const counted = (): CountedRun =>
    structuredClone({
      ingests: shards<CountedRun['ingests'][number]>('Ingest'),
      refines: shards<CountedRun['refines'][number]>('Refine'),
      resolved: stage<{ work: CountedRun['resolved'] }>('Resolve').work,
      consolidated: stage<{ work: CountedRun['consolidated'] }>('Consolidate').work,
      files: new Map([
        [0, 'a'],
        [1, 'b'],
      ]),
    })

  test('is missed by nobody while none is lost', () => {
    expect(accountForCells(counted()).cells).toEqual(document.cells)
  })

  const WHERE: Readonly<Record<string, (run: CountedRun) => Record<string, unknown> | undefined>> = {
    'at the reader': (run) => run.ingests.flatMap(({ work }) => work.sheets.flatMap(({ cells }) => cells))[0],
    'in refining': (run) => run.refines.flatMap(({ work }) => work.cells).find(({ refused }) => refused > 0),
    'in the golden records': (run) => run.consolidated.cells[0],
  }
  test.each([
    ['at the reader', 'read', 1],
    ['at the reader', 'quarantined', 1],
    ['in refining', 'refused', -1],
    ['in the golden records', 'published', -1],
    ['in the golden records', 'repeated', 1],
  ])('%s (%s) stops the run by name', (where, count, by) => {
    const run = counted()
    const one = WHERE[where]?.(run) as Record<string, number | string>
    one[count] = Number(one[count]) + by
    const fail = () => accountForCells(run)
    expect(fail).toThrow(CellsNotConservedError)
    expect(fail).toThrow(`cells of ${one.table} → ${one.entity}.${one.attribute} and accounts for`)
    expect(fail).toThrow(
      /\{"published":\d+,"merged":\d+,"set_aside":\d+,"quarantined":\d+\}\)\. Nothing was published\./,
    )
  })

  test.each(['Ingest', 'Refine'])(
    'within %s stops the stage: what it says is proved by the wrapper of all stages',
    (name) => {
      const records = shards<{ cells: { of: string; read: number; accounted: Record<string, number> }[] }>(name)
      for (const { cells } of records) {
        expect(() => proveCells(name, cells)).not.toThrow()
        for (const [at, one] of cells.entries())
          expect(() => proveCells(name, cells.with(at, { ...one, read: one.read + 1 }))).toThrow(one.of)
      }
      expect(records.flatMap(({ cells }) => cells).length).toBeGreaterThan(5)
    },
  )

  test('with its row, between Resolve and the golden records, stops the run', () => {
    const run = counted()
    ;(run.consolidated.withheld as Record<string, number>).organization = 1
    expect(() => accountForCells(run)).toThrow(RowsNotConservedError)
  })

  test('between a golden record and what is written stops the run', () => {
    const { consolidated } = counted()
    const verdict = readDocument<VerdictDocument>(store, `runs/${first.run}/verdict.json`)
    const metrics = new Map(verdict.datasets.map(({ id, metrics: of }) => [id, of]))
    expect(() => provePublished(consolidated, metrics)).not.toThrow()
    const people = metrics.get('contacts') as DatasetMetrics
    const emails = people.columns.emails as DatasetMetrics['columns'][string]
    metrics.set('contacts', {
      ...people,
      columns: { ...people.columns, emails: { ...emails, nulls: emails.nulls + 1 } },
    })
    expect(() => provePublished(consolidated, metrics)).toThrow(/contacts\.emails, as golden records have it,/)
  })
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { openEngine } from '../../src/engine/engine.ts'
import { readPlan } from '../../src/ledger/documents.ts'
import { pinnedSuites } from '../../src/ledger/pinned-suites.ts'
import type { MeasuredShard } from '../../src/ledger/works/measured-work.ts'
import { evaluateSuite, type SourceHistory, type VerdictDocument } from '../../src/quality/index.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('measured')
const landing = join(folder, 'landing')
const store = join(folder, 'store')
const source = 'reachout_organisation'
let first: string
let verdict: VerdictDocument

const land = (file: string, count: number) => writeSheets(join(landing, file), reachoutSheets(count))
const run = async () => {
  const result = await refine(store, landing, { asOf: '2026-01-31', set: ['ingest.part_rows=10'] })
  expect(result.status).toBe('published')
  return result.run
}

beforeAll(async () => {
  mkdirSync(landing)
  // Two files of one layout: each of their sheets is a shard, and the second file repeats rows of the first.
  land('Reachout Database.xlsx', 30)
  land('Reachout Database 2.xlsx', 25)
  first = await run()
  verdict = readDocument<VerdictDocument>(store, `runs/${first}/verdict.json`)
})

test('shards of Refine and Consolidate leave states by pointer, and the gate reads nothing else of the data', () => {
  const of = (key: string) => readDocument<{ quality?: MeasuredShard[] }>(store, key).quality ?? []
  const shards = storeKeys(store, `runs/${first}/stages/Refine`).flatMap(of)
  expect(shards.filter(({ dataset }) => dataset === source).map(({ rows }) => rows)).toEqual([25, 30])
  const golden = of(`runs/${first}/stages/Consolidate.json`)
  expect(golden.map(({ dataset }) => dataset)).toEqual(['organizations', 'contacts', 'entity_links', 'entity_changes'])
  for (const { states } of [...shards, ...golden])
    expect(states?.key).toMatch(/^work\/measure\/[0-9a-f]{64}\/states\.json$/)
})

test.each(['organizations', source])(
  'what the gate merged about %s is what one pass over its rows finds',
  async (id) => {
    const plan = await readPlan(await openStore(store), first)
    const { byDataset, shapes } = await pinnedSuites(plan.domain)
    const tables = new Map<string, string>([
      ['organizations', `read_parquet('${join(store, 'work/consolidate/*/organizations.parquet')}')`],
      ['contacts', `read_parquet('${join(store, 'work/consolidate/*/contacts.parquet')}')`],
      [source, `read_parquet('${join(store, 'work/ingest/*/*organisation/*.parquet')}')`],
    ])
    const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
    const merged = verdict.expectations.filter(({ dataset }) => dataset === id)
    try {
      let compared = 0
      for (const suite of byDataset.get(id)?.asked ?? []) {
        const { nominalTime } = plan
        const place = id === 'organizations' ? 'entity_id' : 'row_number'
        for (const one of await evaluateSuite({ engine, suite, tables, shapes, place, nominalTime, folder })) {
          if (one.type.endsWith('_to_follow_history')) continue
          const { found, outcome, checked, failed, observed, error } = one
          expect(merged.find(({ id }) => id === one.id)).toMatchObject({
            found,
            outcome,
            checked,
            failed,
            observed,
            error,
          })
          compared++
        }
      }
      expect(compared).toBeGreaterThan(5)
    } finally {
      engine.close()
    }
  },
)

test('sources have a history of their own: the metrics of each release, which later runs are held against', async () => {
  const kept = readDocument<SourceHistory>(store, 'releases/refinement/metrics/1.json')
  expect(kept).toMatchObject({ pipeline: 'refinement', release: 1, run: first })
  expect(Object.keys(kept.datasets)).toEqual(['reachout_contact_info', source])
  expect(kept.datasets[source]?.metrics).toMatchObject({
    rows: 55,
    columns: { organisation_name: { nulls: 0, distinct: 30, distinctError: 0 } },
  })
  // Of personal columns there are numbers and no value.
  expect(JSON.stringify(kept.datasets.reachout_contact_info)).not.toContain('@')
  land('Reachout Database 2.xlsx', 28)
  const second = readDocument<VerdictDocument>(store, `runs/${await run()}/verdict.json`)
  const rows = second.expectations.find(
    ({ dataset, type }) => dataset === source && type === 'expect_table_row_count_to_follow_history',
  )
  expect(rows).toMatchObject({ outcome: 'passed', observed: 58, history: [55] })
})

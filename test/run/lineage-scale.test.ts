import { expect, test } from 'vitest'
import type { RunEvent } from '../../src/lineage/index.ts'
import { RunLineage } from '../../src/run/lineage/run-lineage.ts'
import { statesInOrder } from '../../src/run/lineage/states.ts'
import { barePlan, keepPlan } from '../support/bare-run.ts'
import { MemoryStore } from '../support/memory-store.ts'

const SHARDS = 10_000
const SOURCES = ['contact', 'reachout', 'sacaa']
const CONTRACTS = { contact: 'contact_company_cat', reachout: 'reachout_organisation', sacaa: 'sacaa_cleaned' } as const
const run = 'large'
const time = '2026-01-31T06:00:00.000Z'

test('10,000 shards make under 1 MB of events and a handful of jobs', async () => {
  const store = new MemoryStore()
  const pins = Array.from({ length: SHARDS }, (_, n) => {
    const source = SOURCES[n % SOURCES.length] as keyof typeof CONTRACTS
    return {
      source,
      file: `part-${n}.csv`,
      key: `landing/${source}/part-${n}.csv`,
      size: 1000,
      etag: 'e',
      sha256: 'a'.repeat(64),
    }
  })
  await keepPlan(store, barePlan(run, null, { nominalTime: time, startedAt: time, sources: pins }))
  const items = pins.map((pin, index) => ({ ...pin, index, bytes: 1000 }))
  for (const map of ['ingest', 'refine']) await store.put(`runs/${run}/items/${map}.json`, JSON.stringify(items))
  const record = (state: string, shard: number, lineage: object, more: object = {}) =>
    store.put(
      `runs/${run}/stages/${state}/${String(shard).padStart(5, '0')}.json`,
      JSON.stringify({ state, shard, output: {}, counts: {}, startedAt: time, endedAt: time, lineage, ...more }),
    )
  for (const { index, key, source, file } of items) {
    const contract = CONTRACTS[source]
    const mapped = [
      {
        header: 'Website',
        field: contract === 'sacaa_cleaned' ? 'website_url' : 'website',
        confidence: 1,
        how: 'label',
      },
    ]
    await record(
      'Ingest',
      index,
      { inputs: [{ name: key, rows: 10 }], outputs: [{ name: `work/ingest/${contract}`, rows: 10 }] },
      {
        work: {
          sheets: [
            {
              sheet: file,
              contract,
              parts: [],
              read: 10,
              blank: 0,
              rejected: 0,
              readmitted: 0,
              mapped,
              unmapped: [],
              missing: [],
            },
          ],
          ignoredSheets: [],
          quarantine: null,
          notes: [],
        },
      },
    )
    await record('Refine', index, {
      inputs: [{ name: `work/ingest/${contract}`, rows: 10 }],
      outputs: [{ name: 'work/refine/organization', rows: 10 }],
    })
  }
  const lineage = await RunLineage.open(store, run)
  expect(lineage.plan).toBeDefined()
  await lineage.startRun(time, undefined)
  for (const [state, { map, order }] of statesInOrder()) {
    await lineage.endMapsBefore(order)
    await lineage.startState(state, time)
    if (map === undefined)
      await lineage.endState(state, { state, output: {}, counts: {}, startedAt: time, endedAt: time })
  }
  await lineage.endRun({ eventType: 'COMPLETE', eventTime: time })
  const text = new TextDecoder().decode(store.objects.get(`runs/${run}/events.ndjson`))
  expect(text.length).toBeLessThan(1_000_000)
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent)
  expect(new Set(events.map((event) => event.job.name)).size).toBeLessThan(30)
  const ingest = events.find((event) => event.eventType === 'COMPLETE' && event.job.name.endsWith('.Ingest'))
  expect(ingest?.inputs.map(({ name }) => name)).toEqual(['landing/contact', 'landing/reachout', 'landing/sacaa'])
  expect(ingest?.inputs[0]?.inputFacets?.inputStatistics).toMatchObject({ rowCount: 33_340, fileCount: 3334 })
  expect(ingest?.inputs[0]?.facets?.schema).toMatchObject({ fields: [{ name: 'Website' }] })
})

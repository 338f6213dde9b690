import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { keys } from '../../src/ledger/keys.ts'
import type { RunEvent } from '../../src/lineage/index.ts'
import { openStageLineage } from '../../src/run/lineage/stage-lineage.ts'
import type { StageName } from '../../src/stages/stage-table.ts'
import { barePlan, keepPlan } from '../support/bare-run.ts'
import { eventsIn, expectLawful } from '../support/lineage-laws.ts'
import { MemoryStore } from '../support/memory-store.ts'

const run = 'one'
const EPOCH = Date.parse('2026-01-31T06:00:00Z')
/** How far a call comes: `opened` is killed before its record stands, `recorded` before its end is told. */
type Reached = 'opened' | 'recorded' | 'told'
const SOURCES = ['contact', 'reachout', 'sacaa'] as const

afterEach(() => vi.useRealTimers())

/** What one call of a stage does, at a second of its own machine's clock; a call that is killed leaves as much as it got to. */
class Calls {
  readonly store = new MemoryStore()
  readonly notes: (string | undefined)[] = []

  static async planned(shards: number): Promise<Calls> {
    vi.useFakeTimers({ toFake: ['Date'], now: EPOCH })
    const calls = new Calls()
    const pins = Array.from({ length: shards }, (_, n) => {
      const source = SOURCES[n % SOURCES.length] as string
      const file = `part-${n}.csv`
      return { source, file, key: `landing/${source}/${file}`, size: 9, etag: 'e', sha256: 'a'.repeat(64) }
    })
    const time = new Date(EPOCH).toISOString()
    await keepPlan(calls.store, barePlan(run, null, { nominalTime: time, startedAt: time, sources: pins }))
    const items = pins.map((pin, index) => ({ ...pin, index, bytes: 9 }))
    for (const map of ['ingest', 'refine', 'score']) await calls.store.put(keys.items(run, map), JSON.stringify(items))
    await calls.call('Plan', undefined, 0, 0, 'told', { status: 'planned' })
    return calls
  }

  async begin(state: StageName, shard: number | undefined, second: number) {
    vi.setSystemTime(EPOCH + second * 1000)
    const startedAt = new Date().toISOString()
    const host = { store: this.store, onProgress: ({ note }: { note?: string }) => void this.notes.push(note) }
    return { startedAt, lineage: await openStageLineage(host, run, state, shard) }
  }

  async call(
    state: StageName,
    shard: number | undefined,
    from: number,
    to: number,
    reached: Reached = 'told',
    output: Record<string, unknown> = {},
  ): Promise<void> {
    const { startedAt, lineage } = await this.begin(state, shard, from)
    if (reached === 'opened') return
    vi.setSystemTime(EPOCH + to * 1000)
    const endedAt = new Date().toISOString()
    const work = { sheets: [], ignoredSheets: [], quarantine: null, notes: [] }
    const record = {
      state,
      ...(shard === undefined ? {} : { shard }),
      ...(state === 'Ingest' ? { work } : {}),
      ...{ output, counts: {}, startedAt, endedAt },
    }
    await this.store.put(keys.stage(run, state, shard), JSON.stringify(record))
    if (reached === 'told') await lineage.close(record, undefined)
  }

  /** Ends the run, and returns what it has told of itself. */
  async end(second: number): Promise<RunEvent[]> {
    vi.setSystemTime(EPOCH + second * 1000)
    const { lineage, startedAt } = await this.begin('CloseRun', undefined, second)
    const record = { state: 'CloseRun', output: {}, counts: {}, startedAt, endedAt: startedAt }
    await lineage.close(record, { kind: 'cancelled', message: 'Stopped.' } as Parameters<typeof lineage.close>[1])
    expect(this.notes.filter((note) => note !== undefined)).toEqual([])
    return eventsIn(new TextDecoder().decode(this.store.objects.get(keys.events(run))))
  }
}

const momentsOf = (events: readonly RunEvent[], job: string) =>
  events
    .filter(({ job: { name } }) => name === `hotpass-refine.${job}`)
    .map(({ eventType, eventTime }) => [eventType, (Date.parse(eventTime) - EPOCH) / 1000])

describe('nothing is told to end before it is told to start', () => {
  test('the first shard is killed before it says anything, and repeated when all others are done', async () => {
    const calls = await Calls.planned(4)
    for (const shard of [1, 2, 3]) await calls.call('Ingest', shard, 10, 11 + shard)
    await calls.call('Ingest', 0, 30, 40)
    await calls.call('Refine', 0, 50, 51)
    const events = await calls.end(60)
    expectLawful(events)
    // The Map began with the shard that began first, and each group of shards ends with its own last one.
    const all = { Ingest: 40, 'Ingest.contact': 40, 'Ingest.reachout': 12, 'Ingest.sacaa': 13 }
    for (const [job, end] of Object.entries(all))
      expect(momentsOf(events, job), job).toEqual([
        ['START', 10],
        ['COMPLETE', end],
      ])
  })

  test('shards that come in any order, die anywhere and are repeated, then a state that dies with its record written', async () => {
    const reached = fc.constantFrom<Reached>('opened', 'recorded', 'told')
    const calls = fc.array(fc.record({ shard: fc.nat(3), took: fc.nat(5), reached }), { maxLength: 8 })
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })
    await fc.assert(
      fc.asyncProperty(calls, order, calls, fc.boolean(), async (first, last, refined, dies) => {
        const run = await Calls.planned(4)
        let now = 10
        const then = async (state: StageName, shard: number | undefined, took: number, reached: Reached) => {
          await run.call(state, shard, now, now + took, reached)
          now += took + 1
        }
        for (const { shard, took, reached } of first) await then('Ingest', shard, took, reached)
        for (const shard of last) await then('Ingest', shard, 1, 'told')
        for (const { shard, took, reached } of refined) await then('Refine', shard, took, reached)
        await then('Block', undefined, 1, dies ? 'recorded' : 'told')
        await then('Block', undefined, 1, dies ? 'opened' : 'told')
        expectLawful(await run.end(now))
      }),
      { numRuns: 40 },
    )
  })

  test.each([-30, 30])('machines whose clocks stand %i seconds apart', async (apart) => {
    const calls = await Calls.planned(2)
    await calls.call('Ingest', 0, 100 + apart, 101 + apart)
    await calls.call('Ingest', 1, 100 - apart, 101 - apart)
    await calls.call('Refine', 0, 103 + apart, 104 + apart, 'opened')
    await calls.call('Refine', 0, 103 - apart, 104 - apart)
    await calls.call('Block', undefined, 105 + apart, 106 - apart)
    await calls.call('Resolve', undefined, 107 + apart, 0, 'opened')
    expectLawful(await calls.end(-apart))
  })
})

test('of a Map one shard tells the start and closes what came before: the others read one object each', async () => {
  const calls = await Calls.planned(60)
  for (let shard = 0; shard < 60; shard++) await calls.call('Ingest', shard, 1, 2)
  const first = await calls.store.counted(() => calls.begin('Refine', 7, 3))
  expect(first.reads).toBeGreaterThan(60)
  expect(await calls.store.counted(() => calls.begin('Refine', 0, 3))).toMatchObject({ reads: 1, writes: 0, lists: 0 })
})

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runExit } from '../../src/cli/run-exit.ts'
import { METRICS } from '../../src/config/metric-names.ts'
import { readDecision, settleRun, stopDecision } from '../../src/ledger/commit-decision.ts'
import { keys } from '../../src/ledger/keys.ts'
import { RUN_ENDINGS, type RunEndingKind, runEnding } from '../../src/ledger/run-ending.ts'
import type { RunEvent } from '../../src/lineage/index.ts'
import { runStage } from '../../src/run/index.ts'
import { runMetrics } from '../../src/run/observe/stage-metrics.ts'
import { publishOnce } from '../../src/stages/publish/publish-release.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { publishRelease, releaseNumbers } from '../../src/versions/index.ts'
import { bareFacts, barePlan, keepPlan } from '../support/bare-run.ts'
import { temporaryFolder } from '../support/landing.ts'
import { MemoryStore } from '../support/memory-store.ts'

const scratch = join(temporaryFolder('run-ending'), 'scratch')
mkdirSync(scratch)
const host = (store: ObjectStore) => ({
  store,
  scratch,
  memoryLimitMb: 128,
  threads: 1,
  signal: new AbortController().signal,
  onProgress: () => undefined,
})
const RUN = 'x'
const rows = { read: 0, blank: 0, quarantined: 0, attached: 0, merged: 0, published: 0 }
const plan = barePlan(RUN, null)
const publish = (store: ObjectStore, run = RUN) =>
  publishOnce({ store, run, plan: barePlan(run, null) }, bareFacts(run))
const result = (status: string, release: number | null) => (store: ObjectStore) =>
  store.put(
    keys.result(RUN),
    JSON.stringify({ run: RUN, status, versions: {}, rows, gate: null, reasons: [], release }),
  )
/** A decision to publish whose release is not there yet: its owner was stopped in between. */
async function decided(store: ObjectStore) {
  await publish(store)
  for (const key of ['releases/refinement/1.json', 'releases/refinement/channels/latest.json']) await store.delete(key)
}

/** What a run may have left. */
const LEFT: Record<string, (store: ObjectStore) => Promise<unknown>> = {
  'a plan': async () => undefined,
  'a cancellation': (store) => settleRun(store, RUN, stopDecision('cancelled', 'somebody')),
  'a loss of its turn': (store) => settleRun(store, RUN, stopDecision('failed', 'run y')),
  'a decision to publish': decided,
  'a decision to publish, outrun': async (store) => {
    await decided(store)
    await publish(store, 'other')
  },
  'a release': (store) => publish(store),
  'a release from before decisions': (store) => publishRelease(store, bareFacts(RUN)),
  'a result: published': async (store) => {
    await publish(store)
    await result('published', 1)(store)
  },
  'a result: unchanged': result('unchanged', null),
  'a result: busy': result('busy', null),
  'a result: blocked': result('blocked', null),
}
const WRITERS = {
  nobody: undefined,
  RecordFailure: ['RecordFailure', { error: { Error: 'Broken', Cause: 'It broke.' } }],
  'CloseRun FAILED': ['CloseRun', { status: 'FAILED' }],
  'CloseRun TIMED_OUT': ['CloseRun', { status: 'TIMED_OUT' }],
  'CloseRun ABORTED': ['CloseRun', { status: 'ABORTED' }],
} as const
type Writer = keyof typeof WRITERS

const all = (ending: RunEndingKind, ...nobody: [undefined?]) => [
  nobody.length > 0 ? undefined : ending,
  ending,
  ending,
  ending,
  ending,
]
/** What a run has left → how it has ended, in the order of the writers. */
const TABLE: Record<string, (RunEndingKind | undefined)[]> = {
  'a plan': [undefined, 'failed', 'failed', 'timed_out', 'cancelled'],
  'a cancellation': all('cancelled'),
  'a loss of its turn': all('failed'),
  'a decision to publish': all('published', undefined),
  'a decision to publish, outrun': all('failed'),
  'a release': all('published'),
  'a release from before decisions': all('published'),
  'a result: published': all('published'),
  'a result: unchanged': all('unchanged'),
  'a result: busy': all('busy'),
  'a result: blocked': all('blocked'),
}
const EVENTS: Record<RunEndingKind, string | undefined> = {
  published: 'COMPLETE',
  unchanged: 'COMPLETE',
  busy: undefined,
  blocked: 'FAIL',
  failed: 'FAIL',
  cancelled: 'ABORT',
  timed_out: 'FAIL',
}

async function lastEvent(store: ObjectStore): Promise<string | undefined> {
  for await (const { key } of store.list(keys.lineageParts(RUN)))
    if (/-Run-9-end/.test(key)) {
      const text = new TextDecoder().decode((await store.get(key))?.body)
      return (JSON.parse(text.trim().split('\n').at(-1) ?? '') as RunEvent).eventType
    }
  return undefined
}

describe.each(Object.keys(LEFT))('a run that has left %s', (left) => {
  test.each(Object.keys(WRITERS) as Writer[])('ended by %s', async (writer) => {
    const expected = TABLE[left]?.[Object.keys(WRITERS).indexOf(writer)]
    const store = new MemoryStore()
    await keepPlan(store, plan)
    await LEFT[left]?.(store)
    const call = WRITERS[writer]
    if (call !== undefined) await runStage(call[0], { run: RUN, ...call[1] }, host(store))
    const ending = await runEnding(store, RUN)
    expect(ending?.kind).toBe(expected)

    const published = (await releaseNumbers(store, 'refinement')).length > 0 && expected === 'published'
    const failure = await store.get(keys.failure(RUN))
    const said = failure === undefined ? '' : new TextDecoder().decode(failure.body)
    if (published) expect(said).not.toMatch(/[Nn]othing was published|not published/)
    if (call !== undefined && expected !== undefined) {
      expect(await lastEvent(store)).toBe(EVENTS[expected])
      // The page says the same.
      const page = await store.get(`site/runs/${RUN}.json`)
      if (expected === 'busy') expect(page).toBeUndefined()
      else expect(JSON.parse(new TextDecoder().decode(page?.body))).toMatchObject({ status: expected })
      // Whoever comes later changes nothing, and nobody can publish a run that is said not to have.
      for (const [state, input] of [WRITERS['CloseRun FAILED'], WRITERS['CloseRun ABORTED'], WRITERS.RecordFailure])
        await runStage(state, { run: RUN, ...input }, host(store))
      expect((await runEnding(store, RUN))?.kind).toBe(expected)
      if ((await readDecision(store, RUN))?.decision === 'stop' && expected !== 'published') {
        await expect(publish(store)).rejects.toThrow()
        expect(await releaseNumbers(store, 'refinement')).toEqual([])
      }
    }
  })
})

describe('every ending', () => {
  test('is the end of some row of the table', () => {
    expect(new Set(Object.values(TABLE).flat())).toEqual(new Set([undefined, ...RUN_ENDINGS]))
  })

  test.each(RUN_ENDINGS)('%s has a metric of its own', (ending) => {
    const place = { environment: 'e', pipeline: 'p', run: 'r' }
    const names = RUN_ENDINGS.map((one) =>
      runMetrics({ ending: one, durationMs: 1, result: undefined, published: {} }, place),
    )
    expect(new Set(names.map(([first]) => first?.name)).size).toBe(RUN_ENDINGS.length)
    const [own] = runMetrics({ ending, durationMs: 1, result: undefined, published: {} }, place)
    expect(Object.keys(METRICS)).toContain(own?.name)
  })

  test('has the exit code that scripts were told', () => {
    const bare = { run: 'r', versions: {}, rows, gate: null, seconds: 0, store: 's' }
    expect(Object.fromEntries(RUN_ENDINGS.map((status) => [status, runExit({ ...bare, status })]))).toEqual({
      published: 0,
      unchanged: 0,
      failed: 1,
      blocked: 3,
      busy: 4,
      cancelled: 5,
      timed_out: 6,
    })
    expect(runExit({ ...bare, status: 'published', error: { name: 'Late', message: 'no disk' } })).toBe(1)
  })
})

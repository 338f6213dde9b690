import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { StageHost } from '../../src/run/host.ts'
import { runStage } from '../../src/run/index.ts'
import { AWS_LIMITS, PARENT_HISTORY_EVENTS } from '../../src/stages/plan/run-limits.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectSummary } from '../../src/storage/object-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { temporaryFolder } from '../support/landing.ts'
import { readDocument } from '../support/run-store.ts'
import { alteredStore } from '../versions/fixture.ts'

const folder = temporaryFolder('scale')
const ROWS_A_FILE = 10_000
const BYTES_A_FILE = Math.ceil(ROWS_A_FILE / 0.0067)

/** A bucket in which so many files of ten thousand rows seem to have landed: their listing is all there is of them. */
function landed(files: number): StageHost & { readonly root: string } {
  const root = join(folder, `store-${files}`)
  const store = new DirectoryStore(root)
  async function* list(prefix: string): AsyncIterable<ObjectSummary> {
    if (prefix !== 'landing/') return yield* store.list(prefix)
    for (let n = 0; n < files; n++) {
      const key = `landing/reachout/2026/01/reachout_organisation_${String(n).padStart(6, '0')}.csv`
      yield { key, size: BYTES_A_FILE, etag: sha256(key), lastModified: new Date(0) }
    }
  }
  return {
    root,
    store: alteredStore(store, { list }),
    scratch: folder,
    memoryLimitMb: 256,
    threads: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }
}

const execution = {
  id: 'arn:aws:states:eu-west-1:123456789012:execution:Refine:scale',
  startedAt: '2026-01-31T06:00:00.000Z',
}
const input = (run: string, set: string[] = []) => ({ run, pipeline: 'refinement', execution, set })
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

interface State {
  readonly Type: string
  readonly Retry?: readonly { readonly MaxAttempts: number }[]
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> }
}
const asl: { TimeoutSeconds: number; States: Record<string, State & { Seconds?: number }> } = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'state-machines', 'refine.asl.json'), 'utf8'),
)
const attempts = (state: State) => (state.Retry ?? []).reduce((sum, retry) => sum + retry.MaxAttempts, 1)
/** Entered and exited, and for each attempt of a Task: scheduled, started, ended. */
const eventsOf = (state: State): number =>
  state.Type === 'Task' ? 2 + 3 * attempts(state) : state.Type === 'Map' ? 6 : 2

describe('10,000 files of 100 million rows', () => {
  const on = landed(10_000)
  let output: Record<string, unknown>
  beforeAll(async () => {
    output = (await runStage('Plan', input('big', ['run.over_limit=try']), on)) as Record<string, unknown>
  })

  test('are planned by pointers and counts: what Plan says stays under 8 KiB', () => {
    expect(output).toMatchObject({ status: 'planned', sources: 10_000, shards: 10_000 })
    expect(bytes(output)).toBeLessThan(8192)
  })

  test('make one child a file and a shard, each with a payload far below 256 KiB', () => {
    for (const [map, most] of [
      ['ingest', 10_000],
      ['refine', 10_000],
    ] as const) {
      const items = readDocument<unknown[]>(on.root, `runs/big/items/${map}.json`)
      expect(items).toHaveLength(most)
      const longest = Math.max(...items.map((item, index) => bytes({ run: 'big', item, index })))
      expect(longest).toBeLessThan(2048)
    }
    const { map } = output as { map: { concurrency: number } }
    expect(map.concurrency).toBeLessThanOrEqual(AWS_LIMITS.mapConcurrency)
  })

  test('stay far from 25,000 events, in the parent whatever is retried and however long it waits, and in each child', () => {
    const waits = asl.TimeoutSeconds / (asl.States.WaitForTurn?.Seconds ?? 1)
    const round = ['WaitForTurn', 'Plan', 'IsThereWork'].reduce(
      (sum, name) => sum + eventsOf(asl.States[name] as State),
      0,
    )
    // In a round of waiting Plan answers at once; its retries are counted once, with the states.
    const quietRound = round - 3 * (attempts(asl.States.Plan as State) - 1)
    const parent = 2 + Object.values(asl.States).reduce((sum, state) => sum + eventsOf(state), 0) + waits * quietRound
    expect(parent).toBeLessThanOrEqual(PARENT_HISTORY_EVENTS)
    expect(PARENT_HISTORY_EVENTS).toBeLessThan(AWS_LIMITS.historyEvents)
    for (const map of Object.values(asl.States).filter((state) => state.ItemProcessor !== undefined))
      for (const child of Object.values(map.ItemProcessor?.States ?? {})) expect(2 + eventsOf(child)).toBeLessThan(250)
  })

  test('are estimated: rows, and the states that would be too small for them', () => {
    const { estimate } = readDocument<{
      estimate: { rows: number; stateTransitions: number; dollars: number; problems: string[] }
    }>(on.root, 'runs/big/plan.json')
    expect(estimate.rows).toBeGreaterThan(99_000_000)
    expect(estimate.rows).toBeLessThan(101_000_000)
    expect(estimate.stateTransitions).toBeGreaterThan(40_000)
    expect(estimate.problems.some((problem) => /^(Ingest|Refine|Plan) /.test(problem))).toBe(false)
  })

  test('are refused on AWS where one function would have to hold them all, with the limit, the estimate and what to do', async () => {
    await expect(runStage('Plan', input('refused'), landed(10_001))).rejects.toThrow(
      /larger than AWS allows.*Consolidate is estimated at [\d,]{5,} s, and a function may run for 900 s\. Split the sources.*run\.over_limit=try/,
    )
  })
})

describe('on AWS', () => {
  test('the largest dataset that is accepted by default is some millions of rows', async () => {
    expect(await runStage('Plan', input('fits'), landed(900))).toMatchObject({ status: 'planned', sources: 900 })
    await expect(runStage('Plan', input('over'), landed(1200))).rejects.toMatchObject({ name: 'RunOverLimitError' })
  })

  test('a laptop has none of these limits', async () => {
    const local = { ...input('local'), execution: { ...execution, id: 'local:here:1:1' } }
    expect(await runStage('Plan', local, landed(1201))).toMatchObject({ status: 'planned' })
  })
})

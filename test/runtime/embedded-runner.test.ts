import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { EngineQueryError } from '../../src/engine/errors.ts'
import { startEmbeddedRun } from '../../src/runtime/embedded-runner.ts'
import type { Json } from '../../src/runtime/json.ts'
import type { RunnerEvent } from '../../src/runtime/runner-event.ts'
import { loadStateMachine } from '../../src/runtime/state-machine-file.ts'
import type { TaskCall } from '../../src/runtime/task-call.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'

type Stage = (call: TaskCall) => unknown
const happy: Record<string, Stage> = {
  Plan: () => ({ status: 'planned' }),
  Gate: () => ({ verdict: 'passed' }),
}
let folder: string
let store: DirectoryStore

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-runner-'))
  store = new DirectoryStore(folder)
  await store.put(
    'runs/r1/items/ingest.json',
    JSON.stringify([
      { file: 'a', bytes: 5 },
      { file: 'b', bytes: 7 },
    ]),
  )
  await store.put('runs/r1/items/refine.json', JSON.stringify([{ shard: 0 }]))
  await store.put('runs/r1/items/score.json', JSON.stringify([{ index: 0, of: 1 }]))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(stages: Record<string, Stage>, signal?: AbortSignal) {
  const calls: { stage: string; payload: Json }[] = []
  const events: RunnerEvent[] = []
  const embedded = startEmbeddedRun({
    document: await loadStateMachine('refine'),
    run: 'r1',
    input: { pipeline: 'refinement' },
    store,
    concurrency: 2,
    retryDelayMs: 0,
    ...(signal === undefined ? {} : { signal }),
    handle: async (call) => {
      calls.push({ stage: call.stage, payload: call.payload })
      return (stages[call.stage] ?? happy[call.stage] ?? (() => ({})))(call)
    },
  })
  for await (const event of embedded.events) events.push(event)
  return { outcome: await embedded.outcome, calls, events, order: calls.map((call) => call.stage) }
}
const transient = (name = 'Lambda.TooManyRequestsException') => Object.assign(new Error('not now'), { name })

describe('refine.asl.json on this machine', () => {
  test('a passed run visits every state once, in order, and the items of its maps', async () => {
    const { outcome, order, calls, events } = await run({})
    expect(outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Published' })
    expect(order).toEqual([
      ...['Plan', 'Ingest', 'Ingest', 'Refine', 'Block', 'Score', 'Resolve'],
      ...['Consolidate', 'Gate', 'Publish'],
    ])
    expect(calls[0]?.payload).toEqual({
      pipeline: 'refinement',
      run: 'r1',
      execution: {
        pipeline: 'refinement',
        id: expect.stringMatching(new RegExp(`^local:.+:${process.pid}:`)),
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    })
    expect(calls[2]?.payload).toEqual({ run: 'r1', item: { file: 'b', bytes: 7 }, index: 1 })
    expect(calls.at(-1)?.payload).toEqual({
      run: 'r1',
      plan: { status: 'planned' },
      resolve: {},
      consolidate: {},
      gate: { verdict: 'passed' },
    })
    const told = events.map((event) => `${event.type} ${event.state}`)
    expect(told.filter((line) => line.startsWith('state-started')).map((line) => line.split(' ')[1])).toEqual([
      'NameRun',
      'NameExecution',
      'Plan',
      'IsThereWork',
      'Ingest',
      'Refine',
      'Block',
      'Score',
      'Resolve',
      'Consolidate',
      'Gate',
      'IsPassed',
      'Publish',
      'Published',
    ])
    expect(told.filter((line) => line === 'item-done Ingest')).toHaveLength(2)
    expect(told.filter((line) => line === 'state-succeeded Ingest')).toHaveLength(1)
    expect(events).toContainEqual(expect.objectContaining({ type: 'items', state: 'Ingest', count: 2, bytes: 12 }))
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'state-succeeded', state: 'Gate', output: { verdict: 'passed' } }),
    )
  })

  test('an unchanged plan ends the run before any work', async () => {
    const { outcome, order } = await run({ Plan: () => ({ status: 'unchanged' }) })
    expect(outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Unchanged' })
    expect(order).toEqual(['Plan'])
  })

  test('a plan that finds the pipeline taken ends the run before any work, and well', async () => {
    const { outcome, order } = await run({ Plan: () => ({ status: 'busy' }) })
    expect(outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Busy' })
    expect(order).toEqual(['Plan'])
  })

  test('a plan that waits for its turn is asked again, and the run goes on once it has it', async () => {
    const answers = ['waiting', 'waiting', 'planned']
    const { outcome, order } = await run({ Plan: () => ({ status: answers.shift() }) })
    expect(outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Published' })
    expect(order.slice(0, 4)).toEqual(['Plan', 'Plan', 'Plan', 'Ingest'])
  })

  test.each(['blocked', 'nonsense'])(
    'a verdict of "%s" publishes nothing and fails as QualityGateBlocked',
    async (verdict) => {
      const { outcome, order } = await run({ Gate: () => ({ verdict }) })
      expect(outcome).toMatchObject({ kind: 'failed', error: 'QualityGateBlocked', endedIn: 'GateBlocked' })
      expect(order.slice(-2)).toEqual(['Gate', 'RecordBlocked'])
    },
  )

  test('a warning publishes', async () => {
    expect((await run({ Gate: () => ({ verdict: 'warned' }) })).order.at(-1)).toBe('Publish')
  })

  test.each([
    [
      'a cause of its own',
      () => new EngineQueryError(new Error('Binder Error: no column x'), 'SELECT x'),
      /refused a query/,
    ],
    [
      'an errno',
      () => Object.assign(new Error('ENOSPC: no space left on device, write'), { errno: -28 }),
      /disk is full/,
    ],
    ['nothing to say', () => new TypeError(), /^Block failed \(TypeError\)\. No cause was given/],
  ])('an error with %s is shown, recorded and returned as one sentence', async (_, error, sentence) => {
    const { outcome, calls, events } = await run({
      Block: () => {
        throw error()
      },
    })
    const shown = events.find(({ type, state }) => type === 'state-failed' && state === 'Block')
    expect(shown).toMatchObject({ error: error().name, cause: expect.stringMatching(sentence) })
    expect(calls.at(-1)?.payload).toMatchObject({ error: { Cause: expect.stringMatching(sentence) } })
    expect(outcome).toMatchObject({ kind: 'failed', cause: expect.stringMatching(sentence) })
    expect(JSON.stringify([shown, outcome])).not.toContain('{\\"name')
  })

  test.each([
    ['StorageFaultError', 4],
    ['StorageBusyError', 4],
    ['Lambda.Unknown', 2],
    ['States.Timeout', 1],
    ['Sandbox.Timedout', 1],
    ['Runtime.ExitError', 1],
    ['Runtime.OutOfMemory', 1],
    ['StorageDeniedError', 1],
  ])('a stage that fails with %s for good is called %i times', async (name, times) => {
    const { outcome, order } = await run({
      Resolve: () => {
        throw transient(name)
      },
    })
    expect(outcome).toMatchObject({ kind: 'failed', error: name })
    expect(order.filter((stage) => stage === 'Resolve')).toHaveLength(times)
  })

  test('a bug is recorded once and ends the run with its own name; it is not retried', async () => {
    const { outcome, order, calls, events } = await run({
      Resolve: () => {
        throw new RangeError('no such column')
      },
    })
    expect(outcome).toEqual({ kind: 'failed', endedIn: 'RunFailed', error: 'RangeError', cause: 'no such column' })
    expect(order.filter((stage) => stage === 'Resolve')).toHaveLength(1)
    expect(calls.at(-1)).toEqual({
      stage: 'RecordFailure',
      payload: {
        run: 'r1',
        error: { Error: 'RangeError', Cause: 'no such column' },
        execution: expect.objectContaining({ pipeline: 'refinement' }),
      },
    })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'state-failed', state: 'Resolve', error: 'RangeError' }),
    )
  })

  test('a failure is told once it is final: never as a success, and not for an attempt that is retried', async () => {
    const told = (events: RunnerEvent[], state: string) =>
      events.filter((event) => event.state === state && /^state-/.test(event.type)).map((event) => event.type)
    const fails = () => {
      throw new RangeError('no')
    }
    for (const stage of ['Plan', 'Ingest', 'Publish']) {
      const { events } = await run({ [stage]: fails })
      expect(told(events, stage)).toEqual(['state-started', 'state-failed'])
      expect(told(events, 'RunFailed')).toEqual(['state-started', 'state-failed'])
    }
    let first = true
    const once = () => {
      if (!first) return {}
      first = false
      throw transient()
    }
    const { events } = await run({ Resolve: once })
    expect(told(events, 'Resolve')).toEqual(['state-started', 'state-retried', 'state-succeeded'])
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'state-retried', error: 'Lambda.TooManyRequestsException' }),
    )
  })

  test('a passing trouble is retried, in a state and in an item of a map', async () => {
    let left = 2
    const flaky = () => {
      left -= 1
      if (left >= 0) throw transient()
      return {}
    }
    const state = await run({ Consolidate: flaky })
    expect(state.outcome.kind).toBe('succeeded')
    expect(state.order.filter((stage) => stage === 'Consolidate')).toHaveLength(3)
    left = 1
    const item = await run({ Refine: flaky })
    expect(item.outcome.kind).toBe('succeeded')
    expect(item.events).toContainEqual(expect.objectContaining({ type: 'state-retried', state: 'Refine', attempt: 1 }))
  })

  test.each([
    ['Lambda.ServiceException', 4],
    ['Lambda.TooManyRequestsException', 61],
  ])('%s that does not pass is recorded after %i attempts', async (name, attempts) => {
    const { outcome, order } = await run({
      Publish: () => {
        throw transient(name)
      },
    })
    expect(outcome).toMatchObject({ kind: 'failed', error: name })
    expect(order.filter((stage) => stage === 'Publish')).toHaveLength(attempts)
    expect(order.at(-1)).toBe('RecordFailure')
  })

  test('one bad item fails the run and calls its siblings off', async () => {
    let calledOff = false
    const { outcome, calls } = await run({
      Ingest: async (call) => {
        const { index } = call.payload as { index: number }
        if (index === 0) throw new TypeError('not a workbook')
        await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }))
        calledOff = true
        return {}
      },
    })
    expect(outcome).toMatchObject({ kind: 'failed', error: 'TypeError', cause: 'not a workbook' })
    expect(calls.at(-1)?.stage).toBe('RecordFailure')
    expect(calledOff).toBe(true)
  })

  test('a failure while recording a failure keeps the first one', async () => {
    const broken = (text: string) => () => {
      throw new Error(text)
    }
    const { outcome } = await run({ Plan: broken('first'), RecordFailure: broken('second') })
    expect(outcome).toMatchObject({ kind: 'failed', cause: 'first', endedIn: 'RunFailed' })
  })

  test.each([
    ['is missing', undefined],
    ['is no JSON', '{'],
    ['is no JSON array', '{}'],
  ])('an item list that %s is a recorded failure', async (why, text) => {
    await store.delete('runs/r1/items/refine.json')
    if (text !== undefined) await store.put('runs/r1/items/refine.json', text)
    const { outcome, order } = await run({})
    expect(outcome).toMatchObject({ kind: 'failed', error: 'ItemListError', cause: expect.stringContaining(why) })
    expect(order.at(-1)).toBe('RecordFailure')
  })

  test('an empty item list is no work, and the run goes on', async () => {
    await store.put('runs/r1/items/refine.json', '[]')
    expect((await run({})).outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Published' })
  })

  test('a payload that AWS would refuse is refused here', async () => {
    const { outcome } = await run({ Resolve: () => ({ rows: 'x'.repeat(300_000) }) })
    expect(outcome).toMatchObject({ kind: 'failed', error: 'States.DataLimitExceeded' })
  })

  test('calling off ends the run and tells the stage at work', async () => {
    const controller = new AbortController()
    const { outcome, order } = await run(
      {
        Resolve: async (call) => {
          queueMicrotask(() => controller.abort())
          await new Promise<void>((resolve) => call.signal.addEventListener('abort', () => resolve(), { once: true }))
          return {}
        },
      },
      controller.signal,
    )
    expect(outcome).toEqual({ kind: 'aborted', endedIn: 'Resolve' })
    expect(order.at(-1)).toBe('Resolve')
    expect((await run({}, controller.signal)).outcome).toEqual({ kind: 'aborted', endedIn: '' })
  })

  test('progress reaches the stream under the name of its state, and outputs are JSON', async () => {
    const { events } = await run({
      Ingest: (call) => {
        call.progress({ rows: 10 })
        return { when: new Date(0), nothing: undefined }
      },
    })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'progress', state: 'Ingest', index: 0, progress: { rows: 10 } }),
    )
    const done = events.find((event) => event.type === 'item-done')
    expect(done).toMatchObject({ output: { when: '1970-01-01T00:00:00.000Z' } })
  })

  test('a state machine nobody wrote is named', async () => {
    await expect(loadStateMachine('nonesuch')).rejects.toThrow(/nonesuch\.asl\.json/)
  })
})

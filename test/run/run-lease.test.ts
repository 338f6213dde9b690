import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readDecision } from '../../src/ledger/commit-decision.ts'
import type { ExecutionState } from '../../src/run/lease/execution-state.ts'
import {
  acquireLease,
  type LeaseOutcome,
  leaseHolders,
  releaseLease,
  renewLease,
} from '../../src/run/lease/run-lease.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { temporaryFolder } from '../support/landing.ts'
import { type S3Stub, startS3Stub } from '../support/s3-stub.ts'

const folder = temporaryFolder('lease')
let stub: S3Stub
let serial = 0
beforeEach(async () => {
  stub = await startS3Stub()
})
afterEach(() => stub.close())

const directory = (): ObjectStore => new DirectoryStore(join(folder, `store-${serial++}`))
const bucket = (): ObjectStore =>
  new S3Store({ bucket: 'lake', prefix: `p${serial++}`, client: { ...stub.clientConfig(), maxAttempts: 10 } })
const stores = [
  ['a folder', directory],
  ['S3', bucket],
] as const

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 31) + minutes * 60_000)
const HOLD_MINUTES = 375

interface Ask {
  readonly now?: Date
  readonly limit?: number
  readonly wait?: boolean
  readonly state?: ExecutionState | ((execution: string) => ExecutionState)
}
const ask = (store: ObjectStore, run: string, { now = at(0), limit = 1, wait = false, state = 'unknown' }: Ask = {}) =>
  acquireLease(store, {
    pipeline: 'refinement',
    run,
    execution: `arn:${run}`,
    limit,
    wait,
    now,
    stateOf: async (execution) => (typeof state === 'function' ? state(execution) : state),
  })
const holders = async (store: ObjectStore) => (await leaseHolders(store)).map(({ run }) => run)

describe.each(stores)('the lease of a pipeline in %s', (_, open) => {
  test('one run holds it, the next is told who does and since when, and gets it once it is given back', async () => {
    const store = open()
    expect(await ask(store, 'a')).toEqual({ kind: 'acquired', tookOver: [] })
    const busy = await ask(store, 'b', { now: at(5) })
    expect(busy).toMatchObject({ kind: 'busy', waits: false, holders: [{ run: 'a', since: at(0).toISOString() }] })
    expect(await releaseLease(store, 'b')).toEqual([])
    expect(await releaseLease(store, 'a')).toEqual(['refinement'])
    expect(await releaseLease(store, 'a')).toEqual([])
    expect(await ask(store, 'b')).toEqual({ kind: 'acquired', tookOver: [] })
  })

  test('a run that asks again keeps its place and takes no second one', async () => {
    const store = open()
    await ask(store, 'a', { limit: 2 })
    await ask(store, 'a', { limit: 2 })
    expect(await holders(store)).toEqual(['a'])
  })

  test.each<[string, Ask, (store: ObjectStore) => Promise<unknown>]>([
    ['its execution has ended', { now: at(1), state: 'ended' }, async () => undefined],
    ['its time is up and nobody can see it', { now: at(HOLD_MINUTES) }, async () => undefined],
    ['it left a result', { now: at(1) }, (store) => store.put('runs/a/result.json', '{}')],
    ['it left a failure', { now: at(1) }, (store) => store.put('runs/a/failure.json', '{}')],
  ])('a holder loses its place when %s', async (_why, asked, happens) => {
    const store = open()
    await ask(store, 'a')
    await happens(store)
    expect(await ask(store, 'b', asked)).toMatchObject({ kind: 'acquired', tookOver: [{ run: 'a' }] })
    expect(await holders(store)).toEqual(['b'])
    // The dead run's own ending, late, takes nothing from its successor.
    expect(await releaseLease(store, 'a')).toEqual([])
  })

  test.each<[string, Ask]>([
    ['a minute before its time is up', { now: at(HOLD_MINUTES - 1) }],
    ['while its execution runs, however long', { now: at(100 * HOLD_MINUTES), state: 'running' }],
  ])('a holder keeps its place %s', async (_when, asked) => {
    const store = open()
    await ask(store, 'a')
    expect(await ask(store, 'b', asked)).toMatchObject({ kind: 'busy' })
    expect(await holders(store)).toEqual(['a'])
  })

  const nothingComes = async () => {}

  const asLocal = (store: ObjectStore, run: string, minutes: number, limit = 1, giveGrace = nothingComes) =>
    acquireLease(store, {
      pipeline: 'refinement',
      run,
      execution: `local:host:1:${run}`,
      limit,
      wait: false,
      now: at(minutes),
      stateOf: async () => 'running',
      giveGrace,
    })

  test('a process that is there and lets its time pass loses its place, and may not publish from then on', async () => {
    const store = open()
    await asLocal(store, 'a', 0)
    expect(await asLocal(store, 'b', 14)).toMatchObject({ kind: 'busy' })
    expect(await renewLease(store, 'refinement', 'a', at(14))).toBe(true)
    expect(await asLocal(store, 'b', 28)).toMatchObject({ kind: 'busy' })
    expect(await asLocal(store, 'b', 29)).toMatchObject({ kind: 'acquired', tookOver: [{ run: 'a' }] })
    expect(await renewLease(store, 'refinement', 'a', at(29))).toBe(false)
    expect(await holders(store)).toEqual(['b'])
    expect(await readDecision(store, 'a')).toMatchObject({ decision: 'stop', by: 'run b, which took over' })
  })

  test('an overdue process that renews while it is asked again keeps its place', async () => {
    const store = open()
    await asLocal(store, 'a', 0)
    const renewed = async () => expect(await renewLease(store, 'refinement', 'a', at(60))).toBe(true)
    expect(await asLocal(store, 'b', 60, 1, renewed)).toMatchObject({ kind: 'busy', holders: [{ run: 'a' }] })
    expect(await readDecision(store, 'a')).toBeUndefined()
  })

  test('an overdue process is left alone while there is room for both', async () => {
    const store = open()
    await asLocal(store, 'a', 0, 2)
    expect(await asLocal(store, 'b', 60, 2)).toEqual({ kind: 'acquired', tookOver: [] })
    expect(await holders(store)).toEqual(['a', 'b'])
  })

  test('one run waits, others leave, and a waiter that stopped asking is replaced', async () => {
    const store = open()
    await ask(store, 'a')
    expect(await ask(store, 'b', { wait: true })).toMatchObject({ kind: 'busy', waits: true })
    expect(await ask(store, 'c', { wait: true, now: at(1) })).toMatchObject({ kind: 'busy', waits: false })
    expect(await ask(store, 'b', { wait: true, now: at(9) })).toMatchObject({ waits: true })
    expect(await ask(store, 'c', { wait: true, now: at(18) })).toMatchObject({ waits: false })
    expect(await ask(store, 'c', { wait: true, now: at(20) })).toMatchObject({ waits: true })
    await releaseLease(store, 'a')
    expect(await ask(store, 'c', { wait: true, now: at(21) })).toMatchObject({ kind: 'acquired' })
  })

  test('a lease that cannot be read stops whoever asks, and nobody who ends', async () => {
    const store = open()
    await store.put('leases/refinement.json', '{"format":1')
    await expect(ask(store, 'a')).rejects.toThrow(/leases\/refinement\.json does not say.*delete it/)
    expect(await releaseLease(store, 'a')).toEqual([])
  })

  test('a pipeline that allows two runs has two, and a third finds it busy', async () => {
    const store = open()
    const kinds = []
    for (const run of ['a', 'b', 'c']) kinds.push((await ask(store, run, { limit: 2 })).kind)
    expect(kinds).toEqual(['acquired', 'acquired', 'busy'])
  })
})

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

describe.each(stores)('many runs that ask at once in %s', (kind, open) => {
  test.each([1, 3])('never hold more than %i places, and each has its turn in the end', async (limit) => {
    const store = open()
    if (kind === 'S3') {
      const next = random(limit)
      stub.fault = ({ method, conditional }) => {
        if (method !== 'PUT') return next() < 0.02 ? 'drop' : undefined
        const draw = next()
        if (!conditional) return undefined
        return draw < 0.15 ? 'lost-ack' : draw < 0.25 ? 'conflict' : draw < 0.3 ? 'drop' : undefined
      }
    }
    const inside = new Set<string>()
    let most = 0
    let turns = 0
    const runner = async (run: string) => {
      for (;;) {
        const outcome: LeaseOutcome = await ask(store, run, { limit, state: 'running' })
        if (outcome.kind === 'acquired') break
        await sleep(Math.random() * 20)
      }
      inside.add(run)
      most = Math.max(most, inside.size)
      await sleep(Math.random() * 10)
      inside.delete(run)
      await releaseLease(store, run)
      turns += 1
    }
    await Promise.all(Array.from({ length: 10 }, (_, n) => runner(`run-${n}`)))
    expect(turns).toBe(10)
    expect(most).toBeLessThanOrEqual(limit)
    stub.fault = () => undefined
    expect(await holders(store)).toEqual([])
  })
})

test('whatever runs start, end, die and pass in time, the lease holds exactly who a bookkeeper would say', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constantFrom('start' as const, 'end' as const, 'die' as const), run: fc.nat(4) }),
    fc.record({ kind: fc.constant('pass' as const), run: fc.integer({ min: 1, max: 500 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (steps, limit) => {
      const store = directory()
      let minutes = 0
      const dead = new Set<string>()
      let expected: string[] = []
      for (const [index, { kind, run }] of steps.entries()) {
        const name = `r${run}`
        if (kind === 'pass') minutes += run
        else if (kind === 'die') dead.add(name)
        else if (kind === 'end') {
          await releaseLease(store, name)
          expected = expected.filter((held) => held !== name)
        } else if (!dead.has(name)) {
          const before = expected
          const living = before.includes(name) ? before : before.filter((held) => !dead.has(held))
          const outcome = await ask(store, name, {
            now: at(minutes),
            limit,
            state: (execution) => (dead.has(execution.slice(4)) ? 'ended' : 'running'),
          })
          if (before.includes(name)) expect(outcome).toEqual({ kind: 'acquired', tookOver: [] })
          else if (living.length < limit) {
            expected = [...living, name]
            expect(outcome.kind, `step ${index}`).toBe('acquired')
            expect(outcome.kind === 'acquired' && outcome.tookOver.map((holder) => holder.run)).toEqual(
              before.filter((held) => dead.has(held)),
            )
          } else expect(outcome.kind, `step ${index}`).toBe('busy')
        }
        expect(await holders(store)).toEqual(expected)
      }
    }),
    { numRuns: 30 },
  )
})

import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { standingOf } from '../../src/ledger/current-release.ts'
import { endRun } from '../../src/ledger/end-run.ts'
import { BaseReleaseMovedError, RunStoppedError } from '../../src/ledger/errors.ts'
import { runEnding } from '../../src/ledger/run-ending.ts'
import { acquireLease, leaseHolders, releaseLease } from '../../src/run/lease/run-lease.ts'
import { cancelRun } from '../../src/runtime/cancel-run.ts'
import { publishOnce } from '../../src/stages/publish/publish-release.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { moveChannel, readChannel, readRelease, releaseNumbers } from '../../src/versions/index.ts'
import { bareFacts, barePlan, keepPlan } from '../support/bare-run.ts'
import { temporaryFolder } from '../support/landing.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { interleaved } from '../support/paused-store.ts'

const folder = temporaryFolder('publication-order')
let serial = 0
const directory = (): ObjectStore => new DirectoryStore(join(folder, `store-${serial++}`))

/** Plans a run on what is current, as Plan does. */
async function planned(store: ObjectStore, run: string) {
  const { current, newest } = await standingOf(store, 'refinement')
  const plan = barePlan(run, current?.release ?? null, { newestRelease: newest })
  await keepPlan(store, plan)
  return plan
}
/** Publishes as the stage does, which may be called twice. */
async function publishes(store: ObjectStore, run: string, plan = barePlan(run, null)) {
  const { release } = await publishOnce({ store, run, plan }, bareFacts(run))
  return release
}
/** A run that takes its turn from a holder that it takes for dead, plans, and publishes. */
async function takesOver(store: ObjectStore, run: string) {
  const request = { pipeline: 'refinement', run, execution: `arn:${run}`, limit: 1, wait: false } as const
  const turn = await acquireLease(store, { ...request, stateOf: async () => 'ended' })
  if (turn.kind !== 'acquired') return undefined
  return publishes(store, run, await planned(store, run))
}
const takesTurn = (store: ObjectStore, run: string) =>
  acquireLease(store, {
    pipeline: 'refinement',
    run,
    execution: `arn:${run}`,
    limit: 2,
    wait: false,
    stateOf: async () => 'running',
  })
const closes = async (store: ObjectStore, run: string) => {
  const { failure } = await endRun(store, { run, reason: 'cancelled', by: 'CloseRun', advise: true })
  await releaseLease(store, run)
  return failure.message
}
const writtenBy = async (store: ObjectStore): Promise<string[]> =>
  Promise.all(
    (await releaseNumbers(store, 'refinement')).map(async (n) => (await readRelease(store, 'refinement', n)).run),
  )

const RIVALS = {
  publish: (store: ObjectStore) => publishes(store, 'x'),
  'publish again': (store: ObjectStore) => publishes(store, 'x'),
  close: (store: ObjectStore) => closes(store, 'x'),
  cancel: (store: ObjectStore) => cancelRun(store, 'x', 'somebody'),
  'take over': (store: ObjectStore) => takesOver(store, 'y'),
  'publish beside it': (store: ObjectStore) => publishes(store, 'z'),
} as const
type Rival = keyof typeof RIVALS

test('in whatever order a run publishes, is closed, cancelled and succeeded: one publication a base, and no false word', async () => {
  const names = Object.keys(RIVALS) as Rival[]
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(names, { minLength: 2 }),
      fc.array(fc.nat(5), { minLength: 10, maxLength: 90 }),
      async (chosen, order) => {
        const store = serial++ % 10 === 0 ? directory() : new MemoryStore()
        for (const run of ['x', 'z']) {
          await takesTurn(store, run)
          await keepPlan(store, barePlan(run, null))
        }
        const outcomes = await interleaved(
          store,
          chosen.map((name) => RIVALS[name]),
          order,
        )
        const said = Object.fromEntries(chosen.map((name, index) => [name, outcomes[index]]))
        const releases = await writtenBy(store)
        for (const outcome of outcomes)
          if (outcome.status === 'rejected')
            expect(outcome.reason instanceof BaseReleaseMovedError || outcome.reason instanceof RunStoppedError).toBe(
              true,
            )
        // Nobody publishes twice, and each release stands on the one before it.
        expect(new Set(releases).size).toBe(releases.length)
        for (const [index, run] of releases.entries())
          expect(run === 'y' || index === 0, `${run} published ${index + 1}`).toBe(true)
        expect((await standingOf(store, 'refinement')).current?.release).toBe(releases.at(-1) && releases.length)
        const published = releases.includes('x')
        for (const name of ['publish', 'publish again'] as const)
          if (said[name] !== undefined) expect(said[name].status === 'fulfilled').toBe(published)
        const message = said.close?.status === 'fulfilled' ? String(said.close.value) : undefined
        if (message?.includes('Nothing was published') || message?.includes('was not published'))
          expect(published).toBe(false)
        else if (message !== undefined) expect(published).toBe(true)
        if (said.cancel?.status === 'fulfilled')
          expect((said.cancel.value as { kind: string }).kind).toBe(published ? 'published' : 'stopped')
        const ending = await runEnding(store, 'x')
        expect(ending?.kind === 'published').toBe(published)
      },
    ),
    { numRuns: 150 },
  )
})

describe('a run that was stopped at each of its calls while it published, and wakes', () => {
  const calls = Array.from({ length: 14 }, (_, n) => n)
  test.each(calls)('after %i calls, when it was closed meanwhile: what was said holds', async (sleepAfter) => {
    const store = directory()
    await keepPlan(store, barePlan('x', null))
    const order = [...Array(sleepAfter).fill(0), ...Array(60).fill(1)]
    const [owner, closer] = await interleaved(store, [RIVALS.publish, RIVALS.close], order)
    const published = (await writtenBy(store)).includes('x')
    expect(owner?.status).toBe(published ? 'fulfilled' : 'rejected')
    expect(closer).toMatchObject({
      status: 'fulfilled',
      value: expect.stringMatching(
        published ? /Its release 1 was published before that/ : /Nothing was published by it/,
      ),
    })
  })

  test.each(calls)(
    'after %i calls, when another took over: the other stands on it, or it publishes nothing',
    async (n) => {
      const store = directory()
      await takesTurn(store, 'x')
      await keepPlan(store, barePlan('x', null))
      await interleaved(store, [RIVALS.publish, RIVALS['take over']], [...Array(n).fill(0), ...Array(90).fill(1)])
      const releases = await writtenBy(store)
      expect([['y'], ['x', 'y']]).toContainEqual(releases)
      expect(await readChannel(store, 'refinement', 'latest')).toBe(releases.length)
      expect((await leaseHolders(store)).map(({ run }) => run)).toEqual(['y'])
    },
  )
})

describe('a run publishes on the release that it stands on', () => {
  test('of two that may work at once the first publishes, and the second is told what to type', async () => {
    const store = directory()
    const [first, second] = [await planned(store, 'first'), await planned(store, 'second')]
    expect(await publishes(store, 'first', first)).toBe(1)
    await expect(publishes(store, 'second', second)).rejects.toThrow(
      /release 1 by run first is current now.*was not published.*hotpass run refinement/,
    )
    expect(await writtenBy(store)).toEqual(['first'])
  })

  test('and not on one that somebody has moved `latest` back from', async () => {
    const store = directory()
    await publishes(store, 'a', await planned(store, 'a'))
    await store.put('runs/a/result.json', '{}')
    await publishes(store, 'b', await planned(store, 'b'))
    await store.put('runs/b/result.json', '{}')
    const late = await planned(store, 'late')
    await moveChannel(store, 'refinement', 'latest', 1)
    await expect(publishes(store, 'late', late)).rejects.toThrow(BaseReleaseMovedError)
    expect(await publishes(store, 'anew', await planned(store, 'anew'))).toBe(3)
  })

  test('a run that ended between its release and the channel has published, and its successor stands on it', async () => {
    const store = directory()
    await keepPlan(store, barePlan('x', null))
    await interleaved(store, [RIVALS.publish], [])
    await store.delete('releases/refinement/channels/latest.json')
    expect(await runEnding(store, 'x')).toMatchObject({ kind: 'published', release: 1 })
    expect(await planned(store, 'next')).toMatchObject({ baseRelease: 1, newestRelease: 1 })
  })
})

import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BaseReleaseMovedError } from '../../src/ledger/errors.ts'
import { runEnding } from '../../src/ledger/run-ending.ts'
import { leaseHolders } from '../../src/run/lease/run-lease.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { moveChannel, readChannel } from '../../src/versions/index.ts'
import { barePlan, keepPlan } from '../support/bare-run.ts'
import { temporaryFolder } from '../support/landing.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { interleaved } from '../support/paused-store.ts'
import {
  expectOnePublication,
  planned,
  publishes,
  RIVALS,
  type Rival,
  takesTurn,
  writtenBy,
} from '../support/publication-rivals.ts'

const folder = temporaryFolder('publication-order')
let serial = 0
const directory = (): ObjectStore => new DirectoryStore(join(folder, `store-${serial++}`))

test('in whatever order a run publishes, is closed, cancelled and succeeded: one publication a base, and no false word', async () => {
  const names = Object.keys(RIVALS) as Rival[]
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray(names, { minLength: 2 }),
      fc.array(fc.nat(5), { minLength: 10, maxLength: 90 }),
      async (chosen, order) =>
        expectOnePublication(serial++ % 10 === 0 ? directory() : new MemoryStore(), chosen, order),
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

import { expect } from 'vitest'
import { standingOf } from '../../src/ledger/current-release.ts'
import { endRun } from '../../src/ledger/end-run.ts'
import { BaseReleaseMovedError, RunStoppedError } from '../../src/ledger/errors.ts'
import { runEnding } from '../../src/ledger/run-ending.ts'
import { acquireLease, releaseLease } from '../../src/run/lease/run-lease.ts'
import { cancelRun } from '../../src/runtime/cancel-run.ts'
import { publishOnce } from '../../src/stages/publish/publish-release.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { readRelease, releaseNumbers } from '../../src/versions/index.ts'
import { bareFacts, barePlan, keepPlan } from './bare-run.ts'
import { interleaved } from './paused-store.ts'

/** Plans a run on what is current, as Plan does. */
export async function planned(store: ObjectStore, run: string) {
  const { current, newest } = await standingOf(store, 'refinement')
  const plan = barePlan(run, current?.release ?? null, { newestRelease: newest })
  await keepPlan(store, plan)
  return plan
}
/** Publishes as the stage does, which may be called twice. */
export async function publishes(store: ObjectStore, run: string, plan = barePlan(run, null)) {
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
export const takesTurn = (store: ObjectStore, run: string) =>
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
export const writtenBy = async (store: ObjectStore): Promise<string[]> =>
  Promise.all(
    (await releaseNumbers(store, 'refinement')).map(async (n) => (await readRelease(store, 'refinement', n)).run),
  )

export const RIVALS = {
  publish: (store: ObjectStore) => publishes(store, 'x'),
  'publish again': (store: ObjectStore) => publishes(store, 'x'),
  close: (store: ObjectStore) => closes(store, 'x'),
  cancel: (store: ObjectStore) => cancelRun(store, 'x', 'somebody'),
  'take over': (store: ObjectStore) => takesOver(store, 'y'),
  'publish beside it': (store: ObjectStore) => publishes(store, 'z'),
} as const
export type Rival = keyof typeof RIVALS

/** Lets rivals for one publication loose on an empty store, in an order, and holds them to what must be true in any order. */
export async function expectOnePublication(store: ObjectStore, chosen: readonly Rival[], order: readonly number[]) {
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
      expect(outcome.reason instanceof BaseReleaseMovedError || outcome.reason instanceof RunStoppedError).toBe(true)
  // Who lost its place publishes nothing after that, so that nothing comes between the plan and the release of who has it.
  if (said['take over'] !== undefined) expect(said['take over'].status).toBe('fulfilled')
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
}

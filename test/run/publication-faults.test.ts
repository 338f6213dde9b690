import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runStage } from '../../src/run/index.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { readChannel, readRelease, releaseNumbers } from '../../src/versions/index.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('publication-faults')
const landed = (rows: number): string => {
  const landing = join(folder, `landing-${rows}`)
  mkdirSync(landing, { recursive: true })
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(rows))
  return landing
}
const older = landed(3)
const newer = landed(5)
let serial = 0
const place = () => join(folder, `store-${serial++}`)
const host = (store: ObjectStore) => {
  const scratch = join(folder, `scratch-${serial++}`)
  mkdirSync(scratch)
  const signal = new AbortController().signal
  return { store, scratch, memoryLimitMb: 256, threads: 1, signal, onProgress: () => undefined }
}
/** The real states up to the gate. */
async function upToGate(root: string, run: string, landing: string) {
  const on = host(new DirectoryStore(root))
  await runStage('Plan', { run, pipeline: 'refinement', landing }, on)
  for (const [state, list] of [
    ['Ingest', 'ingest'],
    ['Refine', 'refine'],
    ['Block', undefined],
    ['Score', 'score'],
    ['Resolve', undefined],
    ['Consolidate', undefined],
    ['Gate', undefined],
  ] as const)
    for (const item of list === undefined
      ? [undefined]
      : readDocument<object[]>(root, `runs/${run}/items/${list}.json`))
      await runStage(state, { run, ...(item === undefined ? {} : { item }) }, on)
  return on
}
/** A store where something happens right before the first call of an operation on a key, once. */
const before = (store: ObjectStore, operation: string, key: RegExp, happens: () => Promise<unknown>): ObjectStore => {
  let done = false
  return new Proxy(store, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property)
      if (typeof value !== 'function') return value
      return property !== operation
        ? value.bind(target)
        : async (...args: unknown[]) => {
            if (!done && key.test(String(args[0]))) {
              done = true
              await happens()
            }
            return value.apply(target, args)
          }
    },
  })
}
const publishersOf = async (root: string) => {
  const store = new DirectoryStore(root)
  const numbers = await releaseNumbers(store, 'refinement')
  return Promise.all(numbers.map(async (number) => (await readRelease(store, 'refinement', number)).run))
}
const failureOf = (root: string, run: string) =>
  storeKeys(root, `runs/${run}`).includes(`runs/${run}/failure.json`)
    ? readDocument<{ message: string }>(root, `runs/${run}/failure.json`).message
    : ''

describe('what is said of a publication is true, and `latest` never goes to older data', () => {
  test.each([
    ['before anything is committed', /^datasets\/.*\/metadata\//],
    ['right before the release', /^releases\/refinement\/\d+\.json$/],
  ])('a run that is stopped while it publishes, %s', async (_, key) => {
    const root = place()
    const on = await upToGate(root, 'stopped', older)
    const stop = () => runStage('CloseRun', { run: 'stopped', status: 'ABORTED' }, host(new DirectoryStore(root)))
    const store = before(on.store, 'create', key, stop)
    await runStage('Publish', { run: 'stopped' }, { ...on, store }).catch(() => undefined)
    const said = failureOf(root, 'stopped')
    if ((await publishersOf(root)).length > 0) expect(said).not.toContain('Nothing was published')
    else expect(said).toContain('Nothing was published')
  })

  test('a run that is killed right after its release', async () => {
    const root = place()
    const on = await upToGate(root, 'killed', older)
    const die = () => Promise.reject(new Error('killed'))
    const store = before(on.store, 'put', /^runs\/killed\/result\.json$/, die)
    await expect(runStage('Publish', { run: 'killed' }, { ...on, store })).rejects.toThrow('killed')
    await runStage('CloseRun', { run: 'killed', status: 'FAILED' }, on)
    expect(await publishersOf(root)).toEqual(['killed'])
    expect(failureOf(root, 'killed')).not.toContain('Nothing was published')
    expect(readDocument(root, 'runs/killed/result.json')).toMatchObject({ status: 'published', release: 1 })
  })

  test('the retry of a run that is older than what was published since', async () => {
    const root = place()
    const blocked = await refine(root, older, { set: ['gate.min_rows.organizations=99'] })
    expect(blocked.status).toBe('blocked')
    expect((await refine(root, newer)).status).toBe('published')
    const retried = await refine(root, undefined, { retryOf: blocked.run })
    expect(retried).toMatchObject({ status: 'failed', error: { name: 'BaseReleaseMovedError' } })
    expect(retried.error?.message).toMatch(/release 1 by run .* is current now.*hotpass run refinement$/)
    expect(await publishersOf(root)).toHaveLength(1)
  })

  test('an owner that sleeps while another publishes newer files', async () => {
    const root = place()
    const on = await upToGate(root, 'asleep', older)
    expect((await refine(root, newer)).status).toBe('published')
    await expect(runStage('Publish', { run: 'asleep' }, on)).rejects.toThrow(
      /knows nothing of that release.*hotpass run refinement/,
    )
    expect(await publishersOf(root)).not.toContain('asleep')
    expect(await readChannel(on.store, 'refinement', 'latest')).toBe(1)
  })
})

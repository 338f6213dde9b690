import { describe, expect, test } from 'vitest'
import { publishRun, readHead, type SiteRun, siteKeys } from '../../src/site/index.ts'
import { addToIndex, PAGE_SIZE } from '../../src/site/site-index.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { entry, expectation, runId, siteRun } from './fixture.ts'

const text = (store: MemoryStore, key: string): string => new TextDecoder().decode(store.objects.get(key))
const expectations = Array.from({ length: 40 }, (_, n) => expectation(n))

describe('the index of runs', () => {
  test('run 10,001 costs what run 101 did, in requests and in bytes, and never more than a bound', async () => {
    const store = new MemoryStore()
    const costs = new Map<number, Awaited<ReturnType<MemoryStore['counted']>>>()
    // Runs whose cost is looked at: the very first ones, and one whole round of pages at either end.
    const watched = (n: number) => n < 3 || (n >= 100 && n < 150) || n >= 10_000
    for (let n = 0; n < 10_050; n++)
      if (watched(n)) costs.set(n, await store.counted(() => publishRun(store, siteRun(n, expectations))))
      else await addToIndex(store, entry(n))
    for (let n = 100; n < 150; n++) {
      const early = costs.get(n)
      const late = costs.get(n + 9_900)
      expect(late?.reads).toBe(early?.reads)
      expect(late?.writes).toBe(early?.writes)
      expect(late?.lists).toBe(0)
      // Numbers of one digit more, and a history that is full, are all that grows.
      expect(late?.bytesWritten).toBeLessThan((early?.bytesWritten ?? 0) * 1.15)
    }
    const first = costs.get(1)
    expect(costs.get(10_000)?.writes).toBeLessThanOrEqual((first?.writes ?? 0) + 1)
    expect(Math.max(...[...costs.values()].slice(1).map(({ bytesWritten }) => bytesWritten))).toBeLessThan(100_000)
    expect((await readHead(store)).head.total).toBe(10_050)
  })

  test('every run is in exactly one place, in order', async () => {
    const store = new MemoryStore()
    for (let n = 0; n < 3 * PAGE_SIZE + 7; n++) await addToIndex(store, entry(n))
    const { head } = await readHead(store)
    const pages = Array.from(
      { length: head.pages },
      (_, at) => JSON.parse(text(store, siteKeys.page(at))) as { run: string }[],
    )
    const found = [...pages.flat(), ...head.recent].map(({ run }) => run)
    expect(found).toEqual(Array.from({ length: 3 * PAGE_SIZE + 7 }, (_, n) => runId(n)))
  })

  test('a repeated stage replaces its run, and writers at once lose none', async () => {
    const store = new MemoryStore()
    await Promise.all(Array.from({ length: 20 }, (_, n) => publishRun(store, siteRun(n))))
    await publishRun(store, siteRun(3, [], { status: 'failed' }))
    const { head } = await readHead(store)
    expect(head.total).toBe(20)
    expect(new Set(head.recent.map(({ run }) => run)).size).toBe(20)
    expect(head.recent.find(({ run }) => run === runId(3))?.status).toBe('failed')
    for (const { run } of head.recent) expect(text(store, siteKeys.overview)).toContain(run)
  })

  test('a damaged index is told as such, with the way out', async () => {
    const store = new MemoryStore()
    await store.put(siteKeys.head, '{"format":1}')
    await expect(publishRun(store, siteRun(0))).rejects.toThrow(/head\.json is damaged.*hotpass docs --rebuild/)
  })
})

describe('history', () => {
  test('is carried from run to run, its length bounded', async () => {
    const store = new MemoryStore()
    for (let n = 0; n < 35; n++)
      await publishRun(store, siteRun(n, [expectation(1, { value: n })], { status: 'published', verdict: 'passed' }))
    const last = JSON.parse(text(store, siteKeys.run(runId(34)))) as SiteRun
    expect(last.expectations[0]?.past).toEqual(Array.from({ length: 29 }, (_, at) => at + 5))
    expect(last.history.map(({ run }) => run)).toEqual(Array.from({ length: 29 }, (_, at) => runId(at + 5)))
  })

  test('an expectation that is new has gaps, and a run that judged nothing is skipped', async () => {
    const store = new MemoryStore()
    const judged = { status: 'published', verdict: 'passed' } as const
    await publishRun(store, siteRun(0, [expectation(1, { value: 5 })], judged))
    await publishRun(store, siteRun(1, [], { status: 'failed', verdict: null }))
    await publishRun(store, siteRun(2, [expectation(1, { value: 6 }), expectation(2, { value: 7 })], judged))
    const last = JSON.parse(text(store, siteKeys.run(runId(2)))) as SiteRun
    expect(last.expectations.map(({ past }) => past)).toEqual([[5], [null]])
  })
})

test('the overview escapes every value and holds the policy', async () => {
  const store = new MemoryStore()
  const attack = '"><img src=x onerror=alert(1)><script>alert(2)</script>\u202e'
  await addToIndex(store, entry(0, { versions: { [attack]: 1 }, run: attack }))
  await publishRun(store, siteRun(1, [], { versions: { [attack]: 1 }, status: 'published' }))
  const page = text(store, siteKeys.overview)
  expect(page).not.toContain('<img')
  expect(page).not.toContain('<script>')
  expect(page).not.toContain('\u202e')
  expect(page).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:",
  )
  expect(page).not.toMatch(/<[^>]*\s(?:style|on\w+)=/)
})

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../src/storage/open-store.ts'
import { readChannel, releaseNumbers } from '../../src/versions/index.ts'
import { inventedName, reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { dataOf, prove, query, readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('crash')
const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
const datasets = ['organizations', 'contacts', 'entity_links', 'entity_changes']

function landingOf(name: string, rows: number): string {
  const landing = join(folder, name)
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(rows))
  return landing
}

/** `hotpass run` in a process group of its own. */
function startRun(
  store: string,
  landing: string,
  ...more: string[]
): { child: ChildProcess; ended: Promise<{ code: number | null; out: string; err: string }> } {
  const child = spawn(
    process.execPath,
    [program, 'run', 'refinement', '--store', store, '--landing', landing, '--json', ...more],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let out = ''
  let err = ''
  child.stdout?.on('data', (part) => {
    out += String(part)
  })
  child.stderr?.on('data', (part) => {
    err += String(part)
  })
  return { child, ended: new Promise((done) => child.once('close', (code) => done({ code, out, err }))) }
}

/** Everything a release names exists and proves itself; every release below the newest too. */
async function expectConsistent(store: string): Promise<number> {
  const opened = await openStore(store)
  const numbers = await releaseNumbers(opened, 'refinement')
  for (const number of numbers) {
    const release = readDocument<{ datasets: Record<string, { version: number }> }>(
      store,
      `releases/refinement/${number}.json`,
    )
    expect(Object.keys(release.datasets).sort()).toEqual([...datasets].sort())
    for (const [dataset, { version }] of Object.entries(release.datasets)) {
      const { checks } = await prove(store, dataset, version, join(folder, 'proof'))
      expect(checks.filter((check) => !check.ok).map((check) => `${dataset} ${version}: ${check.detail}`)).toEqual([])
    }
  }
  expect(await readChannel(opened, 'refinement', 'latest')).toBe(numbers.at(-1))
  return numbers.length
}

describe('two runs into one store at once', () => {
  test('one has the turn, the other leaves as busy, and what is published proves itself', async () => {
    const store = join(folder, 'same')
    const landing = landingOf('same-landing', 12)
    const ends = await Promise.all([startRun(store, landing).ended, startRun(store, landing).ended])
    const results = ends.map(({ code, out }) => ({ code, status: JSON.parse(out).status as string }))
    for (const { code, status } of results) expect(code).toBe(status === 'busy' ? 4 : 0)
    expect(results.map(({ status }) => status)).toContain('published')
    expect(await expectConsistent(store)).toBe(1)
    expect((await refine(store, landing)).status).toBe('unchanged')
  })

  test('where two are allowed, what one has published the other does not replace unseen; started anew it follows', async () => {
    const store = join(folder, 'different')
    const landings = [landingOf('different-a', 8), landingOf('different-b', 16)]
    const go = (landing: string) =>
      startRun(store, landing, '--set', 'run.simultaneous_runs=2', '--set', 'gate.max_loss_rate=1').ended
    const read = ({ out, err }: { out: string; err: string }) => {
      expect(out, err).not.toBe('')
      return JSON.parse(out) as { status: string; release?: number; error?: { name: string } }
    }
    const results = (await Promise.all(landings.map(go))).map(read)
    // On a busy machine one may have ended before the other planned; then both stand on what was current.
    for (const [index, { status, error }] of results.entries())
      if (status !== 'published') {
        expect(error?.name).toBe('BaseReleaseMovedError')
        expect(read(await go(landings[index] as string))).toMatchObject({ status: 'published', release: 2 })
      }
    expect(results.map(({ status }) => status)).toContain('published')
    expect(await expectConsistent(store)).toBe(2)
  })
})

describe('a run that is killed', () => {
  test('at any moment leaves no half release; the next run ends well and finds what was finished', async () => {
    const store = join(folder, 'killed')
    const landing = landingOf('killed-landing', 20)
    // Each kill waits for a later trace in the store, or for one after it: on a busy machine a run may have got further than the trace it
    // was killed for, and that work is not done again.
    const traces = [
      'runs/',
      'work/ingest/',
      'work/refine/',
      'work/resolve/',
      'work/consolidate/',
      'a verdict',
      'datasets/refinement/organizations/',
      'datasets/refinement/entity_links/',
    ]
    let kills = 0
    for (const at of traces.keys()) {
      const { child, ended } = startRun(store, landing)
      const before = new Set(storeKeys(store))
      const fresh = () => storeKeys(store).filter((key) => !before.has(key))
      const reached = () =>
        fresh().some((key) =>
          traces
            .slice(at)
            .some((trace) => (trace === 'a verdict' ? key.endsWith('/verdict.json') : key.startsWith(trace))),
        )
      while (child.exitCode === null && !reached()) await new Promise((wake) => setTimeout(wake, 4))
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      kills += child.exitCode === null ? 1 : 0
      await ended
      await expectConsistentOrEmpty(store)
    }
    expect(kills).toBeGreaterThan(4)
    const result = await refine(store, landing)
    // Each run that was killed has an ending, written by the one after it.
    const openRuns = readdirSync(join(store, 'runs')).filter(
      (run) =>
        run !== result.run && !storeKeys(store, `runs/${run}`).some((key) => /(result|failure)\.json$/.test(key)),
    )
    expect(openRuns).toEqual([])
    expect(result.status).toMatch(/^(published|unchanged)$/)
    expect(await expectConsistent(store)).toBe(1)
    const names = await query<{ n: string }>(
      folder,
      `SELECT organization_name AS n FROM ${dataOf(store, 'organizations')} ORDER BY 1`,
    )
    expect(names.map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, n) => inventedName(n)).sort())
  })
})

async function expectConsistentOrEmpty(store: string): Promise<void> {
  if (storeKeys(store, 'releases').length > 0) await expectConsistent(store)
  for (const key of storeKeys(store, 'runs').filter((found) => found.endsWith('.json')))
    expect(() => JSON.parse(readFileSync(join(store, key), 'utf8'))).not.toThrow()
}

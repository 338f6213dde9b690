import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/storage/open-store.ts'
import { listVersions } from '../../src/versions/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { whereFound } from '../support/byte-search.ts'
import { inventedName, organisationRow, temporaryFolder, writeSheets } from '../support/landing.ts'
import { MARKED_EMAIL, MARKERS, markedSheets } from '../support/marked-person.ts'
import { prove, refine } from '../support/run-store.ts'

/** Kills in all. `HOTPASS_FORGET_KILLS=60 npx vitest run --config vitest.e2e.config.ts test/e2e/forget-killed.test.ts` takes a quarter of an hour. */
const KILLS = Number(process.env.HOTPASS_FORGET_KILLS ?? '9')
const SEED = Number(process.env.HOTPASS_FORGET_SEED ?? '20261128')

/** The same numbers from 0 to 1 for the same seed (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const folder = temporaryFolder('forget-killed')
const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
const [first, second] = [join(folder, 'landing-1'), join(folder, 'landing-2')]
const template = join(folder, 'template')
const set = ['publish.exports=["csv","xlsx"]']

beforeAll(async () => {
  mkdirSync(first)
  mkdirSync(second)
  const sheets = markedSheets(4)
  writeSheets(join(first, 'Reachout Database.xlsx'), sheets)
  const more = { ...sheets, Organisation: [...(sheets.Organisation ?? []), organisationRow(5)] }
  writeSheets(join(second, 'Reachout Database.xlsx'), more)
  process.env.TMPDIR = folder
  expect((await refine(template, first, { asOf: '2026-01-01', set })).status).toBe('published')
})

/** A command line of its own, killed once it has gone on for so long after its first sign of life. @returns whether it was still at work */
async function killed(
  args: readonly string[],
  sign: (child: ChildProcess) => Promise<unknown>,
  afterMs: number,
): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args], {
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  const ended = once(child, 'close')
  child.stdin?.end(`${MARKED_EMAIL}\n`)
  child.stderr?.resume()
  await Promise.race([sign(child), ended])
  await Promise.race([sleep(afterMs), ended])
  const atWork = child.exitCode === null && child.signalCode === null
  if (atWork && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  await ended
  return atWork
}

const ASK = ['--yes', '--why', 'ticket 88', '--by', 'me']

/** What lies of ours in a folder of scratch, or among a store's drafts. Node keeps compiled code beside it. */
const leftIn = (...folders: string[]): number =>
  folders
    .filter((one) => existsSync(one))
    .reduce((sum, one) => sum + readdirSync(one).filter((name) => /^hotpass-|\.tmp$/.test(name)).length, 0)

describe('forget after and under kills at random moments', () => {
  test(`of ${KILLS} processes: nothing of the person is left once it has ended, and every version proves itself`, async () => {
    const next = numbers(SEED)
    const tally = { runs: 0, erasures: 0, leftovers: 0, inStore: 0 }
    for (let at = 0; tally.runs + tally.erasures < KILLS; at++) {
      expect(at, 'most kills meet a process at work').toBeLessThan(3 * KILLS)
      const [store, temporary] = [join(folder, `store-${at}`), join(folder, `tmp-${at}`)]
      mkdirSync(temporary)
      process.env.TMPDIR = temporary
      // A third of the stores are new ones whose first run dies; of the others one half loses a run, the other the erasure.
      const kind = at % 3
      if (kind !== 0) cpSync(template, store, { recursive: true })
      const landing = kind === 0 ? first : second
      const scratch = async () => {
        while (leftIn(temporary) === 0) await sleep(2)
      }
      if (kind !== 2) {
        const run = ['run', 'refinement', '--store', store, '--landing', landing, '--set', set[0] as string]
        if (await killed(run, scratch, next() * 2500)) tally.runs++
        tally.leftovers += leftIn(temporary, join(store, '.store', 'tmp')) > 0 ? 1 : 0
      }
      if (!existsSync(store)) continue
      if (kind === 2 || next() < 0.3) {
        const erasing = ['forget', '-', ...ASK, '--store', store]
        if (await killed(erasing, scratch, next() * 2500)) tally.erasures++
        tally.leftovers += leftIn(temporary, join(store, '.store', 'tmp')) > 0 ? 1 : 0
      }
      tally.inStore += (await whereFound([store, temporary], MARKERS)).length > 0 ? 1 : 0
      const done = await hotpass(['forget', '-', ...ASK, '--store', store], { input: `${MARKED_EMAIL}\n` })
      const where = `store ${at} of seed ${SEED}`
      expect([done.exit, done.err.replaceAll(/^Erasing.*$/gm, '').trim()], where).toEqual([0, ''])
      expect(await whereFound([store, temporary], MARKERS), where).toEqual([])
      expect(leftIn(temporary, join(store, '.store', 'tmp')), where).toBe(0)
      const opened = openStore(store)
      for (const dataset of ['organizations', 'contacts', 'entity_links']) {
        const table = { pipeline: 'refinement', dataset, table: `refinement/${dataset}` }
        for (const { version } of await listVersions(opened, table).catch(() => [])) {
          const proof = await prove(store, dataset, version, folder)
          expect(
            proof.checks.filter(({ ok }) => !ok),
            where,
          ).toEqual([])
        }
      }
      // Others are still there, and the person does not come back.
      if (at % 6 === 1) {
        expect((await refine(store, second, { set })).status, where).toMatch(/published|unchanged/)
        expect(await whereFound([store, temporary], MARKERS), where).toEqual([])
        expect(await whereFound([store], [inventedName(1).toLowerCase()]), where).not.toEqual([])
      }
      rmSync(store, { recursive: true })
    }
    console.info(`seed ${SEED}: ${JSON.stringify(tally)}`)
    // The kills met processes at work and left something, or the rest would say nothing.
    expect(tally.leftovers).toBeGreaterThan(KILLS / 3)
    expect(tally.inStore).toBeGreaterThan(KILLS / 3)
  }, 3_600_000)
})

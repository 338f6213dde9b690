import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('paused')
const store = join(folder, 'store')
const landing = join(folder, 'landing')
const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(400))
const at = ['--store', store, '--landing', landing, '--json']

let child: ChildProcess | undefined
afterEach(() => child?.kill('SIGKILL'))

/** Puts the end of the only holder's turn into the past, as if it had not renewed it for so long. */
function letTimePass(): void {
  const path = join(store, 'leases', 'refinement.json')
  const lease = JSON.parse(readFileSync(path, 'utf8'))
  lease.holders[0].until = '2026-01-31T00:00:00.000Z'
  writeFileSync(path, JSON.stringify(lease))
}

test('a run that was paused beyond its time loses its turn, publishes nothing when it wakes, and says who took over', async () => {
  const paused = spawn(process.execPath, [program, 'run', 'refinement', ...at], { stdio: ['ignore', 'pipe', 'ignore'] })
  child = paused
  let out = ''
  paused.stdout.on('data', (part) => {
    out += String(part)
  })
  const ended = new Promise<number | null>((done) => paused.once('close', done))
  while (paused.exitCode === null && !storeKeys(store).some((key) => key.startsWith('work/ingest/')))
    await new Promise((wake) => setTimeout(wake, 5))
  paused.kill('SIGSTOP')

  // Before its time is up its process counts: it may be woken any moment.
  const early = await hotpass(['run', 'refinement', ...at])
  expect([early.exit, (early.json() as PipelineResult).status]).toEqual([4, 'busy'])

  letTimePass()
  const [{ run } = { run: '' }] = readDocument<{ holders: { run: string }[] }>(store, 'leases/refinement.json').holders
  // Whoever only looks ends nothing.
  expect((await hotpass(['status', run, '--store', store])).out).toContain(`${run}: running`)
  const next = await hotpass(['run', 'refinement', ...at])
  const successor = next.json() as PipelineResult
  expect([next.exit, successor.status]).toEqual([0, 'published'])
  expect(paused.exitCode).toBeNull()

  paused.kill('SIGCONT')
  expect(await ended).toBe(1)
  const woken = JSON.parse(out) as PipelineResult
  expect(woken).toMatchObject({ run, status: 'failed', versions: {} })
  expect(woken.error?.message).toMatch(
    new RegExp(
      `^Run ${successor.run} took its turn at \\S+: .*paused.* Nothing was published by it\\. Start a new run;.*: hotpass run refinement$`,
    ),
  )
  expect(storeKeys(store, 'releases/refinement').filter((key) => /\d\.json$/.test(key))).toEqual([
    'releases/refinement/1.json',
    'releases/refinement/metrics/1.json',
  ])
  expect(readDocument(store, 'releases/refinement/1.json')).toMatchObject({ run: successor.run })
  expect(readDocument(store, 'releases/refinement/channels/latest.json')).toMatchObject({ release: 1 })
  expect(readDocument(store, `runs/${run}/commit.json`)).toMatchObject({
    decision: 'stop',
    by: `run ${successor.run}, which took over`,
  })
})

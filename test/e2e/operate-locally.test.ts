import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, reusedShards, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('operate')
const program = join(import.meta.dirname, '..', '..', 'bin', 'hotpass.ts')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(400))

/** Starts a run in a process of its own, and waits until the store shows a trace of it. */
async function startRun(store: string, trace: string) {
  const args = [program, 'run', 'refinement', '--store', store, '--landing', landing, '--json']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.on('data', (part) => {
    out += String(part)
  })
  const ended = new Promise<{ code: number | null; out: string }>((done) =>
    child.once('close', (code) => done({ code, out })),
  )
  while (child.exitCode === null && !storeKeys(store).some((key) => key.startsWith(trace)))
    await new Promise((wake) => setTimeout(wake, 5))
  return { child, ended }
}

describe('runs of a folder are operated as runs on AWS are', () => {
  test('one that is under way is seen, stopped, and finished by its retry without repeating what was done', async () => {
    const store = join(folder, 'stopped')
    const { ended } = await startRun(store, 'work/refine/')
    const shown = (await hotpass(['status', '--store', store, '--json'])).json() as {
      runs: { run: string; status: string }[]
    }
    const [{ run, status } = { run: '', status: '' }] = shown.runs
    expect(status).toBe('running')
    expect((await hotpass(['retry', run, '--store', store])).err).toMatch(/still under way.*hotpass cancel/)

    const { exit, out } = await hotpass(['cancel', run, '--store', store])
    expect([exit, out]).toEqual([
      0,
      expect.stringMatching(/was stopped\.\nNothing was published by it\. Finish it later: hotpass retry /),
    ])
    const stopped = await ended
    expect(stopped.code).toBe(5)
    expect(JSON.parse(stopped.out)).toMatchObject({ run, status: 'cancelled', error: { name: 'RunAborted' } })
    expect((await hotpass(['cancel', run, '--store', store])).out).toContain('nothing to stop')
    expect((await hotpass(['status', run, '--store', store])).out).toMatch(
      /: cancelled\nStarted: .*\nEnded: .*, after [\d.]+ .*\nProblem: The run was stopped.*\n.*\nFinish it: hotpass retry /,
    )

    const retried = await hotpass(['retry', run, '--store', store, '--json'])
    const result = retried.json() as PipelineResult
    expect([retried.exit, result.status]).toEqual([0, 'published'])
    const plans = [run, result.run].map((one) =>
      readDocument<{ sources: unknown; nominalTime: string; retryOf: string | null }>(store, `runs/${one}/plan.json`),
    )
    expect(plans.map(({ retryOf }) => retryOf)).toEqual([null, run])
    expect(plans[1]).toMatchObject({ sources: plans[0]?.sources, nominalTime: plans[0]?.nominalTime })
    expect(reusedShards(store, result.run, 'Ingest')).toEqual([true])
    expect((await hotpass(['retry', result.run, '--store', store])).err).toMatch(/ended well \(published\)/)
  })

  test('one whose process was killed is closed by whoever looks next', async () => {
    const store = join(folder, 'killed')
    const { child, ended } = await startRun(store, 'work/ingest/')
    child.kill('SIGKILL')
    await ended
    const first = await hotpass(['status', '--store', store])
    expect(first.err).toMatch(/^refinement-\S+ had died; it was closed\.\n$/)
    const run = first.err.split(' ')[0] ?? ''
    expect(first.out).toMatch(new RegExp(`${run} +failed +\\S+Z +\\S+Z +[\\d.]+ `))
    expect((await hotpass(['status', '--store', store])).err).toBe('')
    expect((await hotpass(['retry', run, '--store', store, '--json'])).json()).toMatchObject({ status: 'published' })
  })

  test('a run that nobody started cannot be looked at, stopped or repeated', async () => {
    const store = join(folder, 'killed')
    const tried = await Promise.all(
      ['status', 'retry'].map((name) => hotpass([name, 'refinement-nobody', '--store', store])),
    )
    expect(tried.map(({ exit }) => exit)).toEqual([2, 2])
    expect((await hotpass(['status', '--store', store, '--follow'])).exit).toBe(2)
  })
})

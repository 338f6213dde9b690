import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { STAGES, type StageName, stageNamed } from '../../src/stages/stage-table.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { canBoundMemory, runBounded } from '../support/memory-cgroup.ts'
import { readDocument } from '../support/run-store.ts'

const folder = temporaryFolder('function-memory')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(400))
const source = join(import.meta.dirname, '..', '..', 'src', 'run', 'lambda-handler.ts')

/** Calls the function of a stage in a process of its own, in so much memory, with what Lambda tells it of itself. */
function call(store: string, stage: StageName, payload: object, memoryMb = stageNamed(stage)?.size.memoryMb ?? 0) {
  const code = `
    const { stageHandler } = await import(${JSON.stringify(source)})
    console.log(JSON.stringify((await stageHandler(${JSON.stringify(stage)})(${JSON.stringify(payload)})) ?? null))`
  const ended = runBounded(memoryMb, ['--input-type=module', '-e', code], {
    PATH: process.env.PATH,
    TMPDIR: folder,
    HOTPASS_STORE: store,
    HOTPASS_LOG_LEVEL: 'off',
    HOTPASS_METRICS: 'off',
    AWS_LAMBDA_FUNCTION_NAME: stage,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(stageNamed(stage)?.size.memoryMb),
    AWS_REGION: 'eu-west-1',
  })
  return { ...ended, output: () => JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? 'null') }
}

const planned = (store: string, run: string) => {
  const plan = call(store, 'Plan', { run, pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing })
  expect(plan.status, plan.stderr).toBe(0)
  return plan
}

describe.skipIf(!canBoundMemory())('a stage in a process that has the memory of its function and no more', () => {
  test('ends well for every stage of a run', () => {
    const store = join(folder, 'fits')
    const peaks: Record<string, number> = { Plan: planned(store, 'fits').peakMb }
    for (const stage of STAGES.filter((one) => 'state' in one && !('aside' in one.state))) {
      if (stage.name === 'Plan') continue
      const items =
        'map' in stage
          ? readDocument<object[]>(store, `runs/fits/items/${stage.map.items}.json`).map((item) => ({ item }))
          : [{}]
      for (const item of items) {
        const ended = call(store, stage.name, { run: 'fits', ...item })
        expect([stage.name, ended.signal, ended.status], ended.stderr).toEqual([stage.name, null, 0])
        peaks[stage.name] = Math.max(peaks[stage.name] ?? 0, ended.peakMb)
      }
    }
    expect(Object.keys(peaks)).toContain('Publish')
    expect(readDocument(store, 'runs/fits/result.json')).toMatchObject({ status: 'published' })
    for (const [name, peak] of Object.entries(peaks))
      expect(peak, name).toBeLessThanOrEqual(stageNamed(name)?.size.memoryMb ?? 0)
  }, 600_000)

  test('that takes more is killed without a word, and the run is told which stage, file and limit, and what to do', () => {
    const store = join(folder, 'killed')
    planned(store, 'killed')
    const [item] = readDocument<object[]>(store, 'runs/killed/items/ingest.json')
    // Less than the code alone takes.
    const killed = call(store, 'Ingest', { run: 'killed', item }, 64)
    expect([killed.signal, killed.stdout]).toEqual(['SIGKILL', ''])
    // As Lambda words the end of a process that the kernel killed.
    const error = {
      Error: 'Runtime.ExitError',
      Cause: JSON.stringify({
        errorType: 'Runtime.ExitError',
        errorMessage: 'RequestId: 1 Error: Runtime exited with error: signal: killed',
      }),
    }
    expect(call(store, 'RecordFailure', { run: 'killed', error }).status).toBe(0)
    const { message } = readDocument<{ message: string }>(store, 'runs/killed/failure.json')
    expect(message).toMatch(
      /^Ingest, shard 0 \(Reachout Database\.xlsx\) needed more than the memory of its function \([\d,]+ MB\), and was killed\..*Split its largest file.*run again/,
    )
  })
})

import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runStage } from '../../src/run/index.ts'
import { localExecutionId } from '../../src/run/lease/execution-state.ts'
import { acquireLease, leaseHolders } from '../../src/run/lease/run-lease.ts'
import { closeRunInputOf } from '../../src/stages/close-run/close-run.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('close-run')
const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))
let serial = 0

function host() {
  const root = join(folder, `store-${serial}`)
  const scratch = join(folder, `scratch-${serial++}`)
  mkdirSync(scratch)
  const store = new DirectoryStore(root)
  const signal = new AbortController().signal
  return { root, store, scratch, memoryLimitMb: 256, threads: 1, signal, onProgress: () => undefined }
}
const lease = (store: DirectoryStore, run: string, execution = 'arn:aws:states:x') =>
  acquireLease(store, {
    pipeline: 'refinement',
    run,
    execution,
    limit: 1,
    wait: false,
    stateOf: async () => 'running',
  })

const event = (detail: Record<string, unknown> = {}) => ({
  version: '0',
  source: 'aws.states',
  'detail-type': 'Step Functions Execution Status Change',
  detail: {
    executionArn: 'arn:aws:states:eu-west-1:123456789012:execution:Refine:refinement-1',
    stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:Refine',
    name: 'refinement-1',
    status: 'ABORTED',
    error: null,
    cause: null,
    ...detail,
  },
})

describe('what an execution status change asks for', () => {
  test('a failed, timed out or aborted run is closed under its execution name', () => {
    for (const status of ['FAILED', 'TIMED_OUT', 'ABORTED'])
      expect(closeRunInputOf(event({ status }))).toMatchObject({ run: 'refinement-1', status })
  })

  test('a run under way or ended well, and the children of a Map, are none of its business', () => {
    for (const status of ['RUNNING', 'SUCCEEDED', 'PENDING_REDRIVE'])
      expect(closeRunInputOf(event({ status }))).toBeUndefined()
    const stateMachineArn = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Refine/Ingest'
    expect(closeRunInputOf(event({ status: 'FAILED', stateMachineArn }))).toBeUndefined()
  })

  test('a name that could leave its folder, and any other event, are refused', () => {
    expect(() => closeRunInputOf(event({ name: '../up' }))).toThrow()
    expect(() => closeRunInputOf({ 'detail-type': 'Object Created', detail: {} })).toThrow()
    expect(() => closeRunInputOf(undefined)).toThrow()
  })
})

describe('closing a run', () => {
  test('that was killed leaves its failure with what to do, and gives back its lease; again, nothing changes', async () => {
    const on = host()
    await lease(on.store, 'killed')
    const first = await runStage('CloseRun', { run: 'killed', status: 'ABORTED' }, on)
    expect(first).toMatchObject({ outcome: 'closed', released: ['refinement'] })
    const failure = readDocument(on.root, 'runs/killed/failure.json')
    expect(failure).toEqual({
      run: 'killed',
      error: 'RunAborted',
      message: 'The run was stopped before it ended. Nothing was published by it. Finish it with: hotpass retry killed',
      ending: 'cancelled',
    })
    await lease(on.store, 'next')
    const again = await runStage('CloseRun', { run: 'killed', status: 'FAILED', cause: 'another' }, on)
    expect(again).toMatchObject({ outcome: 'already-closed', released: [] })
    expect(readDocument(on.root, 'runs/killed/failure.json')).toEqual(failure)
    expect(await leaseHolders(on.store)).toMatchObject([{ run: 'next' }])
  })

  test('tells the cause that Step Functions gave', async () => {
    const on = host()
    const cause = JSON.stringify({ errorMessage: 'The disk is full.' })
    await runStage('CloseRun', { run: 'r', status: 'FAILED', error: 'StorageFullError', cause }, on)
    expect(readDocument(on.root, 'runs/r/failure.json')).toMatchObject({
      error: 'StorageFullError',
      message: expect.stringMatching(/^The disk is full\./),
    })
    await runStage('CloseRun', { run: 'late', status: 'TIMED_OUT', cause: 'x'.repeat(9000) }, on)
    expect(readFileSync(join(on.root, 'runs/late/failure.json'), 'utf8').length).toBeLessThan(2300)
  })

  test('that has published says nothing against it', async () => {
    const on = host()
    const { run } = await refine(on.root, landing)
    expect(await runStage('CloseRun', { run, status: 'ABORTED' }, on)).toMatchObject({ outcome: 'already-closed' })
    expect(storeKeys(on.root, `runs/${run}`)).not.toContain(`runs/${run}/failure.json`)
  })
})

describe('whatever a run ends with, its turn is over', () => {
  test.each([
    ['published', landing, []],
    ['blocked', landing, ['gate.min_rows.organizations=99']],
    ['failed', join(folder, 'nowhere'), []],
  ])('%s', async (status, from, set) => {
    const on = host()
    expect((await refine(on.root, from, { set })).status).toBe(status)
    expect(await leaseHolders(on.store)).toEqual([])
    expect(storeKeys(on.root, 'leases')).toEqual(['leases/refinement.json'])
  })

  test('unchanged, and a run that left because another was under way', async () => {
    const on = host()
    await refine(on.root, landing)
    expect((await refine(on.root, landing)).status).toBe('unchanged')
    expect(await leaseHolders(on.store)).toEqual([])
    await lease(on.store, 'other', localExecutionId())
    const busy = await refine(on.root, landing)
    expect(busy).toMatchObject({ status: 'busy', release: 1, versions: { organizations: 1 } })
    expect(busy.reasons).toEqual([expect.stringMatching(/^Run other of refinement has been under way since 20/)])
    expect(await leaseHolders(on.store)).toMatchObject([{ run: 'other' }])
    expect(storeKeys(on.root, `runs/${busy.run}`)).toEqual([
      `runs/${busy.run}/result.json`,
      `runs/${busy.run}/stages/Plan.json`,
    ])
  })

  test('a pipeline that allows two runs lets the second through', async () => {
    const on = host()
    await lease(on.store, 'other', localExecutionId())
    expect((await refine(on.root, landing, { set: ['run.simultaneous_runs=2'] })).status).toBe('published')
    expect(await leaseHolders(on.store)).toMatchObject([{ run: 'other' }])
  })
})

test('the next run takes over from a dead one, and closes it', async () => {
  const on = host()
  const dead = `${localExecutionId().split(':').slice(0, 2).join(':')}:999999999:1`
  await lease(on.store, 'dead', dead)
  expect((await refine(on.root, landing)).status).toBe('published')
  expect(readDocument(on.root, 'runs/dead/failure.json')).toMatchObject({ error: 'RunFailed', ending: 'failed' })
  expect(await leaseHolders(on.store)).toEqual([])
})

import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failureMessage } from '../../src/ledger/failure-message.ts'
import { keys } from '../../src/ledger/keys.ts'
import { fingerprint } from '../../src/ledger/work.ts'
import type { StageHost } from '../../src/run/host.ts'
import { runStage } from '../../src/run/index.ts'
import { stageHandler } from '../../src/run/lambda-handler.ts'
import { recordFailure } from '../../src/stages/record-failure/record-failure.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { readDocument, refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('stage')
let count = 0

function host(): StageHost & { root: string; scratch: string } {
  count++
  const root = join(folder, `store-${count}`)
  const scratch = join(folder, `scratch-${count}`)
  mkdirSync(scratch)
  return {
    root,
    scratch,
    store: new DirectoryStore(root),
    memoryLimitMb: 256,
    threads: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  }
}

const landing = join(folder, 'landing')
mkdirSync(landing)
writeSheets(join(landing, 'Reachout Database.xlsx'), reachoutSheets(3))
const planInput = (run: string) => ({ run, pipeline: 'refinement', nominalTime: '2026-01-31T00:00:00Z', landing })

describe('running one stage', () => {
  test('leaves its record, gives its output, and clears its scratch folder', async () => {
    const on = host()
    expect(await runStage('Plan', planInput('one'), on)).toMatchObject({ status: 'planned', sources: 1, shards: 2 })
    const record = readDocument<{ state: string; startedAt: string; endedAt: string }>(
      on.root,
      'runs/one/stages/Plan.json',
    )
    expect(record.state).toBe('Plan')
    expect(record.startedAt <= record.endedAt).toBe(true)
    expect(readdirSync(on.scratch)).toEqual([])
  })

  test('a shard delivered twice does its work once and answers the same', async () => {
    const on = host()
    await runStage('Plan', planInput('twice'), on)
    const [item] = readDocument<{ index: number }[]>(on.root, 'runs/twice/items/ingest.json')
    const first = await runStage('Ingest', { run: 'twice', item }, on)
    const record = readDocument<{ reused: boolean }>(on.root, 'runs/twice/stages/Ingest/00000.json')
    const again = await runStage('Ingest', { run: 'twice', item }, on)
    expect(again).toEqual(first)
    expect(record.reused).toBe(false)
    expect(readDocument<{ reused: boolean }>(on.root, 'runs/twice/stages/Ingest/00000.json').reused).toBe(true)
  })

  test('refuses a run id that could leave its folder, and a stage before its plan', async () => {
    for (const run of ['../up', 'a/b', '', 'x'.repeat(81)])
      await expect(runStage('Resolve', { run }, host())).rejects.toThrow()
    const on = host()
    await expect(runStage('Resolve', { run: 'none' }, on)).rejects.toThrow(
      /runs\/none\/plan\.json is missing\. Start a new run/,
    )
    expect(readdirSync(on.scratch)).toEqual([])
  })

  test('a run whose Map failed says which shard failed of what, and not of one that ended well when tried again', async () => {
    const on = host()
    await runStage('Plan', planInput('shards'), on)
    const [item] = readDocument<{ key: string }[]>(on.root, 'runs/shards/items/ingest.json')
    const pinned = (await on.store.get(item?.key ?? ''))?.body ?? new Uint8Array()
    await on.store.put(item?.key ?? '', 'other bytes')
    await expect(runStage('Ingest', { run: 'shards', item }, on)).rejects.toThrow()
    const error = { Error: 'States.ExceedToleratedFailureThreshold', Cause: 'The specified tolerance was exceeded' }
    await runStage('RecordFailure', { ...planInput('shards'), error }, on)
    expect(readDocument(on.root, 'runs/shards/failure.json')).toMatchObject({
      error: error.Error,
      message: expect.stringMatching(
        /^Ingest, shard 0: .*Reachout Database\.xlsx is not the file that the plan pinned/,
      ),
    })
    await on.store.put(item?.key ?? '', pinned)
    await runStage('Ingest', { run: 'shards', item }, on)
    await on.store.delete('runs/shards/failure.json')
    await runStage('RecordFailure', { ...planInput('shards'), error }, on)
    expect(readDocument(on.root, 'runs/shards/failure.json')).toMatchObject({
      message: expect.stringMatching(
        /^More of Refine \(2 of 2 unfinished: shard 0 .*\(AWS: The specified tolerance was exceeded\)$/,
      ),
    })
  })

  test('a run that failed after its release says that it was published', async () => {
    const on = host()
    await on.store.put('runs/late/result.json', JSON.stringify({ status: 'published' }))
    await runStage('RecordFailure', { ...planInput('late'), error: { Error: 'Late', Cause: 'no disk' } }, on)
    expect(readDocument(on.root, 'runs/late/failure.json')).toMatchObject({
      message: expect.stringMatching(/^no disk Its release was published before that and stands.*hotpass repair glue$/),
    })
  })

  test('a run that failed after the gate said no is not said to be published', async () => {
    const on = host()
    await on.store.put('runs/no/result.json', JSON.stringify({ status: 'blocked' }))
    await runStage('RecordFailure', { ...planInput('no'), error: { Error: 'Late', Cause: 'no disk' } }, on)
    expect(readDocument(on.root, 'runs/no/failure.json')).toMatchObject({ message: 'no disk' })
  })

  test('a source that changed after the plan is refused by name', async () => {
    const on = host()
    await runStage('Plan', planInput('moved'), on)
    const [item] = readDocument<{ key: string }[]>(on.root, 'runs/moved/items/ingest.json')
    await on.store.put(item?.key ?? '', 'other bytes')
    await expect(runStage('Ingest', { run: 'moved', item }, on)).rejects.toThrow(
      /Reachout Database\.xlsx is not the file that the plan pinned.*Start a new run/,
    )
  })

  test('work that does not account for its rows is a defect, and leaves no record', async () => {
    const on = host()
    await runStage('Plan', planInput('lost'), on)
    const [item] = readDocument<{ index: number }[]>(on.root, 'runs/lost/items/ingest.json')
    await runStage('Ingest', { run: 'lost', item }, on)
    const key = storeKeys(on.root, 'work/ingest').find((found) => found.endsWith('/result.json')) ?? ''
    const work = readDocument<{ sheets: { read: number }[] }>(on.root, key)
    for (const sheet of work.sheets) sheet.read += 1
    await on.store.put(key, JSON.stringify(work))
    await on.store.delete('runs/lost/stages/Ingest/00000.json')
    await expect(runStage('Ingest', { run: 'lost', item }, on)).rejects.toMatchObject({
      name: 'RowsNotConservedError',
      message: expect.stringMatching(/Ingest was given 8 rows and accounts for 6.*Nothing was published/),
    })
    expect(existsSync(join(on.root, 'runs/lost/stages/Ingest/00000.json'))).toBe(false)
  })

  test('a run whose states disagree about the rows is stopped at the gate', async () => {
    const on = host()
    const done = await refine(on.root, landing)
    const key = `runs/${done.run}/stages/Ingest/00000.json`
    const record = readDocument<{ counts: { read: number } }>(on.root, key)
    await on.store.put(key, JSON.stringify({ ...record, counts: { ...record.counts, read: record.counts.read + 1 } }))
    await expect(runStage('Gate', { run: done.run }, on)).rejects.toMatchObject({ name: 'RowsNotConservedError' })
  })
})

describe('work that is done once', () => {
  test('is known by what it reads, whatever order its settings are written in', () => {
    expect(fingerprint('a', 'one', { x: 1, y: 2 }, ['i'])).toBe(fingerprint('a', 'one', { y: 2, x: 1 }, ['i']))
    const others = [
      fingerprint('b', 'one', {}, []),
      fingerprint('a', 'two', {}, []),
      fingerprint('a', 'one', { x: 1 }, []),
      fingerprint('a', 'one', {}, ['i']),
    ]
    expect(new Set([fingerprint('a', 'one', {}, []), ...others]).size).toBe(5)
  })
})

describe('recording a failure', () => {
  test.each([
    [undefined, /No cause was given/],
    ['', /No cause was given/],
    ['The disk is full.', /^The disk is full\.$/],
    ['{"errorMessage":"The disk is full.","errorType":"Error","trace":[]}', /^The disk is full\.$/],
    ['{"other":1}', /^A stage of the run failed\. No cause was given but \{"other":1\}\. Read its log/],
    ['{"errorMessage":', /^\{"errorMessage":$/],
    ['"quoted"', /^"quoted"$/],
    ['null', /^null$/],
  ])('the cause %j is told as a sentence', (cause, told) => expect(failureMessage(cause)).toMatch(told))

  test('before there is a plan, the failure and its lineage are still written', async () => {
    const on = host()
    const error = { Error: 'NothingLandedError', Cause: 'x'.repeat(5000) }
    const output = await runStage('RecordFailure', { run: 'early', error }, on)
    expect(JSON.stringify(output).length).toBeLessThan(8192)
    expect(readDocument(on.root, 'runs/early/failure.json')).toEqual({
      run: 'early',
      error: 'NothingLandedError',
      message: 'x'.repeat(2000),
      ending: 'failed',
    })
    expect(storeKeys(on.root, 'runs/early')).toContain('runs/early/events.ndjson')
  })

  test('a shard that was killed, and so left no word, is named with its file and its function’s limits', async () => {
    const on = host()
    await on.store.put(keys.stage('killed', 'Plan'), '{}')
    await on.store.put(
      keys.items('killed', 'ingest'),
      JSON.stringify([0, 1].map((index) => ({ index, file: `${index}.csv` }))),
    )
    await on.store.put(keys.stage('killed', 'Ingest', 0), '{}')
    const errorMessage = 'RequestId: 1 Error: Runtime exited with error: signal: killed'
    const error = {
      Error: 'Runtime.ExitError',
      Cause: JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage }),
    }
    await runStage('RecordFailure', { run: 'killed', error }, on)
    expect(readDocument(on.root, 'runs/killed/failure.json')).toMatchObject({
      error: 'Runtime.ExitError',
      message: expect.stringMatching(
        /^Ingest, shard 1 \(1\.csv\) needed more than the memory of its function \(2,048 MB\)/,
      ),
    })
  })

  test('a failure without anything known is recorded too', async () => {
    const on = host()
    const context = { run: 'bare', store: on.store } as unknown as Parameters<typeof recordFailure>[0]
    expect((await recordFailure(context, { run: 'bare' })).output.message).toMatch(/No cause was given/)
    expect(readDocument(on.root, 'runs/bare/failure.json')).toMatchObject({ error: 'Error' })
  })
})

describe('the function of a stage', () => {
  // Its scratch is swept, so it must not be the one of another function of this machine.
  beforeEach(() => void vi.stubEnv('TMPDIR', folder))
  afterEach(() => void vi.unstubAllEnvs())

  const withStore = async <T>(store: string | undefined, work: () => Promise<T>): Promise<T> => {
    const before = process.env.HOTPASS_STORE
    if (store === undefined) delete process.env.HOTPASS_STORE
    else process.env.HOTPASS_STORE = store
    try {
      return await work()
    } finally {
      if (before === undefined) delete process.env.HOTPASS_STORE
      else process.env.HOTPASS_STORE = before
    }
  }

  test('without a store it says which variable to set', () =>
    withStore(undefined, () =>
      expect(stageHandler('Gate')({ run: 'x' })).rejects.toThrow(
        /function for Gate has no HOTPASS_STORE\. Set it to s3:/,
      ),
    ))

  test('without a stage, or with one that does not exist, it says which variable to set to what', () => {
    expect(() => stageHandler(undefined)).toThrow(/HOTPASS_STAGE is not set.*one of Plan, Ingest,/)
    expect(() => stageHandler('Plam')).toThrow(/HOTPASS_STAGE is "Plam".*one of Plan, Ingest,/)
  })

  test('an event that is none of its business is answered without a store', () => {
    const ended = (status: string) => ({
      'detail-type': 'Step Functions Execution Status Change',
      detail: { executionArn: 'arn:e', stateMachineArn: 'arn:aws:states:x:1:stateMachine:refine', name: 'e', status },
    })
    return withStore(undefined, async () => {
      expect(await stageHandler('CloseRun')(ended('SUCCEEDED'))).toEqual({ outcome: 'not-ours' })
      await expect(stageHandler('CloseRun')(ended('ABORTED'))).rejects.toThrow(/no HOTPASS_STORE/)
    })
  })

  test('does its stage on the store it is given', async () => {
    const root = join(folder, 'lambda')
    const output = await withStore(root, () => stageHandler('Plan')(planInput('cloud')))
    expect(output).toMatchObject({ status: 'planned', sources: 1 })
    expect(storeKeys(root, 'runs/cloud')).toContain('runs/cloud/plan.json')
  })
})

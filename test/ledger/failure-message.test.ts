import { describe, expect, test } from 'vitest'
import { failureMessage } from '../../src/ledger/failure-message.ts'
import { keys } from '../../src/ledger/keys.ts'
import { PLATFORM_FAILURES } from '../../src/ledger/platform-failures.ts'
import type { StageFacts } from '../../src/ledger/stage-facts.ts'
import { unfinishedWork } from '../../src/ledger/unfinished-work.ts'
import { STAGES } from '../../src/stages/stage-table.ts'
import { MemoryStore } from '../support/memory-store.ts'

const size = { memoryMb: 2048, timeoutSeconds: 900, ephemeralMb: 512 }
const work = { where: 'Refine, shard 3 (a.xlsx)', size, run: 'r1' }
const lambda = (errorType: string, errorMessage: string) => JSON.stringify({ errorType, errorMessage })

describe('a failure of AWS’s own', () => {
  test.each([
    [
      'Sandbox.Timedout',
      lambda('Sandbox.Timedout', 'RequestId: 1 Error: Task timed out after 900.00 seconds'),
      /longer than its function may run \(900 s\)/,
    ],
    [
      'Lambda.Unknown',
      'The cause could not be determined because Lambda did not return an error type. Returned payload: {"errorMessage":"2026-01-01T00:00:00.000Z 1 Task timed out after 900.00 seconds"}',
      /longer than its function may run \(900 s\)/,
    ],
    [
      'Runtime.ExitError',
      lambda('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited with error: signal: killed'),
      /more than the memory of its function \(2,048 MB\)/,
    ],
    [
      'Runtime.ExitError',
      lambda('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited with error: exit status 134'),
      /more than the memory of its function \(2,048 MB\)/,
    ],
    [
      'Runtime.ExitError',
      lambda('Runtime.ExitError', 'RequestId: 1 Error: Runtime exited with error: exit status 1'),
      /ended without an answer\. .*hotpass logs r1/,
    ],
    ...['Worker process died', 'Worker process exited immediately. stderr: '].map((said): [string, string, RegExp] => [
      'Runtime.HandlerError',
      lambda('Runtime.HandlerError', said),
      /ended without an answer\. .*hotpass logs r1/,
    ]),
    [
      'RuntimeError',
      lambda('RuntimeError', 'Worker process exited immediately. stderr: '),
      /ended without an answer\. .*hotpass logs r1/,
    ],
    [
      'Runtime.OutOfMemory',
      lambda('Runtime.OutOfMemory', 'RequestId: 1 Error: Runtime.OutOfMemory'),
      /more than the memory of its function \(2,048 MB\)/,
    ],
    [
      'Lambda.Unknown',
      'The cause could not be determined because Lambda did not return an error type.',
      /ended without an answer/,
    ],
    ['States.Timeout', undefined, /longer than the state machine allows/],
    [
      'States.ExceedToleratedFailureThreshold',
      'The specified tolerated failure threshold was exceeded',
      /^More of Refine, shard 3 .*memory \(2,048 MB\) or its time \(900 s\)/,
    ],
    [
      'States.DataLimitExceeded',
      "The state/task 'Plan' returned a result with a size exceeding the maximum number of bytes service limit.",
      /more than the 262,144 bytes/,
    ],
    ['Lambda.TooManyRequestsException', 'Rate Exceeded.', /limit of concurrent functions.*run\.map_concurrency/],
    ['Lambda.ServiceException', 'Service exception', /AWS could not carry out/],
    ['States.Permissions', 'The role is not authorized', /deploy again/i],
    [
      'Runtime.ImportModuleError',
      lambda('Runtime.ImportModuleError', "Error: Cannot find module 'index'"),
      /does not start/,
    ],
  ])('%s with %j says what, where, which limit and what to type', (error, cause, told) => {
    const message = failureMessage(cause, { ...work, error })
    expect(message).toMatch(told)
    expect(message).toContain('efine, shard 3 (a.xlsx)')
  })

  test.each(Object.keys(PLATFORM_FAILURES))('%s is told the same when it is told again', (error) => {
    const once = failureMessage('as AWS says it', { ...work, error })
    expect(once).toContain('(AWS: as AWS says it)')
    expect(failureMessage(once, { ...work, error })).toBe(once)
    expect(failureMessage(undefined, { error })).toMatch(/hotpass|run again/i)
  })

  test('is not read into what our own stages say under such a name', () => {
    for (const [error, said] of [
      [
        'Lambda.Unknown',
        'The worker running Refine for a.xlsx stopped (signal SIGKILL). Lower run.concurrency; running again repeats little.',
      ],
      [
        'States.DataLimitExceeded',
        'State Plan passes on 300000 bytes, and Step Functions carries 262144. Write the rows to the store.',
      ],
      ['EngineMemoryError', 'The data engine ran out of its 64 MB. Raise engine.memory_limit_mb.'],
    ] as const)
      expect(failureMessage(said, { ...work, error })).toBe(said)
  })
})

describe('a cause that is no sentence', () => {
  test.each([
    ['{"name":"Error"}', 'Error', /^Refine, shard 3 \(a\.xlsx\) failed\. No cause was given\. /],
    ['{"name":"EngineQueryError"}', 'EngineQueryError', /failed \(EngineQueryError\)\. No cause was given\. /],
    ['{}', 'Error', /failed\. No cause was given but \{\}\. /],
    ['', 'TypeError', /failed \(TypeError\)\. /],
    [
      'ENOSPC: no space left on device, write',
      'Error',
      /failed: no space left on device \(ENOSPC, write\)\. The disk is full/,
    ],
    [
      "Error: EACCES: permission denied, open '/x'",
      'Error',
      /failed: permission denied \(EACCES, open '\/x'\)\. Check the permissions/,
    ],
    ['EPROTO: protocol error', 'Error', /failed: protocol error \(EPROTO\)\. Check the disk and the network/],
  ])('%j becomes one', (cause, error, told) => {
    const message = failureMessage(cause, { ...work, error })
    expect(message).toMatch(told)
    expect(message).not.toMatch(/^E[A-Z]+:|"name"/)
  })
})

describe('where a run stopped', () => {
  const items = [0, 1, 2, 3, 4].map((index) => ({
    index,
    file: `f${index}.xlsx`,
    sheet: 'A',
    part: 0,
    of: index === 3 ? 2 : 1,
  }))
  const planned = keys.stage('r', 'Plan')
  const shards = (...done: number[]) => done.map((shard) => keys.stage('r', 'Ingest', shard))
  const stopped = async (...done: string[]) => {
    const store = new MemoryStore()
    const list = STAGES.find((stage): stage is typeof stage & StageFacts => stage.name === 'Ingest')?.map?.items ?? ''
    await store.put(keys.items('r', list), JSON.stringify(items))
    for (const key of done) await store.put(key, '{}')
    return unfinishedWork(store, 'r', STAGES)
  }

  test.each([
    ['Plan', []],
    ['Ingest, shard 3 (f3.xlsx, sheet "A", part 1 of 2)', [planned, ...shards(0, 1, 2, 4)]],
    [
      'Ingest (4 of 5 unfinished: shard 1 (f1.xlsx, sheet "A"); shard 2 (f2.xlsx, sheet "A"); ' +
        'shard 3 (f3.xlsx, sheet "A", part 1 of 2); and 1 more)',
      [planned, ...shards(0)],
    ],
    ['Refine', [planned, ...shards(0, 1), keys.stage('r', 'Refine', 0)]],
    // Its item list is not there: Plan did not come that far for it.
    ['Refine', [planned, ...shards(0, 1, 2, 3, 4)]],
  ])('is %s when that left no record', async (where, done) => {
    expect(await stopped(...done)).toMatchObject({ where, run: 'r' })
  })

  test('says what its function was given', async () =>
    expect((await stopped(planned))?.size).toEqual(STAGES.find(({ name }) => name === 'Ingest')?.size))
})

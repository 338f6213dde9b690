import { spawn } from 'node:child_process'
import { hostname } from 'node:os'
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { executionState, localExecutionId, localProcess } from '../../src/run/lease/execution-state.ts'

describe('a run on this machine', () => {
  test('is running while its process is, and ended with it', async () => {
    expect(await executionState(localExecutionId())).toBe('running')
    expect(localProcess(localExecutionId())).toBe(process.pid)
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((done) => child.once('exit', done))
    expect(await executionState(`local:${hostname()}:${child.pid}:1`)).toBe('ended')
  })

  test.runIf(process.platform === 'linux')('is not confused with a later process of its number', async () => {
    expect(await executionState(`local:${hostname()}:${process.pid}:1`)).toBe('ended')
    expect(localProcess(`local:${hostname()}:${process.pid}:1`)).toBeUndefined()
  })

  test.each(['local:elsewhere:1:1', `local:${hostname()}:0:`, `local:${hostname()}:-1:`, 'local', '', 'else'])(
    'that cannot be seen from here is unknown: "%s"',
    async (id) => {
      expect(await executionState(id)).toBe('unknown')
      expect(localProcess(id)).toBeUndefined()
    },
  )
})

describe('a run on Step Functions', () => {
  const sfn = mockClient(SFNClient)
  const arn = 'arn:aws:states:eu-west-1:123456789012:execution:Refine:r'
  beforeEach(() => void sfn.reset())
  afterEach(() => void sfn.reset())

  test.each([
    ['RUNNING', 'running'],
    ['SUCCEEDED', 'ended'],
    ['FAILED', 'ended'],
    ['TIMED_OUT', 'ended'],
    ['ABORTED', 'ended'],
  ] as const)('that is %s is %s', async (status, state) => {
    sfn.on(DescribeExecutionCommand, { executionArn: arn }).resolves({ status })
    expect(await executionState(arn)).toBe(state)
  })

  test('that Step Functions has forgotten has ended', async () => {
    sfn.on(DescribeExecutionCommand).rejects(Object.assign(new Error('gone'), { name: 'ExecutionDoesNotExist' }))
    expect(await executionState(arn)).toBe('ended')
  })

  test.each(['AccessDeniedException', 'ThrottlingException', 'TimeoutError', 'ExpiredTokenException'])(
    'that we could not ask about (%s) is unknown, so its lease stands until its time is up',
    async (name) => {
      sfn.on(DescribeExecutionCommand).rejects(Object.assign(new Error('no'), { name }))
      expect(await executionState(arn)).toBe('unknown')
    },
  )
})

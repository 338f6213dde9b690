import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, expect, test } from 'vitest'
import type { DeployedEnvironment } from '../../src/config/deployed-environment.ts'
import { failedChildren } from '../../src/runtime/failed-children.ts'

const RUN = 'refinement-20260131T060000Z-0a1b2c'
const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:refine'
const deployed = { stateMachineArn: MACHINE } as DeployedEnvironment
const sfn = mockClient(SFNClient)
const MAPS = ['Ingest', 'Refine', 'Score'] as const
const mapRunArn = (map: string) => `arn:aws:states:eu-west-1:123456789012:mapRun:refine/${map}:1`

interface Child {
  readonly error?: string
  readonly cause?: string
  readonly input: unknown
  readonly status?: 'FAILED' | 'TIMED_OUT'
}

/** The Maps of the run, newest first as AWS lists them, each with its children that failed. */
function maps(failed: Partial<Record<(typeof MAPS)[number], Child[]>>, more = 0): void {
  sfn.on(ListMapRunsCommand).resolves({
    mapRuns: MAPS.map((map, at) => ({
      executionArn: 'e',
      stateMachineArn: MACHINE,
      mapRunArn: mapRunArn(map),
      startDate: new Date(at * 1000),
      stopDate: undefined,
    })).reverse(),
  })
  for (const map of MAPS) {
    const children = failed[map] ?? []
    sfn.on(DescribeMapRunCommand, { mapRunArn: mapRunArn(map) }).resolves({
      status: children.length > 0 ? 'FAILED' : 'SUCCEEDED',
      itemCounts: { failed: children.length + (children.length > 0 ? more : 0), timedOut: 0 } as never,
    })
    for (const statusFilter of ['FAILED', 'TIMED_OUT'] as const)
      sfn.on(ListExecutionsCommand, { mapRunArn: mapRunArn(map), statusFilter }).resolves({
        executions: children
          .filter(({ status = 'FAILED' }) => status === statusFilter)
          .map(({ input }) => ({ executionArn: JSON.stringify(input) }) as never),
      })
    for (const { input, error, cause } of children)
      sfn.on(DescribeExecutionCommand, { executionArn: JSON.stringify(input) }).resolves({
        executionArn: 'child',
        stateMachineArn: MACHINE,
        status: 'FAILED',
        startDate: new Date(0),
        input: JSON.stringify(input),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      })
  }
}

beforeEach(() => void sfn.reset())

const sheet = (index: number) => ({
  run: RUN,
  item: { index, ingest: 0, file: 'Reachout Database.xlsx', sheet: 'Organisation', part: 1, of: 3, bytes: 1 },
})

test('a shard that was killed for its memory is named with its file, the limit and what to do', async () => {
  const cause = JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: 'RequestId: x Error: signal: killed' })
  maps({ Refine: [{ error: 'Runtime.ExitError', cause, input: sheet(7) }] })
  const [title, sentence, ...rest] = await failedChildren(deployed, RUN)
  expect([title, rest]).toEqual(['Items that failed:', []])
  expect(sentence).toMatch(
    /^ {2}Refine, shard 7 \(Reachout Database\.xlsx, sheet "Organisation", part 2 of 3\) needed more than the memory of its function \([\d,]+ MB\), and was killed\. .*Split its largest file/,
  )
})

test.each([
  [
    'a time-out of the function',
    { error: 'Sandbox.Timedout', cause: 'Task timed out after 900.00 seconds' },
    /\(900 s\)/,
  ],
  ['a time-out of the state', { error: 'States.Timeout' }, /took longer than the state machine allows/],
  ['a child that was ended for its time', { status: 'TIMED_OUT' as const }, /took longer than/],
  [
    'a sentence of ours',
    { error: 'RequiredColumnMissingError', cause: '{"errorMessage":"a.xlsx: no column. Rename the column."}' },
    /: a\.xlsx: no column\. Rename the column\.$/,
  ],
])('%s is told of the file that Ingest read', async (_, failure, said) => {
  maps({ Ingest: [{ ...failure, input: { run: RUN, item: { index: 2, file: 'a.xlsx', bytes: 5 } } }] })
  const [, sentence] = await failedChildren(deployed, RUN)
  expect(sentence).toMatch(/^ {2}Ingest, shard 2 \(a\.xlsx\)/)
  expect(sentence).toMatch(said)
})

test('of many the first are told, and how many there are besides; a child without a readable input is told by its Map', async () => {
  maps({ Score: [0, 1, 2].map((n) => ({ error: 'Lambda.Unknown', input: n === 1 ? 'x' : sheet(n) })) }, 9)
  const lines = await failedChildren(deployed, RUN)
  expect(lines.map((line) => line.slice(0, 18))).toEqual([
    'Items that failed:',
    expect.stringContaining('The process of Sco'.slice(0, 16)),
    expect.stringContaining('The process of S'),
    expect.stringContaining('The process of S'),
    '  and 9 more',
  ])
  expect(lines[2]).not.toContain('shard')
})

test('where no Map failed nothing is said, and who may not look is told which permission is missing', async () => {
  maps({})
  expect(await failedChildren(deployed, RUN)).toEqual([])
  sfn.on(ListMapRunsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
  expect(await failedChildren(deployed, RUN)).toEqual([
    expect.stringMatching(
      /^Which items failed cannot be seen: Access denied: this identity may not states:ListMapRuns/,
    ),
  ])
})

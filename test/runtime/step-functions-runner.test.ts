import {
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import type { RunnerEvent } from '../../src/runtime/runner-event.ts'
import { executionArnOf, followExecution, startExecution } from '../../src/runtime/step-functions-runner.ts'
import { readHistory } from '../../src/runtime/translate-history.ts'

const sfn = mockClient(SFNClient)
const client = new SFNClient({ region: 'eu-west-1' })
const machine = 'arn:aws:states:eu-west-1:123456789012:stateMachine:Refine'
const executionArn = 'arn:aws:states:eu-west-1:123456789012:execution:Refine:r1'
beforeEach(() => void sfn.reset())

/** Histories are written as `type name payload`; ids and times follow. */
type Line = readonly [type: string, details?: Record<string, unknown>]
const history = (lines: readonly Line[]): HistoryEvent[] =>
  lines.map(([type, details = {}], at) => {
    const key = type.endsWith('StateEntered')
      ? 'stateEnteredEventDetails'
      : type.endsWith('StateExited')
        ? 'stateExitedEventDetails'
        : `${type[0]?.toLowerCase()}${type.slice(1)}EventDetails`
    return { id: at + 1, type, timestamp: new Date(1000 * at), [key]: details } as unknown as HistoryEvent
  })
const entered = (kind: string, name: string, input: unknown = {}): Line => [
  `${kind}StateEntered`,
  { name, input: JSON.stringify(input) },
]
const exited = (kind: string, name: string, output: unknown = {}): Line => [
  `${kind}StateExited`,
  { name, output: JSON.stringify(output) },
]
const did = (output: unknown): Line => ['LambdaFunctionSucceeded', { output: JSON.stringify(output) }]
const failure = (error: string, message: string): Line => [
  'LambdaFunctionFailed',
  { error, cause: JSON.stringify({ errorType: error, errorMessage: message, trace: [] }) },
]

const planned: Line[] = [
  ['ExecutionStarted'],
  entered('Pass', 'NameRun'),
  exited('Pass', 'NameRun'),
  entered('Task', 'Plan'),
  ['LambdaFunctionScheduled'],
  ['LambdaFunctionStarted'],
  did({ status: 'planned', sources: 3 }),
  exited('Task', 'Plan', { plan: { status: 'planned' } }),
]

function read(lines: readonly Line[]) {
  const reading = readHistory()
  const told = history(lines).flatMap((event) => reading.take(event))
  return { told, outcome: reading.outcome }
}
const words = (events: readonly RunnerEvent[]) => events.map((event) => `${event.type} ${event.state}`)

describe('the history of an execution', () => {
  test('tells each state with what it said itself', () => {
    const { told, outcome } = read([
      ...planned,
      entered('Succeed', 'Published'),
      exited('Succeed', 'Published'),
      ['ExecutionSucceeded', { output: '{"a":1}' }],
    ])
    expect(words(told)).toEqual([
      'state-started NameRun',
      'state-succeeded NameRun',
      'state-started Plan',
      'state-succeeded Plan',
      'state-started Published',
      'state-succeeded Published',
    ])
    expect(told[3]).toMatchObject({ output: { status: 'planned', sources: 3 }, at: 7000 })
    expect(outcome).toEqual({ kind: 'succeeded', endedIn: 'Published', output: { a: 1 } })
  })

  test('tells a failure once: retried, then caught, in the words of the function', () => {
    const { told, outcome } = read([
      entered('Task', 'Gate'),
      ['LambdaFunctionScheduled'],
      failure('Lambda.TooManyRequestsException', 'slow down'),
      ['LambdaFunctionScheduled'],
      failure('StorageDeniedError', 'Access denied: put'),
      exited('Task', 'Gate', { error: { Error: 'StorageDeniedError', Cause: 'x' } }),
      entered('Task', 'RecordFailure', { error: { Error: 'StorageDeniedError', Cause: 'x' } }),
      ['LambdaFunctionScheduled'],
      did({ message: 'm' }),
      exited('Task', 'RecordFailure', { error: { Error: 'StorageDeniedError', Cause: 'x' } }),
      entered('Fail', 'RunFailed'),
      ['ExecutionFailed', { error: 'StorageDeniedError', cause: '{"errorMessage":"Access denied: put"}' }],
    ])
    expect(words(told)).toEqual([
      'state-started Gate',
      'state-retried Gate',
      'state-failed Gate',
      'state-started RecordFailure',
      'state-succeeded RecordFailure',
      'state-started RunFailed',
    ])
    expect(told[1]).toMatchObject({ attempt: 1, error: 'Lambda.TooManyRequestsException' })
    expect(told[2]).toMatchObject({ error: 'StorageDeniedError', cause: 'Access denied: put' })
    expect(outcome).toEqual({
      kind: 'failed',
      endedIn: 'RunFailed',
      error: 'StorageDeniedError',
      cause: 'Access denied: put',
    })
  })

  test.each([
    [
      'as Step Functions logs it',
      [['MapRunFailed', { error: 'States.ExceedToleratedFailureThreshold', cause: 'too many' }] as Line],
    ],
    ['where only its output tells', []],
  ])('a Map left through its Catch is a failure, %s', (_, more) => {
    const error = { Error: 'States.ExceedToleratedFailureThreshold', Cause: 'too many' }
    const { told } = read([entered('Map', 'Ingest', { run: 'r' }), ...more, exited('Map', 'Ingest', { error })])
    expect(told.at(-1)).toMatchObject({ type: 'state-failed', state: 'Ingest', error: error.Error })
    expect(told.at(-1)).toHaveProperty(
      'cause',
      expect.stringMatching(/^More of Ingest failed than.*\(AWS: too many\)$/),
    )
  })

  test('an execution that times out or is aborted in the middle says so', () => {
    const timedOut = read([entered('Task', 'Resolve'), ['LambdaFunctionScheduled'], ['ExecutionTimedOut']])
    expect(timedOut.outcome).toMatchObject({ kind: 'failed', error: 'States.Timeout', endedIn: 'Resolve' })
    expect(timedOut.told.at(-1)).toMatchObject({ type: 'state-failed', cause: expect.stringMatching(/took longer/) })
    expect(read([entered('Task', 'Resolve'), ['ExecutionAborted']]).outcome).toEqual({
      kind: 'aborted',
      endedIn: 'Resolve',
    })
  })

  test('a payload that is cut off or missing is no reason to stop watching', () => {
    const { told } = read([
      ['TaskStateEntered', { name: 'Plan' }],
      ['LambdaFunctionSucceeded', { output: '{"status":' }],
      ['TaskStateExited', { name: 'Plan' }],
    ])
    expect(told.at(-1)).toMatchObject({ type: 'state-succeeded', output: null })
  })
})

describe('starting an execution', () => {
  test('is named after the run, and its input is the run’s', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn, startDate: new Date() })
    const input = { pipeline: 'refinement', set: [] }
    expect(await startExecution({ client, stateMachineArn: machine, run: 'r1', input })).toBe(executionArn)
    expect(executionArnOf(machine, 'r1')).toBe(executionArn)
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: machine,
      name: 'r1',
      input: JSON.stringify(input),
    })
  })

  test.each([
    ['ExpiredTokenException', 'AwsCredentialsError'],
    ['AccessDeniedException', 'AwsAccessDeniedError'],
    ['ThrottlingException', 'AwsThrottledError'],
    ['StateMachineDoesNotExist', 'AwsCallError'],
  ])('%s is told as %s', async (name, known) => {
    sfn.on(StartExecutionCommand).rejects(Object.assign(new Error('no'), { name }))
    await expect(startExecution({ client, stateMachineArn: machine, run: 'r', input: {} })).rejects.toMatchObject({
      name: known,
    })
  })
})

/** An execution whose history grows by so many events at every look. */
function growing(lines: readonly Line[], step: number): void {
  const events = history(lines)
  let there = 0
  sfn.on(GetExecutionHistoryCommand).callsFake(({ nextToken, maxResults, reverseOrder }) => {
    expect(reverseOrder).toBe(true)
    if (nextToken === undefined) there = Math.min(events.length, there + step)
    const page = Math.min(maxResults, 3)
    const from = nextToken === undefined ? 0 : Number(nextToken)
    const newest = events.slice(0, there).reverse()
    return {
      events: newest.slice(from, from + page),
      nextToken: from + page < newest.length ? String(from + page) : undefined,
    }
  })
}

async function watch(signal?: AbortSignal) {
  const told: RunnerEvent[] = []
  const run = followExecution({ client, executionArn, pollMs: 1, ...(signal === undefined ? {} : { signal }) })
  for await (const event of run.events) told.push(event)
  return { told, outcome: await run.outcome }
}

describe('watching an execution', () => {
  const whole: Line[] = [
    ...planned,
    entered('Map', 'Ingest'),
    ['MapRunStarted'],
    ['MapRunSucceeded'],
    exited('Map', 'Ingest'),
    entered('Succeed', 'Published'),
    ['ExecutionSucceeded', { output: '{}' }],
  ]

  test.each([1, 2, 5, 100])('tells every event once and in order, %i at a look', async (step) => {
    growing(whole, step)
    sfn.on(ListMapRunsCommand).resolves({ mapRuns: [] })
    const { told, outcome } = await watch()
    expect(words(told)).toEqual(words(read(whole).told))
    expect(outcome).toMatchObject({ kind: 'succeeded', endedIn: 'Published' })
  })

  test('tells how many items of a Map are done, and counts each Map by its own run', async () => {
    growing(
      [
        ...planned,
        entered('Map', 'Ingest'),
        exited('Map', 'Ingest'),
        entered('Map', 'Refine'),
        exited('Map', 'Refine'),
        ['ExecutionSucceeded'],
      ],
      1,
    )
    const run = (name: string, seconds: number) => ({
      executionArn,
      mapRunArn: name,
      stateMachineArn: machine,
      startDate: new Date(seconds * 1000),
      stopDate: undefined,
    })
    sfn.on(ListMapRunsCommand).resolves({ mapRuns: [run('second', 2), run('first', 1)] })
    const counts = (succeeded: number, total: number) =>
      ({ itemCounts: { succeeded, total } }) as unknown as Record<string, never>
    sfn.on(DescribeMapRunCommand, { mapRunArn: 'first' }).resolvesOnce(counts(1, 3)).resolves(counts(3, 3))
    sfn.on(DescribeMapRunCommand, { mapRunArn: 'second' }).resolves(counts(7, 7))
    const { told } = await watch()
    const items = told.flatMap((event) =>
      event.type === 'items'
        ? [`${event.state} of ${event.count}`]
        : event.type === 'item-done'
          ? [`${event.state} ${event.done}/${event.total}`]
          : [],
    )
    expect(items).toEqual(['Ingest of 3', 'Ingest 1/3', 'Ingest 3/3', 'Refine of 7', 'Refine 7/7'])
    const told2 = words(told)
    expect(told2.indexOf('item-done Refine')).toBeLessThan(told2.indexOf('state-succeeded Refine'))
  })

  test('goes on when it may not see the Map Runs', async () => {
    growing(whole, 3)
    sfn.on(ListMapRunsCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    expect((await watch()).outcome.kind).toBe('succeeded')
  })

  test('can be left, and the run goes on', async () => {
    growing(planned, 2)
    const controller = new AbortController()
    setTimeout(() => controller.abort(), 20)
    expect((await watch(controller.signal)).outcome).toEqual({ kind: 'detached', endedIn: 'Plan' })
  })

  test('ends with what AWS says when the history cannot be read', async () => {
    sfn.on(GetExecutionHistoryCommand).rejects(Object.assign(new Error('expired'), { name: 'ExpiredTokenException' }))
    const run = followExecution({ client, executionArn, pollMs: 1 })
    await expect(run.outcome).rejects.toMatchObject({ name: 'AwsCredentialsError' })
  })
})

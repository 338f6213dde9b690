import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateTableCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue'
import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListMapRunsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { publishOnce } from '../../src/stages/publish/publish-release.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { publishRelease } from '../../src/versions/index.ts'
import { bareFacts, barePlan, keepPlan } from '../support/bare-run.ts'
import { awsError, executionArn, mockDeployment, stateMachineArn } from '../support/deployed.ts'
import { type S3Stub, STUB_SECRET, startS3StubHere } from '../support/s3-stub.ts'
import { openWorkshop, releaseFacts, type Workshop } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

const RUN = 'refinement-20260131T060000Z-0a1b2c'
const deployment = mockDeployment()
const sfn = mockClient(SFNClient)
const logs = mockClient(CloudWatchLogsClient)
const scheduler = mockClient(SchedulerClient)
const glue = mockClient(GlueClient)
let stub: S3Stub
let store: S3Store

beforeAll(async () => {
  stub = await startS3StubHere()
})
afterAll(() => stub.close())
beforeEach(() => {
  for (const mock of [sfn, logs, scheduler, glue]) mock.reset()
  sfn.on(ListMapRunsCommand).resolves({ mapRuns: [] })
  deployment.publish()
  stub.objects.clear()
  store = new S3Store({ bucket: 'lake', client: stub.clientConfig() })
})
afterEach(() => deployment.reset())

const put = (key: string, value: unknown) => store.put(`runs/${key}`, JSON.stringify(value))
const rows = { read: 5, blank: 1, quarantined: 1, attached: 0, merged: 1, published: 2 }
const result = (more: Record<string, unknown> = {}) => ({
  run: RUN,
  status: 'published',
  versions: { organizations: 1 },
  rows,
  gate: 'passed',
  ...more,
})
const execution = (status: string, more: Record<string, unknown> = {}) =>
  sfn.on(DescribeExecutionCommand, { executionArn: executionArn(RUN) }).resolves({
    executionArn: executionArn(RUN),
    status: status as 'RUNNING',
    startDate: new Date('2026-01-31T06:00:00Z'),
    ...(status === 'RUNNING' ? {} : { stopDate: new Date('2026-01-31T06:05:00Z') }),
    ...more,
  })
const succeeded = (): void => {
  const events = [
    { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'Plan' } },
    { type: 'TaskStateExited', stateExitedEventDetails: { name: 'Plan' } },
    { type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '{}' } },
  ].map((event, at) => ({ ...event, id: at + 1, timestamp: new Date(at) }) as HistoryEvent)
  sfn.on(GetExecutionHistoryCommand).resolves({ events: events.toReversed() })
}

describe('hotpass run --env', () => {
  test('starts an execution of that name, and says how to watch and stop it', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: executionArn(RUN) })
    const { exit, out } = await hotpass(['run', 'refinement', '--env', 'dev', '--set', 'gate.min_rows.contacts=1'])
    expect(exit).toBe(0)
    const [call] = sfn.commandCalls(StartExecutionCommand)
    const { name, input, stateMachineArn: machine } = call?.args[0].input ?? {}
    expect(name).toMatch(/^refinement-\d{8}T\d{6}Z-[0-9a-f]{6}$/)
    expect(machine).toBe(stateMachineArn)
    expect(JSON.parse(input ?? '')).toEqual({
      pipeline: 'refinement',
      set: ['gate.min_rows.contacts=1'],
      whenBusy: 'leave',
    })
    expect(out).toBe(
      `Started ${name}.\nWatch it: hotpass status ${name} --env dev --follow\nStop it: hotpass cancel ${name} --env dev\n`,
    )
  })

  test('takes the time it stands for', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: executionArn(RUN) })
    await hotpass(['run', 'refinement', '--env', 'dev', '--as-of', '2026-01-31'])
    const [call] = sfn.commandCalls(StartExecutionCommand)
    expect(JSON.parse(call?.args[0].input.input ?? '')).toMatchObject({ nominalTime: '2026-01-31T00:00:00.000Z' })
  })

  test.each([
    ['published', 0, /^Published\.\n/],
    ['busy', 4, /^Busy: another run/],
    ['unchanged', 0, /^Unchanged/],
  ])('with --wait shows the run and ends as it ended: %s', async (status, code, said) => {
    sfn.on(StartExecutionCommand).callsFake(async ({ name }) => {
      await put(`${name}/result.json`, result({ run: name, status }))
      return {}
    })
    succeeded()
    const { exit, out, err } = await hotpass(['run', 'refinement', '--env', 'dev', '--wait'])
    expect(exit).toBe(code)
    expect(out).toMatch(said)
    expect(err).toMatch(/^Started refinement-.*\nPlan: /)
    if (status === 'published') expect(out).toContain('hotpass pull organizations --as xlsx --env dev')
  })

  test.each([
    [['--landing', './incoming'], /aws s3 cp --recursive \.\/incoming s3:\/\/lake\/landing\//],
    [['--profile', './mine.yaml'], /by id/],
    [['--set', 'nonsense=1'], /nonsense/],
  ])('refuses what cannot be: %j', async (more, said) => {
    const { exit, err } = await hotpass(['run', 'refinement', '--env', 'dev', ...more])
    expect([exit, err]).toEqual([2, expect.stringMatching(said)])
    expect(sfn.calls()).toEqual([])
  })
})

describe('every command on an environment', () => {
  test.each<[string, string[]]>([
    ['run', ['run', 'refinement']],
    ['status', ['status']],
    ['status of one', ['status', RUN]],
    ['logs', ['logs', RUN]],
    ['cancel', ['cancel', RUN]],
    ['retry', ['retry', RUN]],
  ])('%s tells expired credentials in words, and prints no secret', async (_, args) => {
    sfn.onAnyCommand().rejects(awsError('ExpiredTokenException', 'AKIAIOSFODNN7EXAMPLE is expired'))
    const { exit, err, out } = await hotpass([...args, '--env', 'dev'])
    expect(exit).toBe(1)
    expect(err).toMatch(/The AWS credentials have expired .*Sign in again/)
    expect(err + out).not.toMatch(new RegExp(`${STUB_SECRET}|IOSFODNN7`))
  })

  test.each([
    ['AccessDeniedException', /may not scheduler:ListSchedules/],
    ['ThrottlingException', /slow down/],
  ])('schedules tells %s', async (name, said) => {
    scheduler.on(ListSchedulesCommand).rejects(awsError(name))
    const { exit, err } = await hotpass(['schedules', '--env', 'dev'])
    expect([exit, err]).toEqual([1, expect.stringMatching(said)])
  })

  test('an environment that is not there is the person’s to correct', async () => {
    const { exit, err } = await hotpass(['versions', 'organizations', '--env', 'prod'])
    expect([exit, err]).toEqual([
      2,
      expect.stringMatching(/"prod" is not deployed in eu-west-1.*hotpass deploy --env prod/),
    ])
  })

  test('read commands read its store', async () => {
    await put(`${RUN}/result.json`, result())
    const { exit, json } = await hotpass(['runs', 'list', '--env', 'dev', '--json'])
    expect(exit).toBe(0)
    expect(json()).toMatchObject({ store: 's3://lake/', runs: [{ run: RUN, status: 'published' }] })
  })

  test('a store and an environment at once are refused', async () => {
    const { exit, err } = await hotpass(['status', '--env', 'dev', '--store', 's3://other'])
    expect([exit, err]).toEqual([2, expect.stringContaining('not both')])
  })
})

describe('hotpass status --env', () => {
  test('lists the runs as Step Functions knows them, with the ending that each left', async () => {
    await put(`${RUN}/result.json`, result({ status: 'blocked', gate: 'blocked', reasons: ['too few rows'] }))
    await put('refinement-2/failure.json', { message: 'The disk is full.' })
    const listed = (name: string, status: string) => ({
      name,
      status: status as 'RUNNING',
      executionArn: executionArn(name),
      stateMachineArn,
      startDate: new Date('2026-01-31T06:00:00Z'),
    })
    sfn.on(ListExecutionsCommand).resolves({
      executions: [
        listed('refinement-3', 'RUNNING'),
        listed('refinement-2', 'ABORTED'),
        listed(RUN, 'FAILED'),
        listed('refinement-0', 'TIMED_OUT'),
      ],
    })
    const { json } = await hotpass(['status', '--env', 'dev', '--json'])
    expect(json()).toMatchObject({
      runs: [
        { run: 'refinement-3', status: 'running' },
        { run: 'refinement-2', status: 'failed', problem: 'The disk is full.' },
        { run: RUN, status: 'blocked', problem: 'too few rows' },
        { run: 'refinement-0', status: 'timed_out', problem: null },
      ],
    })
    const { out } = await hotpass(['status', '--env', 'dev'])
    expect(out.split('\n')[1]).toMatch(/^refinement-3 +running +2026-01-31T06:00:00\.000Z$/)
  })

  test('tells of one run what to do next', async () => {
    execution('RUNNING')
    expect((await hotpass(['status', RUN, '--env', 'dev'])).out).toMatch(
      new RegExp(`${RUN}: running\nStarted: .*\nWatch it: hotpass status ${RUN} --env dev --follow\nStop it: `),
    )
    execution('ABORTED')
    await put(`${RUN}/failure.json`, { message: `The run was stopped. Finish it with: hotpass retry ${RUN}` })
    expect((await hotpass(['status', RUN, '--env', 'dev'])).out).toMatch(
      /Problem: The run was stopped\.\n.*\nRun again: hotpass run refinement --env dev\n$/,
    )
    await keepPlan(store, barePlan(RUN, null))
    expect((await hotpass(['status', RUN, '--env', 'dev'])).out).toMatch(
      new RegExp(
        `failed\n.*\nEnded: .*\nProblem: The run was stopped\\.\n.*\nFinish it: hotpass retry ${RUN} --env dev`,
      ),
    )
    // Its retry would be refused now.
    await publishOnce({ store, run: 'other', plan: barePlan('other', null) }, bareFacts('other'))
    expect((await hotpass(['status', RUN, '--env', 'dev'])).out).toMatch(
      /Problem: The run was stopped\.\n.*\nStart a new run; it finds finished work again: hotpass run refinement --env dev\n$/,
    )
  })

  test('a run that nobody started is named', async () => {
    sfn.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'))
    const { exit, err } = await hotpass(['status', 'nobody', '--env', 'dev'])
    expect([exit, err]).toEqual([2, expect.stringMatching(/knows no run "nobody" in dev.*hotpass status --env dev/)])
  })

  test('--follow watches a run that somebody else started', async () => {
    execution('RUNNING')
    succeeded()
    await put(`${RUN}/result.json`, result())
    const { exit, out } = await hotpass(['status', RUN, '--env', 'dev', '--follow'])
    expect([exit, out]).toEqual([0, expect.stringMatching(/^Published\./)])
    expect((await hotpass(['status', '--env', 'dev', '--follow'])).exit).toBe(2)
  })
})

describe('hotpass cancel --env', () => {
  test('stops a run that is under way', async () => {
    execution('RUNNING')
    sfn.on(StopExecutionCommand).resolves({})
    await keepPlan(store, barePlan(RUN, null))
    const { exit, out } = await hotpass(['cancel', RUN, '--env', 'dev'])
    expect(exit).toBe(0)
    expect(out).toBe(
      `${RUN} was stopped.\nNothing was published by it. Finish it later: hotpass retry ${RUN} --env dev\n`,
    )
    expect(sfn.commandCalls(StopExecutionCommand)[0]?.args[0].input).toMatchObject({
      executionArn: executionArn(RUN),
      error: 'RunAborted',
    })
    const mark = JSON.parse(new TextDecoder().decode((await store.get(`runs/${RUN}/commit.json`))?.body))
    expect(mark).toMatchObject({ decision: 'stop', reason: 'cancelled', by: expect.stringMatching(/.@./) })
    execution('ABORTED')
    expect((await hotpass(['status', RUN, '--env', 'dev', '--json'])).json()).toMatchObject({ status: 'cancelled' })
  })

  test('says what it published when its release came first, and leaves it to finish', async () => {
    execution('RUNNING')
    await keepPlan(store, barePlan(RUN, null))
    await publishOnce({ store, run: RUN, plan: barePlan(RUN, null) }, bareFacts(RUN))
    const { exit, out } = await hotpass(['cancel', RUN, '--env', 'dev'])
    expect([exit, out]).toEqual([0, expect.stringMatching(/has published already.*hotpass runs show/s)])
    expect(sfn.commandCalls(StopExecutionCommand)).toEqual([])
  })

  test('leaves one alone that has ended', async () => {
    execution('SUCCEEDED')
    expect((await hotpass(['cancel', RUN, '--env', 'dev', '--json'])).json()).toEqual({
      run: RUN,
      outcome: 'not-running',
    })
    expect(sfn.commandCalls(StopExecutionCommand)).toEqual([])
  })
})

describe('hotpass retry --env', () => {
  test('starts a new execution that repeats the plan of the other', async () => {
    execution('FAILED')
    await put(`${RUN}/plan.json`, { pipeline: 'refinement' })
    sfn.on(StartExecutionCommand).resolves({})
    const { exit, out } = await hotpass(['retry', RUN, '--env', 'dev'])
    expect([exit, out]).toEqual([0, expect.stringMatching(/^Started refinement-/)])
    const [call] = sfn.commandCalls(StartExecutionCommand)
    expect(call?.args[0].input.name).not.toBe(RUN)
    expect(JSON.parse(call?.args[0].input.input ?? '')).toEqual({ pipeline: 'refinement', set: [], retryOf: RUN })
  })

  test.each<[string, string, (() => Promise<unknown>)[], RegExp]>([
    ['that is under way', 'RUNNING', [], /still under way.*hotpass cancel/],
    ['that never planned', 'FAILED', [], /has no plan.*hotpass run refinement --env dev/],
    [
      'that published',
      'SUCCEEDED',
      [() => put(`${RUN}/plan.json`, { pipeline: 'refinement' }), () => put(`${RUN}/result.json`, result())],
      /ended well \(published\).*hotpass run refinement --env dev/,
    ],
    [
      'that stands on a release that is not the current one any more',
      'FAILED',
      [
        () => keepPlan(store, barePlan(RUN, null)),
        () => publishOnce({ store, run: 'other', plan: barePlan('other', null) }, bareFacts('other')),
      ],
      /release 1 by run other is current now.*knows nothing of that release.*hotpass run refinement --env dev/,
    ],
  ])('refuses a run %s', async (_, status, documents, said) => {
    execution(status)
    for (const write of documents) await write()
    const { exit, err } = await hotpass(['retry', RUN, '--env', 'dev'])
    expect([exit, err]).toEqual([2, expect.stringMatching(said)])
    expect(sfn.commandCalls(StartExecutionCommand)).toEqual([])
  })
})

describe('hotpass logs', () => {
  test('prints what was said during the run, page by page, and nothing that acts on a terminal', async () => {
    execution('FAILED')
    const line = (fields: Record<string, unknown>) => ({
      timestamp: Date.UTC(2026, 0, 31, 6, 1),
      message: JSON.stringify(fields),
    })
    logs
      .on(FilterLogEventsCommand)
      .resolvesOnce({
        events: [line({ level: 'INFO', stage: 'Ingest', message: 'read \u001b[2J5 rows', run: RUN })],
        nextToken: 'more',
      })
      .resolves({
        events: [line({ level: 'ERROR', stage: 'Gate', message: 'no' }), { timestamp: 0, message: 'plain text' }],
      })
    const { out } = await hotpass(['logs', RUN, '--env', 'dev', '--stage', 'In"gest'])
    expect(out.split('\n')).toEqual([
      '2026-01-31T06:01:00.000Z info  Ingest      read  [2J5 rows',
      '2026-01-31T06:01:00.000Z error Gate        no',
      '1970-01-01T00:00:00.000Z                   plain text',
      '',
    ])
    expect(logs.commandCalls(FilterLogEventsCommand)[0]?.args[0].input).toEqual({
      logGroupName: '/hotpass/dev/functions',
      filterPattern: `{ $.run = "${RUN}" && $.stage = "Ingest" }`,
      startTime: Date.UTC(2026, 0, 31, 5, 55),
      endTime: Date.UTC(2026, 0, 31, 6, 10),
      nextToken: undefined,
    })
  })

  test('says when there are none, and needs an environment', async () => {
    execution('RUNNING')
    logs.on(FilterLogEventsCommand).resolves({ events: [] })
    expect((await hotpass(['logs', RUN, '--env', 'dev'])).err).toContain('No log lines')
    expect((await hotpass(['logs', RUN])).exit).toBe(2)
  })

  test.each(['AccessDeniedException', 'ThrottlingException', 'ResourceNotFoundException'])('tells %s', async (name) => {
    execution('RUNNING')
    logs.on(FilterLogEventsCommand).rejects(awsError(name))
    const { exit, err } = await hotpass(['logs', RUN, '--env', 'dev'])
    expect([exit, err]).toEqual([1, expect.stringContaining('logs:FilterLogEvents')])
  })
})

describe('hotpass schedules', () => {
  test('lists what starts by itself, on every page', async () => {
    scheduler
      .on(ListSchedulesCommand)
      .resolvesOnce({ Schedules: [{ Name: 'weekly' }], NextToken: 'more' })
      .resolves({ Schedules: [{ Name: 'refinement' }] })
    scheduler.on(GetScheduleCommand, { GroupName: 'hotpass-dev', Name: 'weekly' }).resolves({
      Name: 'weekly',
      ScheduleExpression: 'rate(7 days)',
      State: 'DISABLED',
      FlexibleTimeWindow: { Mode: 'OFF' },
    })
    scheduler.on(GetScheduleCommand, { GroupName: 'hotpass-dev', Name: 'refinement' }).resolves({
      Name: 'refinement',
      ScheduleExpression: 'cron(0 6 * * ? *)',
      ScheduleExpressionTimezone: 'Africa/Johannesburg',
      State: 'ENABLED',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
    })
    expect((await hotpass(['schedules', '--env', 'dev'])).out.split('\n')).toEqual([
      'pipeline    when               time zone            state     starts',
      'refinement  cron(0 6 * * ? *)  Africa/Johannesburg  enabled   within 15 min',
      'weekly      rate(7 days)       UTC                  disabled  on time',
      '',
    ])
  })

  test('says how to get one when there is none', async () => {
    scheduler.on(ListSchedulesCommand).resolves({ Schedules: [] })
    expect((await hotpass(['schedules', '--env', 'dev'])).out).toMatch(/Nothing starts by itself in dev.*hotpass\.yaml/)
  })
})

describe('hotpass repair glue', () => {
  let shop: Workshop
  beforeAll(async () => {
    shop = await openWorkshop()
  })
  afterAll(() => shop.close())

  test('points every table at what is released, and says which it could not', async () => {
    expect((await hotpass(['repair', 'glue', '--env', 'dev'])).out).toContain('Nothing was released yet')
    await shop.commit(store, 'one', 3)
    await shop.commit(store, 'staged', 4)
    await publishRelease(store, releaseFacts('r', 1))
    glue.on(GetTableCommand).rejects(awsError('EntityNotFoundException'))
    glue.on(CreateTableCommand).resolves({})
    expect(await hotpass(['repair', 'glue', '--env', 'dev'])).toMatchObject({
      exit: 0,
      out: 'hotpass_dev.organizations: version 1, created\n',
    })
    glue.on(CreateTableCommand).rejects(awsError('AccessDeniedException'))
    const denied = await hotpass(['repair', 'glue', '--env', 'dev', '--json'])
    expect(denied.exit).toBe(1)
    expect(denied.json()).toMatchObject({
      tables: [{ outcome: 'failed', problem: expect.stringMatching(/AccessDenied/) }],
    })
  })
})

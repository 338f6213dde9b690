import {
  ConflictException,
  CreateScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler'
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, it, vi } from 'vitest'

const scheduler = mockClient(SchedulerClient)
const functions = mockClient(SFNClient)
const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:starter'
const environment = {
  HOTPASS_STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:111122223333:stateMachine:refine',
  HOTPASS_SCHEDULE_GROUP: 'hotpass-prod',
  HOTPASS_SCHEDULE_ROLE: 'arn:aws:iam::111122223333:role/schedule',
  HOTPASS_DEAD_LETTERS: 'arn:aws:sqs:eu-west-1:111122223333:dead',
  HOTPASS_ARRIVALS: JSON.stringify({
    refinement: { quietMinutes: 5, input: { pipeline: 'refinement', whenBusy: 'wait' } },
  }),
}
const arrived = (key: string) => ({ 'detail-type': 'Object Created', detail: { bucket: {}, object: { key } } })
const now = new Date('2026-01-31T06:00:30Z')
const meta = { $metadata: {}, message: 'told by the test' }

/** A process of its own: what it remembers is forgotten. */
async function starter() {
  vi.resetModules()
  const { startOnArrival } = await import('../../src/runtime/start-on-arrival.ts')
  return (event: unknown, at: Date = now) => startOnArrival(event, ARN, environment, at)
}

beforeEach(() => {
  scheduler.reset()
  functions.reset()
})

describe('a file that arrives', () => {
  it('moves the wait of each pipeline that reads it to the end of its quiet time', async () => {
    scheduler.on(UpdateScheduleCommand).resolves({})
    const told = await (await starter())(arrived('landing/Reachout Database.xlsx'))
    expect(told).toEqual({ outcome: 'waiting', pipelines: ['refinement'], until: '2026-01-31T06:06:00.000Z' })
    const [call] = scheduler.commandCalls(UpdateScheduleCommand)
    expect(call?.args[0].input).toMatchObject({
      Name: 'arrival-refinement',
      GroupName: 'hotpass-prod',
      ScheduleExpression: 'at(2026-01-31T06:06:00)',
      ActionAfterCompletion: 'NONE',
      Target: {
        Arn: ARN,
        RoleArn: environment.HOTPASS_SCHEDULE_ROLE,
        Input: '{"quiet":"refinement","at":"2026-01-31T06:06:00.000Z"}',
        DeadLetterConfig: { Arn: environment.HOTPASS_DEAD_LETTERS },
      },
    })
  })

  it('begins the wait when none is under way', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(new ResourceNotFoundException({ ...meta, Message: '' }))
    scheduler.on(CreateScheduleCommand).resolves({ ScheduleArn: 'arn' })
    await (await starter())(arrived('landing/Reachout Database.xlsx'))
    expect(scheduler.commandCalls(CreateScheduleCommand)).toHaveLength(1)
  })

  it('moves the wait that a rival began in between', async () => {
    scheduler
      .on(UpdateScheduleCommand)
      .rejectsOnce(new ResourceNotFoundException({ ...meta, Message: '' }))
      .resolves({})
    scheduler.on(CreateScheduleCommand).rejects(new ConflictException({ ...meta, Message: '' }))
    expect(await (await starter())(arrived('landing/Reachout Database.xlsx'))).toMatchObject({ outcome: 'waiting' })
    expect(scheduler.commandCalls(UpdateScheduleCommand)).toHaveLength(2)
  })

  it('days ago, told again out of the dead-letter queue: the wait begins now', async () => {
    scheduler.on(UpdateScheduleCommand).resolves({})
    const late = { ...arrived('landing/Reachout Database.xlsx'), time: '2026-01-31T06:00:30Z' }
    const told = await (await starter())(late, new Date('2026-02-09T12:00:30Z'))
    expect(told).toMatchObject({ until: '2026-02-09T12:06:00.000Z' })
  })

  it('asks once a minute, however many come at once, and again in the next', async () => {
    scheduler.on(UpdateScheduleCommand).resolves({})
    const start = await starter()
    for (let file = 0; file < 10; file++) await start(arrived('landing/Reachout Database.xlsx'))
    expect(scheduler.commandCalls(UpdateScheduleCommand)).toHaveLength(1)
    await start(arrived('landing/Reachout Database.xlsx'), new Date(now.getTime() + 60_000))
    expect(scheduler.commandCalls(UpdateScheduleCommand)).toHaveLength(2)
  })

  it.each([
    ['landing/holiday photo.jpg', 'no source claims it'],
    [`landing/reachout/${'a'.repeat(64)}/Reachout Database.xlsx`, "it is a run's own copy"],
    ['landing/~$Reachout Database.xlsx', 'it is a lock file'],
    ['landing/.hidden/Reachout Database.xlsx', 'it is hidden'],
    ['work/Reachout Database.xlsx', 'it has not landed'],
  ])('%s starts nothing: %s', async (key) => {
    expect(await (await starter())(arrived(key))).toEqual({ outcome: 'nobody-waits', key })
    expect(scheduler.calls()).toHaveLength(0)
  })

  it('is not lost when Scheduler refuses: the error says what was asked', async () => {
    scheduler.on(UpdateScheduleCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    await expect((await starter())(arrived('landing/Reachout Database.xlsx'))).rejects.toThrow(
      'scheduler:UpdateSchedule',
    )
  })
})

describe('the end of a wait', () => {
  const quiet = { quiet: 'refinement', at: '2026-01-31T06:06:00.000Z' }

  it('starts a run that waits for its turn and stands for that time', async () => {
    functions.on(StartExecutionCommand).resolves({ executionArn: 'arn' })
    const told = await (await starter())(quiet)
    const input = functions.commandCalls(StartExecutionCommand)[0]?.args[0].input
    expect(told).toEqual({ outcome: 'started', run: input?.name })
    expect(input?.name).toMatch(/^refinement-20260131T060600Z-[0-9a-f]{6}$/)
    expect(JSON.parse(input?.input ?? '')).toEqual({
      pipeline: 'refinement',
      whenBusy: 'wait',
      nominalTime: '2026-01-31T06:06:00.000Z',
    })
  })

  it('told twice, and once more days later out of the dead-letter queue, is one run', async () => {
    functions.on(StartExecutionCommand).resolvesOnce({ executionArn: 'arn' }).rejects(new ExecutionAlreadyExists(meta))
    const start = await starter()
    const { run } = (await start(quiet)) as { run: string }
    expect(await start(quiet)).toEqual({ outcome: 'known', run })
    expect(await start(quiet, new Date('2026-02-09T12:00:00Z'))).toEqual({ outcome: 'known', run })
  })

  it('that began nothing, told again days later: the run still says which time it was for, and Plan judges that', async () => {
    functions.on(StartExecutionCommand).resolves({ executionArn: 'arn' })
    await (await starter())(quiet, new Date('2026-02-09T12:00:00Z'))
    const { input } = functions.commandCalls(StartExecutionCommand)[0]?.args[0] ?? {}
    expect(JSON.parse(input?.input ?? '')).toMatchObject({ nominalTime: quiet.at, whenBusy: 'wait' })
    expect(input?.input).not.toContain('asOf')
  })

  it('fails loudly when Step Functions refuses, so that it is tried again or kept', async () => {
    functions.on(StartExecutionCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
    await expect((await starter())(quiet)).rejects.toThrow('states:StartExecution')
  })
})

it('anything else is refused by name', async () => {
  await expect((await starter())({ 'detail-type': 'Object Deleted' })).rejects.toThrow('neither "Object Created"')
})

import { z } from 'zod'
import { loadPipeline } from '../config/load-pipeline.ts'
import { readDomainFolder } from '../domain/read-domain.ts'
import { isLandingDrop, matchSource } from '../ledger/landing.ts'
import { explainAwsError } from './aws-errors.ts'
import { RuntimeError } from './errors.ts'
import type { JsonObject } from './json.ts'
import { makeRunId } from './run-id.ts'
import { openStepFunctions, startExecution } from './step-functions-runner.ts'

const arrivedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string() }) }),
})

/** What this function's own schedule sends back. */
const quietSchema = z.object({ quiet: z.string(), at: z.iso.datetime() })

const settingsSchema = z.object({
  HOTPASS_STATE_MACHINE_ARN: z.string().min(1),
  HOTPASS_SCHEDULE_GROUP: z.string().min(1),
  HOTPASS_SCHEDULE_ROLE: z.string().min(1),
  HOTPASS_DEAD_LETTERS: z.string().min(1),
  /** Pipeline → how long no file may have arrived before its run starts, and that run's input. */
  HOTPASS_ARRIVALS: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(
      z.record(z.string(), z.object({ quietMinutes: z.number().positive(), input: z.record(z.string(), z.unknown()) })),
    ),
})
type Settings = z.output<typeof settingsSchema>

export type ArrivalOutcome =
  | { readonly outcome: 'waiting'; readonly pipelines: readonly string[]; readonly until: string }
  | { readonly outcome: 'nobody-waits'; readonly key: string }
  | { readonly outcome: 'started' | 'known'; readonly run: string }

/** The function was told of something that is neither a file nor the end of a wait: the rule that sent it is wrong. */
class UnknownArrivalError extends RuntimeError {
  constructor() {
    super(
      'This event is neither "Object Created" nor the end of a wait for files. Correct the rule that sends it, and deploy again.',
    )
  }
}

/**
 * Starts one run for files that arrive together. A file moves the one-time schedule of each pipeline that reads it to the end of
 * its quiet time; the schedule, when no file moved it any more, comes back here and starts the run.
 * @param functionArn this function, which the schedule calls.
 * @throws UnknownArrivalError, AwsError
 */
export async function startOnArrival(
  event: unknown,
  functionArn: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  now: Date = new Date(),
): Promise<ArrivalOutcome> {
  const settings = settingsSchema.parse(environment)
  const quiet = quietSchema.safeParse(event)
  if (quiet.success) return startRun(quiet.data.quiet, quiet.data.at, settings)
  const arrived = arrivedSchema.safeParse(event)
  if (!arrived.success) throw new UnknownArrivalError()
  const { key } = arrived.data.detail.object
  const pipelines = await readersOf(key, Object.keys(settings.HOTPASS_ARRIVALS))
  if (pipelines.length === 0) return { outcome: 'nobody-waits', key }
  let until = ''
  for (const pipeline of pipelines) until = await waitForQuiet(pipeline, functionArn, settings, now)
  return { outcome: 'waiting', pipelines, until }
}

/** Pipelines whose domain has a source for the file. */
async function readersOf(key: string, pipelines: readonly string[]): Promise<string[]> {
  if (!isLandingDrop(key)) return []
  const readers: string[] = []
  for (const id of pipelines) {
    const pipeline = await loadPipeline(id)
    const { domain } = await readDomainFolder(pipeline.domainFolder ?? pipeline.domain)
    if (matchSource(domain, key.slice('landing/'.length)) !== undefined) readers.push(id)
  }
  return readers
}

/** Minute to which this process last moved a pipeline's schedule; a burst of files asks Scheduler once a minute. */
const moved = new Map<string, string>()

async function waitForQuiet(id: string, functionArn: string, settings: Settings, now: Date): Promise<string> {
  const minutes = settings.HOTPASS_ARRIVALS[id]?.quietMinutes ?? 5
  // Scheduler fires to the minute.
  const due = new Date(Math.ceil((now.getTime() + minutes * 60_000) / 60_000) * 60_000).toISOString()
  const at = due.slice(0, 19)
  if (moved.get(id) === at) return due
  const { CreateScheduleCommand, SchedulerClient, UpdateScheduleCommand } = await import('@aws-sdk/client-scheduler')
  const client = new SchedulerClient({ maxAttempts: 6 })
  const schedule = {
    Name: `arrival-${id}`.slice(0, 64),
    GroupName: settings.HOTPASS_SCHEDULE_GROUP,
    Description: `Starts ${id} when no file has arrived for ${minutes} minutes.`,
    ScheduleExpression: `at(${at})`,
    FlexibleTimeWindow: { Mode: 'OFF' as const },
    // Kept when it has fired: a deletion that follows shortly after could take a file's new time along.
    ActionAfterCompletion: 'NONE' as const,
    Target: {
      Arn: functionArn,
      RoleArn: settings.HOTPASS_SCHEDULE_ROLE,
      Input: JSON.stringify({ quiet: id, at: due }),
      DeadLetterConfig: { Arn: settings.HOTPASS_DEAD_LETTERS },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
    },
  }
  const move = async (): Promise<void> => {
    try {
      await client.send(new UpdateScheduleCommand(schedule))
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error
      await client.send(new CreateScheduleCommand(schedule))
    }
  }
  try {
    await move().catch(async (error: unknown) => {
      // A rival made it, or it has just fired, between the two calls.
      if (!(error instanceof Error) || error.name !== 'ConflictException') throw error
      await move()
    })
  } catch (error) {
    throw explainAwsError('scheduler:UpdateSchedule', error)
  }
  moved.set(id, at)
  return due
}

async function startRun(id: string, at: string, settings: Settings): Promise<ArrivalOutcome> {
  const input = { ...settings.HOTPASS_ARRIVALS[id]?.input, pipeline: id, nominalTime: at } as JsonObject
  // The same end of the same wait is the same run, however often Scheduler tells of it.
  const run = makeRunId(id, new Date(at), input, 'arrival')
  const client = await openStepFunctions()
  try {
    await startExecution({ client, stateMachineArn: settings.HOTPASS_STATE_MACHINE_ARN, run, input })
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (!(cause instanceof Error) || cause.name !== 'ExecutionAlreadyExists') throw error
    return { outcome: 'known', run }
  }
  return { outcome: 'started', run }
}

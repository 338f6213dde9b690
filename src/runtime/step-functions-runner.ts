import { setTimeout as sleep } from 'node:timers/promises'
import type { DescribeMapRunCommandOutput, HistoryEvent, SFNClient } from '@aws-sdk/client-sfn'
import { ask } from './aws-errors.ts'
import { createEventChannel, type EventChannel } from './event-channel.ts'
import type { JsonObject } from './json.ts'
import type { RunnerEvent } from './runner-event.ts'
import type { RunOutcome, StateMachineRun } from './state-machine-run.ts'
import { type HistoryReading, readHistory } from './translate-history.ts'

/** A client of Step Functions; the SDK is loaded here. */
export async function openStepFunctions(): Promise<SFNClient> {
  const { SFNClient } = await import('@aws-sdk/client-sfn')
  return new SFNClient({ maxAttempts: 6 })
}

/** `…:stateMachine:<name>` and a run → the run's execution. */
export const executionArnOf = (stateMachineArn: string, run: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`

export interface StartOptions {
  readonly client: SFNClient
  readonly stateMachineArn: string
  /** The execution's name. */
  readonly run: string
  readonly input: JsonObject
}

/** Starts an execution. The same name with the same input again is the same execution. @returns its ARN @throws AwsError */
export async function startExecution({ client, stateMachineArn, run, input }: StartOptions): Promise<string> {
  const { StartExecutionCommand } = await import('@aws-sdk/client-sfn')
  const { executionArn } = await ask('states:StartExecution', () =>
    client.send(new StartExecutionCommand({ stateMachineArn, name: run, input: JSON.stringify(input) })),
  )
  return executionArn ?? executionArnOf(stateMachineArn, run)
}

export interface FollowOptions {
  readonly client: SFNClient
  readonly executionArn: string
  /** Ends the watching, not the run. */
  readonly signal?: AbortSignal
  /** Milliseconds between two looks. */
  readonly pollMs?: number
}

const POLL_MS = 1500
const PAGE = 200

/** Watches an execution through its history and its Map Runs, from its beginning to its end. */
export function followExecution(options: FollowOptions): StateMachineRun {
  const events = createEventChannel<RunnerEvent>()
  return { events, outcome: follow(options, events).finally(() => events.end()) }
}

async function follow(options: FollowOptions, events: EventChannel<RunnerEvent>): Promise<RunOutcome> {
  const { client, executionArn, signal, pollMs = POLL_MS } = options
  const reading = readHistory()
  const maps = watchMaps(client, executionArn, events)
  let seen = 0
  for (;;) {
    for (const event of await newEvents(client, executionArn, seen)) {
      seen = event.id ?? seen
      // A Map's last counts are told before the Map is.
      if (event.stateExitedEventDetails !== undefined) await maps.look(reading)
      for (const told of reading.take(event)) events.push(told)
    }
    if (reading.outcome !== undefined) return reading.outcome
    await maps.look(reading)
    if (signal?.aborted) return { kind: 'detached', endedIn: reading.endedIn }
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
  }
}

/** Events after `seen`, oldest first. The newest are asked for first, so a long history is not read again at every look. */
async function newEvents(client: SFNClient, executionArn: string, seen: number): Promise<HistoryEvent[]> {
  const { GetExecutionHistoryCommand } = await import('@aws-sdk/client-sfn')
  const found: HistoryEvent[] = []
  let nextToken: string | undefined
  do {
    const page = await ask('states:GetExecutionHistory', () =>
      client.send(new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: PAGE, nextToken })),
    )
    const fresh = (page.events ?? []).filter(({ id }) => (id ?? 0) > seen)
    found.push(...fresh)
    nextToken = fresh.length === (page.events ?? []).length ? page.nextToken : undefined
  } while (nextToken)
  return found.sort((a, b) => (a.id ?? 0) - (b.id ?? 0))
}

function watchMaps(client: SFNClient, executionArn: string, events: EventChannel<RunnerEvent>) {
  const told = new Map<string, number>()
  return {
    /** Tells how far the Map under way is. */
    async look({ map }: HistoryReading): Promise<void> {
      if (map === undefined) return
      const counts = await countsOf(client, executionArn, map.ordinal)
      const total = counts?.total ?? 0
      if (total === 0) return
      const at = Date.now()
      const { state } = map
      if (!told.has(state)) events.push({ type: 'items', state, count: total, bytes: 0, at })
      const done = counts?.succeeded ?? 0
      // Step Functions gives counts, so one event may stand for several items.
      if (done > (told.get(state) ?? 0))
        events.push({ type: 'item-done', state, index: done - 1, done, total, output: null, at })
      told.set(state, done)
    },
  }
}

/** The item counts of the n-th Map Run; undefined when there is none yet, or this identity may not see it: progress is a courtesy. */
async function countsOf(
  client: SFNClient,
  executionArn: string,
  ordinal: number,
): Promise<DescribeMapRunCommandOutput['itemCounts']> {
  const { DescribeMapRunCommand, ListMapRunsCommand } = await import('@aws-sdk/client-sfn')
  try {
    const { mapRuns } = await client.send(new ListMapRunsCommand({ executionArn }))
    const inOrder = [...(mapRuns ?? [])].sort((a, b) => (a.startDate?.getTime() ?? 0) - (b.startDate?.getTime() ?? 0))
    const mapRunArn = inOrder[ordinal]?.mapRunArn
    if (mapRunArn === undefined) return undefined
    return (await client.send(new DescribeMapRunCommand({ mapRunArn }))).itemCounts
  } catch {
    return undefined
  }
}

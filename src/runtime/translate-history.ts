import type { HistoryEvent } from '@aws-sdk/client-sfn'
import { failureMessage } from '../ledger/failure-message.ts'
import { isJsonObject, type Json } from './json.ts'
import type { RunnerEvent } from './runner-event.ts'
import type { RunOutcome } from './state-machine-run.ts'

export interface HistoryReading {
  /** Takes the next event of the history, oldest first, and gives what it means to whoever watches. */
  take(event: HistoryEvent): RunnerEvent[]
  /** The Map that is under way, and how many Maps were entered up to it. */
  readonly map: { readonly state: string; readonly ordinal: number } | undefined
  /** Set once the history has its last event. */
  readonly outcome: RunOutcome | undefined
  readonly endedIn: string
}

interface Trouble {
  readonly error: string
  readonly cause: string
  readonly at: number
}

/**
 * Reads the history of an execution as the runner's events. A failure is told once it is final: retried, caught or the end. Outputs
 * are what the state itself said, not the whole payload.
 */
export function readHistory(): HistoryReading {
  let state = ''
  let map: { state: string; ordinal: number } | undefined
  let maps = 0
  let trouble: Trouble | undefined
  let said: Json = null
  let attempts = 0
  let knewError = false
  let outcome: RunOutcome | undefined

  const failed = ({ error, cause, at }: Trouble): RunnerEvent[] => [
    { type: 'state-failed', state, error, cause: failureMessage(cause, { error, where: state }), at },
  ]

  const take = (event: HistoryEvent): RunnerEvent[] => {
    const type = event.type ?? ''
    const at = event.timestamp?.getTime() ?? 0
    if (event.stateEnteredEventDetails !== undefined) {
      state = event.stateEnteredEventDetails.name ?? ''
      trouble = undefined
      said = null
      attempts = 0
      knewError = caughtError(event.stateEnteredEventDetails.input) !== undefined
      if (type === 'MapStateEntered') map = { state, ordinal: maps++ }
      return [{ type: 'state-started', state, at }]
    }
    if (event.stateExitedEventDetails !== undefined) {
      map = undefined
      // A Map that was left through its Catch logs no failure of its own everywhere; its output holds it.
      const caught = knewError ? undefined : caughtError(event.stateExitedEventDetails.output)
      const final = trouble ?? (caught === undefined ? undefined : { ...caught, at })
      return final === undefined ? [{ type: 'state-succeeded', state, output: said, at }] : failed(final)
    }
    if (/^(LambdaFunction|Task)Scheduled$/.test(type)) {
      if (trouble === undefined) return []
      const { error } = trouble
      trouble = undefined
      attempts += 1
      return [{ type: 'state-retried', state, attempt: attempts, error, at }]
    }
    if (type === 'LambdaFunctionSucceeded' || type === 'TaskSucceeded') {
      trouble = undefined
      said = parsed(event.lambdaFunctionSucceededEventDetails?.output ?? event.taskSucceededEventDetails?.output)
      return []
    }
    if (/^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type)) return end(type, event, at)
    if (/(Failed|TimedOut)$/.test(type)) trouble = troubleOf(event, at)
    return []
  }

  const end = (type: string, event: HistoryEvent, at: number): RunnerEvent[] => {
    const last = trouble === undefined ? [] : failed(trouble)
    if (type === 'ExecutionSucceeded') {
      outcome = { kind: 'succeeded', endedIn: state, output: parsed(event.executionSucceededEventDetails?.output) }
      return []
    }
    if (type === 'ExecutionAborted') {
      outcome = { kind: 'aborted', endedIn: state }
      return last
    }
    const details = event.executionFailedEventDetails ?? event.executionTimedOutEventDetails
    const timedOut = type === 'ExecutionTimedOut'
    const error = details?.error || (timedOut ? 'States.Timeout' : 'Error')
    const cause =
      details?.cause === undefined && timedOut
        ? 'The run took longer than the state machine allows and was ended.'
        : failureMessage(details?.cause, { error, where: state })
    outcome = { kind: 'failed', endedIn: state, error, cause }
    return timedOut && last.length === 0 ? failed({ error, cause, at }) : last
  }

  return {
    take,
    get map() {
      return map
    },
    get outcome() {
      return outcome
    },
    get endedIn() {
      return state
    },
  }
}

function troubleOf(event: HistoryEvent, at: number): Trouble {
  const details =
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskStartFailedEventDetails ??
    event.mapRunFailedEventDetails
  const error = details?.error || (event.type?.endsWith('TimedOut') ? 'States.Timeout' : (event.type ?? 'Error'))
  return { error, cause: details?.cause ?? '', at }
}

/** What a Catch of ours left in a payload: `$.error`. */
function caughtError(payload: string | undefined): { error: string; cause: string } | undefined {
  const value = parsed(payload)
  if (!isJsonObject(value) || !isJsonObject(value.error)) return undefined
  const { Error: error, Cause: cause } = value.error
  return typeof error === 'string' ? { error, cause: typeof cause === 'string' ? cause : '' } : undefined
}

function parsed(text: string | undefined): Json {
  try {
    return text === undefined ? null : (JSON.parse(text) as Json)
  } catch {
    return null
  }
}

import type { StateMachine } from 'aws-local-stepfunctions'
import { failureMessage } from '../ledger/failure-message.ts'
import type { InlinedStateMachine } from './inline-maps.ts'
import type { Json } from './json.ts'
import type { RunnerEvent } from './runner-event.ts'

type EngineLog = ReturnType<StateMachine['run']>['eventLogs']
type EngineEvent = EngineLog extends AsyncGenerator<infer E> ? E : never
type StateEvent = Extract<EngineEvent, { state: unknown }>

export interface LogListener {
  emit(event: RunnerEvent): void
  /** A Map's item failed for good: its siblings are of no use. */
  mapFailed(map: string): void
  /** The engine logs the whole payload; this is what the state itself said. */
  outputOf(state: string): Json
}

interface Trouble {
  readonly error: string
  readonly cause: string
  readonly at: number
}

interface Reading {
  endedIn: string
  /** The last failure of a state, until it is known whether it was retried, caught, or the end. */
  readonly troubles: Map<string, Trouble>
  /** The same of an item of a Map. */
  readonly itemTroubles: Map<string, Trouble>
  /** States left through their Catch: the engine logs their exit as it logs a success. */
  readonly caught: Set<string>
}

// The engine closes its log right after its result; a log that never closes must not hold the run.
const GRACE_MS = 1000

/** Follows the engine's log and tells it in our words: a Map and the Task that reads its list are one state, and a failure is told once it is final. */
export function translateLog(log: EngineLog, machine: InlinedStateMachine, listener: LogListener) {
  const reading: Reading = { endedIn: '', troubles: new Map(), itemTroubles: new Map(), caught: new Set() }
  const followed = (async () => {
    for await (const event of log) if ('state' in event) translate(event, machine, listener, reading)
    for (const [state, trouble] of reading.troubles) listener.emit({ type: 'state-failed', state, ...trouble })
  })()
  return {
    /** Resolves once the log has been read to its end, with the last state entered. */
    async done(): Promise<{ endedIn: string }> {
      const timer = Promise.withResolvers<void>()
      const timeout = setTimeout(timer.resolve, GRACE_MS)
      await Promise.race([followed, timer.promise])
      clearTimeout(timeout)
      return { endedIn: reading.endedIn }
    },
  }
}

/** The engine gives an error's own cause for its message when there is one, and that may be an error itself. */
const saidBy = (cause: unknown, error: string, where: string): string =>
  failureMessage(cause instanceof Error ? cause.message : typeof cause === 'string' ? cause : '', { error, where })

function translate(event: StateEvent, machine: InlinedStateMachine, listener: LogListener, reading: Reading): void {
  const { name, type } = event.state
  const inside = machine.children.get(name)
  const reads = machine.readers.get(name)
  const state = inside ?? reads ?? name
  const at = event.timestamp
  const [troubles, key] =
    inside === undefined ? [reading.troubles, state] : [reading.itemTroubles, `${name} ${event.index}`]
  if (event.type === 'StateFailed' && 'Error' in event) {
    const cause = saidBy(event.Cause, event.Error, state)
    troubles.set(key, { error: event.Error, cause, at })
    if (type === 'Map') listener.mapFailed(state)
  } else if (event.type === 'StateRetried' && 'retry' in event) {
    const error = troubles.get(key)?.error ?? 'a failure'
    troubles.delete(key)
    listener.emit({ type: 'state-retried', state, attempt: event.retry.attempt, error, at })
  }
  // What becomes of an item's failure, its Map tells.
  if (inside !== undefined) return
  if (event.type === 'StateCaught') {
    const trouble = reading.troubles.get(state)
    reading.troubles.delete(state)
    reading.caught.add(name)
    if (trouble !== undefined) listener.emit({ type: 'state-failed', state, ...trouble })
  } else if (event.type === 'StateEntered') {
    const announced = type === 'Map' && [...machine.readers.values()].includes(state)
    if (!announced) listener.emit({ type: 'state-started', state, at })
    reading.endedIn = state
  } else if (event.type === 'StateExited' && !reading.caught.delete(name) && reads === undefined) {
    listener.emit({ type: 'state-succeeded', state, output: listener.outputOf(state), at })
  }
}

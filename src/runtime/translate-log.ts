import type { StateMachine } from 'aws-local-stepfunctions'
import type { InlinedStateMachine } from './inline-maps.ts'
import type { Json } from './json.ts'
import type { RunnerEvent } from './runner-event.ts'

type EngineLog = ReturnType<StateMachine['run']>['eventLogs']
type EngineEvent = EngineLog extends AsyncGenerator<infer E> ? E : never

export interface LogListener {
  emit(event: RunnerEvent): void
  /** A Map's item failed for good: its siblings are of no use. */
  mapFailed(map: string): void
  /** The engine logs the whole payload; this is what the state itself said. */
  outputOf(state: string): Json
}

// The engine closes its log right after its result; a log that never closes must not hold the run.
const GRACE_MS = 1000

/** Follows the engine's log and tells it in our words: a Map and the Task that reads its list are one state. */
export function translateLog(log: EngineLog, machine: InlinedStateMachine, listener: LogListener) {
  const follower = { endedIn: '' }
  const followed = (async () => {
    for await (const event of log) translate(event, machine, listener, follower)
  })()
  return {
    /** Resolves once the log has been read to its end, with the last state entered. */
    async done(): Promise<{ endedIn: string }> {
      const timer = Promise.withResolvers<void>()
      const timeout = setTimeout(timer.resolve, GRACE_MS)
      await Promise.race([followed, timer.promise])
      clearTimeout(timeout)
      return { endedIn: follower.endedIn }
    },
  }
}

function translate(
  event: EngineEvent,
  machine: InlinedStateMachine,
  listener: LogListener,
  follower: { endedIn: string },
): void {
  if (!('state' in event)) return
  const at = event.timestamp
  const inside = machine.children.get(event.state.name)
  const reads = machine.readers.get(event.state.name)
  const state = inside ?? reads ?? event.state.name
  if (event.type === 'StateRetried' && 'retry' in event) {
    const error = event.retry.retrier.ErrorEquals.join(', ')
    listener.emit({ type: 'state-retried', state, attempt: event.retry.attempt, error, at })
  }
  if (inside !== undefined) return
  if (event.type === 'StateEntered') {
    const announced = event.state.type === 'Map' && [...machine.readers.values()].includes(state)
    if (!announced) listener.emit({ type: 'state-started', state, at })
    follower.endedIn = state
  }
  if (event.type === 'StateExited' && reads === undefined) {
    listener.emit({ type: 'state-succeeded', state, output: listener.outputOf(state), at })
  }
  if (event.type === 'StateFailed' && 'Error' in event) {
    if (event.state.type === 'Map') listener.mapFailed(state)
    const cause = typeof event.Cause === 'string' ? event.Cause : JSON.stringify(event.Cause ?? '')
    listener.emit({ type: 'state-failed', state, error: event.Error, cause, at })
  }
}

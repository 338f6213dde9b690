import type { Json } from './json.ts'
import type { RunnerEvent } from './runner-event.ts'

/**
 * How a run of the state machine ended; `endedIn` is its last state. A failure carries the error's name and cause. `detached`: nobody
 * watches any more, and the run goes on (Step Functions only).
 */
export type RunOutcome =
  | { readonly kind: 'succeeded'; readonly endedIn: string; readonly output: Json }
  | { readonly kind: 'failed'; readonly endedIn: string; readonly error: string; readonly cause: string }
  | { readonly kind: 'aborted'; readonly endedIn: string }
  | { readonly kind: 'detached'; readonly endedIn: string }

/** A run of the state machine that somebody watches, wherever it runs. */
export interface StateMachineRun {
  /** Ends when the run has ended. For one reader. */
  readonly events: AsyncIterable<RunnerEvent>
  /** Never rejects for what the state machine can express. */
  readonly outcome: Promise<RunOutcome>
}

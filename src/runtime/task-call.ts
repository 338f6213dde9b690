import type { Json } from './json.ts'

/** The Map a call belongs to, as its item list said. `bytes` is the sum of the items' own `bytes`. */
export interface Batch {
  readonly state: string
  readonly items: number
  readonly bytes: number
}

/** One call of a stage by the state machine. */
export interface TaskCall {
  readonly state: string
  readonly stage: string
  readonly payload: Json
  readonly batch?: Batch
  /** Set when the run is called off or a sibling item failed. */
  readonly signal: AbortSignal
  progress(event: unknown): void
}

/** Does the work of a Task. What it throws is what Retry and Catch see, by the error's name. */
export type TaskHandler = (call: TaskCall) => Promise<unknown>

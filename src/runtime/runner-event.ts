import type { Json } from './json.ts'

/** What happens while a state machine runs, in the order it happens. `state` is the name in the file; `at` is in milliseconds since the epoch. */
export type RunnerEvent =
  | { readonly type: 'state-started'; readonly state: string; readonly at: number }
  | {
      readonly type: 'items'
      readonly state: string
      readonly count: number
      readonly bytes: number
      readonly at: number
    }
  | {
      readonly type: 'item-done'
      readonly state: string
      readonly index: number
      readonly done: number
      readonly total: number
      readonly output: Json
      readonly at: number
    }
  | {
      readonly type: 'progress'
      readonly state: string
      readonly index?: number
      readonly progress: Json
      readonly at: number
    }
  | {
      readonly type: 'state-retried'
      readonly state: string
      readonly attempt: number
      readonly error: string
      readonly at: number
    }
  | { readonly type: 'state-succeeded'; readonly state: string; readonly output: Json; readonly at: number }
  | {
      readonly type: 'state-failed'
      readonly state: string
      readonly error: string
      readonly cause: string
      readonly at: number
    }

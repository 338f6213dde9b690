import type { Json } from '../runtime/json.ts'
import type { RunnerEvent } from '../runtime/runner-event.ts'
import { stagesOnTheWay } from '../stages/stage-table.ts'

/** One state as the display shows it. Times are milliseconds since the epoch. */
export interface StateProgress {
  readonly state: string
  status: 'waiting' | 'running' | 'done' | 'failed' | 'unfinished' | 'skipped'
  items?: { done: number; total: number }
  rows: number
  startedAt?: number
  endedAt?: number
  retries: number
  note?: string
}

export interface RunProgress {
  readonly states: readonly StateProgress[]
  /** Takes an event in; gives the state it changed, if that is one that is shown. */
  take(event: RunnerEvent): StateProgress | undefined
  /** Marks what never started as skipped, and what never ended as unfinished. */
  finish(): void
}

/** Turns the runner's events into what a person wants to see: per state its status, items, rows and times. */
export function createRunProgress(): RunProgress {
  // A person is shown what a run passes through; the rest is bookkeeping of the state machine.
  const states: StateProgress[] = stagesOnTheWay().map(({ name }) => ({
    state: name,
    status: 'waiting',
    rows: 0,
    retries: 0,
  }))
  const shown = new Map(states.map((state) => [state.state, state]))
  // Rows by item while a state is under way, since an item that is tried again tells its rows again; then only their sum.
  const underWay = new Map<string, Map<number, number>>()
  const setRows = (state: StateProgress, part: number, rows: number) => {
    const known = underWay.get(state.state) ?? new Map<number, number>()
    const before = known.get(part) ?? 0
    if (rows <= before) return
    underWay.set(state.state, known.set(part, rows))
    state.rows += rows - before
  }
  return {
    states,
    take(event) {
      const state = shown.get(event.state)
      if (state === undefined) return undefined
      if (event.type === 'state-started') {
        state.status = 'running'
        state.startedAt = event.at
      } else if (event.type === 'items') {
        state.items = { done: 0, total: event.count }
      } else if (event.type === 'item-done') {
        state.items = { done: event.done, total: event.total }
        setRows(state, event.index, rowsOf(event.output))
      } else if (event.type === 'progress') {
        setRows(state, event.index ?? 0, rowsOf(event.progress))
        const note = field(event.progress, 'note')
        if (typeof note === 'string') state.note = note
      } else if (event.type === 'state-retried') {
        state.retries += 1
      } else {
        state.status = event.type === 'state-succeeded' ? 'done' : 'failed'
        state.endedAt = event.at
        if (event.type === 'state-succeeded') setRows(state, 0, rowsOf(event.output))
        else state.note = event.cause
        underWay.delete(state.state)
      }
      return state
    },
    finish() {
      for (const state of states) {
        if (state.status === 'waiting') state.status = 'skipped'
        if (state.status === 'running') state.status = 'unfinished'
      }
    },
  }
}

const field = (value: Json, name: string): Json | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value[name] : undefined

function rowsOf(value: Json): number {
  const rows = field(value, 'rows') ?? field(value, 'read')
  return typeof rows === 'number' && Number.isFinite(rows) ? rows : 0
}

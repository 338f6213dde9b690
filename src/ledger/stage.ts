import type { Engine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Attributes } from '../telemetry/span.ts'
import type { CellBalance } from './cell-accounting.ts'
import type { Plan } from './plan-document.ts'
import type { PeoplePort } from './row-filter.ts'
import type { StageFacts } from './stage-facts.ts'
import type { TurnPort } from './turn.ts'
import type { LineageDataset } from './works/stage-record.ts'

export type { LineageDataset, StageRecord } from './works/stage-record.ts'

/** What a stage says while it works. `rows` is the number done so far by this call. */
export interface ProgressEvent {
  readonly state: string
  readonly shard?: number
  readonly rows: number
  readonly note?: string
}

export interface StageContext {
  readonly run: string
  readonly signal: AbortSignal
  readonly store: ObjectStore
  /** A folder of this call's own, removed afterwards. */
  readonly scratch: string
  /** The call's DuckDB session, opened when first asked for. */
  engine(): Promise<Engine>
  /** A span of its own for a step worth seeing. Text attributes pass only under the keys of `safeAttributes`. */
  span<T>(name: string, work: () => Promise<T>, attributes?: Attributes): Promise<T>
  /** Tells how many rows the call is done with. */
  progress(rows: number, note?: string): void
  /** Content hash of the code that makes a kind of work, a stage's or `Measure`: part of what that work is known by. */
  code(name: string): string
  /** Of every kind. */
  codes(): Readonly<Record<string, string>>
  readonly turn: TurnPort
  readonly people: PeoplePort
  /** The table of all stages, for whoever estimates a run. */
  readonly stages: readonly StageFacts[]
}

/** A context after Plan: the plan pins everything the run reads. */
export interface PlannedContext extends StageContext {
  readonly plan: Plan
}

export interface StageResult<Output = Record<string, unknown>> {
  /** Pointers and counts: the state's output, under 8 KiB. */
  readonly output: Output
  readonly counts: Readonly<Record<string, number>>
  /** Proves that no row was lost: `read = sum of the rest`. */
  readonly balance?: { readonly read: number; readonly accounted: Readonly<Record<string, number>> }
  /** Proves that no cell was lost, attribute by attribute: each is given its cells and accounts for them. */
  readonly cells?: readonly CellBalance[]
  readonly lineage?: { readonly inputs: readonly LineageDataset[]; readonly outputs: readonly LineageDataset[] }
  /** Runs that were found dead: the wrapper closes them. */
  readonly dead?: readonly string[]
  /** True when finished work was found by its key. */
  readonly reused?: boolean
}

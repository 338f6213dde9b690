import type { Engine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Attributes } from '../telemetry/span.ts'
import type { Plan } from './plan-document.ts'

export const STAGE_NAMES = [
  'Plan',
  'Ingest',
  'Refine',
  'Block',
  'Score',
  'Resolve',
  'Consolidate',
  'Gate',
  'Publish',
  'RecordBlocked',
  'RecordFailure',
  'CloseRun',
] as const
export type StageName = (typeof STAGE_NAMES)[number]

/** What a stage says while it works. `rows` is the number done so far by this call. */
export interface ProgressEvent {
  readonly state: string
  readonly shard?: number
  /** How far the call is, in what it counts. */
  readonly rows?: number
  readonly expectations?: number
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
  /** Tells how far the call is: how many rows, or expectations, it is done with. */
  progress(count: number, note?: string, unit?: 'rows' | 'expectations'): void
}

/** A context after Plan: the plan pins everything the run reads. */
export interface PlannedContext extends StageContext {
  readonly plan: Plan
}

/** A dataset as lineage names it, with what this stage knows of it. */
export interface LineageDataset {
  readonly name: string
  readonly fields?: readonly { readonly name: string; readonly type: string; readonly description?: string }[]
  readonly rows?: number
  readonly bytes?: number
  readonly version?: string
  /** Output column ← input columns. */
  readonly columns?: Readonly<Record<string, readonly { readonly dataset: string; readonly field: string }[]>>
}

export interface StageResult<Output = Record<string, unknown>> {
  /** Pointers and counts: the state's output, under 8 KiB. */
  readonly output: Output
  readonly counts: Readonly<Record<string, number>>
  /** Proves that no row was lost: `read = sum of the rest`. */
  readonly balance?: { readonly read: number; readonly accounted: Readonly<Record<string, number>> }
  readonly lineage?: { readonly inputs: readonly LineageDataset[]; readonly outputs: readonly LineageDataset[] }
  /** Runs that were found dead: the wrapper closes them. */
  readonly dead?: readonly string[]
  /** True when finished work was found by its key. */
  readonly reused?: boolean
}

/** What `runs/<run>/stages/<state>[/<shard>].json` holds. */
export interface StageRecord extends StageResult {
  readonly state: string
  readonly shard?: number
  readonly startedAt: string
  readonly endedAt: string
}

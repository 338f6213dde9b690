import { FUNCTION_SIZES } from '../src/config/function-sizes.ts'

/** A prefix of the store, ending with "/". */
type Prefix = `${string}/`

/** What one function is: its settings, what it may touch, and how large it may grow. */
export interface FunctionSpec {
  /** Its file in `lambdas/`, without ending. */
  readonly entry: string
  readonly description: string
  readonly memoryMb: number
  readonly timeoutSeconds: number
  /** `/tmp`, where sources, work files and spilled queries lie. */
  readonly ephemeralMb: number
  /** Carries DuckDB's binding (61 to 68 MB). */
  readonly duckdb: boolean
  /** Most megabytes of code and files, DuckDB's binding aside. A test holds it: what grows, grows on purpose. */
  readonly budgetMb: number
  /** Prefixes of the store it may read and list. */
  readonly reads: readonly Prefix[]
  /** Prefixes of the store it may write. */
  readonly writes: readonly Prefix[]
}

/** With DuckDB, and without. */
const LARGE = { duckdb: true, budgetMb: 6 } as const
const SMALL = { duckdb: false, budgetMb: 6 } as const

/** States of `state-machines/*.asl.json`: `Plan` here is `${PlanFunction}` there. */
export const STAGE_FUNCTIONS = {
  Plan: {
    entry: 'plan',
    description: 'Takes the turn of a run and pins what it reads.',
    ...FUNCTION_SIZES.Plan,
    duckdb: false,
    budgetMb: 6,
    reads: ['landing/', 'sources/', 'decisions/', 'releases/', 'leases/', 'runs/', 'site/', 'erasures/'],
    writes: ['sources/', 'leases/', 'releases/', 'runs/', 'site/'],
  },
  Ingest: {
    entry: 'ingest',
    description: 'Reads one source file into typed rows and quarantine.',
    ...FUNCTION_SIZES.Ingest,
    duckdb: true,
    budgetMb: 6,
    reads: ['landing/', 'runs/', 'work/', 'decisions/', 'erasures/'],
    writes: ['runs/', 'work/'],
  },
  Refine: {
    entry: 'refine',
    description: 'Normalises one shard of rows.',
    ...FUNCTION_SIZES.Refine,
    duckdb: true,
    budgetMb: 6,
    reads: ['runs/', 'work/'],
    writes: ['runs/', 'work/'],
  },
  Block: {
    ...LARGE,
    ...FUNCTION_SIZES.Block,
    entry: 'block',
    description: 'Makes comparable records and counts the blocks of those that may be one.',
    reads: ['runs/', 'work/', 'releases/'],
    writes: ['runs/', 'work/'],
  },
  Score: {
    ...LARGE,
    ...FUNCTION_SIZES.Score,
    entry: 'score',
    description: 'Compares the pairs of one share of the blocks.',
    reads: ['runs/', 'work/'],
    writes: ['runs/', 'work/'],
  },
  Resolve: {
    ...LARGE,
    ...FUNCTION_SIZES.Resolve,
    entry: 'resolve',
    description: 'Says who is who over all refined shards.',
    reads: ['runs/', 'work/', 'decisions/', 'models/', 'datasets/', 'releases/'],
    writes: ['runs/', 'work/', 'models/'],
  },
  Consolidate: {
    ...LARGE,
    ...FUNCTION_SIZES.Consolidate,
    entry: 'consolidate',
    description: 'Makes one golden record of each entity.',
    reads: ['runs/', 'work/', 'datasets/'],
    writes: ['runs/', 'work/'],
  },
  Gate: {
    ...LARGE,
    ...FUNCTION_SIZES.Gate,
    entry: 'gate',
    description: 'Judges the golden records and files the quarantine.',
    reads: ['runs/', 'work/', 'decisions/', 'datasets/', 'releases/', 'quarantine/'],
    writes: ['runs/', 'quarantine/'],
  },
  Publish: {
    ...LARGE,
    ...FUNCTION_SIZES.Publish,
    entry: 'publish',
    description: 'Commits a version of each dataset and releases them together.',
    reads: ['runs/', 'work/', 'datasets/', 'releases/', 'leases/', 'site/'],
    writes: ['runs/', 'datasets/', 'releases/', 'leases/', 'exports/', 'site/'],
  },
  RecordBlocked: {
    ...SMALL,
    ...FUNCTION_SIZES.RecordBlocked,
    entry: 'record-blocked',
    description: 'Writes down that the gate said no.',
    reads: ['runs/', 'leases/', 'site/'],
    writes: ['runs/', 'leases/', 'site/'],
  },
  RecordFailure: {
    ...SMALL,
    ...FUNCTION_SIZES.RecordFailure,
    entry: 'record-failure',
    description: 'Writes down why a run failed.',
    reads: ['runs/', 'leases/', 'releases/', 'site/'],
    writes: ['runs/', 'leases/', 'releases/', 'site/'],
  },
} as const satisfies Readonly<Record<string, FunctionSpec>>

/** Functions that events start, beside the state machine. */
export const EVENT_FUNCTIONS = {
  CloseRun: {
    ...SMALL,
    ...FUNCTION_SIZES.CloseRun,
    entry: 'close-run',
    description: 'Ends a run whose execution was stopped from outside.',
    reads: ['runs/', 'leases/', 'releases/', 'site/'],
    writes: ['runs/', 'leases/', 'releases/', 'site/'],
  },
  StartOnArrival: {
    ...SMALL,
    ...FUNCTION_SIZES.CloseRun,
    entry: 'start-on-arrival',
    description: 'Starts one run when files have stopped arriving.',
    timeoutSeconds: 60,
    memoryMb: 256,
    reads: [],
    writes: [],
  },
  CheckHeartbeat: {
    ...SMALL,
    ...FUNCTION_SIZES.CloseRun,
    entry: 'check-heartbeat',
    description: 'Says daily how long ago each pipeline last succeeded.',
    timeoutSeconds: 60,
    memoryMb: 256,
    reads: [],
    writes: [],
  },
} as const satisfies Readonly<Record<string, FunctionSpec>>

export type StageFunctionName = keyof typeof STAGE_FUNCTIONS
export type EventFunctionName = keyof typeof EVENT_FUNCTIONS
export type FunctionName = StageFunctionName | EventFunctionName

/** Every function there is, in the order of the run. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionSpec>> = { ...STAGE_FUNCTIONS, ...EVENT_FUNCTIONS }

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[]

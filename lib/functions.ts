import type { StageFacts, StorePrefix } from '../src/ledger/stage-facts.ts'
import { STAGES, type StageName, type StateName } from '../src/stages/stage-table.ts'

/** What one function is: its settings, what it may touch, and how large it may grow. */
export interface FunctionSpec {
  /** Its file in `lambdas/`, without ending. */
  readonly entry: string
  /** The stage that it runs, if it runs one. */
  readonly stage?: StageName
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
  readonly reads: readonly StorePrefix[]
  /** Prefixes of the store it may write. */
  readonly writes: readonly StorePrefix[]
}

/** Of which a third is what types know: regions, countries, numbering plans, checksums, and encodings where files are read. */
const BUDGET_MB = 5.5

const ofStage = (stage: StageFacts & { readonly name: StageName }): FunctionSpec => ({
  entry: 'stage',
  stage: stage.name,
  description: stage.does,
  ...stage.size,
  duckdb: stage.needs.includes('engine'),
  budgetMb: BUDGET_MB,
  reads: stage.reads,
  writes: stage.writes,
})

/** A function beside the stages, which touches nothing in the store. */
const besides = (entry: string, description: string): FunctionSpec => ({
  entry,
  description,
  memoryMb: 256,
  timeoutSeconds: 60,
  ephemeralMb: 512,
  duckdb: false,
  budgetMb: BUDGET_MB,
  reads: [],
  writes: [],
})

export type StageFunctionName = StateName
export type EventFunctionName = Exclude<StageName, StateName> | 'StartOnArrival' | 'CheckHeartbeat'
export type FunctionName = StageFunctionName | EventFunctionName

const specs = (isState: boolean): [string, FunctionSpec][] =>
  STAGES.filter((stage) => 'state' in stage === isState).map((stage) => [stage.name, ofStage(stage)])

/** States of `state-machines/*.asl.json`, as the table of stages has them: `Plan` here is `${PlanFunction}` there. */
export const STAGE_FUNCTIONS = Object.fromEntries(specs(true)) as Readonly<Record<StageFunctionName, FunctionSpec>>

/** Functions that events start, beside the state machine. */
export const EVENT_FUNCTIONS = {
  ...Object.fromEntries(specs(false)),
  StartOnArrival: besides('start-on-arrival', 'Starts one run when files have stopped arriving.'),
  CheckHeartbeat: besides('check-heartbeat', 'Says daily how long ago each pipeline last succeeded.'),
} as Readonly<Record<EventFunctionName, FunctionSpec>>

/** Every function there is, in the order of the run. */
export const FUNCTIONS: Readonly<Record<FunctionName, FunctionSpec>> = { ...STAGE_FUNCTIONS, ...EVENT_FUNCTIONS }

export const FUNCTION_NAMES = Object.keys(FUNCTIONS) as readonly FunctionName[]

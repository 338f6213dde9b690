import type { PlannedContext, StageContext, StageResult } from './stage.ts'
import type { StageFacts, StageRate, StageSize } from './stage-facts.ts'

/** What a state is given: the run's id, and an item when it is a Map. */
export interface StagePayload {
  readonly run: string
  readonly item?: { readonly index: number } | undefined
  readonly [field: string]: unknown
}

/** A stage as `src/stages/stage-table.ts` lists it. */
export type StageDefinition = StageFacts & {
  /** Makes the payload of an event that starts it; undefined for an event that is none of ours. Loaded when first asked for. */
  readonly fromEvent?: () => Promise<(event: unknown) => object | undefined>
} & (
    | {
        /** It is given the payload as it stands, because there may be no plan yet. */
        readonly given: 'payload'
        /** Loads its function when it is first run: a host pays for the stages it runs. */
        readonly run: () => Promise<(context: StageContext, payload: StagePayload) => Promise<StageResult>>
      }
    | {
        /** It is given the plan, and its item when it is a Map. */
        readonly given: 'plan'
        readonly run: () => Promise<(context: PlannedContext, item: unknown) => Promise<StageResult>>
      }
  )

/**
 * Defines a stage, once: its state in the state machine, its function and what that may touch, its metrics, its lineage, its line
 * in the display and its code all follow from this. A definition is loaded with the table, so it imports no code that works.
 */
export const defineStage = <const Definition extends StageDefinition>(definition: Definition): Definition => definition

const MINUTES_15 = 900

/** At or below 3,008 MB, the most that a new account may give a function. */
export const LARGE_STAGE: StageSize = { memoryMb: 3008, timeoutSeconds: MINUTES_15, ephemeralMb: 10_240 }
export const SMALL_STAGE: StageSize = { memoryMb: 512, timeoutSeconds: 120, ephemeralMb: 512 }
export const middleStage = (memoryMb: number, ephemeralMb: number): StageSize => ({
  memoryMb,
  timeoutSeconds: MINUTES_15,
  ephemeralMb,
})

/**
 * A measured rate. All stand on 100,000 generated organizations (`npm run -s generate -- --rows 100000 --seed 1`: 235,334 rows of
 * XLSX) on two x86 cores: 59 CPU seconds, shared out by each state's part of the time, per million rows, rounded up. A second here
 * is one of about one virtual CPU, which is what 1,769 MB of Lambda are. When a change makes a state slower or faster, measure again.
 */
export const stageRate = (
  secondsAMillionRows: number,
  scratchBytesARow: number,
  more: Partial<StageRate> = {},
): StageRate => ({
  startSeconds: 2,
  secondsAMillionRows,
  secondsAGigabyte: 0,
  secondsADocument: 0.002,
  scratchBytesAByte: 0,
  scratchBytesARow,
  ...more,
})

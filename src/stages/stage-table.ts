import type { StageDefinition } from '../ledger/define-stage.ts'
import type { LineageFacts, StateFacts } from '../ledger/stage-facts.ts'
import { closeRunStage } from './close-run/close-run-stage.ts'
import { consolidateStage } from './consolidate/consolidate-stage.ts'
import { gateStage } from './gate/gate-stage.ts'
import { ingestStage } from './ingest/ingest-stage.ts'
import { blockStage } from './link/block-stage.ts'
import { resolveStage } from './link/resolve-stage.ts'
import { scoreStage } from './link/score-stage.ts'
import { planStage } from './plan/plan-stage.ts'
import { publishStage } from './publish/publish-stage.ts'
import { recordBlockedStage } from './record-blocked/record-blocked-stage.ts'
import { recordFailureStage } from './record-failure/record-failure-stage.ts'
import { refineStage } from './refine/refine-stage.ts'

/** Every stage, in the order of a run: the one table. All that names stages follows from it (ARCHITECTURE.md). */
export const STAGES = [
  planStage,
  ingestStage,
  refineStage,
  blockStage,
  scoreStage,
  resolveStage,
  consolidateStage,
  gateStage,
  publishStage,
  recordBlockedStage,
  recordFailureStage,
  closeRunStage,
] as const satisfies readonly StageDefinition[]

type Stage = (typeof STAGES)[number]
export type StageName = Stage['name']
/** Stages that are states of the state machine. */
export type StateName = Extract<Stage, { readonly state: StateFacts }>['name']
/** Stages whose runs lineage tells as children of the run. */
export type LineageState = Extract<Stage, { readonly lineage: LineageFacts }>['name']

export const isStageName = (name: string): name is StageName => STAGES.some((stage) => stage.name === name)

/** @returns undefined for a name that is no stage's. */
export const stageNamed = (name: string): StageDefinition | undefined => STAGES.find((stage) => stage.name === name)

/** The states that a run passes through when all goes well. */
export const stagesOnTheWay = (): readonly StageDefinition[] =>
  STAGES.filter((stage: StageDefinition) => stage.state !== undefined && stage.state.aside === undefined)

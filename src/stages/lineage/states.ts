import { DATASETS } from '../dataset-columns.ts'
import type { Plan } from '../plan-document.ts'
import type { StageName } from '../stage.ts'
import { publishedName, quarantineName } from './published-name.ts'

/** What lineage knows of a state before it runs. A state that somebody adds gets one row here. */
export interface StateLineage {
  /** Where its events stand among the run's, 10 to 989. */
  readonly order: number
  /**
   * A Map's shards are told as one run of the state. `sources`: and as one run for the shards of each source, which its items name;
   * `whole`: as that one run alone.
   */
  readonly map: false | 'sources' | 'whole'
  /** What it does, for the job's documentation. */
  readonly does: string
  /** Its source file in the repository. */
  readonly file: string
  /** Datasets by name; `datasets/…` only when the plan has a version of them. */
  readonly reads: (plan: Plan, contracts: readonly string[]) => readonly string[]
  readonly writes: (plan: Plan, contracts: readonly string[]) => readonly string[]
}

const none = () => []
const golden = () => DATASETS.map((id) => `work/consolidate/${id}`)
const base = (plan: Plan, id: string) => (plan.baseVersions[id] === undefined ? [] : [publishedName(plan, id)])
const typed = (_: Plan, contracts: readonly string[]) => contracts.map((contract) => `work/ingest/${contract}`)

/** Every state whose runs are children of the run. States that only end a run have none of their own. */
export const LINEAGE_STATES: Readonly<Record<Exclude<StageName, 'RecordFailure' | 'CloseRun'>, StateLineage>> = {
  Plan: {
    order: 10,
    map: false,
    does: 'Pins every file, setting and decision that the run reads, and says whether anything changed.',
    file: 'src/stages/plan.ts',
    reads: none,
    writes: none,
  },
  Ingest: {
    order: 20,
    map: 'sources',
    does: 'Reads source files into typed rows; rows that break their contract go to quarantine.',
    file: 'src/stages/ingest.ts',
    reads: none,
    writes: (plan, contracts) => [...typed(plan, contracts), 'work/ingest/quarantine'],
  },
  Refine: {
    order: 30,
    map: 'sources',
    does: 'Brings every value into canonical form; rows without a usable name go to quarantine.',
    file: 'src/stages/refine.ts',
    reads: typed,
    writes: () => ['work/refine/rows', 'work/refine/quarantine'],
  },
  Block: {
    order: 33,
    map: false,
    does: 'Makes one comparable record of each organisation row, and counts the blocks of records that may be one.',
    file: 'src/stages/block.ts',
    reads: () => ['work/refine/rows'],
    writes: () => ['work/block/records'],
  },
  Score: {
    order: 36,
    map: 'whole',
    does: 'Compares every pair of records in a block, once.',
    file: 'src/stages/score.ts',
    reads: () => ['work/block/records'],
    writes: () => ['work/score/pairs'],
  },
  Resolve: {
    order: 40,
    map: false,
    does: 'Finds which rows speak of the same organisation, and keeps its id from version to version.',
    file: 'src/stages/resolve.ts',
    reads: (plan) => ['work/refine/rows', 'work/block/records', 'work/score/pairs', ...base(plan, 'entity_links')],
    writes: () => ['work/resolve/rows', 'work/resolve/changes', 'work/resolve/quarantine'],
  },
  Consolidate: {
    order: 50,
    map: false,
    does: 'Makes one golden record of all rows of an organisation, with the source of every value.',
    file: 'src/stages/consolidate.ts',
    reads: (plan) => ['work/refine/rows', 'work/resolve/rows', 'work/resolve/changes', ...base(plan, 'entity_changes')],
    writes: golden,
  },
  Gate: {
    order: 60,
    map: false,
    does: 'Judges the golden records by their expectations, and files the quarantine of the run.',
    file: 'src/stages/gate.ts',
    reads: () => [...golden(), 'work/ingest/quarantine', 'work/refine/quarantine', 'work/resolve/quarantine'],
    writes: (plan) => [quarantineName(plan)],
  },
  Publish: {
    order: 70,
    map: false,
    does: 'Commits one version of each dataset and releases them together.',
    file: 'src/stages/publish.ts',
    reads: golden,
    writes: (plan) => DATASETS.map((id) => publishedName(plan, id)),
  },
  RecordBlocked: {
    order: 80,
    map: false,
    does: 'Writes down why the gate said no; the current release stays.',
    file: 'src/stages/record-blocked.ts',
    reads: none,
    writes: none,
  },
}

export type LineageState = keyof typeof LINEAGE_STATES

export const isLineageState = (name: string): name is LineageState => Object.hasOwn(LINEAGE_STATES, name)

/** States in the order of their events. */
export const statesInOrder = (): readonly (readonly [LineageState, StateLineage])[] =>
  (Object.entries(LINEAGE_STATES) as [LineageState, StateLineage][]).sort(([, a], [, b]) => a.order - b.order)

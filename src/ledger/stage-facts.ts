import type { ColumnDefinition } from '../engine/engine.ts'
import type { Transformation } from '../lineage/index.ts'
import type { Plan } from './plan-document.ts'

/** A prefix of the store, ending with "/". */
export type StorePrefix = `${string}/`

/** What a stage's function may use on AWS. Deployment gives it; Plan estimates and refuses by it. */
export interface StageSize {
  readonly memoryMb: number
  readonly timeoutSeconds: number
  /** `/tmp`, where sources, work files and spilled queries lie. */
  readonly ephemeralMb: number
}

/** What a call of a stage takes, as measured (docs/explanation/cost.md says how). */
export interface StageRate {
  /** Start of the function, its code and engine, and what a call costs that has no rows. */
  readonly startSeconds: number
  readonly secondsAMillionRows: number
  readonly secondsAGigabyte: number
  /** For each document of another call that this one reads. */
  readonly secondsADocument: number
  /** `/tmp`: for each byte of source file, and for each row (work files fetched, written and spilled). */
  readonly scratchBytesAByte: number
  readonly scratchBytesARow: number
}

/** A stage that is called once an item of a list in the store. */
export interface StageMap {
  /** What an item is: a source file, a shard of a sheet, or a share of the pairs to compare. It decides how many calls are estimated. */
  readonly over: 'files' | 'shards' | 'pairs'
  /** The list's name: `runs/<run>/items/<items>.json`. Several Maps may read one. */
  readonly items: string
  /** Whether `run.tolerated_failure_percentage` holds for it; otherwise the first failed item fails the run. */
  readonly tolerates: boolean
  /** Lineage tells the items as one run of the state; `sources`: and as one for the items of each source, which they name. */
  readonly told: 'sources' | 'whole'
}

/** States of a state machine, as the Amazon States Language writes them. */
export type AslStates = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** The stage as a state of `state-machines/refine.asl.json`. */
export interface StateFacts {
  readonly comment: string
  /** Fields of the payload that it is given beside the run's id, results of earlier states among them; without it, all. */
  readonly takes?: readonly string[]
  /** Not on the run's way: entered from another stage's `leadsTo` (`named`), or by every failure (`failures`). */
  readonly aside?: 'named' | 'failures'
  /** States of its own that come after it, first the one it leads to; without it, the next stage of the table. */
  readonly leadsTo?: (next: string) => AslStates
}

/** A dataset that only its stage knows: what lineage says of it. */
export interface WorkDataset {
  readonly title: string
  /** Column → its type, and the input columns it is made of. */
  readonly columns: Readonly<
    Record<
      string,
      {
        readonly type: ColumnDefinition['type']
        readonly from: readonly { readonly dataset: string; readonly field: string; readonly how: Transformation }[]
      }
    >
  >
}

/** What lineage knows of a stage before it runs. */
export interface LineageFacts {
  /** Where its events stand among the run's, 10 to 989: part of their keys, so it stays when stages are added. */
  readonly order: number
  /** Whether the landed files are among what it reads. */
  readonly readsSources?: boolean
  /** The stage before it, when that is not the one before it in the table. */
  readonly after?: string
  /** Datasets by name; `datasets/…` only when the plan has a version of them. */
  readonly reads: (plan: Plan, contracts: readonly string[]) => readonly string[]
  readonly writes: (plan: Plan, contracts: readonly string[]) => readonly string[]
  /** Datasets it writes that nothing else describes, by name. */
  readonly datasets?: (plan: Pick<Plan, 'domain'>) => Readonly<Record<string, WorkDataset>>
}

/**
 * What only some stages need: the data `engine`; what `people` decided; `close-run`, because it can find dead runs; the `pages`,
 * because it ends a run. A function carries what its stage needs and nothing else, and a stage that asks for more is told so.
 */
export type StageNeed = 'engine' | 'people' | 'close-run' | 'pages'

/** Everything that is known of a stage without running it. */
export interface StageFacts {
  readonly name: string
  /** What it does, in one sentence: of its function, and of its job in lineage. */
  readonly does: string
  /** Its source file in the repository, which exports the function that `run` loads. */
  readonly source: string
  /** Absent for a stage that only an event starts. */
  readonly state?: StateFacts
  /** Absent for a stage that is called once a run. */
  readonly map?: StageMap
  readonly size: StageSize
  /** Absent for a stage that costs too little to be estimated. */
  readonly rate?: StageRate
  /** Prefixes of the store it may read and list. */
  readonly reads: readonly StorePrefix[]
  /** Prefixes of the store it may write. */
  readonly writes: readonly StorePrefix[]
  readonly needs: readonly StageNeed[]
  /** Whether what it counts are rows of its own; otherwise they are the whole run's. */
  readonly rows: boolean
  /** Absent for a stage that only ends a run. */
  readonly lineage?: LineageFacts
}

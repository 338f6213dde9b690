import type { Plan } from '../../ledger/plan-document.ts'
import type { LineageFacts, StageFacts } from '../../ledger/stage-facts.ts'
import { type LineageState, STAGES } from '../../stages/stage-table.ts'

export type { LineageState } from '../../stages/stage-table.ts'

/** What lineage knows of a state before it runs, read from the table of stages. */
export interface StateLineage extends LineageFacts {
  /** What it does, for the job's documentation. */
  readonly does: string
  /** Its source file in the repository. */
  readonly file: string
  /** The name of a Map's item list, and how its shards are told. */
  readonly map: StageFacts['map']
}

/** Every state whose runs are children of the run. States that only end a run have none of their own. */
export const LINEAGE_STATES = Object.fromEntries(
  STAGES.flatMap(({ name, does, source, map, lineage }: StageFacts) =>
    lineage === undefined ? [] : [[name, { ...lineage, does, file: source, map } satisfies StateLineage]],
  ),
) as Readonly<Record<LineageState, StateLineage>>

export const isLineageState = (name: string): name is LineageState => Object.hasOwn(LINEAGE_STATES, name)

/** States in the order of their events. */
export const statesInOrder = (): readonly (readonly [LineageState, StateLineage])[] =>
  (Object.entries(LINEAGE_STATES) as [LineageState, StateLineage][]).sort(([, a], [, b]) => a.order - b.order)

/** What lineage says of a dataset that only one stage knows; undefined for one that is described elsewhere, or nowhere. */
export const ownDataset = (name: string, plan: Pick<Plan, 'domain'>) =>
  statesInOrder()
    .map(([, { datasets }]) => datasets?.(plan)[name])
    .find((known) => known !== undefined)

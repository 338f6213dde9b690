import { datasetOf, tableKeys } from '../versions/table-keys.ts'
import { keys } from './keys.ts'
import type { Plan } from './plan-document.ts'
import { plannedTable } from './planned-table.ts'

/** What lineage calls a dataset that the plan's pipeline publishes: its table's place in the store. */
export const publishedName = (plan: Pick<Plan, 'tables'>, dataset: string): string =>
  tableKeys.root(plannedTable(plan, dataset))

/** The dataset that such a name means, whosever it is; undefined for a name of anything else. */
export function publishedDataset(name: string): string | undefined {
  return /^datasets\/(?:[^/]+\/)?[^/]+$/.test(name) ? datasetOf(name) : undefined
}

/** What lineage calls the rejected rows of a pipeline. */
export const quarantineName = ({ pipelineId }: Pick<Plan, 'pipelineId'>): string =>
  keys.quarantineOf(pipelineId).replace(/\/$/, '')

/** What lineage calls the values that a run does not use, as Refine leaves them. */
export const SET_ASIDE_WORK = 'work/refine/set-aside'

/** The same as the gate files them, whatever the run. */
export const setAsideName = ({ pipelineId }: Pick<Plan, 'pipelineId'>): string => `set-aside/${pipelineId}`

/** A name as column rules have it, `datasets/<dataset>`, where the run has it. */
export function placedName(plan: Pick<Plan, 'tables'> | undefined, name: string): string {
  const published = publishedDataset(name)
  return published === undefined || plan === undefined ? name : publishedName(plan, published)
}

import type { Plan } from './plan-document.ts'

/** The table in which the run reads and publishes a dataset. */
export const plannedTable = ({ tables }: Pick<Plan, 'tables'>, dataset: string): string => tables[dataset] ?? dataset

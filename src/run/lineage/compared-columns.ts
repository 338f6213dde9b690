import type { Plan } from '../../ledger/plan-document.ts'
export type ComparedColumns = Readonly<Record<string, never>>
export function plannedComparedColumns(_: Pick<Plan, 'domain'>): ComparedColumns {
  return {}
}

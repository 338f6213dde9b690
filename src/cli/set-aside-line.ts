import type { SetAsideCount } from '../ledger/index.ts'
import { count } from './describe-state.ts'

/** What a run set aside, and the command that shows it. @param flag how the store is named again; empty where the program adds it */
export const setAsideLine = ({ values, fields }: Pick<SetAsideCount, 'values' | 'fields'>, run: string, flag = '') =>
  `Set aside: ${count(values, 'value')} of ${count(fields, 'field')}\n  hotpass set-aside ${run}${flag}`

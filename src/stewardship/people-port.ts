import { DecisionMovedError } from '../ledger/errors.ts'
import type { PeoplePort, RowFilter } from '../ledger/row-filter.ts'
import type { StageContext } from '../ledger/stage.ts'
import { NO_ROW_HASH } from './erasure/erase-rows.ts'
import { landingFilter } from './erasure/landing-filter.ts'
import { readerOf } from './erasure/said-of-people.ts'
import { suppressedRow } from './erasure/suppressed-row.ts'
import { readSuppressions } from './erasure/suppression.ts'
import { readCorrections } from './readmission/corrections.ts'

/** What stewards and erasures decided, as a stage takes it in: corrections first, then forgotten people out. */
export function peoplePort(context: Pick<StageContext, 'store' | 'scratch' | 'engine'>): PeoplePort {
  return {
    rowFilter: async (plan, source): Promise<RowFilter> => {
      const corrections = await readCorrections(context.store, plan, source)
      const { suppressions, sha256 } = await readSuppressions(context.store)
      // Never with an older list than the plan's: somebody could come back.
      if (sha256 !== plan.suppressions) throw new DecisionMovedError('erasures/suppressions/')
      return {
        fingerprint: { corrections: corrections.fingerprint, suppressions: plan.suppressions },
        open: () => {
          const opened = corrections.open()
          return (contract, sheet, row) => {
            const corrected = opened.apply(sheet, row)
            const left =
              suppressions.length === 0
                ? ({ outcome: 'kept', row: corrected } as const)
                : suppressedRow(readerOf(plan.domain, contract), corrected, suppressions)
            return left.outcome === 'forgotten'
              ? { outcome: 'forgotten', hash: NO_ROW_HASH }
              : { outcome: 'row', row: left.row, corrected: corrected !== row }
          }
        },
      }
    },
    landingFilter: (domain) => landingFilter(context, domain),
  }
}

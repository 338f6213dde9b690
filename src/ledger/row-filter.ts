import type { LandingFilter } from './landing.ts'
import type { PinnedDomain } from './pinned-domain.ts'
import type { Plan } from './plan-document.ts'
import type { SourceRow } from './source-row.ts'

/** What people decided about a row of a source. */
export type FilteredRow =
  /** `corrected`: a steward's correction stands in place of what came in. */
  | { readonly outcome: 'row'; readonly row: SourceRow; readonly corrected: boolean }
  /** It describes a person who was forgotten. `hash` is not made of that person's values. */
  | { readonly outcome: 'forgotten'; readonly hash: string }

/** What people decided about the rows of one source, as the plan pinned it. */
export interface RowFilter {
  /** Changes whenever a decision does: part of what the work is known by. */
  readonly fingerprint: { readonly corrections: string | null; readonly suppressions: string | null }
  /** Opens it for one reading of a file; each correction is used once. */
  open(): (contract: string, sheet: string, row: SourceRow) => FilteredRow
}

/** What people decide, for the stages that take it in. */
export interface PeoplePort {
  /** @throws DecisionMovedError when what the plan pinned is not there any more. */
  rowFilter(plan: Plan, source: string): Promise<RowFilter>
  /** Keeps forgotten people out of the copies that a run with a landing folder makes. */
  landingFilter(domain: PinnedDomain): Promise<LandingFilter>
}

/** The door of the consolidate room: what others may take of it. */
export type { CandidateRow, ConsolidationRules } from './candidate-row.ts'
export { type Conflict, goldenRecord, type PublishedRow } from './golden-record.ts'

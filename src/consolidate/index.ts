export type { CandidateRow, ConsolidationRules, Verification } from './candidate-row.ts'
export { type Conflict, type GoldenRecord, goldenRecord, type PublishedRow } from './golden-record.ts'

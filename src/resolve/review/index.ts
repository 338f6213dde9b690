/** The door to the review of pairs by people. */
export { decide, type Ruling } from './decide.ts'
export { parseDecisionFile, readDecisions, writeDecisions } from './decision-files.ts'
export { ContradictionError, DecisionFileError } from './errors.ts'
export { exportReview, LABEL_STUDIO_CONFIG, type ReviewText, reviewTable } from './export-review.ts'
export { type ImportedReview, importReview, importReviewLines, type ReviewLine } from './import-review.ts'
export {
  type Contradiction,
  type DecidedPair,
  describeDecision,
  type JudgedDecisions,
  judgeDecisions,
} from './judge-decisions.ts'
export { nextPairs } from './next-pairs.ts'
export { PAIR_ID, pairId } from './pair-id.ts'
export { decisionsInForce, inTime, makeDecision, type ResolutionDecision } from './resolution-decision.ts'
export { REVIEW_COLUMNS, type ReviewPair, readReviewRow, type WaterfallStep, writeReviewRow } from './review-pair.ts'
export { waterfallOf } from './waterfall.ts'

export { type Decided, decide, type Ruling } from './decide.ts'
export { DECISIONS_PREFIX, parseDecisionFile, readDecisions, writeDecisions } from './decision-files.ts'
export { ContradictionError, DecisionFileError, ReviewError, ReviewImportError } from './errors.ts'
export { exportReview, LABEL_STUDIO_CONFIG, REVIEW_FORMATS, type ReviewFormat } from './export-review.ts'
export { type ImportedReview, type ImportedRuling, importReview } from './import-review.ts'
export {
  type Contradiction,
  type DecidedPair,
  describeDecision,
  type JudgedDecisions,
  judgeDecisions,
} from './judge-decisions.ts'
export { maskField, maskPair } from './mask-pair.ts'
export { inOrder, PAIR_ID, pairId } from './pair-id.ts'
export {
  decisionFileSchema,
  decisionsInForce,
  inTime,
  makeDecision,
  type ResolutionDecision,
  SUBJECTS,
} from './resolution-decision.ts'
export {
  REVIEW_COLUMNS,
  type ReviewPair,
  readReviewRow,
  type WaterfallStep,
  waterfallStepSchema,
  writeReviewRow,
} from './review-pair.ts'
export { waterfallOf } from './waterfall.ts'

/** The door of the quality room: what others may take of it. */
export { checkSuite } from './check-suite.ts'
export { contractSuite } from './contract-suite.ts'
export {
  type ColumnMetrics,
  type DatasetMetrics,
  type HistoryPoint,
  type SourceHistory,
  sourceHistory,
  type VersionMetrics,
  versionMetrics,
} from './dataset-metrics.ts'
export {
  decideDataset,
  type GateCheck,
  policyChecks,
  type QuarantineFacts,
  type Reason,
  type VerdictWord,
  verdictOf,
} from './decide-verdict.ts'
export { SuiteError } from './errors.ts'
export { type EvaluateOptions, evaluateSuite } from './evaluate-suite.ts'
export type { NoteCounts } from './expectation.ts'
export { expectationKinds } from './expectation-kinds.ts'
export { type GateDecision, gateDecision, gateDecisionKey } from './gate-decision.ts'
export { DEFAULT_POLICY, type GatePolicy } from './gate-policy.ts'
export { heldBackChecks } from './held-back-checks.ts'
export { importSuite } from './import-suite.ts'
export { askContext, collectMetrics, type DatasetShape, type ExpectationResult, judgeSuite } from './judge-suite.ts'
export { toldMetrics } from './kept-values.ts'
export { type LossLimits, lossChecks } from './loss-checks.ts'
export { datasetMetrics, datasetRequests } from './measure-dataset.ts'
export { type MergeExample, type MergeFacts, mergeChecks } from './merge-checks.ts'
export { measureShard, type ShardStates } from './metrics/measure.ts'
export { mergeShards } from './metrics/merge-shards.ts'
export { type Metric, metricName } from './metrics/metric.ts'
export type { MetricState } from './metrics/state.ts'
export { parseSuite, type Suite } from './parse-suite.ts'
export { count, list, percent } from './phrases.ts'
export { privacyChecks, privacyRequests } from './privacy-checks.ts'
export { profileColumns, type TableProfile } from './profile-columns.ts'
export { readSuite } from './read-suite.ts'
export { setAsideChecks } from './set-aside-checks.ts'
export { suggestSuite } from './suggest-suite.ts'
export { type GateRelease, gateRelease, type VerdictDocument, verdictDocument } from './verdict-document.ts'

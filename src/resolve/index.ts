/** The door of the resolve room: what others may take of it. */
export { analyseBlocking, type BlockingAnalysis, maskBlocks } from './blocking/analyse-blocking.ts'
export { clusterFunction } from './clusters/cluster-function.ts'
export type { ClusterInput } from './clusters/cluster-input.ts'
export { type Clusters, clusterPairs } from './clusters/cluster-pairs.ts'
export { clusterInput, clusterScores } from './clusters/cluster-scores.ts'
export { compareClusters } from './clusters/compare-clusters.ts'
export { DOUBTS, type DoubtfulMerge, doubtfulMerges, type StatedValues } from './clusters/doubtful-merges.ts'
export { type PathLink, type SpanningPaths, spanningPaths } from './clusters/spanning-paths.ts'
export {
  MANY_ROWS,
  proposedThreshold,
  sizesOf,
  type ThresholdChoice,
  thresholdChoices,
} from './clusters/threshold-choices.ts'
export { comparePairs, PAIR_COLUMNS } from './comparing/compare-pairs.ts'
export { loadPairs } from './comparing/load-pairs.ts'
export { sqlTokens } from './conditions/sql-tokens.ts'
export { CARRIED, classifiedColumns } from './entities/classified-columns.ts'
export { entityRecordSql } from './entities/entity-record-sql.ts'
export { entityRowsSql, recordRows } from './entities/entity-rows-sql.ts'
export { entitySettings } from './entities/entity-settings.ts'
export { maskerOf } from './entities/evidence-class.ts'
export type { EvidenceColumn } from './entities/evidence-columns.ts'
export {
  comparedAttributes,
  evidenceColumns,
  KNOWN_BY,
  namesOnly,
  valueColumns,
} from './entities/evidence-columns.ts'
export { repeatedKeysSql } from './entities/repeated-keys-sql.ts'
export { comparedRowColumns, placedRowColumns } from './entities/row-columns.ts'
export { comparePairsByParent, parentComparisons } from './entities/same-parent.ts'
export { statedOnce } from './entities/stated-once.ts'
export { ENTITY_RECORD } from './entities/tables.ts'
export {
  aliasColumn,
  classifiedTable,
  classifySql,
  isRegistered,
  memberSql,
  parentId,
  placedTable,
  placeSql,
  rejectedSql,
} from './entities/ties-sql.ts'
export { entityId } from './entity-id.ts'
export { LinkageSettingsConfigurationError } from './errors.ts'
export { type LastingIds, lastingIds } from './lasting-ids.ts'
export { maximumAssignment } from './maximum-assignment.ts'
export { functionName, type PreparedRecords, prepareRecords, RECORDS } from './records/prepare-records.ts'
export { toldDecision } from './review/told-decision.ts'
export { toldKey } from './review/told-key.ts'
export { type PairWeights, probabilityOf } from './scoring/pair-weights.ts'
export { RESCORES, rescorePairs } from './scoring/rescore-pairs.ts'
export { scoredPairsSql, scorePairs, thresholdBits } from './scoring/score-pairs.ts'
export type { ValueFrequencies } from './scoring/value-frequencies.ts'
export { weighPairs } from './scoring/weigh-pairs.ts'
export { type LinkageSettings, parseLinkageSettings } from './settings/parse-linkage-settings.ts'
export { refuseUnsafeSql } from './settings/refuse-unsafe-sql.ts'
export { linkageSettingsJsonSchema, linkageSettingsReference } from './settings/settings-reference.ts'
export { suggestedSettings } from './settings/suggested-settings.ts'
export { toSplinkSettings } from './settings/to-splink-settings.ts'
export { withoutNumbers } from './settings/without-numbers.ts'
export { type ChangeKind, type IdentityChange, type StableIds, stableIds } from './stable-ids.ts'
export { consistentLabels, type PlacedLabel } from './training/consistent-labels.ts'
export type { ShareInterval } from './training/held-out-accuracy.ts'
export { type LinkageModel, modelHash, modelText, parseModel } from './training/linkage-model.ts'
export { withOwnNumbers } from './training/own-numbers.ts'
export {
  type Answer,
  accuracyByAnswers,
  type TaughtByAnswers,
  type ThresholdAccuracy,
  teachByAnswers,
} from './training/teach-by-answers.ts'
export { trainEntityModel } from './training/train-entity-model.ts'
export { trainModel } from './training/train-model.ts'
export { type TruthMetrics, truthMetrics } from './truth-metrics.ts'
export { UnionFind } from './union-find.ts'

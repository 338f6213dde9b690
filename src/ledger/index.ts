/** The door of the ledger room: what others may take of it. */

export { asideFieldsOf } from './aside-fields-of.ts'
export { type BaseDataset, baseDataset, columnsOf } from './base-version.ts'
export type { CatalogFollowing } from './catalog-following.ts'
export {
  type AttributeCells,
  type CellBalance,
  type CellCount,
  type CellDocument,
  type ConsolidatedCells,
  cellCount,
  cellDocument,
  type FedAttribute,
  fedKey,
  fedName,
  type IngestedCells,
  type RefinedCells,
  sumByAttribute,
} from './cell-accounting.ts'
export { type ChallengerDocument, readChallengers } from './challenger-document.ts'
export { CODE_VERSION } from './code-version.ts'
export { readDecision, settleRun, stopDecision } from './commit-decision.ts'
export { type Standing, standingOf } from './current-release.ts'
export {
  type ComparedStates,
  compareStates,
  type DatasetChange,
  datasetChange,
  firstChange,
  linkedStates,
  natureOf,
  unchanged,
} from './dataset-change.ts'
export { columnsOfContract } from './dataset-columns.ts'
export { decisionOwner, isDirected, pinDecisions, readPinnedDecisions } from './decisions.ts'
export { defineStage, LARGE_STAGE, middleStage, SMALL_STAGE, type StageDefinition, stageRate } from './define-stage.ts'
export { directDecisions, type UndirectedDecision, undirectedDecisions } from './direct-decisions.ts'
export { readJson, readPlan } from './documents.ts'
export { changeLine, type DomainChanges, domainChanges } from './domain-changes.ts'
export { domainContracts } from './domain-contracts.ts'
export { endRun } from './end-run.ts'
export {
  BaseReleaseMovedError,
  DecisionMovedError,
  DomainChangedError,
  ErasureImpossibleError,
  ErasureIncompleteError,
  type ErasureObstacle,
  ErasureRefusedError,
  LeaseContentionError,
  LeaseDamagedError,
  MissingShardsError,
  NothingLandedError,
  PersonNotFoundError,
  PromotedModelError,
  QuarantineNotFoundError,
  ReadmissionRefusedError,
  RequiredColumnMissingError,
  RowsNotConservedError,
  RunDocumentError,
  RunOverLimitError,
  RunStoppedError,
  SourceMovedError,
  StageCodeChangedError,
  StageError,
  StageNeedError,
  TableSharedError,
} from './errors.ts'
export { failureMessage } from './failure-message.ts'
export { jobNamespace, type LineageIds, lineageIds, namespaceOfFunction } from './job-identity.ts'
export { jsonOf } from './json-of.ts'
export { keys } from './keys.ts'
export {
  irregularNotes,
  isLandingDrop,
  type Landing,
  type LandingFilter,
  listFolder,
  listStoreLanding,
  matchSource,
  pinFolder,
  pinStoreLanding,
} from './landing.ts'
export {
  baseDatasetName,
  entityDatasets,
  goldenDatasets,
  noDatasets,
  refinedDatasets,
  typedDatasets,
} from './lineage-names.ts'
export { LINK_COLUMNS, linkId } from './link-columns.ts'
export { loadDomain } from './load-domain.ts'
export type { MappedColumns } from './mapped-columns.ts'
export { mappedColumns } from './mapped-columns.ts'
export { measuredShard, mergedStates } from './measured-shard.ts'
export { parseDocument } from './parse-document.ts'
export { pinSuppressions, SUPPRESSIONS } from './pin-suppressions.ts'
export { isWorkbookName, keepDomain, PinnedDomain, readDomain } from './pinned-domain.ts'
export { type PinnedLinkage, pinnedLinkage } from './pinned-linkage.ts'
export { type PinnedSuite, type PinnedSuites, pinnedSuites } from './pinned-suites.ts'
export {
  type DecisionPin,
  type IngestItem,
  ingestItemSchema,
  type ModelPin,
  type Plan,
  type PlanDocument,
  planSchema,
  type RefineItem,
  type RowAccounting,
  type RunResult,
  refineItemSchema,
  type ScoreItem,
  type SourceFilePin,
  scoreItemSchema,
} from './plan-document.ts'
export { plannedTable } from './planned-table.ts'
export { comparedBy, fittingModel } from './promoted-model.ts'
export { proveCells } from './prove-cells.ts'
export {
  placedName,
  publishedDataset,
  publishedName,
  quarantineName,
  SET_ASIDE_WORK,
  setAsideName,
} from './published-name.ts'
export { QUARANTINE_COLUMNS, type RejectedRow, writeRejected } from './quarantine.ts'
export { readChanges } from './read-changes.ts'
export { readmittedRows } from './readmitted-rows.ts'
export { contentOf, refinedFiles } from './refined-files.ts'
export type { PeoplePort, RowFilter } from './row-filter.ts'
export { type RunEnding, type RunEndingKind, runEnding } from './run-ending.ts'
export { cellsOf, impactOfRelease, modelsOfRelease, notesOf, setAsideOf, versionsOf } from './run-result.ts'
export {
  type AsideField,
  SET_ASIDE_COLUMNS,
  type SetAsideCount,
  type SetAsideSummary,
  setAsideCount,
  setAsideSummary,
} from './set-aside.ts'
export { keepShardFailure, type ShardFailure, shardFailures } from './shard-failure.ts'
export { erasureLimits, sourceLimits } from './source-limits.ts'
export { isWarning, noteSentence, noteSentences, readingsTold, type SourceNote } from './source-notes.ts'
export {
  changedRow,
  type MappedSheet,
  mappedSheet,
  type RowOutcome,
  rowOutcomes,
  type SourceRow,
  unreadableHash,
} from './source-row.ts'
export type { LineageDataset, PlannedContext, ProgressEvent, StageContext, StageRecord, StageResult } from './stage.ts'
export type {
  AslStates,
  LineageFacts,
  StageFacts,
  StageNeed,
  StageRate,
  StateFacts,
  StorePrefix,
} from './stage-facts.ts'
export { readAnyShardRecords, readAnyStageRecord, readShardRecords, readStageRecord } from './stage-records.ts'
export { staleSources } from './stale-sources.ts'
export { successor, successorOf } from './stop-sentences.ts'
export { domainInStore, domainOfRun, domainPinnedBy, domainsInStore, type StoreDomain } from './store-domains.ts'
export { systemFault } from './system-fault.ts'
export { tellAliasMoved, tellModelsOfRun } from './tell-models.ts'
export { readToldModels } from './told-models.ts'
export type { BusyOutput, Turn, TurnPort, TurnRequest } from './turn.ts'
export { shardName, unfinishedWork } from './unfinished-work.ts'
export { fetchWork, fingerprint, once, storeWork } from './work.ts'
export type { BlockedEntity } from './works/block-work.ts'
export { type BlockWork, type CountedBlocks, countedBlocks, type KnownPairs } from './works/block-work.ts'
export type { ChallengerComparison, ChallengerOutcome, DifferingPair } from './works/challenger-work.ts'
export { type ConsolidateWork, consolidateWork } from './works/consolidate-work.ts'
export type { DoubtedExample, DoubtedMerges } from './works/doubted-merges.ts'
export type { GateWork } from './works/gate-work.ts'
export { type IngestedSheet, type IngestWork, ingestWork } from './works/ingest-work.ts'
export type { MeasuredShard } from './works/measured-work.ts'
export { type RefineWork, refineWork, type SaidField } from './works/refine-work.ts'
export type { ResolvedEntity, TrainingFacts } from './works/resolve-work.ts'
export { type ResolveWork, resolveWork } from './works/resolve-work.ts'
export { type ScoreWork, scoreWork } from './works/score-work.ts'
export type { RecordOf } from './works/stage-record.ts'
export type { DatasetFile, WorkFile } from './works/work-file.ts'

/** The door of the versions room: committing, releasing, reading, proving and exporting versions of datasets. */
export { moveChannel, readChannel } from './channel.ts'
export { type CommitOutcome, type CommitRequest, commitVersion } from './commit-version.ts'
export { compareRows, type DiffSide } from './compare-rows.ts'
export { countDifferences } from './count-differences.ts'
export { dataFilesQuery, emptyQuery, measureDataFile, writeDataFile } from './data-file.ts'
export { differenceColumns, differenceRowsSql, firstRowsSql, ROW_CHANGES } from './difference-rows.ts'
export { entityMoves, type LinkedStates } from './entity-moves.ts'
export { eraseFromTable } from './erase-from-table.ts'
export {
  ColumnTypeError,
  ExportTargetError,
  RequiredColumnError,
  VersionDamagedError,
  VersionNotFoundError,
  VersionStagedError,
  VersionsError,
} from './errors.ts'
export { exportCsv } from './export-csv.ts'
export { type ExportFormat, exportQuery } from './export-query.ts'
export { exportWorkbook } from './export-workbook.ts'
export {
  datasetsOfPipeline,
  findDataset,
  listDatasets,
  listPipelines,
  listTables,
  locateTable,
  type PublishedDataset,
  shortNames,
} from './find-dataset.ts'
export { type FollowOutcome, followGlue } from './follow-glue.ts'
export { type GlueCatalog, openGlueCatalog } from './glue-catalog.ts'
export { greatestImpact, type Impact, impactOf, impactSchema } from './impact.ts'
export { type ListedVersion, listVersions, releasesOfDataset } from './list-versions.ts'
export { planUpgrade, type UpgradePlan } from './plan-upgrade.ts'
export { localDataFiles, type PulledFile, type PullRequest, pullVersion } from './pull-version.ts'
export { readAs } from './read-as.ts'
export {
  createRelease,
  publishRelease,
  type Release,
  type ReleaseFacts,
  readRelease,
  release,
  releaseNumbers,
  releaseOfRun,
} from './release.ts'
export { releasedVersions } from './released-versions.ts'
export { resolveVersion } from './resolve-version.ts'
export type { TableColumn } from './table-column.ts'
export { datasetOf, isOldTable, tableKeys } from './table-keys.ts'
export { upgradeTables } from './upgrade-store.ts'
export { type Verification, verifyVersion } from './verify-version.ts'
export { describeVersion, type VersionDescription } from './version-files.ts'
export {
  linkageModel,
  type ManifestFacts,
  publishManifest,
  readManifest,
  type VersionManifest,
  type VersionModel,
} from './version-manifest.ts'
export { type TextTable, workbookText, writeTables } from './write-tables.ts'

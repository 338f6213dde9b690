/** The door of the versions room: committing, releasing, reading, proving and exporting versions of datasets. */
export { moveChannel, readChannel } from './channel.ts'
export { type CommitOutcome, type CommitRequest, commitVersion } from './commit-version.ts'
export {
  dataFilesQuery,
  emptyQuery,
  type LocalDataFile,
  measureDataFile,
  type VersionFile,
  writeDataFile,
} from './data-file.ts'
export { eraseFromTable, type TableErasure, type TableErasureOutcome } from './erase-from-table.ts'
export type {
  ColumnTypeError,
  ExportTargetError,
  GlueTableForeignError,
  RequiredColumnError,
  VersionDamagedError,
  VersionNotFoundError,
  VersionStagedError,
  VersionsError,
} from './errors.ts'
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
export { guardedText, neutralisedText, unguardedText } from './formula-text.ts'
export { type GlueCatalog, openGlueCatalog } from './glue-catalog.ts'
export { type ListedVersion, listVersions, releasesOfDataset, releasesOfTable } from './list-versions.ts'
export { planUpgrade, type TableMove, type UpgradePlan } from './plan-upgrade.ts'
export { type ExportFormat, localDataFiles, type PulledFile, pullVersion } from './pull-version.ts'
export { readAs } from './read-as.ts'
export { publishRelease, type Release, type ReleaseFacts, readRelease, releaseNumbers } from './release.ts'
export { type ReleasedVersion, releasedVersions } from './released-versions.ts'
export { resolveVersion, type VersionChoice } from './resolve-version.ts'
export type { TableColumn, VersionColumn } from './table-column.ts'
export { datasetOf, isOldTable, tableKeys, tableOf } from './table-keys.ts'
export { type UpgradeOptions, upgradeTables } from './upgrade-store.ts'
export { type Verification, type VersionCheck, verifyVersion } from './verify-version.ts'
export { describeVersion, type VersionDescription, versionFiles } from './version-files.ts'
export { type ManifestFacts, publishManifest, readManifest, type VersionManifest } from './version-manifest.ts'
export { type TextTable, workbookText, writeTables } from './write-tables.ts'

/** The door of the versions room: committing, releasing, reading, proving and exporting versions of datasets. */
export { moveChannel, readChannel } from './channel.ts'
export { type CommitOutcome, type CommitRequest, commitVersion } from './commit-version.ts'
export { dataFilesQuery, measureDataFile, writeDataFile } from './data-file.ts'
export { eraseFromTable } from './erase-from-table.ts'
export {
  ColumnTypeError,
  ExportTargetError,
  VersionDamagedError,
  VersionNotFoundError,
  VersionStagedError,
  VersionsError,
} from './errors.ts'
export { type FollowOutcome, followGlue } from './follow-glue.ts'
export { guardedText, neutralisedText, unguardedText } from './formula-text.ts'
export { type GlueCatalog, openGlueCatalog } from './glue-catalog.ts'
export { type ListedVersion, listDatasets, listVersions, releasesOfDataset } from './list-versions.ts'
export { type ExportFormat, localDataFiles, pullVersion } from './pull-version.ts'
export { publishRelease, type Release, type ReleaseFacts, readRelease, releaseNumbers } from './release.ts'
export { releasedVersions } from './released-versions.ts'
export { resolveVersion } from './resolve-version.ts'
export { tableKeys } from './table-keys.ts'
export type { TableColumn } from './table-schema.ts'
export { type Verification, verifyVersion } from './verify-version.ts'
export { describeVersion, type VersionDescription } from './version-files.ts'
export { type ManifestFacts, publishManifest, readManifest, type VersionManifest } from './version-manifest.ts'
export { type TextTable, workbookText, writeTables } from './write-tables.ts'

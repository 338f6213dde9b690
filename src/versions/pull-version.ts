import type { Engine } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256File } from '../storage/sha256.ts'
import { dataFilesQuery } from './data-file.ts'
import { VersionDamagedError } from './errors.ts'
import { type ExportFormat, exportQuery, type WrittenFile } from './export-query.ts'
import { fieldIdsOf } from './table-column.ts'
import { datasetOf, tableKeys } from './table-keys.ts'
import { describeVersion, type VersionDescription } from './version-files.ts'

export interface PullRequest {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly dataset: string
  /** As `resolveVersion` gave it. */
  readonly version: number
  readonly format: ExportFormat
  /** The file to write; its folder is made. It appears whole or not at all. */
  readonly out: string
  /** A local folder for copies of remote data files. */
  readonly scratch: string
  /** XLSX only: rows a sheet, header included. */
  readonly maxRowsPerSheet?: number
}

export interface PulledFile extends WrittenFile {
  readonly rows: number
}

/** Local, checked copies of a version's data files. @throws VersionDamagedError naming the file that is not what was published. */
export async function localDataFiles(
  store: ObjectStore,
  described: VersionDescription,
  scratch: string,
): Promise<string[]> {
  const paths: string[] = []
  for (const file of described.files) {
    const key = `${tableKeys.root(described.dataset)}/${file.path}`
    const path = await store.fetchFile(key, scratch)
    if ((await sha256File(path)) !== file.sha256)
      throw new VersionDamagedError(store.uri(key), 'its bytes are not those that were published')
    paths.push(path)
  }
  return paths
}

/** Writes one version to a local file, as `exportQuery` does. @throws ExportTargetError, VersionDamagedError, VersionNotFoundError */
export async function pullVersion(request: PullRequest): Promise<PulledFile> {
  const { engine, format, out, maxRowsPerSheet } = request
  const described = await describeVersion(request.store, request.dataset, request.version)
  const { fields } = described
  const paths = await localDataFiles(request.store, described, request.scratch)
  const [only] = paths
  const written = await exportQuery({
    engine,
    query: dataFilesQuery(paths, fields),
    fields,
    format,
    out,
    called: datasetOf(request.dataset),
    about: [
      ['Dataset', described.dataset],
      ['Version', described.version],
      ['Semantic version', described.semanticVersion],
      ['As of', described.nominalTime],
      ['Content hash', described.contentHash],
    ],
    fieldIds: fieldIdsOf(fields),
    // One data file is the version: its sha256 is the one in the manifest.
    ...(only !== undefined && paths.length === 1 ? { identical: only } : {}),
    ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
  })
  return { ...written, rows: described.rows }
}

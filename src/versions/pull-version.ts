import { randomUUID } from 'node:crypto'
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type ColumnType, textSql } from '../engine/column-types.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlName, sqlText } from '../engine/sql.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256File } from '../storage/sha256.ts'
import { dataFilesQuery } from './data-file.ts'
import { ExportTargetError, VersionDamagedError } from './errors.ts'
import { exportCsv } from './export-csv.ts'
import { exportWorkbook } from './export-workbook.ts'
import { fieldIdsOf, type VersionColumn } from './table-column.ts'
import { datasetOf, tableKeys } from './table-keys.ts'
import { describeVersion, type VersionDescription } from './version-files.ts'

export type ExportFormat = 'parquet' | 'csv' | 'jsonl' | 'xlsx'

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

export interface PulledFile {
  readonly path: string
  readonly format: ExportFormat
  readonly rows: number
  readonly bytes: number
  /** XLSX only. */
  readonly sheets?: number
  /** XLSX only: cells longer than Excel can hold, cut to 32,767 characters. */
  readonly cutCells?: number
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

/**
 * Writes one version to a local file. CSV and XLSX carry formula text with a leading apostrophe; JSONL and Parquet carry the
 * values as they are. CSV and XLSX hold a list as one text, its parts joined with `; `;
 * JSONL holds arrays.
 * @throws ExportTargetError, VersionDamagedError, VersionNotFoundError
 */
export async function pullVersion(request: PullRequest): Promise<PulledFile> {
  const target = resolve(request.out)
  const there = await stat(target).catch(() => undefined)
  if (there && !there.isFile())
    throw new ExportTargetError(
      `${target} is not a file. Give --out the name of a file, for example ${join(target, `${datasetOf(request.dataset)}.${request.format}`)}.`,
    )
  const described = await describeVersion(request.store, request.dataset, request.version)
  const paths = await localDataFiles(request.store, described, request.scratch)
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.part`)
  try {
    await mkdir(dirname(target), { recursive: true })
    const extra = await write(request, described, paths, draft)
    const { size } = await stat(draft)
    await rename(draft, target)
    return { path: target, format: request.format, rows: described.rows, bytes: size, ...extra }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(code))
      throw new ExportTargetError(`Cannot write ${target} (${code}). Choose another --out, or free the place.`, {
        cause: error,
      })
    throw error
  } finally {
    // Best effort: an error here would hide the one that matters.
    await rm(draft, { force: true }).catch(() => undefined)
  }
}

async function write(
  request: PullRequest,
  described: VersionDescription,
  paths: readonly string[],
  draft: string,
): Promise<Pick<PulledFile, 'sheets' | 'cutCells'>> {
  const { engine, format } = request
  const { fields } = described
  const query = dataFilesQuery(paths, fields)
  const [only] = paths
  switch (format) {
    case 'parquet':
      // One data file is the version, byte for byte: its sha256 is the one in the manifest.
      if (only !== undefined && paths.length === 1) await copyFile(only, draft)
      else await engine.writeParquet(query, draft, fieldIdsOf(fields))
      return {}
    case 'csv': {
      await exportCsv(engine, inCells(query, fields), fields, draft)
      return {}
    }
    case 'jsonl':
      await engine.run(`COPY (${withIsoTimes(query, fields)}) TO ${sqlText(draft)} (FORMAT json)`)
      return {}
    case 'xlsx': {
      const about: [string, string | number][] = [
        ['Dataset', described.dataset],
        ['Version', described.version],
        ['Semantic version', described.semanticVersion],
        ['As of', described.nominalTime],
        ['Content hash', described.contentHash],
      ]
      const { maxRowsPerSheet } = request
      const made = await exportWorkbook({
        engine,
        query: inCells(query, fields),
        fields,
        path: draft,
        about,
        ...(maxRowsPerSheet ? { maxRowsPerSheet } : {}),
      })
      return { sheets: made.sheets, cutCells: made.cutCells }
    }
  }
}

/** The version as cells hold it: lists joined, days and times as ISO 8601 text. */
const inCells = (query: string, fields: readonly VersionColumn[]): string =>
  asText(query, fields, (type) => type === 'list<string>' || type === 'date' || type === 'timestamptz')

/** JSON has arrays, and no days or times: those are ISO 8601 text. */
const withIsoTimes = (query: string, fields: readonly VersionColumn[]): string =>
  asText(query, fields, (type) => type === 'date' || type === 'timestamptz')

function asText(query: string, fields: readonly VersionColumn[], which: (type: ColumnType) => boolean): string {
  if (!fields.some(({ type }) => which(type))) return query
  const selected = fields.map(({ name, type }) =>
    which(type) ? `${textSql(sqlName(name), type)} AS ${sqlName(name)}` : sqlName(name),
  )
  return `SELECT ${selected.join(', ')} FROM (${query})`
}

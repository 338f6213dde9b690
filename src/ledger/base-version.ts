import { join } from 'node:path'
import type { ColumnDefinition, Engine } from '../engine/engine.ts'
import { parquetFiles } from '../engine/sql.ts'

import { dataFilesQuery, emptyQuery } from '../versions/data-file.ts'
import { localDataFiles } from '../versions/pull-version.ts'
import { readAs } from '../versions/read-as.ts'
import { describeVersion } from '../versions/version-files.ts'

import { plannedTable } from './planned-table.ts'
import type { PlannedContext } from './stage.ts'

/** A dataset as the base release has it: what a run compares itself with. */
export interface BaseDataset {
  /** 0 when there is none. */
  readonly version: number
  /** Content hash; empty when there is none. Goes into fingerprints. */
  readonly contentHash: string
  /** Local files, their bytes checked; loaded when called. */
  files(): Promise<string[]>
  /** SQL of its rows with these columns, whatever types they had when it was published; no rows when there is none. */
  query(columns: readonly ColumnDefinition[]): Promise<string>
}

/** A dataset of the base release that the plan pinned; a first run, or a base from before the dataset was, has an empty one. */
export async function baseDataset(context: PlannedContext, dataset: string): Promise<BaseDataset> {
  const version = context.plan.baseVersions[dataset]
  if (version === undefined)
    return {
      version: 0,
      contentHash: '',
      files: async () => [],
      query: async (columns) => emptyQuery(columns),
    }
  const described = await describeVersion(context.store, plannedTable(context.plan, dataset), version)
  const files = () => localDataFiles(context.store, described, join(context.scratch, 'base', dataset))
  return {
    version,
    contentHash: described.contentHash,
    files,
    query: async (columns) => readAs(dataFilesQuery(await files(), described.fields), described.fields, columns),
  }
}

/** The columns that Parquet files have, empty for no files. */
export async function columnsOf(engine: Engine, files: readonly string[]): Promise<ReadonlySet<string>> {
  if (files.length === 0) return new Set()
  const rows = await engine.rows<{ column_name: string }>(
    `DESCRIBE SELECT * FROM ${parquetFiles(files, 'union_by_name = true')}`,
  )
  return new Set(rows.map(({ column_name }) => column_name))
}

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { UsageError } from '../errors.ts'
import { INPUT_ROWS } from './linkage-input.ts'
import { RESULT_FILES } from './resolve-options.ts'

/** What an earlier result knows of the rows that there are now. */
export interface EarlierResult {
  /** By row (`ordinal`): the entity that it had; null for a row that is new. */
  readonly baseEntityOf: readonly (string | null)[]
  readonly baseEntities: readonly string[]
  /** Ids that ended in it, or before it. */
  readonly retired: readonly string[]
}

export const NOTHING_EARLIER = { baseEntities: [], retired: [] } as const

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() === true

/** Before anything is read. @throws UsageError for a folder that is no result of `resolve` */
export async function checkEarlierResult(folder: string): Promise<void> {
  if (await isFile(join(folder, RESULT_FILES.clusters))) return
  throw new UsageError(
    `${folder} (--base) is no result of hotpass resolve: it has no clusters.parquet. Name the folder that an earlier --out named.`,
  )
}

/**
 * Looks up the rows of `input_row` in an earlier result: by their ids, or where they had none by their content. Sources are asked for where
 * both results tell them apart.
 * @throws UsageError for files that are no such result
 */
export async function earlierResult(engine: Engine, folder: string): Promise<EarlierResult> {
  const clusters = parquetFiles(join(folder, RESULT_FILES.clusters))
  const names = await columnsOf(engine, clusters, folder)
  for (const name of ['row_id', 'entity_id'])
    if (!names.has(name))
      throw new UsageError(
        `clusters.parquet of ${folder} (--base) has no column "${name}", so it is no result of hotpass resolve.`,
      )
  const records = join(folder, RESULT_FILES.records)
  const isTyped = (await isFile(records)) && (await columnsOf(engine, parquetFiles(records), folder)).has('_row_hash')
  const source = names.has('source_dataset') ? 'c.source_dataset' : isTyped ? 'r._source' : 'NULL::VARCHAR'
  const bySource = names.has('source_dataset') ? 'AND r._source = c.source_dataset' : ''
  await engine.run(
    `CREATE OR REPLACE TABLE base_row AS
     SELECT c.row_id, ${source} AS source_dataset, ${isTyped ? 'r._row_hash' : 'NULL::VARCHAR'} AS row_hash, c.entity_id
     FROM ${clusters} c ${isTyped ? `LEFT JOIN ${parquetFiles(records)} r ON r._row_id = c.row_id ${bySource}` : ''}`,
  )
  const sameSource = '(b.source_dataset IS NULL OR i.source_dataset IS NULL OR b.source_dataset = i.source_dataset)'
  const found = await engine.rows<{ entity: string | null }>(
    `SELECT coalesce(min(b.entity_id), min(h.entity_id)) AS entity
     FROM ${INPUT_ROWS} i
     LEFT JOIN base_row b ON b.row_id = i.row_id AND ${sameSource} AND i.has_id
     LEFT JOIN base_row h ON h.row_hash = i.row_hash AND ${sameSource.replaceAll('b.', 'h.')} AND NOT i.has_id
     GROUP BY i.ordinal ORDER BY i.ordinal`,
  )
  const entities = await engine.rows<{ id: string }>('SELECT DISTINCT entity_id AS id FROM base_row ORDER BY id')
  const ended = join(folder, RESULT_FILES.retired)
  const retired = (await isFile(ended))
    ? await engine.rows<{ id: string }>(`SELECT entity_id AS id FROM ${parquetFiles(ended)}`)
    : []
  return {
    baseEntityOf: found.map(({ entity }) => entity),
    baseEntities: entities.map(({ id }) => id),
    retired: retired.map(({ id }) => id),
  }
}

async function columnsOf(engine: Engine, file: string, folder: string): Promise<ReadonlySet<string>> {
  try {
    const described = await engine.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${file}`)
    return new Set(described.map(({ column_name }) => column_name))
  } catch {
    throw new UsageError(
      `A file of ${folder} (--base) cannot be read as Parquet, so it is no result of hotpass resolve.`,
    )
  }
}

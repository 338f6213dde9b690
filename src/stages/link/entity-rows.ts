import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles, sqlText } from '../../engine/sql.ts'
import { type BaseDataset, columnsOf } from '../../ledger/base-version.ts'
import { recordRows } from '../../resolve/entities/entity-rows-sql.ts'
import type { DecidedPair } from '../../resolve/review/index.ts'

export interface EntityRows {
  /** By byte order: a record's position is its place. */
  readonly recordKeys: string[]
  readonly sourceRecordIds: string[]
  readonly baseEntityOf: (string | null)[]
  readonly baseEntities: string[]
}

/** What the base version knows of an entity: links of all entities, and its own dataset from before links said whose they are. */
export interface BaseVersions {
  readonly links: BaseDataset
  readonly golden: BaseDataset
}

/** The records of an entity by position, and the entity that each had in the base version. Needs its records; leaves `base_link`. */
export async function entityRows(engine: Engine, entity: Entity, base: BaseVersions): Promise<EntityRows> {
  const keyed = await makeBaseLinks(engine, entity, base)
  const rows: EntityRows = { recordKeys: [], sourceRecordIds: [], baseEntityOf: [], baseEntities: [] }
  for await (const { columns, rowCount } of engine.columns(
    `SELECT o._record_key, o._record_id, min(b.entity_id) AS entity_id
     FROM ${recordRows(entity.id)} o LEFT JOIN base_link b ON b.record = ${keyed ? 'o._record_key' : 'o._record_id'}
     GROUP BY o._position, o._record_key, o._record_id ORDER BY o._position`,
  )) {
    for (let r = 0; r < rowCount; r++) {
      rows.recordKeys.push(columns[0]?.[r] as string)
      rows.sourceRecordIds.push(columns[1]?.[r] as string)
      rows.baseEntityOf.push((columns[2]?.[r] as string | null) ?? null)
    }
  }
  for await (const { columns } of engine.columns('SELECT DISTINCT entity_id FROM base_link'))
    rows.baseEntities.push(...(columns[0] as string[]))
  return rows
}

/**
 * Table `base_link`: each record of the base version, and its entity. Links of before several entities are those of the first one; what
 * the others' records were is told by their own dataset. @returns whether records are named by their keys
 */
async function makeBaseLinks(engine: Engine, entity: Entity, { links, golden }: BaseVersions): Promise<boolean> {
  const files = await links.files()
  const columns = await columnsOf(engine, files)
  const prefix = sqlText(`${entity.idPrefix}_`)
  if (files.length > 0 && (columns.has('entity') || entity.parents.length === 0)) {
    const keyed = columns.has('record_key')
    await engine.run(
      `CREATE OR REPLACE TABLE base_link AS
       SELECT DISTINCT ${keyed ? 'record_key' : 'source_record_id'} AS record, entity_id, source_record_id
       FROM ${parquetFiles(files, 'union_by_name = true')}
       WHERE row_class IN ('published', 'merged') AND linked_by NOT IN ('duplicate_row', 'same_key') AND starts_with(entity_id, ${prefix})`,
    )
    return keyed
  }
  const before = await golden.query([
    { name: entity.idColumn, type: 'string' },
    { name: 'source_record_ids', type: 'list<string>' },
  ])
  await engine.run(
    `CREATE OR REPLACE TABLE base_link AS
     SELECT DISTINCT source_record_id AS record, entity_id, source_record_id FROM (
       SELECT ${entity.idColumn} AS entity_id, unnest(source_record_ids) AS source_record_id FROM (${before}))`,
  )
  return false
}

/** The place of a key in the sorted list, −1 when it is not there. */
export function positionOf(sorted: readonly string[], key: string): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = sorted[middle] as string
    if (found === key) return middle
    if (Buffer.compare(Buffer.from(found), Buffer.from(key)) < 0) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** A decided pair of record keys with the positions of its records, a < b. */
export function atPositions(pair: DecidedPair, sorted: readonly string[]): DecidedPair & { a: number; b: number } {
  const ends = [positionOf(sorted, pair.left), positionOf(sorted, pair.right)]
  return { ...pair, a: Math.min(...ends), b: Math.max(...ends) }
}

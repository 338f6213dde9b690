import { join } from 'node:path'
import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { storeWork } from '../../ledger/work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import { recordRows } from '../../resolve/entities/entity-rows-sql.ts'
import { classifiedTable, rejectedSql } from '../../resolve/entities/ties-sql.ts'

export type RowCounts = Record<'read' | 'quarantined' | 'attached' | 'merged' | 'published', number>

/** Every row once: by what it describes first. */
export async function countRows(engine: Engine, entities: readonly Entity[]): Promise<RowCounts> {
  const rows = entities
    .map(({ id }) => `SELECT row_class FROM ${classifiedTable(id)} WHERE _part = 0`)
    .join(' UNION ALL ')
  const [counts] = await engine.rows<RowCounts>(
    `SELECT count(*) AS read, count(*) FILTER (row_class = 'quarantined') AS quarantined,
       count(*) FILTER (row_class = 'attached') AS attached, count(*) FILTER (row_class = 'merged') AS merged,
       count(*) FILTER (row_class = 'published') AS published FROM (${rows})`,
  )
  if (counts === undefined) throw new Error('an aggregate without groups gives one row')
  return counts
}

/** Rows that wait for a person, each once; null when there are none. */
export async function rejectedRows(
  context: PlannedContext,
  engine: Engine,
  entities: readonly Entity[],
  prefix: string,
): Promise<WorkFile | null> {
  const all = entities.map((entity) => rejectedSql(entity)).join(' UNION ALL ')
  const query = `SELECT * EXCLUDE (part) FROM (${all}) WHERE part = 0 ORDER BY file, sheet, row_number`
  const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM (${query})`)
  if ((counted?.n ?? 0) === 0) return null
  const path = join(context.scratch, 'rejected.parquet')
  await engine.writeParquet(query, path)
  return storeWork(context.store, prefix, 'quarantine.parquet', path, counted?.n ?? 0)
}

/** How many rows of an entity wait for a person: those of rows that are counted by something else as well. */
export async function withheldRows(engine: Engine, { id }: Entity): Promise<number> {
  const [found] = await engine.rows<{ n: number }>(
    `SELECT count(*) AS n FROM ${classifiedTable(id)} WHERE row_class = 'quarantined'`,
  )
  return found?.n ?? 0
}

/** Entities of which a record is published. */
export async function placedEntities(engine: Engine, { id }: Entity): Promise<ReadonlySet<string>> {
  const rows = await engine.rows<{ entity_id: string }>(
    `SELECT DISTINCT entity_id FROM ${classifiedTable(id)} WHERE row_class = 'published'`,
  )
  return new Set(rows.map(({ entity_id }) => entity_id))
}

/** Base entities of which some record is not there any more. */
export async function shrunkEntities(engine: Engine, { id }: Entity): Promise<Set<string>> {
  const rows = await engine.rows<{ entity_id: string }>(
    `SELECT DISTINCT b.entity_id FROM base_link b
     WHERE NOT EXISTS (SELECT 1 FROM ${recordRows(id)} o WHERE o._record_id = b.source_record_id)`,
  )
  return new Set(rows.map(({ entity_id }) => entity_id))
}

/** Base entities whose records describe another entity now. */
export async function absorbedEntities(
  engine: Engine,
  { id }: Entity,
): Promise<{ base: string; entity: string; records: string[] }[]> {
  const rows = await engine.rows<{ base_entity: string; entity_id: string; records: { items: string[] } }>(
    `SELECT b.entity_id AS base_entity, c.entity_id, list(DISTINCT c._record_id) AS records
     FROM base_link b JOIN ${classifiedTable(id)} c ON c._record_id = b.source_record_id
     WHERE c.row_class = 'attached' AND c.entity_id IS NOT NULL AND c._part = 0 GROUP BY ALL ORDER BY ALL`,
  )
  return rows.map(({ base_entity, entity_id, records }) => ({
    ...{ base: base_entity, entity: entity_id, records: records.items },
  }))
}

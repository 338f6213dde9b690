import type { Entity } from '../../domain/index.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { recordRows, sourceRows } from './entity-rows-sql.ts'

export const memberTable = (entity: string): string => sqlName(`member_${entity}`)
export const ownerTable = (entity: string): string => sqlName(`owner_${entity}`)
export const namedTable = (entity: string): string => sqlName(`named_${entity}`)
export const classifiedTable = (entity: string): string => sqlName(`classified_${entity}`)

/**
 * Tables by which rows find their entity: `member` (records with their entities), `owner` (by key in the same source), `named` (by a
 * name that only one entity has). Needs `membership` of the entity's records by position.
 */
export const tieSql = (entity: string): string[] => [
  `CREATE OR REPLACE TABLE ${memberTable(entity)} AS
   SELECT o.*, m.entity_id, m.linked_by, m.evidence, m.match_weight FROM ${recordRows(entity)} o JOIN membership m USING (position)`,
  `CREATE OR REPLACE TABLE ${ownerTable(entity)} AS
   SELECT _source, _key, min(entity_id) AS entity_id, min(_record_id) AS record_id
   FROM ${memberTable(entity)} WHERE _key IS NOT NULL GROUP BY ALL`,
  `CREATE OR REPLACE TABLE ${namedTable(entity)} AS
   SELECT _name_key, min(entity_id) AS entity_id FROM ${memberTable(entity)}
   WHERE _name_key IS NOT NULL GROUP BY _name_key HAVING count(DISTINCT entity_id) = 1`,
]

/** Keys that stand for nothing: whoever has one is asked by name. */
const NO_KEY = "('', '0', '#')"

/** What each row of an entity became, and what it belongs to. Rows of an entity that must belong to something that is not there wait. */
export function classifySql(entity: Entity): string {
  const rows = sourceRows(entity.id)
  const ties = entity.ties.map((tie, at) => ({ tie, at }))
  // Equality joins only: a condition on the left side of an outer join would make DuckDB compare every pair.
  const joins = ties.map(
    ({ tie, at }) => `
     LEFT JOIN ${ownerTable(tie)} o${at} ON o${at}._source = r._source AND o${at}._key = r.tie_key_${at}
     LEFT JOIN (SELECT _file, _sheet, _row, min(entity_id) AS entity_id FROM ${memberTable(tie)} GROUP BY ALL) s${at}
       ON s${at}._file = r._file AND s${at}._sheet = r._sheet AND s${at}._row = r._row
     LEFT JOIN ${namedTable(tie)} n${at} ON n${at}._name_key = r.${sqlName(`_${tie}_name`)}`,
  )
  const keyed = ties.map(
    ({ tie, at }) =>
      `CASE WHEN ${sqlName(`_${tie}_key`)} NOT IN ${NO_KEY} THEN ${sqlName(`_${tie}_key`)} END AS tie_key_${at}`,
  )
  const tied = ({ tie, at }: { tie: string; at: number }): string =>
    tie === entity.id
      ? `coalesce(o${at}.entity_id, n${at}.entity_id)`
      : `coalesce(o${at}.entity_id, s${at}.entity_id, n${at}.entity_id)`
  const parents = ties.filter(({ tie }) => tie !== entity.id)
  const own = ties.find(({ tie }) => tie === entity.id)
  const self = own === undefined ? 'k.entity_id' : `coalesce(${tied(own)}, k.entity_id)`
  const belongs =
    parents.length === 0
      ? 'true'
      : `(NOT r._belongs OR ${parents.map((one) => `${tied(one)} IS NOT NULL`).join(' OR ')})`
  return `CREATE OR REPLACE TABLE ${classifiedTable(entity.id)} AS
   WITH tied AS (
     SELECT r.*, m.entity_id AS member_of, m.linked_by AS member_by, m.evidence AS member_evidence, m.match_weight,
       ${self} AS attached_to, ${belongs} AS is_placed,
       ${own === undefined ? 'false' : `o${own.at}.entity_id IS NOT NULL`} AS by_key,
       ${own === undefined ? 'NULL::VARCHAR' : `o${own.at}.record_id`} AS owner_record
       ${parents.map((one) => `, ${tied(one)} AS ${sqlName(`_parent_${one.tie}`)}`).join('')}
     FROM (SELECT *${keyed.map((key) => `, ${key}`).join('')} FROM ${rows}) r
     LEFT JOIN ${memberTable(entity.id)} m ON m._record_key = r._record_key
     LEFT JOIN ${namedTable(entity.id)} k ON k._name_key = r._name_key
     ${joins.join('')}),
   -- Of records that belong nowhere only those are known that are somebody whom others place.
   placed AS (SELECT *, bool_or(is_placed AND _occurrence = 1) OVER (PARTITION BY member_of) AS is_known FROM tied),
   led AS (SELECT *, row_number() OVER (PARTITION BY member_of ORDER BY NOT is_placed, _occurrence, _record_key) = 1 AS leads FROM placed)
   SELECT ${sqlText(entity.id)} AS _entity, _file, _sheet, _row, _part, _source, _row_hash, _record_id, _record_key, _role, _occurrence,
     CASE
       WHEN _occurrence > 1 AND NOT _is_unique AND _row_hash <> _first_hash THEN 'quarantined'
       WHEN member_of IS NOT NULL AND NOT is_known THEN 'quarantined'
       WHEN member_of IS NOT NULL AND leads THEN 'published'
       WHEN member_of IS NOT NULL THEN 'merged'
       WHEN attached_to IS NOT NULL THEN 'attached'
       WHEN _role = 'part' AND ${parents.length === 0 ? 'false' : parents.map((one) => `${sqlName(`_parent_${one.tie}`)} IS NOT NULL`).join(' OR ')} THEN 'attached'
       WHEN _role = 'reference' THEN 'attached'
       ELSE 'quarantined' END AS row_class,
     coalesce(member_of, attached_to) AS entity_id,
     CASE
       WHEN _occurrence > 1 THEN 'duplicate_row'
       WHEN member_of IS NOT NULL THEN member_by
       WHEN by_key THEN 'owner_key'
       ELSE 'name' END AS linked_by,
     CASE
       WHEN _occurrence > 1 THEN _first_record
       WHEN member_of IS NOT NULL THEN member_evidence
       WHEN by_key THEN owner_record
       ELSE _name_key END AS evidence,
     CASE WHEN _occurrence = 1 THEN match_weight END AS match_weight
     ${parents.map((one) => `, ${sqlName(`_parent_${one.tie}`)}`).join('')}
   FROM led`
}

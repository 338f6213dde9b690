import type { Attribute, Entity } from '../../domain/index.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { CARRIED } from './classified-columns.ts'
import { recordRows, sourceRows } from './entity-rows-sql.ts'

const memberTable = (entity: string): string => sqlName(`member_${entity}`)
export const placedTable = (entity: string): string => sqlName(`placed_${entity}`)
export const classifiedTable = (entity: string): string => sqlName(`classified_${entity}`)
export const parentId = (parent: string): string => sqlName(`_parent_${parent}`)

const ownerTable = (entity: string): string => sqlName(`owner_${entity}`)
const sharedKeyTable = (entity: string): string => sqlName(`shared_key_${entity}`)
const namedTable = (entity: string): string => sqlName(`named_${entity}`)

/** Keys that stand for nothing: whoever has one is asked by name. */
const NO_KEY = "('', '0', '#')"

/** The column of what an entity's records say that they are called besides, as keys of names; null where its name's type tells none. */
export const aliasColumn = ({ name }: Entity): string | null =>
  name?.type.parts.some((part) => part.name === 'alias_keys') ? name.columns.part('alias_keys') : null

/**
 * Tables by which rows find an entity: `member` (records with their entities), `owner` (by a key that only one has in the same source),
 * `shared_key` (by key and name, where several have the key), `named` (by a name that only one entity has; an alias counts where it is
 * nobody's name). Needs `membership` of the entity's records by position.
 */
export function memberSql(entity: Entity): string[] {
  const members = memberTable(entity.id)
  const aliases = aliasColumn(entity)
  const named = `SELECT _name_key, min(entity_id) AS entity_id FROM ${members}
   WHERE _name_key IS NOT NULL GROUP BY _name_key HAVING count(DISTINCT entity_id) = 1`
  const besides =
    aliases === null
      ? ''
      : ` UNION ALL
   SELECT a._name_key, min(a.entity_id) AS entity_id
   FROM (SELECT unnest(${sqlName(aliases)}) AS _name_key, entity_id FROM ${members}) a
   ANTI JOIN ${members} m ON m._name_key = a._name_key
   GROUP BY a._name_key HAVING count(DISTINCT a.entity_id) = 1`
  return [
    `CREATE OR REPLACE TABLE ${members} AS
   SELECT o.*, m.entity_id, m.linked_by, m.evidence, m.match_weight FROM ${recordRows(entity.id)} o JOIN membership m USING (_position)`,
    `CREATE OR REPLACE TABLE ${ownerTable(entity.id)} AS
   SELECT _source, _key, min(entity_id) AS entity_id, min(_record_id) AS record_id
   FROM ${members} WHERE _key IS NOT NULL GROUP BY ALL HAVING count(DISTINCT entity_id) = 1`,
    `CREATE OR REPLACE TABLE ${sharedKeyTable(entity.id)} AS
   SELECT _source, _key, _name_key, min(entity_id) AS entity_id
   FROM ${members} WHERE _key IS NOT NULL AND _name_key IS NOT NULL GROUP BY ALL HAVING count(DISTINCT entity_id) = 1`,
    `CREATE OR REPLACE TABLE ${namedTable(entity.id)} AS ${named}${besides}`,
  ]
}

/**
 * The rows of an entity with what they belong to: by key in the same source, else because both stand in one row, else by a name that only
 * one has. Equality joins only: a condition on the left side of an outer join would make DuckDB compare every pair.
 */
export function placeSql(entity: Entity): string {
  const ties = entity.parents.map((parent, at) => ({ parent, at }))
  const keyed = ties.map(({ parent, at }) => `${keySql(parent)} AS tie_${at}`)
  const joins = ties.map(
    ({ parent, at }) => `
     LEFT JOIN ${ownerTable(parent)} o${at} ON o${at}._source = r._source AND o${at}._key = r.tie_${at}
     LEFT JOIN ${sharedKeyTable(parent)} k${at}
       ON k${at}._source = r._source AND k${at}._key = r.tie_${at} AND k${at}._name_key = r.${sqlName(`_${parent}_name`)}
     LEFT JOIN (SELECT _file, _sheet, _row, min(entity_id) AS entity_id FROM ${memberTable(parent)} GROUP BY ALL) s${at}
       ON s${at}._file = r._file AND s${at}._sheet = r._sheet AND s${at}._row = r._row
     LEFT JOIN ${namedTable(parent)} n${at} ON n${at}._name_key = r.${sqlName(`_${parent}_name`)}`,
  )
  const found = ties.map(
    ({ parent, at }) =>
      `coalesce(o${at}.entity_id, k${at}.entity_id, s${at}.entity_id, n${at}.entity_id) AS ${parentId(parent)}`,
  )
  const isPlaced =
    ties.length === 0
      ? 'true'
      : `(NOT r._belongs OR ${ties.map(({ at }) => `coalesce(o${at}.entity_id, k${at}.entity_id, s${at}.entity_id, n${at}.entity_id) IS NOT NULL`).join(' OR ')})`
  return `CREATE OR REPLACE TABLE ${placedTable(entity.id)} AS
   SELECT r.* ${ties.length === 0 ? '' : `EXCLUDE (${ties.map(({ at }) => `tie_${at}`).join(', ')})`}${found.map((one) => `, ${one}`).join('')}, ${isPlaced} AS is_placed
   FROM (SELECT *${keyed.map((key) => `, ${key}`).join('')} FROM ${sourceRows(entity.id)}) r ${joins.join('')}`
}

const keySql = (tie: string): string => {
  const column = sqlName(`_${tie}_key`)
  return `CASE WHEN ${column} NOT IN ${NO_KEY} THEN ${column} END`
}

/** What one entity alone has, as a register gives it out: by this a reference finds the record that it is about, before its name. */
export const isRegistered = ({ isList, type, options }: Attribute): boolean =>
  !isList && type.column === 'string' && type.evidence(options).frequency === 'one'

/**
 * What each row of an entity became. A reference that is about nothing here is attached to nothing: a register says more than is
 * asked. Records that must belong to something that is not there wait for a person, unless they are somebody whom other records
 * place. Needs the entity's members.
 */
export function classifySql(entity: Entity): string {
  const isPart = entity.ties.includes(entity.id)
  const owned = isPart
    ? `LEFT JOIN ${ownerTable(entity.id)} o ON o._source = r._source AND o._key = r.tie
     LEFT JOIN ${sharedKeyTable(entity.id)} s
       ON s._source = r._source AND s._key = r.tie AND s._name_key = r.${sqlName(`_${entity.id}_name`)}
     LEFT JOIN ${namedTable(entity.id)} n ON n._name_key = r.${sqlName(`_${entity.id}_name`)}`
    : ''
  const found = ['k.entity_id', ...(isPart ? ['n.entity_id', 's.entity_id', 'o.entity_id'] : [])].toReversed()
  const registers = entity.attributes.filter(isRegistered)
  const parents = entity.parents.map(parentId)
  const belongs = parents.length === 0 ? 'false' : `(${parents.map((one) => `${one} IS NOT NULL`).join(' OR ')})`
  const attached = `coalesce(${[...registers.map((_, at) => `i${at}.entity_id`), ...found].join(', ')})`
  const isByKey =
    [...registers.map((_, at) => `i${at}.entity_id`), ...(isPart ? ['o.entity_id', 's.entity_id'] : [])]
      .map((one) => `${one} IS NOT NULL`)
      .join(' OR ') || 'false'
  const registered = registers
    .map(
      ({ name }, at) => `
     LEFT JOIN (SELECT ${sqlName(name)} AS value, min(entity_id) AS entity_id FROM ${memberTable(entity.id)}
       WHERE ${sqlName(name)} IS NOT NULL GROUP BY value HAVING count(DISTINCT entity_id) = 1) i${at} ON i${at}.value = r.registered_${at}`,
    )
    .join('')
  return `CREATE OR REPLACE TABLE ${classifiedTable(entity.id)} AS
   WITH tied AS (
     SELECT r.*, m.entity_id AS member_of, m.linked_by AS member_by, m.evidence AS member_evidence, m.match_weight,
       ${attached} AS attached_to, ${isByKey} AS by_key, ${isPart ? 'o.record_id' : 'NULL::VARCHAR'} AS owner_record
     FROM (SELECT *${isPart ? `, ${keySql(entity.id)} AS tie` : ''}${registers
       .map(({ name }, at) => `, CASE WHEN _role = 'reference' THEN ${sqlName(name)} END AS registered_${at}`)
       .join('')} FROM ${placedTable(entity.id)}) r
     LEFT JOIN ${memberTable(entity.id)} m ON m._record_key = r._record_key
     LEFT JOIN ${namedTable(entity.id)} k ON k._name_key = r._name_key
     ${owned}${registered}),
   known AS (SELECT *, bool_or(is_placed AND _occurrence = 1) OVER (PARTITION BY member_of) AS is_known FROM tied),
   led AS (SELECT *, row_number() OVER (PARTITION BY member_of ORDER BY NOT is_placed, _occurrence, _record_key) = 1 AS leads FROM known)
   SELECT ${sqlText(entity.id)} AS entity, ${CARRIED.map(({ name }) => name).join(', ')}, _occurrence, _key_repeats,
     CASE
       WHEN member_of IS NOT NULL AND NOT is_known THEN 'quarantined'
       WHEN member_of IS NOT NULL AND leads THEN 'published'
       WHEN member_of IS NOT NULL THEN 'merged'
       WHEN attached_to IS NOT NULL AND _role <> 'record' THEN 'attached'
       WHEN _role = 'part' AND ${belongs} THEN 'attached'
       WHEN _role = 'reference' THEN 'attached'
       ELSE 'quarantined' END AS row_class,
     coalesce(member_of, CASE WHEN _role <> 'record' THEN attached_to END) AS entity_id,
     CASE
       WHEN _key_repeats = 'row' THEN 'duplicate_row'
       WHEN _key_repeats = 'content' THEN 'same_key'
       WHEN member_of IS NOT NULL THEN member_by
       WHEN by_key THEN 'owner_key'
       ELSE 'name' END AS linked_by,
     CASE
       WHEN _key_repeats IN ('row', 'content') THEN _first_record
       WHEN member_of IS NOT NULL THEN member_evidence
       WHEN by_key THEN owner_record
       ELSE ${entity.name === null || entity.name.pii === 'none' ? '_name_key' : 'NULL'} END AS evidence,
     CASE WHEN _occurrence = 1 THEN match_weight END AS match_weight${parents.map((one) => `, ${one}`).join('')}
   FROM led`
}

/** Rows of an entity that nobody can place: a sentence each. */
export const rejectedSql = (entity: Entity): string => `
  SELECT _file AS file, _sheet AS sheet, _row AS row_number, _source AS source, _row_hash AS row_hash, NULL::VARCHAR AS field,
    'orphan' AS rule, NULL::VARCHAR AS value, ${sqlText(orphanSentence(entity))} AS message, _part AS part
  FROM ${classifiedTable(entity.id)} WHERE row_class = 'quarantined'`

function orphanSentence({ id, parents }: Entity): string {
  const wanted = (parents.length === 0 ? [id] : parents).join(' or ').replaceAll('_', ' ')
  return `No ${wanted} alone has this row's key, and its name matches none or more than one. Correct the key, or add the ${wanted}.`
}

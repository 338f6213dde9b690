import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { SQL_TYPE } from '../../engine/column-types.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { recordRows, sourceRows } from './entity-rows-sql.ts'
import { type EvidenceColumn, evidenceColumns, KNOWN_BY } from './evidence-columns.ts'
import { ENTITY_RECORD } from './tables.ts'

/**
 * Makes `entity_record`: one row a record, with what its own row, the rows that are part of it and those that belong to it say. A value
 * that stands under more than `names` different names is nobody's own, and is left out. `_content` is equal when nothing that linkage
 * looks at has changed. Needs the rows of the entity and of those that belong to it.
 */
export function entityRecordSql(domain: CompiledDomain, entity: Entity, names: number): string[] {
  const columns = evidenceColumns(domain, entity)
  const own = columns.filter((column) => column.entity === entity.id)
  const brought = columns.filter((column) => column.entity !== entity.id)
  const few = columns.filter(({ isFew }) => isFew)
  const isPartOf = entity.ties.includes(entity.id)
  const records = recordRows(entity.id)
  const facts = few.map(
    (column) =>
      `SELECT DISTINCT _position, name, ${sqlText(column.name)} AS kind, value FROM (${valuesSql(entity, column)})`,
  )
  return [
    ...(isPartOf ? [partsSql(entity, own)] : []),
    `CREATE OR REPLACE TABLE fact AS ${facts.length === 0 ? 'SELECT 0 AS _position, NULL::VARCHAR AS name, NULL::VARCHAR AS kind, NULL::VARCHAR AS value LIMIT 0' : facts.join(' UNION ALL ')}`,
    `CREATE OR REPLACE TABLE shared_value AS SELECT kind, value FROM fact GROUP BY kind, value HAVING count(DISTINCT name) > ${names}`,
    `CREATE OR REPLACE TABLE ${ENTITY_RECORD} AS
     WITH facts AS (
       SELECT _position${few.map((column) => `, ${factSql(column)} AS ${sqlName(column.name)}`).join('')}
       FROM fact ANTI JOIN shared_value USING (kind, value) GROUP BY _position),
     record AS (
       SELECT ${[
         ...KNOWN_BY.map((name) => `o.${name}`),
         ...own.map((column) => `${ownSql(column, isPartOf)} AS ${sqlName(column.name)}`),
         ...brought.map((column) =>
           column.isFew ? `facts.${sqlName(column.name)}` : `${broughtSql(entity, column)} AS ${sqlName(column.name)}`,
         ),
       ].join(', ')}
       FROM ${records} o LEFT JOIN facts USING (_position)${isPartOf ? ' LEFT JOIN told USING (_position)' : ''})
     SELECT *, md5(to_json(record)::VARCHAR) AS _content FROM record ORDER BY _record_key`,
  ]
}

/** What rows that are part of a record say of it: the first that has a value, by its key. */
const partsSql = (entity: Entity, own: readonly EvidenceColumn[]): string =>
  `CREATE OR REPLACE TABLE told AS
   SELECT o._position${own.map(({ name, column }) => `, arg_min(p.${sqlName(column)}, p._record_key) FILTER (p.${sqlName(column)} IS NOT NULL) AS ${sqlName(name)}`).join('')}
   FROM ${sourceRows(entity.id)} p JOIN ${recordRows(entity.id)} o
     ON o._source = p._source AND o._key = p.${sqlName(`_${entity.id}_key`)}
   WHERE p._role = 'part' AND p._occurrence = 1 GROUP BY o._position`

/** The values of a column that few share, with the record and the name that they stand under. */
function valuesSql(entity: Entity, column: EvidenceColumn): string {
  const value = sqlName(column.column)
  const one = column.type === 'list<string>' && column.entity === entity.id ? `unnest(${value})` : value
  if (column.entity === entity.id)
    return `SELECT _position, coalesce(_name_key, _record_key) AS name, ${one}::VARCHAR AS value
      FROM ${recordRows(entity.id)} WHERE ${value} IS NOT NULL AND NOT _is_invalid`
  return `SELECT _position, name, value FROM (
    SELECT _position, name, unnest(CASE WHEN typeof(value)[-2:] = '[]' THEN value::VARCHAR[] ELSE [value::VARCHAR] END) AS value
    FROM (${tiedSql(entity, column.entity, value)}))`
}

/** Rows of what belongs to an entity: by its key in the same source, or because they stand in the same row. */
function tiedSql(entity: Entity, child: string, value: string): string {
  const key = sqlName(`_${entity.id}_key`)
  const select = `SELECT o._position, coalesce(o._name_key, o._record_key) AS name, c.${value} AS value
    FROM ${sourceRows(child)} c JOIN ${recordRows(entity.id)} o`
  const counts = `c._role = 'record' AND c._occurrence = 1 AND NOT c._is_invalid AND c.${value} IS NOT NULL`
  return `${select} ON o._source = c._source AND o._key = c.${key} WHERE ${counts}
    UNION ${select} ON o._file = c._file AND o._sheet = c._sheet AND o._row = c._row WHERE ${counts}`
}

const factSql = ({ name, type, column }: EvidenceColumn): string => {
  void column
  const filter = `FILTER (kind = ${sqlText(name)})`
  return type === 'list<string>'
    ? `list_sort(list(DISTINCT value) ${filter})`
    : `(min(value) ${filter})::${SQL_TYPE[type]}`
}

const ownSql = ({ name, column, isFew }: EvidenceColumn, isPartOf: boolean): string => {
  const own = isFew ? `facts.${sqlName(name)}` : `o.${sqlName(column)}`
  return isPartOf ? `coalesce(${own}, told.${sqlName(name)})` : own
}

/** Values that many share, of what belongs to the record: as a list. */
const broughtSql = (entity: Entity, column: EvidenceColumn): string =>
  `(SELECT list_sort(list(DISTINCT t.value::VARCHAR)) FROM (${tiedSql(entity, column.entity, sqlName(column.column))}) t WHERE t._position = o._position)`

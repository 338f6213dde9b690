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
  const many = brought.filter(({ isFew }) => !isFew)
  const children = [...new Set(brought.map((column) => column.entity))]
  const isPartOf = entity.ties.includes(entity.id)
  const records = recordRows(entity.id)
  const facts = [...new Set(few.map((column) => column.entity))].map((of) =>
    factsSql(
      entity,
      of,
      few.filter((column) => column.entity === of),
    ),
  )
  const joins = [
    'LEFT JOIN facts USING (_position)',
    ...(isPartOf ? ['LEFT JOIN told USING (_position)'] : []),
    ...children.map((child) => `LEFT JOIN ${broughtTable(child)} USING (_position)`),
  ]
  return [
    ...(isPartOf ? [partsSql(entity, own)] : []),
    ...children.flatMap((child) => [
      tiedSql(entity, child, brought),
      broughtSql(
        child,
        many.filter((column) => column.entity === child),
      ),
    ]),
    `CREATE OR REPLACE TABLE fact AS ${facts.length === 0 ? 'SELECT 0 AS _position, NULL::VARCHAR AS name, NULL::VARCHAR AS kind, NULL::VARCHAR AS value LIMIT 0' : facts.join(' UNION ALL ')}`,
    `CREATE OR REPLACE TABLE shared_value AS SELECT kind, value FROM fact GROUP BY kind, value HAVING count(DISTINCT name) > ${names}`,
    `CREATE OR REPLACE TABLE ${ENTITY_RECORD} AS
     WITH facts AS (
       SELECT _position${few.map((column) => `, ${factSql(column)} AS ${sqlName(column.name)}`).join('')}
       FROM (
         SELECT _position, kind, list_sort(list(value)) AS said FROM fact ANTI JOIN shared_value USING (kind, value)
         GROUP BY _position, kind)
       GROUP BY _position),
     record AS (
       SELECT ${[
         ...KNOWN_BY.map((name) => `o.${name}`),
         ...own.map((column) => `${ownSql(column, isPartOf)} AS ${sqlName(column.name)}`),
         ...brought.map((column) =>
           column.isFew ? `facts.${sqlName(column.name)}` : `${broughtTable(column.entity)}.${sqlName(column.name)}`,
         ),
       ].join(', ')}
       FROM ${records} o ${joins.join(' ')})
     SELECT *, md5(to_json(record)::VARCHAR) AS _content FROM record ORDER BY _record_key`,
  ]
}

/** What rows that are part of a record say of it: the first that has a value, by its key. */
const partsSql = (entity: Entity, own: readonly EvidenceColumn[]): string =>
  `CREATE OR REPLACE TABLE told AS
   SELECT o._position${own.map(({ name, column }) => `, arg_min(p.${sqlName(column)}, p._record_key) AS ${sqlName(name)}`).join('')}
   FROM ${sourceRows(entity.id)} p JOIN ${recordRows(entity.id)} o
     ON o._source = p._source AND o._key = p.${sqlName(`_${entity.id}_key`)}
   WHERE p._role = 'part' AND p._occurrence = 1 GROUP BY o._position`

/**
 * The values of columns that few share, each once with the record and the name that they stand under. One scan whatever the number of
 * columns.
 */
function factsSql(entity: Entity, of: string, few: readonly EvidenceColumn[]): string {
  const isOwn = of === entity.id
  const said = few.map(({ name, column, type }) => {
    const value = sqlName(isOwn ? column : name)
    const one = `[${value}::VARCHAR]`
    const values = isOwn
      ? type === 'list<string>'
        ? `${value}::VARCHAR[]`
        : one
      : `CASE WHEN typeof(${value})[-2:] = '[]' THEN ${value}::VARCHAR[] ELSE ${one} END`
    return `CASE WHEN ${value} IS NOT NULL THEN {'kind': ${sqlText(name)}, 'values': ${values}} END`
  })
  const from = isOwn
    ? `SELECT _position, coalesce(_name_key, _record_key) AS name, unnest([${said.join(', ')}]) AS said
       FROM ${recordRows(of)} WHERE NOT _is_invalid`
    : `SELECT _position, name, unnest([${said.join(', ')}]) AS said FROM ${tiedTable(of)}`
  return `SELECT DISTINCT _position, name, said.kind AS kind, unnest(said.values) AS value FROM (${from}) WHERE said IS NOT NULL`
}

const tiedTable = (child: string): string => sqlName(`tied_${child}`)
const broughtTable = (child: string): string => sqlName(`brought_${child}`)

/**
 * Rows of what belongs to an entity, with the position of what they belong to: by its key in the same source, or because they stand in
 * the same row. Found once, whatever the number of columns that they bring.
 */
function tiedSql(entity: Entity, child: string, brought: readonly EvidenceColumn[]): string {
  const key = sqlName(`_${entity.id}_key`)
  const columns = brought.filter((column) => column.entity === child)
  const rows = sourceRows(child)
  const select = `SELECT o._position, coalesce(o._name_key, o._record_key) AS name, c._record_key
    FROM ${rows} c JOIN ${recordRows(entity.id)} o`
  const counts = "c._role = 'record' AND c._occurrence = 1 AND NOT c._is_invalid"
  return `CREATE OR REPLACE TABLE ${tiedTable(child)} AS
    SELECT p._position, p.name${columns.map(({ name, column }) => `, c.${sqlName(column)} AS ${sqlName(name)}`).join('')}
    FROM (${select} ON o._source = c._source AND o._key = c.${key} WHERE ${counts}
      UNION ${select} ON o._file = c._file AND o._sheet = c._sheet AND o._row = c._row WHERE ${counts}) p
    JOIN ${rows} c ON c._record_key = p._record_key AND c._occurrence = 1`
}

/** What is said of a record by one kind of fact, among rows of a kind each. No FILTER: each would hold a buffer for every column. */
const factSql = ({ name, type }: EvidenceColumn): string => {
  const said = `any_value(CASE WHEN kind = ${sqlText(name)} THEN said END)`
  return type === 'list<string>' ? said : `${said}[1]::${SQL_TYPE[type]}`
}

const ownSql = ({ name, column, isFew }: EvidenceColumn, isPartOf: boolean): string => {
  const own = isFew ? `facts.${sqlName(name)}` : `o.${sqlName(column)}`
  return isPartOf ? `coalesce(${own}, told.${sqlName(name)})` : own
}

/** Values that many share, of what belongs to a record: each column as a list. */
const broughtSql = (child: string, many: readonly EvidenceColumn[]): string =>
  `CREATE OR REPLACE TABLE ${broughtTable(child)} AS
   SELECT _position${many.map(({ name }) => `, nullif(list_sort(list_distinct(list(${sqlName(name)}::VARCHAR))), []) AS ${sqlName(name)}`).join('')}
   FROM ${tiedTable(child)} GROUP BY _position`

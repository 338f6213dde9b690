import type { Attribute, CompiledDomain, Entity } from '../../domain/index.ts'
import { sqlName } from '../../engine/sql.ts'
import {
  allColumn,
  alsoCalledColumns,
  caseSql,
  firstColumn,
  fromColumn,
  goldenTable,
  parentColumn,
  parentsColumn,
  placeColumn,
  placeSql,
  rankColumn,
  rankedTable,
  rowsTable,
} from './columns.ts'
import { markedTwinsSql } from './marked-twins.ts'
import { countColumn, ruleOf, survivorSql } from './survivor-sql.ts'
import { recencyOf, trustOrder } from './trust-order.ts'

/**
 * Attributes whose values are picked by one statement. While it runs, each aggregate has buffers for a block of rows, and what is made of
 * a list several: an entity of many columns would need more of them at once than the engine may hold.
 */
const AT_ONCE = 64

/** The tables of one entity: `ranked_<entity>` and its golden records, each made once from the rows. */
export function goldenSql(domain: CompiledDomain, entity: Entity): string[] {
  const counted = entity.attributes.filter(({ keep }) => keep === 'most_common')
  const ranked = rankedTable(entity.id)
  const order = trustOrder(entity)
  // Beside the rows and not of them, so that no sort carries every column.
  const ranks = sqlName(`ranks_${entity.id}`)
  const rules = new Set(entity.attributes.map(ruleOf))
  const listed = new Set(entity.derived.flatMap(({ rule }) => (rule.kind === 'of' ? [rule.of] : [])))
  const columnsOf = (attribute: Attribute): string[] => {
    const { name, isList } = attribute
    const column = sqlName(name)
    const { value, from, rank } = survivorSql(attribute)
    return [
      `${value} AS ${column}`,
      `${from} AS ${fromColumn(name)}`,
      `${rank} AS ${rankColumn(name)}`,
      ...(isList ? [`arg_min(${column}[1], _rank) AS ${firstColumn(name)}`] : []),
      ...(listed.has(name) && !isList
        ? [`list_sort(list_distinct(${everyValue(attribute)})) AS ${allColumn(name)}`]
        : []),
    ]
  }
  const recency = recencyOf(entity)
  const parents = entity.parents.flatMap((parent) => [
    `arg_min(${parentColumn(parent)}, _rank) AS ${parentColumn(parent)}`,
    `list_distinct(list(${parentColumn(parent)})) AS ${parentsColumn(parent)}`,
  ])
  return [
    `CREATE OR REPLACE TABLE ${ranks} AS
     SELECT _at, row_number() OVER (PARTITION BY _id ORDER BY ${order.map((key, at) => `_key_${at} ${key.order}`).join(', ')}) AS _rank
       ${[...rules].map((rule) => `, ${placeColumn(rule)}`).join('')}
       ${counted.map(({ name }) => `, count(*) OVER (PARTITION BY _id, ${sqlName(name)}) AS ${sqlName(countColumn(name))}`).join('')}
     FROM (SELECT ${[
       'rowid AS _at',
       '_id',
       ...order.map(({ value }, at) => `${value} AS _key_${at}`),
       ...[...rules].map((rule) => `${placeSql(rule)} AS ${placeColumn(rule)}`),
       ...counted.map(({ name }) => sqlName(name)),
     ].join(', ')} FROM ${rowsTable(entity.id)})`,
    `CREATE OR REPLACE VIEW ${ranked} AS
     SELECT r.*, k.* EXCLUDE (_at) FROM ${rowsTable(entity.id)} r JOIN ${ranks} k ON k._at = r.rowid`,
    ...inParts(goldenTable(entity.id), ranked, [
      ...entity.attributes.map(columnsOf),
      [
        ...parents,
        `list_sort(list_distinct(list(${caseSql('_source', titles(domain))}))) AS _titles`,
        `nullif(list_sort(list_distinct(list(CASE WHEN _role IN ('record', 'unless_known') THEN _record_id END))), []) AS _records`,
        `${invalidSql(recency === null ? null : sqlName(recency.name))} AS _invalid_record`,
        'min(_rank) AS _rank',
        'arg_min(_trust, _rank) AS _trust',
      ],
    ]),
    ...markedTwinsSql(domain, entity),
  ]
}

/** Every value of a single attribute, and whatever its values say that it is called besides. */
const everyValue = (attribute: Attribute): string =>
  [
    `list(${sqlName(attribute.name)}::VARCHAR)`,
    ...alsoCalledColumns(attribute).map((part) => `coalesce(flatten(list(${sqlName(part)})), [])`),
  ].join(' || ')

/**
 * The table of what groups of columns say of each `_id` of `rows`: of few groups by one statement, of many in parts. Parts stand in one
 * order and are put side by side: joins by `_id` would each hold a table of columns in memory.
 */
function inParts(table: string, rows: string, groups: readonly (readonly string[])[]): string[] {
  const parts = Array.from({ length: Math.ceil(groups.length / AT_ONCE) }, (_, at) => {
    const columns = groups.slice(at * AT_ONCE, (at + 1) * AT_ONCE).flat()
    return `SELECT _id, ${columns.join(',\n       ')}
     FROM ${rows} GROUP BY _id`
  })
  if (parts.length === 1) return [`CREATE OR REPLACE TABLE ${table} AS ${parts[0]}`]
  const names = parts.map((_, at) => sqlName(`part_${at}`))
  return [
    ...parts.map((sql, at) => `CREATE OR REPLACE TABLE ${names[at]} AS ${sql} ORDER BY _id`),
    `CREATE OR REPLACE TABLE ${table} AS
     SELECT ${names.map((name, at) => (at === 0 ? `${name}.*` : `${name}.* EXCLUDE (_id)`)).join(', ')} FROM ${names.join(' POSITIONAL JOIN ')}`,
    ...names.map((name) => `DROP TABLE ${name}`),
  ]
}

/**
 * Whether the record is known to be wrong. Only rows that can say so are asked: what cannot mark a value says nothing of it. Of those that
 * disagree the latest is believed, then the most trusted.
 */
const invalidSql = (recency: string | null): string =>
  `coalesce(arg_max(_is_invalid, CASE WHEN _can_mark THEN {'d': ${recency === null ? 'NULL::DATE' : `coalesce(${recency}, DATE '0001-01-01')`}, 't': _trust, 'i': _is_invalid} END), false)`

function titles(domain: CompiledDomain): [string, string][] {
  return domain.sources.map(({ keyName, title }) => [keyName, title])
}

/** Attributes of which rows of one entity say different things: who was chosen, and who said otherwise. */
export function conflictsSql(entity: Entity): string {
  const single = entity.attributes.filter(({ keep }) => keep === 'first')
  const ranked = rankedTable(entity.id)
  // One join whatever the number of attributes: each join would hold a table of its own in memory.
  const each = single.map(({ name }) => {
    const column = sqlName(name)
    return `CASE WHEN r.${column} <> g.${column} THEN {'field': '${name}', 'chosen_record': json_extract_string(g.${fromColumn(name)}, '$.record'),
        'chosen_value': g.${column}::VARCHAR, 'alternative_value': r.${column}::VARCHAR} END`
  })
  const none = `NULL::STRUCT(field VARCHAR, chosen_record VARCHAR, chosen_value VARCHAR, alternative_value VARCHAR)`
  return `SELECT entity_id, said.field, said.chosen_record, said.chosen_value, alternative_record, said.alternative_value
    FROM (SELECT r._id AS entity_id, r._record_id AS alternative_record, r._rank AS place, unnest([${[none, ...each].join(',\n      ')}]) AS said
      FROM ${ranked} r JOIN ${goldenTable(entity.id)} g USING (_id) WHERE r._role <> 'part')
    WHERE said IS NOT NULL ORDER BY entity_id, said.field, place`
}

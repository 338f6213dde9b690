import { primaryAttributes } from '../../domain/derived-columns.ts'
import type { Attribute, CompiledDomain, Derived, DerivedDocument, Entity } from '../../domain/index.ts'
import { sqlName } from '../../engine/sql.ts'
import { firstColumn, fromColumn, goldenTable, parentColumn, parentsColumn } from './columns.ts'
import { slugTable, verifiedTable } from './lookups.ts'

/** A table of what one derived attribute says: `_id` of the record, and its columns by their published names. */
export interface DerivedTable {
  readonly sql: string
  /** SQL of each published column over the table's alias. */
  readonly columns: readonly { readonly name: string; readonly of: (alias: string) => string }[]
  /** Columns with where their values came from, for provenance. */
  readonly from: readonly { readonly name: string; readonly of: (alias: string) => string }[]
}

type Of<Kind extends DerivedDocument['kind']> = Extract<DerivedDocument, { kind: Kind }>

export const entityOf = (domain: CompiledDomain, id: string): Entity =>
  domain.entities.find((one) => one.id === id) as Entity
export const attributeOf = (entity: Entity, name: string): Attribute =>
  entity.attributes.find((one) => one.name === name) as Attribute

/** The one value of an attribute: of a list its first in order of trust. */
const oneOf = (attribute: Attribute): string =>
  attribute.isList ? firstColumn(attribute.name) : sqlName(attribute.name)

const plain = (name: string, column = name) => ({ name, of: (alias: string) => `${alias}.${sqlName(column)}` })

/** The table of a derived attribute; undefined for those that follow from columns of the same row (`derived-columns`). */
export function derivedTable(domain: CompiledDomain, entity: Entity, derived: Derived): DerivedTable | undefined {
  const { name, rule } = derived
  switch (rule.kind) {
    case 'primary':
      return primaryTable(domain, entity, name, rule)
    case 'others':
      return othersTable(domain, entity, name, rule)
    case 'count':
      return {
        sql: `SELECT parent AS _id, count(*) AS ${sqlName(name)} FROM (${children(entity, rule.count)}) GROUP BY parent`,
        columns: [{ name, of: (alias) => `coalesce(${alias}.${sqlName(name)}, 0)` }],
        from: [],
      }
    case 'confidence':
      return confidenceTable(domain, entity, name, rule)
    case 'slug': {
      const column = sqlName(rule.slug)
      return {
        sql: `SELECT g._id, s.slug AS ${sqlName(name)} FROM ${goldenTable(entity.id)} g
          JOIN ${slugTable(entity.id, rule.slug)} s ON s.value = g.${column}`,
        columns: [plain(name)],
        from: [],
      }
    }
    case 'parent':
      return parentTable(domain, entity, name, rule)
    case 'chosen':
      return {
        sql: `SELECT DISTINCT child AS _id, true AS ${sqlName(name)} FROM ${primaryTableName(rule.chosen, rule.by)}`,
        columns: [{ name, of: (alias) => `coalesce(${alias}.${sqlName(name)}, false)` }],
        from: [],
      }
    case 'sources':
      return rule.sources === 'titles' ? titlesTable(domain, entity, name) : undefined
    default:
      return undefined
  }
}

/** Golden records of a belonging entity, one row for each thing that they belong to. */
const children = (parent: Entity, child: string): string =>
  `SELECT u.parent, c.* FROM ${goldenTable(child)} c, unnest(c.${parentsColumn(parent.id)}) AS u(parent)`

const primaryTableName = (entity: string, name: string): string => sqlName(`primary_${entity}_${name}`)

/**
 * Who is named first: not marked invalid, reachable, named, from the most trusted source. Reachable is who has what a type can verify,
 * in the order in which the domain names it.
 */
export function primaryTableSql(domain: CompiledDomain, entity: Entity, name: string, rule: Of<'primary'>): string {
  const child = entityOf(domain, rule.primary)
  const told = primaryAttributes(rule).map(([, attribute]) => attributeOf(child, attribute))
  const verifiable = told.filter(({ type }) => type.verify !== null)
  const weighed = [...verifiable, ...(child.name !== null && told.includes(child.name) ? [child.name] : [])]
  const reach = weighed
    .map((attribute, at) => `${2 ** (weighed.length - 1 - at)} * (${sqlName(attribute.name)} IS NOT NULL)::INTEGER`)
    .join(' + ')
  return `CREATE OR REPLACE TABLE ${primaryTableName(entity.id, name)} AS
    SELECT parent AS _id, _id AS child, * EXCLUDE (parent, _id) FROM (
      SELECT *, row_number() OVER (PARTITION BY parent ORDER BY ${reach === '' ? '' : `${reach} DESC, `}_trust DESC, _id) AS _place
      FROM (${children(entity, child.id)}) WHERE NOT _invalid_record)
    WHERE _place = 1`
}

function primaryTable(domain: CompiledDomain, entity: Entity, name: string, rule: Of<'primary'>): DerivedTable {
  const child = entityOf(domain, rule.primary)
  const told = primaryAttributes(rule).map(([suffix, attribute]) => ({
    column: `${name}_${suffix}`,
    attribute: attributeOf(child, attribute),
  }))
  const checked = told.filter(({ attribute }) => attribute.type.verify !== null)
  const joins = checked.map(
    ({ attribute }, at) =>
      `LEFT JOIN ${verifiedTable(child.id, attribute.name)} v${at} ON v${at}.value = p.${oneOf(attribute)}`,
  )
  return {
    sql: `SELECT p._id, ${[
      ...told.flatMap(({ column, attribute }) => [
        `p.${oneOf(attribute)} AS ${sqlName(column)}`,
        `p.${fromColumn(attribute.name)} AS ${fromColumn(column)}`,
      ]),
      ...checked.flatMap(({ column }, at) => [
        `v${at}.status AS ${sqlName(`${column}_status`)}`,
        `v${at}.confidence AS ${sqlName(`${column}_confidence`)}`,
      ]),
    ].join(', ')} FROM ${primaryTableName(entity.id, name)} p ${joins.join(' ')}`,
    columns: [
      ...told.map(({ column }) => plain(column)),
      ...checked.flatMap(({ column }) => [plain(`${column}_status`), plain(`${column}_confidence`)]),
    ],
    from: told.map(({ column }) => ({
      name: column,
      of: (alias) =>
        `CASE WHEN ${alias}.${sqlName(column)} IS NOT NULL THEN json_merge_patch(${alias}.${fromColumn(column)}, '{"rule":"primary"}')::VARCHAR END`,
    })),
  }
}

function othersTable(domain: CompiledDomain, entity: Entity, name: string, rule: Of<'others'>): DerivedTable {
  const child = entityOf(domain, rule.others)
  const attribute = attributeOf(child, rule.attribute)
  const column = sqlName(rule.attribute)
  const value = attribute.isList ? `unnest(${column})` : column
  return {
    sql: `SELECT v._id, list_sort(list(DISTINCT v.value)) AS ${sqlName(name)}
      FROM (SELECT parent AS _id, ${value} AS value FROM (${children(entity, child.id)}) WHERE NOT _invalid_record AND ${column} IS NOT NULL) v
      LEFT JOIN ${primaryTableName(entity.id, rule.than)} p ON p._id = v._id AND p.${oneOf(attribute)} = v.value
      WHERE p._id IS NULL GROUP BY v._id`,
    columns: [plain(name)],
    from: [],
  }
}

function confidenceTable(domain: CompiledDomain, entity: Entity, name: string, rule: Of<'confidence'>): DerivedTable {
  const values = Object.entries(rule.confidence).flatMap(([id, names]) => {
    const of = entityOf(domain, id)
    const rows = id === entity.id ? `SELECT _id AS parent, * FROM ${goldenTable(id)}` : children(entity, id)
    return names.map((attribute) => {
      const column = sqlName(attribute)
      const value = attributeOf(of, attribute).isList ? `unnest(${column})` : column
      return `SELECT DISTINCT r._id, r.value, v.confidence
        FROM (SELECT parent AS _id, ${value} AS value FROM (${rows}) WHERE NOT _invalid_record AND ${column} IS NOT NULL) r
        JOIN ${verifiedTable(id, attribute)} v ON v.value = r.value`
    })
  })
  return {
    sql: `SELECT _id, round(avg(confidence), 4) AS ${sqlName(name)} FROM (${values.join(' UNION ALL ')}) GROUP BY _id`,
    columns: [plain(name)],
    from: [],
  }
}

function parentTable(domain: CompiledDomain, entity: Entity, name: string, rule: Of<'parent'>): DerivedTable {
  const column = parentColumn(rule.parent)
  const parent = entityOf(domain, rule.parent)
  const value = rule.attribute === undefined ? 'p._id' : `p.${oneOf(attributeOf(parent, rule.attribute))}`
  return {
    sql: `SELECT g._id, ${value} AS ${sqlName(name)} FROM ${goldenTable(entity.id)} g JOIN ${goldenTable(parent.id)} p ON p._id = g.${column}`,
    columns: [plain(name)],
    from: [],
  }
}

/** Titles of the sources that speak of a record, or of what belongs to it. */
function titlesTable(domain: CompiledDomain, entity: Entity, name: string): DerivedTable {
  const below = domain.entities.filter(({ parents }) => parents.includes(entity.id))
  const rows = [
    `SELECT _id, unnest(_titles) AS title FROM ${goldenTable(entity.id)}`,
    ...below.map(({ id }) => `SELECT parent AS _id, unnest(_titles) AS title FROM (${children(entity, id)})`),
  ]
  return {
    sql: `SELECT _id, list_sort(list(DISTINCT title)) AS ${sqlName(name)} FROM (${rows.join(' UNION ALL ')}) GROUP BY _id`,
    columns: [plain(name)],
    from: [],
  }
}

import { primaryAttributes } from '../../domain/derived-columns.ts'
import type { CompiledDomain, Derived, DerivedDocument, Entity } from '../../domain/index.ts'
import { publishedColumns } from '../../domain/published-columns.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { allColumn, firstColumn, fromColumn, goldenTable, publishedTable } from './columns.ts'
import { attributeOf, derivedTable, entityOf, primaryTableSql } from './derived-tables.ts'
import { verifiedTable } from './lookups.ts'

type Of<Kind extends DerivedDocument['kind']> = Extract<DerivedDocument, { kind: Kind }>

/** Tables of who is named first: made for every entity before the first is published, since a child says whether it was chosen. */
export const primaryTables = (domain: CompiledDomain): string[] =>
  domain.entities.flatMap((entity) =>
    entity.derived.flatMap(({ name, rule }) =>
      rule.kind === 'primary' ? [primaryTableSql(domain, entity, name, rule)] : [],
    ),
  )

/**
 * The view of what is published of an entity, its columns in the order of its contract: its golden records, what its children and parents say, and what
 * follows from that. A column that follows from others of its row is made in a layer above them.
 */
export function publishedSql(domain: CompiledDomain, entity: Entity, lawfulBasis: string): string {
  const columns = publishedColumns(entity, domain)
  const told = derivedOf(entity, columns)
  const tables = told.flatMap((derived, at) => {
    const table = derivedTable(domain, entity, derived)
    return table === undefined ? [] : [{ alias: `d${at}`, table }]
  })
  const base = `SELECT g._id, ${[
    ...entity.attributes.map(({ name }) => `g.${sqlName(name)}`),
    ...entity.attributes.map(({ name }) => `g.${fromColumn(name)}`),
    ...tables.flatMap(({ alias, table }) =>
      table.columns.map((column) => `${column.of(alias)} AS ${sqlName(column.name)}`),
    ),
    ...tables.flatMap(({ alias, table }) =>
      table.from.map((column) => `${column.of(alias)} AS ${fromColumn(column.name)}`),
    ),
    ...told.flatMap((derived) => ownColumn(derived, lawfulBasis)),
  ].join(',\n    ')}
    FROM ${goldenTable(entity.id)} g
    ${tables.map(({ alias, table }) => `LEFT JOIN (${table.sql}) ${alias} ON ${alias}._id = g._id`).join('\n    ')}`
  const layers = layersOf(domain, entity, told)
  const from = [
    ...entity.attributes.map(({ name }) => name),
    ...tables.flatMap(({ table }) => table.from.map(({ name }) => name)),
  ]
  const provenance = told.find(({ rule }) => rule.kind === 'sources' && rule.sources === 'provenance')
  const whole = [...layers, ...(provenance === undefined ? [] : [provenanceLayer(provenance.name, from)])].reduce(
    (below, { joins, columns: made }) => `SELECT t.*, ${made.join(', ')} FROM (${below}) t ${joins}`,
    base,
  )
  return `CREATE OR REPLACE VIEW ${publishedTable(entity.id)} AS
    SELECT ${columns.map(({ name }) => (name === entity.idColumn ? `_id AS ${sqlName(name)}` : sqlName(name))).join(', ')}
    FROM (${whole})`
}

/** The entity's own derived attributes, and those that every dataset has. */
function derivedOf(entity: Entity, columns: ReturnType<typeof publishedColumns>): Derived[] {
  const all = new Map(entity.derived.map((derived) => [derived.name, derived]))
  for (const { rule } of columns)
    if (rule !== null && !all.has(rule.derived.name)) all.set(rule.derived.name, rule.derived)
  return [...all.values()]
}

/** Columns that need nothing but the golden record itself. */
function ownColumn({ name, rule }: Derived, lawfulBasis: string): string[] {
  const column = sqlName(name)
  switch (rule.kind) {
    case 'first':
      return [`g.${firstColumn(rule.first)} AS ${column}`]
    case 'of':
      return [
        `nullif(list_filter(g.${allColumn(rule.of)}, lambda one: one IS NOT NULL AND one <> g.${sqlName(rule.of)}), []) AS ${column}`,
      ]
    case 'sources':
      return rule.sources === 'records' ? [`g._records AS ${column}`] : []
    case 'marked':
      return [`g._invalid_record AS ${column}`]
    case 'lawful_basis':
      return [`${sqlText(lawfulBasis)} AS ${column}`]
    default:
      return []
  }
}

interface Layer {
  readonly joins: string
  readonly columns: readonly string[]
}

/** Columns that follow from columns of the same row, each kind above those that it may name. */
const LAYERED = ['status', 'problems', 'score', 'flags'] as const

function layersOf(domain: CompiledDomain, entity: Entity, derived: readonly Derived[]): Layer[] {
  return LAYERED.flatMap((kind) => {
    const made = derived.filter(({ rule }) => rule.kind === kind)
    return made.length === 0 ? [] : [layerOf(domain, entity, made)]
  })
}

function layerOf(domain: CompiledDomain, entity: Entity, made: readonly Derived[]): Layer {
  const joins: string[] = []
  const columns = made.map(({ name, rule }, at) => {
    const column = sqlName(name)
    switch (rule.kind) {
      case 'status': {
        const first = entity.derived.find((one) => one.name === rule.status)?.rule
        const attribute = first?.kind === 'first' ? first.first : rule.status
        joins.push(
          `LEFT JOIN ${verifiedTable(entity.id, attribute)} s${at} ON s${at}.value = t.${sqlName(rule.status)}`,
        )
        return `s${at}.status AS ${column}`
      }
      case 'problems':
        return `${problemsSql(domain, entity, rule)} AS ${column}`
      case 'score':
        return `${scoreSql(domain, entity, rule)} AS ${column}`
      case 'flags':
        return `${flagsSql(rule)} AS ${column}`
      default:
        throw new Error(`${rule.kind} is no layer`)
    }
  })
  return { joins: joins.join(' '), columns }
}

function problemsSql(domain: CompiledDomain, entity: Entity, rule: Of<'problems'>): string {
  const primary = entity.derived.find(({ name }) => name === rule.problems)?.rule
  if (primary?.kind !== 'primary') return 'NULL::VARCHAR[]'
  const child = entityOf(domain, primary.primary)
  const checks = primaryAttributes(primary)
    .filter(([, attribute]) => attributeOf(child, attribute).type.verify !== null)
    .map(([suffix]) => {
      const status = sqlName(`${rule.problems}_${suffix}_status`)
      return `CASE WHEN ${status} IN ('risky', 'undeliverable') THEN ${sqlText(`${suffix}:`)} || ${status} END`
    })
  return `nullif(list_filter([${checks.join(', ')}]::VARCHAR[], lambda one: one IS NOT NULL), [])`
}

/** A share counts by its value, anything else by being there. */
function scoreSql(domain: CompiledDomain, entity: Entity, rule: Of<'score'>): string {
  const columns = new Map(publishedColumns(entity, domain).map((column) => [column.name, column]))
  const total = Object.values(rule.score).reduce((sum, weight) => sum + weight, 0)
  const parts = Object.entries(rule.score).map(([name, weight]) => {
    const isShare = columns.get(name)?.rule !== null && columns.get(name)?.type === 'double'
    return `${weight} * ${isShare ? `coalesce(${sqlName(name)}, 0)` : `(${sqlName(name)} IS NOT NULL)::INTEGER`}`
  })
  return `round((${parts.join(' + ')})::DOUBLE / ${total}, 4)`
}

function flagsSql(rule: Of<'flags'>): string {
  const checks = Object.entries(rule.flags).map(
    ([flag, column]) => `CASE WHEN ${sqlName(column)} IS NULL THEN ${sqlText(flag)} END`,
  )
  return `coalesce(nullif(list_sort(list_filter([${checks.join(', ')}]::VARCHAR[], lambda one: one IS NOT NULL)), []), ['none'])`
}

/** JSON: column → where its value came from; columns without a value are left out. */
function provenanceLayer(name: string, columns: readonly string[]): Layer {
  const parts = columns.map(
    (column) => `CASE WHEN ${sqlName(column)} IS NOT NULL THEN ${sqlText(`"${column}":`)} || ${fromColumn(column)} END`,
  )
  return {
    joins: '',
    columns: [
      `'{' || array_to_string(list_filter([${parts.join(', ')}]::VARCHAR[], lambda one: one IS NOT NULL), ',') || '}' AS ${sqlName(name)}`,
    ],
  }
}

import { derivedColumns, idColumn } from './derived-columns.ts'
import type { Attribute, CompiledDomain, Derived, Entity } from './domain.ts'
import type { PublishedColumn } from './published-column.ts'

/** What every dataset tells of its records, where the domain does not name the columns itself. */
const ALWAYS: readonly Derived[] = [
  { name: 'source_datasets', rule: { kind: 'sources', sources: 'titles' }, title: null, description: null },
  { name: 'source_record_ids', rule: { kind: 'sources', sources: 'records' }, title: null, description: null },
  { name: 'field_provenance', rule: { kind: 'sources', sources: 'provenance' }, title: null, description: null },
]

/** The columns of an entity's dataset, in its order: its id, what the domain names, what every dataset tells. */
export function publishedColumns(entity: Entity, domain: Pick<CompiledDomain, 'entities'>): PublishedColumn[] {
  const own = entity.order.flatMap((name) => {
    const attribute = entity.attributes.find((one) => one.name === name)
    if (attribute !== undefined) return [attributeColumn(entity, attribute)]
    const derived = entity.derived.find((one) => one.name === name)
    return derived === undefined ? [] : derivedColumns(derived, entity, domain)
  })
  const parents = entity.parents
    .filter((parent) => !entity.derived.some(({ rule }) => rule.kind === 'parent' && rule.parent === parent))
    .flatMap((parent) =>
      derivedColumns(
        { name: idColumnName(domain, parent), rule: { kind: 'parent', parent }, title: null, description: null },
        entity,
        domain,
      ),
    )
  const told = ALWAYS.filter(({ rule }) => !entity.derived.some((one) => sameTelling(one, rule))).flatMap((derived) =>
    derivedColumns(derived, entity, domain),
  )
  const id: PublishedColumn = {
    ...idColumn(entity),
    name: entity.idColumn,
    required: true,
    primaryKey: true,
    from: [],
    rule: null,
  }
  return withNamedOrigins([id, ...parents, ...own, ...told], entity)
}

/** Kinds that say something of other columns of their row, each after those that it may name. */
const LAYERED = ['problems', 'score', 'flags'] as const

/** What follows from other columns of the row is made of what those are made of. */
function withNamedOrigins(columns: readonly PublishedColumn[], entity: Entity): PublishedColumn[] {
  const made = new Map(columns.map((column) => [column.name, column]))
  for (const kind of LAYERED)
    for (const column of columns) {
      if (column.rule?.derived.rule.kind !== kind) continue
      const origins = columnsNamedBy(column.rule.derived.rule, entity, columns).flatMap(
        (name) => made.get(name)?.from ?? [],
      )
      const once = new Map(origins.map((origin) => [`${origin.entity}.${origin.attribute}`, origin]))
      made.set(column.name, { ...column, from: [...once.values()] })
    }
  return [...made.values()]
}

function columnsNamedBy(rule: Derived['rule'], entity: Entity, columns: readonly PublishedColumn[]): readonly string[] {
  if (rule.kind === 'score') return Object.keys(rule.score)
  if (rule.kind === 'flags') return Object.values(rule.flags)
  if (rule.kind !== 'problems') return []
  const primary = entity.derived.find(({ name }) => name === rule.problems)
  return columns
    .filter((column) => column.rule?.derived === primary && column.rule?.part.endsWith('_status'))
    .map(({ name }) => name)
}

const sameTelling = ({ rule }: Derived, told: Derived['rule']): boolean =>
  rule.kind === 'sources' && told.kind === 'sources' && rule.sources === told.sources

const idColumnName = (domain: Pick<CompiledDomain, 'entities'>, id: string): string =>
  domain.entities.find((one) => one.id === id)?.idColumn ?? `${id}_id`

function attributeColumn(entity: Entity, attribute: Attribute): PublishedColumn {
  const { name, type, isList, options, required, pii, description } = attribute
  return {
    name,
    type: isList ? 'list<string>' : type.column,
    required,
    primaryKey: false,
    pii,
    description,
    example: isList ? [String(type.example)] : type.example,
    values: type.schema(options),
    from: [{ entity: entity.id, attribute: name }],
    rule: null,
  }
}

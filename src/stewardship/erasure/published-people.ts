import type { Entity } from '../../domain/index.ts'
import { publishedColumns } from '../../domain/published-columns.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { beside, identifying, isPerson } from './said-of-people.ts'

/** Which columns of a published table say who a person is. */
export interface PeopleColumns {
  readonly id: string
  readonly name: string | null
  readonly values: readonly string[]
  readonly beside: readonly string[]
  /** Those of them that are lists. */
  readonly lists: readonly string[]
  /** Of what they belong to: ids and names. */
  readonly owners: readonly string[]
  readonly organizations: readonly string[]
}

/** What an erasure knows of a published table. */
export interface TableShape {
  /** Null for a table of other things. */
  readonly people: PeopleColumns | null
  /** A column → those that say something of its value: they go with it. */
  readonly saidOf: readonly (readonly [column: string, said: string])[]
  readonly required: ReadonlySet<string>
}

/** Undefined for a dataset that the domain does not publish. */
export function tableShape(domain: PinnedDomain, dataset: string): TableShape | undefined {
  const contract = domain.contracts.get(dataset)
  if (contract === undefined || contract.kind !== 'published') return undefined
  const required = new Set(contract.fields.flatMap((field) => (field.required ? [field.name] : [])))
  const entity = domain.compiled.entities.find((one) => one.dataset === dataset)
  return {
    people: entity !== undefined && isPerson(entity) ? peopleColumns(domain, entity) : null,
    saidOf: entity === undefined ? [] : saidOf(domain, entity),
    required,
  }
}

function peopleColumns({ compiled }: PinnedDomain, entity: Entity): PeopleColumns {
  const columns = publishedColumns(entity, compiled)
  const parents = columns.flatMap(({ name, rule }) =>
    rule?.derived.rule.kind === 'parent' ? [{ name, rule: rule.derived.rule }] : [],
  )
  const isName = (parent: string, attribute: string | undefined): boolean =>
    compiled.entities.find(({ id }) => id === parent)?.name?.name === attribute
  return {
    id: entity.idColumn,
    name: entity.name?.name ?? null,
    values: identifying(entity).map(({ name }) => name),
    beside: beside(entity).map(({ name }) => name),
    lists: entity.attributes.flatMap(({ name, isList }) => (isList ? [name] : [])),
    owners: parents.flatMap(({ name, rule }) => (rule.attribute === undefined ? [name] : [])),
    organizations: parents.flatMap(({ name, rule }) =>
      rule.attribute !== undefined && isName(rule.parent, rule.attribute) ? [name] : [],
    ),
  }
}

/** What is published of whom a thing names first: of their name all that is no value of its own, of each value how it was verified. */
function saidOf({ compiled }: PinnedDomain, entity: Entity): [string, string][] {
  const columns = publishedColumns(entity, compiled)
  return columns.flatMap((column): [string, string][] => {
    const { rule, from, name } = column
    if (rule === null || from.length === 0) return []
    const { derived } = rule
    const of = derived.rule
    if (of.kind === 'status') return [[of.status, name]]
    if (of.kind !== 'primary') return []
    const group = columns.filter((one) => one.rule?.derived === derived)
    const whole = group.find((one) => one !== column && column.name.startsWith(`${one.name}_`))
    if (whole !== undefined) return [[whole.name, name]]
    const named = compiled.entities.find(({ id }) => id === of.primary)?.name?.name
    const first = group.find((one) => one.from[0]?.attribute === named)
    return first === undefined || first === column || column.pii !== 'none' ? [] : [[first.name, name]]
  })
}

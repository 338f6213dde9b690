import type { Attribute, CompiledDomain, Entity } from '../../domain/index.ts'
import type { ColumnType } from '../../engine/index.ts'
import type { AttributeColumns } from '../../types/index.ts'

/** A column that linkage sees of an entity's record. */
export interface EvidenceColumn {
  readonly name: string
  readonly type: ColumnType
  /** Whose attribute it is: the entity's own, or that of what belongs to it. */
  readonly entity: string
  /** The column of the refined rows of that entity. */
  readonly column: string
  /** Few may share one value: one that stands under many names belongs to a switchboard or a bookkeeper, and is left out. */
  readonly isFew: boolean
}

/** An attribute as linkage compares it, with the columns that it is compared by. */
export interface ComparedAttribute {
  readonly attribute: Attribute
  readonly entity: string
  readonly columns: AttributeColumns
}

/** The name of a record without case, marks and spaces. */
export const NAME_KEY = '_name_key'

/** Whether an entity is named by an attribute whose type brings no two records together: then its name is compared as names are. */
export const namesOnly = ({ name }: Entity): boolean => name !== null && name.type.block(name.columns).length === 0

const isCompared = (entity: Entity, attribute: Attribute): boolean =>
  attribute.type.compare !== null && !(attribute === entity.name && namesOnly(entity))

const evidenceOf = ({ type, options }: Attribute) => type.evidence(options)

/** What a record is compared by: its own values, and what those that belong to it bring along, as far as few share it. */
export function comparedAttributes(domain: CompiledDomain, entity: Entity): ComparedAttribute[] {
  const own = entity.attributes
    .filter((attribute) => isCompared(entity, attribute))
    .map((attribute): ComparedAttribute => ({ attribute, entity: entity.id, columns: attribute.columns }))
  const brought = domain.entities
    .filter(({ parents }) => parents.includes(entity.id))
    .flatMap((child) =>
      child.attributes
        .filter((attribute) => attribute.type.compare !== null)
        .filter((attribute) => evidenceOf(attribute).frequency !== 'many' || attribute === child.name)
        .map((attribute): ComparedAttribute => {
          const name = `${child.id}__${attribute.name}`
          return {
            attribute,
            entity: child.id,
            columns: { value: name, isList: true, part: (part) => `${name}__${part}` },
          }
        }),
    )
  return [...own, ...brought]
}

/** Those that hold values as they are, and not what is compared and blocked on besides: what people are shown of a record. */
export const valueColumns = (domain: CompiledDomain, entity: Entity): EvidenceColumn[] =>
  evidenceColumns(domain, entity).filter(({ entity: of, column }) =>
    domain.entities.some(({ id, attributes }) => id === of && attributes.some(({ name }) => name === column)),
  )

/** What a record is known by: columns of its refined row that no attribute says. */
export const KNOWN_BY = ['_record_key', '_source', '_record_id'] as const

/** The columns of `entity_record` that attributes say, in order. */
export function evidenceColumns(domain: CompiledDomain, entity: Entity): EvidenceColumn[] {
  const compared = comparedAttributes(domain, entity)
  const uncompared = entity.attributes
    .filter((attribute) => !isCompared(entity, attribute))
    .map((attribute): ComparedAttribute => ({ attribute, entity: entity.id, columns: attribute.columns }))
  const named: EvidenceColumn[] = namesOnly(entity)
    ? [{ name: NAME_KEY, type: 'string', entity: entity.id, column: NAME_KEY, isFew: false }]
    : []
  const columns = [...compared, ...uncompared].flatMap(({ attribute, entity: of, columns }) => {
    const evidence = evidenceOf(attribute)
    // What an entity has one of is its own however many share it: nobody else's day of birth is a switchboard.
    // Nor is its own name, which is what values are counted under.
    const isName = of === entity.id && attribute === entity.name
    const isFew = evidence.frequency === 'few' && !evidence.exclusive && !isName
    const refined = attribute.columns
    return [
      {
        name: columns.value,
        type: columns.isList ? ('list<string>' as const) : attribute.type.column,
        entity: of,
        column: refined.value,
        isFew,
      },
      ...attribute.type.parts.map((part) => ({
        name: columns.part(part.name),
        type: columns.isList ? ('list<string>' as const) : part.column,
        entity: of,
        column: refined.part(part.name),
        isFew: isFew && part.identifies === true,
      })),
    ]
  })
  return [...columns, ...named]
}

import { matchGlob } from '../config/match-glob.ts'
import type { CompiledDomain } from '../domain/index.ts'
import { publishedColumns } from '../domain/published-columns.ts'
import { calledByType } from './attribute-names.ts'
import type { DraftAttribute, DraftDescription, DraftTable, EntityAttribute } from './draft.ts'
import { ENTITY_KINDS, type EntityKind, isEntityKind } from './entity-kinds.ts'
import { isSameLabel, namesTaxNumber } from './same-label.ts'

/** An entity that added files are mapped onto. */
export interface ExistingEntity {
  readonly id: string
  readonly dataset: string
  readonly attributes: readonly EntityAttribute[]
  /** The attribute that names it. */
  readonly naming: string | null
  /** Names of all columns of its dataset. */
  readonly columns: readonly string[]
}

/** What is there when a file is added: entities to map onto, and a trust that is free. */
export interface Existing {
  readonly country: string
  readonly lawfulBasis: string
  readonly entities: readonly ExistingEntity[]
  readonly sources: readonly { readonly id: string; readonly trust: number; readonly files: readonly string[] }[]
}

export const existingDomain = (domain: CompiledDomain): Existing => ({
  country: domain.country,
  lawfulBasis: domain.lawfulBasis,
  sources: domain.sources.map(({ id, trust, files }) => ({ id, trust, files })),
  entities: domain.entities.map((entity) => ({
    id: entity.id,
    dataset: entity.dataset,
    naming: entity.name?.name ?? null,
    columns: publishedColumns(entity, domain).map(({ name }) => name),
    attributes: entity.attributes.map(({ name, type, keep, required }) => ({
      name,
      type,
      keep,
      required,
      pii: null,
      confidence: 1,
    })),
  })),
})

/** The source that takes a file already; undefined: none does. */
export const takenBy = (file: string, { sources }: Existing): string | undefined =>
  sources.find(({ files }) => files.some((pattern) => matchGlob(pattern, file)))?.id

/** A table of an added file, told in entities and attributes that are there. */
export function mapOnto(table: DraftTable, existing: Existing): DraftTable {
  const called = (id: string) => entityFor(id, existing)?.id ?? id
  return {
    ...table,
    describes: table.describes.map((description): DraftDescription => {
      const entity = entityFor(description.entity, existing)
      const { belongsTo } = description
      return {
        ...description,
        entity: entity?.id ?? description.entity,
        belongsTo: belongsTo === null ? null : { ...belongsTo, entity: called(belongsTo.entity) },
        attributes: entity === undefined ? description.attributes : mapAttributes(description.attributes, entity),
      }
    }),
  }
}

/** The entity of the same id, else the one that is named by the same type. */
function entityFor(id: string, { entities }: Existing): ExistingEntity | undefined {
  const same = entities.find((entity) => entity.id === id)
  if (same !== undefined || !isEntityKind(id)) return same
  const { namedBy } = ENTITY_KINDS[id]
  return entities.find(({ naming, attributes }) =>
    attributes.some(({ name, type }) => name === naming && type.id === namedBy),
  )
}

function mapAttributes(attributes: readonly DraftAttribute[], entity: ExistingEntity): DraftAttribute[] {
  const taken = new Set<string>()
  const matched = new Map<DraftAttribute, string>()
  for (const find of [nameOf, sameName, sameType, nearName])
    for (const attribute of attributes) {
      if (matched.has(attribute)) continue
      const found = find(
        attribute,
        entity.attributes.filter(({ name }) => !taken.has(name)),
        entity,
      )
      if (found === undefined) continue
      taken.add(found.name)
      matched.set(attribute, found.name)
    }
  const used = new Set([...entity.columns, ...taken])
  return attributes.map((attribute) => {
    const name = matched.get(attribute)
    if (name !== undefined) return { ...attribute, name }
    let free = attribute.name
    for (let n = 2; used.has(free); n++) free = `${attribute.name}_${n}`
    used.add(free)
    return { ...attribute, name: free }
  })
}

/** What kind of thing an entity is: by its id, else by the type that names it. */
export function kindOf({ id, naming, attributes }: ExistingEntity): EntityKind | undefined {
  if (isEntityKind(id)) return id
  const named = attributes.find(({ name }) => name === naming)?.type.id
  return Object.keys(ENTITY_KINDS).find(
    (kind): kind is EntityKind => isEntityKind(kind) && ENTITY_KINDS[kind].namedBy === named,
  )
}

type Find = (
  attribute: DraftAttribute,
  free: readonly EntityAttribute[],
  entity: ExistingEntity,
) => EntityAttribute | undefined

/** Types whose attributes take a column of any other. */
const TAKES_ANY = new Set(['text', 'category'])

const fits = (attribute: DraftAttribute, known: EntityAttribute): boolean =>
  known.type.id === attribute.type.id || (TAKES_ANY.has(known.type.id) && Array.isArray(attribute.mapping.from))

const nameOf: Find = (attribute, free, { naming }) =>
  attribute.name === 'name' ? free.find((known) => known.name === naming && fits(attribute, known)) : undefined

const sameName: Find = (attribute, free) =>
  free.find((known) => known.name === attribute.name && fits(attribute, known))

/** An entity's one attribute of a type that has a name of its own: its e-mails, whatever they are called. */
const sameType: Find = (attribute, free, { naming }) => {
  if (calledByType(attribute.type.id) !== attribute.name) return undefined
  const known = free.filter(({ name, type }) => type.id === attribute.type.id && name !== naming)
  return known.length === 1 ? known[0] : undefined
}

/** The one attribute of its type whose name says the same. */
const nearName: Find = (attribute, free) => {
  const same = free.filter(({ type }) => type.id === attribute.type.id)
  const found = same.filter(({ name }) => isSameLabel(name, attribute.name))
  if (found.length > 0) return found.length === 1 ? found[0] : undefined
  // A firm has one number of value added tax, however its column is called.
  const taxed = attribute.type.id === 'identifier' && namesTaxNumber(attribute.name)
  const known = taxed ? same.filter(({ name }) => namesTaxNumber(name)) : []
  return known.length === 1 ? known[0] : undefined
}

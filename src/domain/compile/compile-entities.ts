import type { Vocabulary } from '../../types/semantic-type.ts'
import type { DomainDocument, EntityDocument } from '../document/domain-document.ts'
import type { Attribute, Derived, Entity } from '../domain.ts'
import type { DomainFiles } from '../domain-files.ts'
import { didYouMean } from '../faults-of.ts'
import { type AttributeScope, type CompiledAttribute, compileAttribute } from './compile-attribute.ts'
import type { Compiler } from './compiler.ts'

/** Types whose attribute can be an entity's name, the likeliest first. */
const NAMING: readonly string[] = ['organization_name', 'person_name', 'text']
const MOST_ATTRIBUTES = 1000
/** The id that a record is given stands beside what sources say of it. */
const LASTING_ID = 'entity_id'
/** What is published, or kept beside what is published, of every domain. */
const TAKEN: ReadonlySet<string> = new Set(['entity_links', 'entity_changes', 'quarantine'])

/** Entities in the order of the file; what they belong to is known when the sources are compiled. */
export function compileEntities(
  compiler: Compiler,
  document: DomainDocument,
  files: DomainFiles,
  vocabularies: ReadonlyMap<string, Vocabulary>,
): Entity[] {
  const entities = Object.entries(document.entities).map(([id, entity]) =>
    compileEntity(compiler, id, entity, files, { country: document.country, vocabularies }),
  )
  oncePerDomain(compiler, entities, 'dataset', ({ dataset }) => dataset)
  oncePerDomain(compiler, entities, 'id_prefix', ({ idPrefix }) => idPrefix)
  for (const { id, dataset } of entities)
    if (TAKEN.has(dataset))
      compiler.fault(
        ['entities', id, 'dataset'],
        `Every domain has "${dataset}" of its own. Give "${id}" another dataset, such as "${dataset}_of_${id}".`,
      )
  return entities
}

function oncePerDomain(compiler: Compiler, entities: readonly Entity[], key: string, of: (entity: Entity) => string) {
  const owners = new Map<string, string>()
  for (const entity of entities) {
    const owner = owners.get(of(entity))
    if (owner !== undefined)
      compiler.fault(
        ['entities', entity.id, key],
        `The entity "${owner}" has the ${key} "${of(entity)}" already. Give "${entity.id}" one of its own.`,
      )
    else owners.set(of(entity), entity.id)
  }
}

function compileEntity(
  compiler: Compiler,
  id: string,
  document: EntityDocument,
  files: DomainFiles,
  scope: AttributeScope,
): Entity {
  const path = ['entities', id]
  const found: (Attribute | Extract<CompiledAttribute, { besides: string }>)[] = []
  const derived: Derived[] = []
  const named = Object.entries(document.attributes)
  if (named.length > MOST_ATTRIBUTES)
    compiler.fault(
      [...path, 'attributes'],
      `${named.length} attributes are more than ${MOST_ATTRIBUTES}. Cut the entity in two.`,
    )
  for (const [name, attribute] of named) {
    const compiled = compileAttribute(compiler, [...path, 'attributes', name], name, attribute, scope)
    if (compiled === undefined) continue
    if (!('derived' in compiled) && name === LASTING_ID)
      compiler.fault(
        [...path, 'attributes', name],
        `Lasting ids are called "${name}" in every domain. Call what a source says otherwise, such as "${id}_number".`,
      )
    if ('derived' in compiled) derived.push(compiled.derived)
    else found.push('read' in compiled ? compiled.read : compiled)
  }
  const attributes = besidesMade(compiler, path, found)
  if (attributes.length === 0 && derived.length > 0)
    compiler.fault([...path, 'attributes'], `"${id}" has no attribute of its own. Give it one that a source says.`)
  const single = attributes.filter(({ isList }) => !isList).map(({ name }) => name)
  const namedBy = document.named_by
  if (namedBy !== undefined && !single.includes(namedBy))
    compiler.fault(
      [...path, 'named_by'],
      `Nothing can be named by "${namedBy}": it is no attribute of one value.${didYouMean(namedBy, single)} There are: ${single.join(', ')}.`,
    )
  const linkage = document.linkage === undefined ? undefined : files[document.linkage]
  if (document.linkage !== undefined && linkage === undefined)
    compiler.fault(
      [...path, 'linkage'],
      `There is no ${document.linkage} in the domain's folder. Take the key out, and the settings follow from the types.`,
    )
  return {
    id,
    title: document.title ?? capitalised(id),
    description: document.description ?? `One golden record for each ${id.replaceAll('_', ' ')}.`,
    dataset: document.dataset,
    idPrefix: document.id_prefix,
    idColumn: document.id_column ?? `${id}_id`,
    version: document.version ?? null,
    attributes,
    derived,
    order: named.map(([name]) => name),
    parents: [],
    ties: [],
    owner: null,
    name: namingAttribute(attributes, document.named_by),
    linkage: linkage === undefined ? null : { file: document.linkage as string, text: linkage },
  }
}

/** What stands beside an attribute is made when that is known, whichever of them the file names first. */
function besidesMade(
  compiler: Compiler,
  path: readonly PropertyKey[],
  found: readonly (Attribute | Extract<CompiledAttribute, { besides: string }>)[],
): Attribute[] {
  const own = found.filter((one): one is Attribute => !('make' in one))
  return found.flatMap((one) => {
    if (!('make' in one)) return [one]
    const of = own.find(({ name }) => name === one.besides)
    if (of !== undefined) return [one.make(of)]
    const known = own.map(({ name }) => name)
    compiler.fault(
      [...path, 'attributes'],
      `Nothing can stand beside "${one.besides}": it is no attribute that sources say.${didYouMean(one.besides, known)}`,
    )
    return []
  })
}

const capitalised = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1).replaceAll('_', ' ')

/**
 * What names the entity: of the types that name things the first that must be there, else the first whose type says that it
 * is a name. Of attributes that are alike in this, the one that stands first in the file.
 */
function namingAttribute(attributes: readonly Attribute[], said: string | undefined): Attribute | null {
  if (said !== undefined) return attributes.find(({ name, isList }) => name === said && !isList) ?? null
  const naming = NAMING.flatMap((type) =>
    attributes.filter((attribute) => attribute.type.id === type && !attribute.isList),
  )
  return naming.find(({ required }) => required) ?? naming.find(({ type }) => type.id !== 'text') ?? null
}

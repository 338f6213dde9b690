import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { CARRIED } from '../../resolve/entities/classified-columns.ts'
import { aliasColumn, isRegistered } from '../../resolve/entities/ties-sql.ts'
import {
  aggregated,
  type ColumnSource,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  masked,
  SourceList,
  transformed,
} from './column-source.ts'
import type { ComparedColumns, ComparedEntities } from './compared-columns.ts'
import { firstOfKey, toldApart } from './repeated-keys.ts'

const before = columnsOf('datasets/entity_links')
const of = (entity: string) => columnsOf(`work/refine/${entity}`)

const ORDER = ['_record_key', '_file', '_sheet', '_row', '_part'] as const

const AGREEMENT = influences('JOIN', 'pairs that agree enough')
const pairs = (entity: string, how: ColumnSource['how'], ...fields: string[]): ColumnSource[] =>
  columnsOf(`work/score/${entity}`)(how, ...fields)

/** Pairs that agree enough make one of two records. */
const linked = (entity: Entity, { weighed }: ComparedColumns): ColumnSource[] => [
  ...pairs(entity.id, AGREEMENT, 'a', 'b', 'pattern'),
  ...columnsOf(`work/block/${entity.id}`)(influences('CONDITIONAL', 'what a pair is worth'), ...weighed),
]

/** What ties rows to what they belong to, parents and the entity itself: by key, by the same row, by name. */
function tied(domain: CompiledDomain, entity: Entity, asParent: boolean): ColumnSource[] {
  const how = influences('JOIN', 'the key, the row or the name that ties a row')
  const own = of(entity.id)
  const aliases = aliasColumn(entity)
  // What belongs to it finds its records, whatever parts and references they have.
  const ties = asParent ? entity.parents : entity.ties
  const isReferred = !asParent && refersTo(domain, entity)
  return [
    ...own(how, '_name_key', ...ties.flatMap((tie) => [`_${tie}_key`, `_${tie}_name`])),
    ...(aliases === null ? [] : own(how, aliases)),
    ...(ties.length > 0 ? own(how, '_source') : []),
    ...(isReferred ? own(how, ...entity.attributes.filter(isRegistered).map(({ name }) => name)) : []),
    ...(ties.includes(entity.id) ? own(how, '_key') : []),
    ...entity.parents.flatMap((parent) => of(parent)(how, '_source', '_key')),
  ]
}

/** Whether a source refers to entities that others make. */
export const refersTo = ({ sources }: CompiledDomain, { id }: Entity): boolean =>
  sources.some(({ tables }) =>
    tables.some(({ describes }) => describes.some((one) => one.entity === id && one.role === 'reference')),
  )

/** What decides who is who among the rows of an entity, for every column at once: of its parents too, by which it is compared. */
function decided(domain: CompiledDomain, entity: Entity, compared: ComparedEntities, asParent = false): ColumnSource[] {
  return [
    ...of(entity.id)(influences('FILTER', 'rows that are records'), '_role'),
    ...firstOfKey(of(entity.id)),
    ...linked(entity, needed(compared, entity)),
    ...tied(domain, entity, asParent),
    ...domain.entities
      .filter(({ id }) => entity.parents.includes(id))
      .flatMap((parent) => decided(domain, parent, compared, true)),
  ]
}

const needed = (compared: ComparedEntities, entity: Entity): ComparedColumns => {
  const found = compared.get(entity.id)
  if (found === undefined) throw new Error(`linkage says nothing of "${entity.id}"`)
  return found
}

/** Ids last: they are made once, of what a thing was first known by. */
const idSources = (entity: string): ColumnSource[] => [
  ...of(entity)(masked(transformed('made of the least record key')), '_record_key'),
  ...toldApart(of(entity), '_record_key'),
  ...before(identity('kept from the version before'), 'entity_id'),
]

/** `work/resolve/<entity>`: what each row became, what it belongs to, and why. */
export function resolvedRows(domain: CompiledDomain, entity: Entity, compared: ComparedEntities): DatasetColumns {
  const list = new SourceList()
  const own = of(entity.id)
  for (const { name } of CARRIED) list.add(name, own(identity(), name))
  // A key that another row has under another name is told apart by both.
  for (const name of ['_record_key', '_record_id'] as const) list.add(name, toldApart(own, name))
  for (const name of ['_occurrence', '_key_repeats'])
    list.add(name, [
      ...own(transformed('its place among the rows of its key'), ...ORDER),
      ...toldApart(own, '_record_key'),
    ])
  list.add('entity_id', idSources(entity.id))
  list.add('evidence', own(identity('the record or the name it was linked through'), '_record_id'))
  if (entity.name === null || entity.name.pii === 'none')
    list.add('evidence', own(identity('the record or the name it was linked through'), '_name_key'))
  list.add('match_weight', pairs(entity.id, masked(transformed('the weight of the pair')), 'pattern'))
  list.add('linked_by', pairs(entity.id, AGREEMENT, 'pattern'))
  list.add('row_class', pairs(entity.id, AGREEMENT, 'pattern'))
  list.add('row_class', own(influences('CONDITIONAL', 'whether a repeated key repeats its row'), '_row_hash'))
  for (const parent of entity.parents) list.add(`_parent_${parent}`, idSources(parent))
  list.addRows([
    ...own(influences('FILTER', 'rows that stay'), '_row_hash', '_is_unique'),
    ...(entity.parents.length === 0 ? [] : own(influences('FILTER', 'rows that must belong to something'), '_belongs')),
    ...decided(domain, entity, compared),
  ])
  return list.made()
}

/** `work/resolve/changes`: what happened to entities since the last version. Its version is the plan's word, not a row's. */
export function resolvedChanges(domain: CompiledDomain, compared: ComparedEntities): DatasetColumns {
  const { entities } = domain
  const list = new SourceList()
  const ids = [
    ...entities.flatMap(({ id }) => [
      ...of(id)(masked(transformed('made of the least record key')), '_record_key'),
      ...toldApart(of(id), '_record_key'),
    ]),
    ...before(identity(), 'entity_id'),
  ]
  const records = entities.flatMap(({ id }) => of(id)(aggregated('records that changed their entity'), '_record_id'))
  list.add(
    'change_id',
    [...ids, ...records].map((source) => ({ ...source, how: masked(transformed('made of the change')) })),
  )
  list.add('entity_id', ids)
  list.add('related_entity_id', ids)
  list.add('source_record_ids', records)
  list.add(
    'evidence',
    entities.flatMap(({ id }) => of(id)(aggregated('the pair behind the change'), '_record_id')),
  )
  list.addRows([
    ...before(
      influences('JOIN', 'the version before'),
      ...['entity_id', 'record_key', 'source_record_id', 'row_class', 'linked_by'],
    ),
    ...entities.flatMap((entity) => [
      ...of(entity.id)(influences('JOIN', 'records of the version before that are gone'), '_record_id'),
      ...decided(domain, entity, compared),
    ]),
  ])
  return list.made()
}

import type { Entity, Source } from '../domain.ts'
import type { Compiler } from './compiler.ts'

/** Entities with what they belong to, parents first: an entity is resolved when those that its rows belong to are. */
export function orderEntities(compiler: Compiler, entities: readonly Entity[], sources: readonly Source[]): Entity[] {
  const parents = new Map(entities.map(({ id }) => [id, new Set<string>()]))
  for (const { tables } of sources)
    for (const { describes } of tables)
      for (const { entity, belongsTo } of describes)
        for (const { entity: parent } of belongsTo) parents.get(entity)?.add(parent)
  const known = new Map(entities.map((entity) => [entity.id, entity]))
  const ordered: Entity[] = []
  const done = new Set<string>()
  const visit = (id: string, way: readonly string[]): void => {
    if (done.has(id)) return
    if (way.includes(id)) {
      const circle = [...way.slice(way.indexOf(id)), id].join(' → ')
      compiler.fault(
        ['entities', id],
        `Belonging goes round in a circle: ${circle}. Take one belongs_to out of the sources.`,
      )
      return
    }
    for (const parent of parents.get(id) ?? []) visit(parent, [...way, id])
    const entity = known.get(id)
    if (entity === undefined || done.has(id)) return
    done.add(id)
    ordered.push({ ...entity, parents: [...(parents.get(id) ?? [])] })
  }
  for (const { id } of entities) visit(id, [])
  return ordered
}

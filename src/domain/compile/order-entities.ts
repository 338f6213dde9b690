import type { Entity, Source } from '../domain.ts'
import type { Compiler } from './compiler.ts'

/** Entities with what they belong to, parents first: an entity is resolved when those that its rows belong to are. */
export function orderEntities(compiler: Compiler, entities: readonly Entity[], sources: readonly Source[]): Entity[] {
  const ties = new Map(entities.map(({ id }) => [id, new Set<string>()]))
  for (const { tables } of sources)
    for (const { describes } of tables)
      for (const { entity, belongsTo } of describes)
        for (const { entity: parent } of belongsTo) ties.get(entity)?.add(parent)
  const parentsOf = (id: string): string[] => [...(ties.get(id) ?? [])].filter((tied) => tied !== id)
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
    for (const parent of parentsOf(id)) visit(parent, [...way, id])
    const entity = known.get(id)
    if (entity === undefined || done.has(id)) return
    done.add(id)
    ordered.push({ ...entity, parents: parentsOf(id), ties: [...(ties.get(id) ?? [])] })
  }
  for (const { id } of entities) visit(id, [])
  return ordered
}

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
    ordered.push({
      ...entity,
      parents: parentsOf(id),
      ties: [...(ties.get(id) ?? [])],
      owner: ownerOf(id, parentsOf(id), sources),
    })
  }
  for (const { id } of entities) visit(id, [])
  return ordered
}

/** The one parent of an entity whose records always say that they belong to it. */
function ownerOf(id: string, parents: readonly string[], sources: readonly Source[]): string | null {
  const [parent] = parents
  if (parent === undefined || parents.length > 1) return null
  const making = sources
    .flatMap(({ tables }) => tables.flatMap(({ describes }) => describes))
    .filter(({ entity, role }) => entity === id && (role === 'record' || role === 'unless_known'))
  return making.every(({ belongsTo }) => belongsTo.some(({ entity }) => entity === parent)) ? parent : null
}

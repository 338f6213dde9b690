import type { Attribute, CompiledDomain, Entity } from '../domain.ts'
import { readsOf } from '../explain-column.ts'
import { inWords, type Tell } from './domain-change.ts'

interface Side {
  readonly domain: CompiledDomain
  readonly entity: Entity
}

/** What attributes of an entity are made of and what is kept of them. Columns that come and go are told by the contract. */
export function compareAttributes(tell: Tell, before: Side, after: Side): void {
  const { dataset, id } = after.entity
  const say = (name: string, what: string) => tell({ breaking: false, dataset, where: `${id}.${name}`, what })
  for (const attribute of after.entity.attributes) {
    const was = before.entity.attributes.find(({ name }) => name === attribute.name)
    if (was === undefined) continue
    const { name, type, keep } = attribute
    if (was.type.id !== type.id)
      say(name, `It was of type ${was.type.id} and is ${type.id}: its values are read otherwise.`)
    else if (JSON.stringify(was.options) !== JSON.stringify(attribute.options))
      say(name, `What its type ${type.id} is told changed: its values may be read otherwise.`)
    if (was.keep !== keep) say(name, `Of several values ${was.keep} was kept and ${keep} is.`)
    if (was.required !== attribute.required)
      say(name, attribute.required ? 'Rows without it go to quarantine now.' : 'Rows without it are no longer refused.')
    const [read, reads] = [placesOf(before, was), placesOf(after, attribute)]
    for (const [table, ways] of reads) {
      const former = read.get(table)
      // What a new table says, and what a table that is gone said, is told with it.
      if (former !== undefined && former !== ways)
        say(name, `In ${table} it was read from ${former}, and is from ${ways}.`)
    }
  }
  for (const { name, rule } of after.entity.derived) {
    const was = before.entity.derived.find((one) => one.name === name)
    if (was !== undefined && JSON.stringify(was.rule) !== JSON.stringify(rule))
      say(name, 'It follows from other attributes by another rule than before.')
  }
}

/** Tables that describe the entity, by what their records' keys call them, and how each reads an attribute. */
function placesOf({ domain, entity }: Side, attribute: Attribute): Map<string, string> {
  const places = new Map<string, string>()
  for (const source of domain.sources)
    for (const table of source.tables) {
      const about = table.describes.filter((one) => one.entity === entity.id)
      if (about.length === 0) continue
      const label = (column: string) => table.columns.find(({ name }) => name === column)?.label ?? column
      const ways = about.flatMap(({ attributes }) =>
        attributes.filter((mapped) => mapped.attribute.name === attribute.name).map((mapped) => readsOf(mapped, label)),
      )
      places.set(`${source.keyName}/${table.keyName}`, inWords(ways))
    }
  return places
}

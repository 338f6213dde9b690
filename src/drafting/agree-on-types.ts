import type { SemanticType } from '../types/index.ts'
import type { DraftAttribute, DraftDescription, DraftTable } from './draft.ts'
import type { Existing } from './existing-domain.ts'

/** Tables in which one attribute has one type: where two would differ, the later one has a name of its own. */
export function agreeOnTypes(
  sources: readonly (readonly DraftTable[])[],
  existing: Existing | undefined,
): (readonly DraftTable[])[] {
  const known = new Map<string, SemanticType>()
  for (const { id, attributes } of existing?.entities ?? [])
    for (const { name, type } of attributes) known.set(`${id}.${name}`, type)
  const agree = (entity: string, attribute: DraftAttribute, used: Set<string>): DraftAttribute => {
    const inParts = !Array.isArray(attribute.mapping.from)
    for (let n = 1; ; n++) {
      const name = n === 1 ? attribute.name : `${attribute.name}_${n === 2 ? attribute.type.id : n}`
      const type = known.get(`${entity}.${name}`)
      const fits = type === undefined || type === attribute.type || (TAKES_ANY.has(type.id) && !inParts)
      if (!fits || used.has(name)) continue
      used.add(name)
      known.set(`${entity}.${name}`, type ?? attribute.type)
      // A list where the type that is there keeps one is one again.
      return {
        ...attribute,
        name,
        type: type ?? attribute.type,
        keep: type === undefined || type === attribute.type ? attribute.keep : null,
      }
    }
  }
  return sources.map((tables) =>
    tables.map((table) => ({
      ...table,
      describes: table.describes.map((description): DraftDescription => {
        const used = new Set<string>()
        return {
          ...description,
          attributes: description.attributes.map((attribute) => agree(description.entity, attribute, used)),
        }
      }),
    })),
  )
}

const TAKES_ANY: ReadonlySet<string> = new Set(['text', 'category'])

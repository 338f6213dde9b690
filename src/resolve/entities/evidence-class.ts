import type { PiiClass } from '../../contracts/index.ts'
import { mask } from '../../contracts/mask.ts'
import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { comparedAttributes, evidenceColumns, NAME_KEY } from './evidence-columns.ts'

/** The class of each column that records are compared by: that of the attribute it is made of. */
function evidenceClasses(domain: CompiledDomain, entity: Entity): ReadonlyMap<string, PiiClass> {
  const classes = new Map<string, PiiClass>()
  for (const { attribute, columns } of comparedAttributes(domain, entity)) {
    classes.set(columns.value, attribute.pii)
    for (const part of attribute.type.parts) classes.set(columns.part(part.name), attribute.pii)
  }
  for (const { name, entity: of, column } of evidenceColumns(domain, entity)) {
    if (classes.has(name)) continue
    if (name === NAME_KEY) {
      classes.set(name, entity.name?.pii ?? 'none')
      continue
    }
    const attribute = domain.entities.find(({ id }) => id === of)?.attributes.find((one) => one.name === column)
    classes.set(name, attribute?.pii ?? 'none')
  }
  return classes
}

/**
 * How the value of a column may be shown; the parts of a list, joined by `; `, each for themselves. A column that settings derive is
 * shown as what it may be made of at worst.
 */
export function maskerOf(domain: CompiledDomain, entity: Entity): (column: string, value: string) => string {
  const classes = evidenceClasses(domain, entity)
  const personal = [...classes.values()].some((one) => one !== 'none')
  return (column, value) => {
    const known = classes.get(column) ?? (column.startsWith('_') || !personal ? 'none' : 'personal')
    return value
      .split('; ')
      .map((part) => mask(part, known))
      .join('; ')
  }
}

import { primaryAttributes } from '../derived-columns.ts'
import type { CompiledDomain, Derived, Entity } from '../domain.ts'
import { didYouMean } from '../faults-of.ts'
import { publishedColumns } from '../published-columns.ts'
import type { Compiler } from './compiler.ts'

type Domain = Pick<CompiledDomain, 'entities'>

/** What derived attributes name must be there, and no two columns of a dataset may have one name. */
export function checkDerived(compiler: Compiler, domain: Domain): void {
  for (const entity of domain.entities) {
    for (const derived of entity.derived) checkRule(compiler, domain, entity, derived)
    const names = new Map<string, number>()
    for (const { name } of publishedColumns(entity, domain)) names.set(name, (names.get(name) ?? 0) + 1)
    for (const [name, count] of names)
      if (count > 1)
        compiler.fault(
          ['entities', entity.id, 'attributes', ...(entity.order.includes(name) ? [name] : [])],
          `The dataset ${entity.dataset} would have ${count} columns "${name}". Rename the attribute that makes one of them.`,
        )
  }
}

function checkRule(compiler: Compiler, domain: Domain, entity: Entity, { name, rule }: Derived): void {
  const path = ['entities', entity.id, 'attributes', name, rule.kind]
  const entities = domain.entities.map(({ id }) => id)
  const entityNamed = (id: string): Entity | undefined => {
    const found = domain.entities.find((one) => one.id === id)
    if (found === undefined) compiler.fault(path, `There is no entity "${id}".${didYouMean(id, entities)}`)
    return found
  }
  const child = (id: string): Entity | undefined => {
    const found = entityNamed(id)
    if (found !== undefined && !found.parents.includes(entity.id))
      compiler.fault(path, `No source says that a "${id}" belongs to a "${entity.id}". Add belongs_to where one does.`)
    return found
  }
  const attributeNamed = (of: Entity | undefined, wanted: string): void => {
    if (of === undefined || of.attributes.some((one) => one.name === wanted)) return
    const known = of.attributes.map((one) => one.name)
    compiler.fault(path, `"${of.id}" has no attribute "${wanted}".${didYouMean(wanted, known)}`)
  }
  const columnNamed = (wanted: string): void => {
    const known = publishedColumns(entity, domain)
      .map((column) => column.name)
      .filter((column) => column !== name)
    if (!known.includes(wanted))
      compiler.fault(path, `The dataset ${entity.dataset} has no column "${wanted}".${didYouMean(wanted, known)}`)
  }
  const primaryNamed = (of: Entity | undefined, wanted: string): void => {
    const known = of?.derived.filter((one) => one.rule.kind === 'primary').map((one) => one.name) ?? []
    if (!known.includes(wanted))
      compiler.fault(path, `"${of?.id}" has no primary called "${wanted}".${didYouMean(wanted, known)}`)
  }
  switch (rule.kind) {
    case 'primary': {
      const found = child(rule.primary)
      for (const [, wanted] of primaryAttributes(rule)) attributeNamed(found, wanted)
      return
    }
    case 'others':
      attributeNamed(child(rule.others), rule.attribute)
      primaryNamed(entity, rule.than)
      return
    case 'count':
      child(rule.count)
      return
    case 'confidence':
      for (const [id, names] of Object.entries(rule.confidence)) {
        const found = id === entity.id ? entity : child(id)
        for (const wanted of names) {
          attributeNamed(found, wanted)
          const attribute = found?.attributes.find((one) => one.name === wanted)
          if (attribute !== undefined && attribute.type.verify === null)
            compiler.fault(
              path,
              `A ${attribute.type.id} is not verified, so it has no confidence. Name another attribute.`,
            )
        }
      }
      return
    case 'problems':
      primaryNamed(entity, rule.problems)
      return
    case 'score':
      for (const wanted of Object.keys(rule.score)) columnNamed(wanted)
      return
    case 'flags':
      for (const wanted of Object.values(rule.flags)) columnNamed(wanted)
      return
    case 'slug':
      attributeNamed(entity, rule.slug)
      return
    case 'first':
      attributeNamed(entity, rule.first)
      return
    case 'of':
      attributeNamed(entity, rule.of)
      return
    case 'status':
      columnNamed(rule.status)
      return
    case 'parent': {
      const found = entityNamed(rule.parent)
      if (found !== undefined && !entity.parents.includes(rule.parent))
        compiler.fault(
          path,
          `No source says that a "${entity.id}" belongs to a "${rule.parent}". Add belongs_to where one does.`,
        )
      if (rule.attribute !== undefined) attributeNamed(found, rule.attribute)
      return
    }
    case 'chosen':
      primaryNamed(entityNamed(rule.chosen), rule.by)
      return
    case 'sources':
    case 'marked':
    case 'lawful_basis':
      return
  }
}

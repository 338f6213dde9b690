import type { Entity } from '../../domain/index.ts'
import type { ComparedAttribute } from './evidence-columns.ts'

/** Patterns of a pair are counted in a double; what the comparison with each parent needs of that is kept free. */
const MOST_PATTERNS = 2 ** 52
const OF_A_PARENT = 4
/** Rules of a pair are the bits of a whole number of 32. */
const MOST_RULES = 30

const FREQUENCY = { one: 1, few: 2, many: 3 } as const

/** The lower, the more it tells: the name, what one alone has, what few share, what many do; an entity's own before what is brought. */
function rankOf(entity: Entity, { attribute, entity: of }: ComparedAttribute): number {
  const own = of === entity.id ? 0 : 0.5
  if (attribute === entity.name) return own
  return FREQUENCY[attribute.type.evidence(attribute.options).frequency] + own
}

/**
 * The attributes that linkage compares, in their order: all of them, or of a very wide table the most telling ones, as many as pairs can
 * be told apart by.
 */
export function mostTelling(entity: Entity, compared: readonly ComparedAttribute[]): readonly ComparedAttribute[] {
  const ranked = compared.toSorted((a, b) => rankOf(entity, a) - rankOf(entity, b))
  const chosen = new Set<ComparedAttribute>()
  // A name of plain text is compared besides, with as many levels as a parent.
  let patterns = OF_A_PARENT ** (entity.parents.length + 1)
  let rules = 0
  for (const one of ranked) {
    const { type } = one.attribute
    const levels = type.compare?.(one.columns).length ?? 1
    const blocks = type.block(one.columns).length
    if (patterns * levels > MOST_PATTERNS || rules + blocks > MOST_RULES) continue
    patterns *= levels
    rules += blocks
    chosen.add(one)
  }
  return compared.filter((one) => chosen.has(one))
}

import type { Attribute, Entity, MappedAttribute, MappedReading } from '../domain.ts'

/**
 * What a row's attributes are read from, with what texts of one say besides: to the first attribute of the type that reads it, where the
 * row says that itself nowhere else, and to those that keep what another attribute cannot hold.
 */
export function withBesides(entity: Entity, mapped: readonly MappedAttribute[]): MappedAttribute[] {
  const all = new Map(mapped.map((one) => [one.attribute.name, one]))
  const add = (attribute: Attribute, readings: readonly MappedReading[]) => {
    if (readings.length === 0) return
    const known = all.get(attribute.name)
    all.set(attribute.name, { attribute, readings: [...(known?.readings ?? []), ...readings] })
  }
  for (const { attribute, readings } of mapped) {
    for (const [part, type] of Object.entries(attribute.type.besides?.of ?? {})) {
      const takes = takesBeside(attribute) ? taking(entity, attribute, type) : undefined
      if (takes !== undefined) add(takes, besidesOf(attribute, readings, part))
    }
    for (const keeps of entity.attributes)
      if (keeps.besides === attribute.name) add(keeps, besidesOf(attribute, readings, null))
  }
  return [...all.values()]
}

/** A text beside a value is anybody's: only an attribute that reads it as what it is takes it. */
const taking = (entity: Entity, attribute: Attribute, type: string): Attribute | undefined =>
  type === 'text'
    ? undefined
    : entity.attributes.find((one) => one.type.id === type && one !== attribute && one.besides === null)

const takesBeside = ({ options }: Attribute): boolean => options.take_apart !== false

const besidesOf = (attribute: Attribute, readings: readonly MappedReading[], part: string | null): MappedReading[] =>
  readings
    // What is tried without a word says nothing that would be missed.
    .filter(({ reading, quiet }) => !quiet && reading.way !== 'infer' && reading.way !== 'constant')
    .map((one) => ({ ...one, quiet: true, besides: { attribute, part } }))

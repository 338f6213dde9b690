import type { Description } from '../../domain/index.ts'
import type { AttributeValue } from './attribute-reader.ts'
import type { Draft } from './draft.ts'

/** An attribute that tells a country, by its place among the things that the row describes. */
interface Teller {
  readonly at: number
  readonly name: string
  readonly rank: number
  readonly country: (value: string) => string | null
}

/** The country that a row tells, the most telling type first; null where nothing in it does. */
export function countryTeller(
  describes: readonly Description[],
): (draftOf: (at: number) => Draft | undefined) => string | null {
  const tellers = describes
    .flatMap(({ attributes }, at) =>
      attributes.flatMap(({ attribute, readings }): Teller[] => {
        const tells = attribute.type.tellsCountry
        if (tells === null) return []
        const context = readings[0]?.context ?? attribute.context
        return [{ at, name: attribute.name, rank: tells.rank, country: (value) => tells.of(value, context) }]
      }),
    )
    .sort((a, b) => b.rank - a.rank)
  return (draftOf) => {
    for (const { at, name, country } of tellers)
      for (const value of valuesOf(draftOf(at)?.values.get(name) ?? null)) {
        const told = country(value)
        if (told !== null) return told
      }
    return null
  }
}

const valuesOf = (value: AttributeValue): readonly string[] =>
  value === null ? [] : Array.isArray(value) ? (value as readonly string[]) : [String(value)]
